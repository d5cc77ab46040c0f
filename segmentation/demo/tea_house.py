"""The demo shop's sales: a tea house with two shops and a web shop, three years, made anew from a seed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from segmentation.demo import people as persons
from segmentation.demo.baskets import Lines, baskets
from segmentation.demo.calendar import Calendar, Days, calendar
from segmentation.demo.catalogue import CATEGORIES, PRODUCTS
from segmentation.demo.exact import UNIT, exact
from segmentation.demo.population import KIND, Population, population
from segmentation.demo.till import CHANNELS, STAFF, STORES, Orders, orders, owners, returns
from segmentation.demo.visits import visits
from segmentation.schema import SALES

AS_OF: Final = date(2026, 6, 30)
"""The demo's last day, unless another is asked for: never today's date."""
SEED: Final = 7

PEOPLE: Final = 3320
"""Customers drawn; those without an order inside the three years fall away."""
WALK_INS: Final = 3150
"""Orders of nobody known."""
TWO_CARDS: Final = 14
"""Customers who took a second card: same name and telephone number under another card number."""
FEN: Final = UNIT // 100
"""One hundredth of a yuan, the smallest money of the shop."""

COMPLETED, REFUNDED, CANCELLED = range(3)
STATUSES: Final = ("已完成 completed", "已退货 returned", "已取消 cancelled")


@dataclass(frozen=True)
class TeaHouse:
    """Everything of one seed and date, before it is laid out in tables. Customers in the order of their first visit."""

    days: Calendar
    people: Population
    owner: Days
    is_female: NDArray[np.bool_]
    contacts: pa.Table
    sold: Orders
    lines: Lines
    first_day: Days
    last_day: Days


def _contacts(who: Population, is_female: NDArray[np.bool_], rng: np.random.Generator) -> pa.Table:
    """Card number, name, telephone and e-mail of each customer."""
    size = len(who)
    card = pc.binary_join_element_wise("M", pa.array(100_001 + np.arange(size) * 7).cast(pa.string()), "")
    columns = {
        "customer": card,
        "name": persons.names(is_female, who.kind == KIND["wholesale"], rng),
        "phone": persons.phones(size, rng),
        "email": persons.emails(card, rng),
    }
    persons_only = np.flatnonzero(who.kind == KIND["occasional"])
    own = np.arange(size)
    second_cards = rng.choice(persons_only[100:], TWO_CARDS, replace=False)
    own[second_cards] = rng.choice(persons_only[:100], TWO_CARDS, replace=False)
    same = pa.array(own)
    return pa.table({**columns, "name": columns["name"].take(same), "phone": columns["phone"].take(same)})


@lru_cache(maxsize=2)
def tea_house(seed: int, as_of: date) -> TeaHouse:
    """The shop's people, orders and lines. The same seed and date give the same shop."""
    rng = np.random.default_rng(seed)
    days = calendar(as_of)
    drawn = population(PEOPLE, rng)
    came = visits(drawn, days, WALK_INS, rng)
    in_time = np.argsort(came.time, kind="stable")
    customer, day = came.customer[in_time], came.time[in_time].astype(np.int64)

    known = np.flatnonzero(customer >= 0)
    present, first = np.unique(customer[known], return_index=True)
    by_first_visit = present[np.argsort(first, kind="stable")]
    number = np.full(PEOPLE + 1, -1)  # the last place stands for walk-ins: customer -1
    number[by_first_visit] = np.arange(len(by_first_visit))
    who, customer = drawn.take(by_first_visit), number[customer]
    first_day = day[known][np.sort(first)]
    last_day = np.zeros(len(who), dtype=np.int64)
    np.maximum.at(last_day, customer[known], day[known])

    lines = baskets(who, days, customer, day, rng)
    has_service = np.bincount(lines.order, lines.is_service, len(customer)) > 0
    owner = owners(who, rng)
    sold = orders(who, owner, customer, day, has_service, rng)
    is_female = rng.random(len(who)) < 0.58
    contacts = _contacts(who, is_female, rng)
    return TeaHouse(days, who, owner, is_female, contacts, sold, lines, first_day, last_day)


