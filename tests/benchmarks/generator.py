"""Sales lines of any number for the benchmarks, in ``schema.SALES``, made batch by batch from a seed."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from segmentation.demo.exact import UNIT, exact
from segmentation.schema import SALES

LINES_AN_ORDER = 5
ORDERS_A_CUSTOMER = 4  # customers = lines / 20
GUEST_SHARE = 0.10
RETURNED_LINES = 0.0225
RETURN_ORDERS = 0.01
FREQUENCY_EXPONENT = 0.6  # Zipf: orders of the customer at rank k fall with k to this power
BASKET_EXPONENT = 0.25  # … and so does the price level, up to 20 times the lowest
OPENING = np.datetime64("2023-07-01", "us")
MICROSECONDS = 1096 * 86_400 * 1_000_000  # three years
BATCH_ORDERS = 100_000
CATEGORIES = tuple(f"Category {place:02d}" for place in range(12))
PRODUCTS = 2_000
STORES = ("North", "South", "Harbour", "Online")
STAFF = tuple(f"Seller {place:02d}" for place in range(20))


def _numbered(prefix: str, numbers: np.ndarray, width: int) -> pa.Array:
    """``C0000042``: text ids, as files have them."""
    digits = pc.utf8_lpad(pa.array(numbers).cast(pa.string()), width, "0")
    return pc.binary_join_element_wise(prefix, digits, "")


def sales_batches(
    n: int, seed: int = 1, batch_orders: int = BATCH_ORDERS, lines_an_order: int = LINES_AN_ORDER
) -> Iterator[pa.RecordBatch]:
    """``n`` lines, oldest first, in batches of ``batch_orders`` orders; one batch at a time is in memory.

    Five lines an order unless said otherwise; four orders a customer, at least one each; a tenth by nobody known;
    three lines in a hundred come back; order counts and price level by customer follow Zipf's law. The same ``n``, seed and
    batch size give the same lines.
    """
    rng = np.random.default_rng(seed)
    customers = max(1, n // (lines_an_order * ORDERS_A_CUSTOMER))
    orders = -(-n // lines_an_order)
    ranks = 1.0 + rng.permutation(customers)
    ladder = np.cumsum(ranks**-FREQUENCY_EXPONENT)
    ladder /= ladder[-1]
    level = np.minimum((ranks / customers) ** -BASKET_EXPONENT, 20.0)
    turn = rng.permutation(customers)
    ids = _numbered("C", np.arange(customers), 7)
    keys = pc.utf8_lower(ids)
    price = np.round(rng.lognormal(3.0, 0.9, PRODUCTS) * 100).astype(np.int64) + 50
    fame = np.cumsum(1.0 / np.arange(1, PRODUCTS + 1) ** 0.8)
    fame /= fame[-1]
    codes = _numbered("P", np.arange(PRODUCTS), 5)
    product_names = _numbered("Product ", np.arange(PRODUCTS), 5)
    category = rng.integers(0, len(CATEGORIES), PRODUCTS)

    for start in range(0, orders, batch_orders):
        draw = np.random.default_rng([seed, start])
        order = np.arange(start, min(start + batch_orders, orders))
        size = len(order)
        customer = np.minimum(np.searchsorted(ladder, draw.random(size), side="right"), customers - 1)
        own_turn = order % ORDERS_A_CUSTOMER == 0
        customer[own_turn] = turn[order[own_turn] // ORDERS_A_CUSTOMER % customers]
        guest = ~own_turn & (draw.random(size) < GUEST_SHARE * ORDERS_A_CUSTOMER / (ORDERS_A_CUSTOMER - 1))
        moment = ((order + draw.random(size)) / orders * MICROSECONDS).astype(np.int64) // 1_000_000 * 1_000_000
        goes_back = ~own_turn & (draw.random(size) < RETURN_ORDERS)
        store, staff = draw.integers(0, len(STORES), size), draw.integers(0, len(STAFF), size)

        line = np.repeat(np.arange(size), lines_an_order)[: n - start * lines_an_order]
        lines = len(line)
        product = np.minimum(np.searchsorted(fame, draw.random(lines), side="right"), PRODUCTS - 1)
        is_return = goes_back[line] | (draw.random(lines) < RETURNED_LINES)
        quantity = (1 + draw.poisson(0.6, lines)) * np.where(is_return, -1, 1)
        known = customer[line]
        unit_price = np.round(price[product] * np.where(guest[line], 1.0, level[known])).astype(np.int64)
        rate = np.where(draw.random(size) < 0.2, 10, 0)[line]  # per cent
        discount = quantity * unit_price * rate // 100
        by_line = pa.array(known, mask=guest[line])
        nothing = pa.nulls(lines, pa.string())
        number = _numbered("A", order, 8).take(pa.array(line))
        yield pa.record_batch(
            {
                "row_number": pa.array(start * lines_an_order + np.arange(lines) + 2),
                "customer": ids.take(by_line),
                "customer_key": keys.take(by_line),
                "name": nothing,
                "phone": nothing,
                "email": nothing,
                "order_number": number,
                "sold_at": pa.array((OPENING + moment.astype("timedelta64[us]"))[line]),
                "product_code": codes.take(pa.array(product)),
                "product": product_names.take(pa.array(product)),
                "category": pa.array(CATEGORIES).take(pa.array(category[product])),
                "quantity": exact(quantity * UNIT),
                "unit_price": exact(unit_price * (UNIT // 100)),
                "discount": exact(discount * (UNIT // 100)),
                "net_revenue": exact((quantity * unit_price - discount) * (UNIT // 100)),
                "store": pa.array(STORES).take(pa.array(store[line])),
                "staff": pa.array(STAFF).take(pa.array(staff[line])),
                "channel": nothing,
                "status": pa.array(("paid", "returned")).take(pa.array(is_return.astype(np.int64))),
                "is_counted": pa.array(np.ones(lines, dtype=np.bool_)),
            },
            schema=SALES,
        )


def sales_lines(n: int, seed: int = 1, *, lines_an_order: int = LINES_AN_ORDER) -> pa.Table:
    """All ``n`` lines of ``sales_batches`` at once: about 250 bytes a line in memory."""
    return pa.Table.from_batches(sales_batches(n, seed, lines_an_order=lines_an_order), schema=SALES)
