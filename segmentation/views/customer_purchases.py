"""What one customer bought: orders with their goods, the favourite goods, the usual weekday."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from segmentation.store.workspace import Workspace


@dataclass(frozen=True)
class Goods:
    """A product of an order, or over all orders. ``quantity``: None where the sheet has none. ``orders``: with this product."""

    product: str
    quantity: Decimal | None
    net_revenue: Decimal
    orders: int = 1


@dataclass(frozen=True)
class Purchase:
    """One order, a return too. ``ordered_at``: the file's own clock; midnight where it has only days."""

    ordered_at: datetime
    order_number: str | None
    net_revenue: Decimal
    store: str | None
    staff: str | None
    channel: str | None
    goods: tuple[Goods, ...]

    @property
    def is_purchase(self) -> bool:
        return self.net_revenue > 0


_ORDERS = """
select order_number, order_date, ordered_at, net_revenue, store, staff, channel
from orders where customer_id = ? and order_date <= ? order by ordered_at desc, order_number desc
"""

# Without order numbers all lines of a day are one order, as in the table of orders.
_GOODS = """
select order_number, case when order_number is null then sold_at::date end as day,
       coalesce(product, product_code) as product, sum(quantity) as quantity, sum(lines.net_revenue) as net_revenue
from lines join products using (product_id)
where customer_id = ? and is_active and is_counted and sold_at::date <= ?
group by all order by net_revenue desc, product
"""


def purchases(workspace: Workspace, customer_id: int, as_of: date) -> tuple[Purchase, ...]:
    """Every order up to ``as_of``, the newest first, its lines folded by product, the dearest first."""
    of_order: dict[tuple[str | None, date | None], list[Goods]] = {}
    for number, day, product, quantity, revenue in _rows(workspace, _GOODS, customer_id, as_of):
        of_order.setdefault((number, day), []).append(Goods(product, quantity, revenue))
    return tuple(
        Purchase(
            at, number, revenue, store, staff, channel,
            tuple(of_order.get((number, None if number is not None else day), ())),
        )
        for number, day, at, revenue, store, staff, channel in _rows(workspace, _ORDERS, customer_id, as_of)
    )  # fmt: skip


def _rows(workspace: Workspace, sql: str, customer_id: int, as_of: date) -> list[tuple[Any, ...]]:
    with workspace.cursor() as cursor:
        rows: list[tuple[Any, ...]] = cursor.execute(sql, [customer_id, as_of]).fetchall()
    return rows


def favourites(bought: Iterable[Purchase], most: int) -> tuple[Goods, ...]:
    """The products in most of the customer's purchases; of two as often, the one with more revenue.

    Returns take from the revenue; a product that brought nothing in the end is no favourite.
    """
    orders: Counter[str] = Counter()
    quantities: dict[str, Decimal | None] = {}
    revenue: dict[str, Decimal] = {}
    for purchase in bought:
        for goods in purchase.goods:
            orders[goods.product] += goods.net_revenue > 0
            revenue[goods.product] = revenue.get(goods.product, Decimal(0)) + goods.net_revenue
            before = quantities.get(goods.product)
            quantities[goods.product] = before if goods.quantity is None else (before or Decimal(0)) + goods.quantity
    listed = [Goods(name, quantities[name], revenue[name], orders[name]) for name in revenue if revenue[name] > 0]
    listed.sort(key=lambda goods: (-goods.orders, -goods.net_revenue, goods.product))
    return tuple(listed[:most])


def purchase_weekdays(bought: Iterable[Purchase]) -> tuple[int, ...]:
    """Purchase days by weekday, Monday first: seven counts."""
    days = {purchase.ordered_at.date() for purchase in bought if purchase.is_purchase}
    counts = Counter(day.weekday() for day in days)
    return tuple(counts[day] for day in range(7))


def usual_weekday(counts: tuple[int, ...], fewest_days: int) -> int | None:
    """The weekday of most purchase days, Monday = 0; None with fewer than ``fewest_days``, or where two are alike."""
    most = max(counts)
    if sum(counts) < fewest_days or counts.count(most) > 1:
        return None
    return counts.index(most)