def _order_numbers(house: TeaHouse) -> pa.Array:
    """Day and running number within the day, as tills print it: 20240310-0017."""
    second = house.sold.second
    rank = np.empty(len(second), dtype=np.int64)
    in_time = np.argsort(second, kind="stable")
    day = second[in_time] // 86_400
    rank[in_time] = np.arange(len(day)) - np.searchsorted(day, day) + 1
    moment = np.datetime64(house.days.opening, "D") + second // 86_400
    stamp = pc.replace_substring(pa.array(np.datetime_as_string(moment)), "-", "")
    return pc.binary_join_element_wise(stamp, pc.utf8_lpad(pa.array(rank).cast(pa.string()), 4, "0"), "-")


def _words(choices: tuple[str, ...], place: Days) -> pa.Array:
    """The word at each place; null at -1."""
    return pa.array(choices).take(pa.array(place, mask=place < 0))


def sales(seed: int = SEED, as_of: date = AS_OF) -> pa.Table:
    """The tea house's sales lines in ``schema.SALES``, oldest first, rows numbered as in a sheet with one header row.

    About 3,000 customers and 40,000 lines in CNY over the 1,096 days that end with ``as_of``. Returned lines carry
    negative quantity, discount and net revenue; cancelled lines keep theirs and are not counted. Raises
    ``IllegalParameter`` for a date outside the known festivals.
    """
    house = tea_house(seed, as_of)
    rng = np.random.default_rng([seed, 1])
    sold, lines = house.sold, house.lines
    back = returns(sold, lines, rng)
    line = np.concatenate([np.arange(len(lines.order)), back.line])
    is_return = np.arange(len(line)) >= len(lines.order)
    order = lines.order[line]
    quantity = np.concatenate([lines.quantity, -back.quantity])
    discount = np.concatenate(
        [lines.discount, -(lines.discount[back.line] * back.quantity // lines.quantity[back.line])]
    )
    second = np.concatenate([sold.second[lines.order], back.second])
    own = np.concatenate([np.zeros(len(lines.order), dtype=np.bool_), back.has_own_order])

    in_time = np.lexsort((line, order, second))
    line, order, quantity, discount, second, own, is_return = (
        each[in_time] for each in (line, order, quantity, discount, second, own, is_return)
    )
    product, unit_price, customer = lines.product[line], lines.unit_price[line], sold.customer[order]
    cancelled = sold.is_cancelled[order]
    number = _order_numbers(house).take(pa.array(order))
    contacts = house.contacts.take(pa.array(customer, mask=customer < 0))
    columns = {
        "row_number": pa.array(np.arange(2, len(line) + 2)),
        "customer": contacts["customer"],
        "customer_key": pc.utf8_lower(contacts["customer"]),
        "name": contacts["name"],
        "phone": contacts["phone"],
        "email": contacts["email"],
        "order_number": pc.if_else(pa.array(own), pc.binary_join_element_wise("R", number, ""), number),
        "sold_at": pa.array((np.datetime64(house.days.opening, "s") + second).astype("datetime64[us]")),
        "product_code": _words(tuple(each.code for each in PRODUCTS), product),
        "product": _words(tuple(each.name for each in PRODUCTS), product),
        "category": _words(tuple(CATEGORIES[each.category] for each in PRODUCTS), product),
        "quantity": exact(quantity * UNIT),
        "unit_price": exact(unit_price * FEN),
        "discount": exact(discount * FEN),
        "net_revenue": exact((quantity * unit_price - discount) * FEN),
        "store": _words(STORES, sold.store[order]),
        "staff": _words(tuple(seller.name for seller in STAFF), sold.staff[order]),
        "channel": _words(CHANNELS, sold.channel[order]),
        "status": _words(STATUSES, np.where(is_return, REFUNDED, np.where(cancelled, CANCELLED, COMPLETED))),
        "is_counted": pa.array(~cancelled),
    }
    return pa.table(columns, schema=SALES)
