"""Shops of a few dozen customers in memory, with awkward ones among them, measured in plain Python."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from random import Random
from typing import Any

import ibis
import pyarrow as pa

from segmentation.classifications.one_customer import CustomerState, Order, state_of
from segmentation.parameters import Period, VipRules

LAST = date(2024, 6, 30)
UNITS = 10_000
_MONEY = pa.decimal128(38, 4)
_COUNTS = ("categorised_line_count", "told_line_count", "compared_line_count", "modest_line_count")

COLUMNS = pa.schema(
    [
        *(
            (name, pa.int64())
            for name in ("recency_days", "frequency", "purchase_span_days", "purchase_days", "last_gap")
        ),
        ("median_gap", pa.float64()),
        *((name, _MONEY) for name in ("monetary", "earlier_revenue", "later_revenue", "window_spending")),
        *((name, pa.int64()) for name in ("window_purchase_days", "recent_purchase_days")),
        ("contact_count", pa.int64()),
        *((name, pa.float64()) for name in ("last_rating", "last_satisfaction")),
        ("last_recommendation", pa.int64()),
        *((name, _MONEY) for name in ("spending", "discounted_spending", "service_spending")),
        *((name, pa.int64()) for name in _COUNTS),
        ("loyalty_points", pa.int64()),
    ]
)
TABLE = ibis.table(ibis.Schema.from_pyarrow(COLUMNS), name="customers")

SHOPS = ("mixed", "one customer", "all alike", "one day", "mostly returns", "once each", "silent", "spoken for")


@dataclass(frozen=True)
class Customer:
    """``orders``: at least one of them a purchase. ``told``: what the lens columns beside the measures hold; None = not known."""

    orders: tuple[Order, ...]
    told: dict[str, Any]

    @property
    def gaps(self) -> list[int]:
        days = sorted({day for day, units in self.orders if units > 0})
        return [(later - earlier).days for earlier, later in pairwise(days)]

    def state(self, period: Period, vip: VipRules) -> CustomerState:
        found = state_of(self.orders, period, vip)
        assert found is not None
        return found


def shop(kind: str, seed: int) -> list[Customer]:
    """Customers of one of ``SHOPS``; the same for the same seed."""
    random = Random(seed)
    if kind == "one customer":
        return [_customer(random, kind)]
    if kind == "all alike":
        return [_customer(random, kind)] * random.randint(2, 30)
    return [_customer(random, kind) for _ in range(random.randint(2, 40))]


def _customer(random: Random, kind: str) -> Customer:
    # Few different days and amounts, so that customers right on a limit are the rule.
    days = (
        [0]
        if kind == "one day"
        else [0, 1, 29, 30, 31, 60, 89, 90, 91, 180, 181, 364, 365, 366, random.randint(0, 900)]
    )
    amounts = [Decimal(text) for text in ("10", "20", "33.3333", "66.6666", "100", "0.0001", f"{random.random():.4f}")]
    number = 1 if kind == "once each" else random.choice([1, 1, 2, 3, 4, 9])
    signs = [-3, -1, 1] if kind == "mostly returns" else [1, 1, 1, 1, -1, 0]
    orders = [(LAST - timedelta(days=random.choice(days)), int(random.choice(amounts) * UNITS))]
    for _ in range(number - 1):
        units = int(random.choice(amounts) * UNITS) * random.choice(signs)
        orders.append((LAST - timedelta(days=random.choice(days)), units))
    return Customer(tuple(orders), _told(random, kind))


def _told(random: Random, kind: str) -> dict[str, Any]:
    said = 0.0 if kind == "silent" else 1.0 if kind == "spoken for" else 0.6

    def perhaps(value: Any) -> Any:
        return value if random.random() < said else None

    lines = random.choice([1, 1, 2, 3, 6])
    compared = random.randint(0, lines)
    spending = Decimal(random.choice([1, 10, 30, 999_999])) / random.choice([1, 10_000])
    part = [spending * share / 10 for share in range(11)]
    style = dict.fromkeys(("spending", "discounted_spending", "service_spending", *_COUNTS))
    if random.random() < 0.8:
        style = {
            "spending": spending,
            "discounted_spending": random.choice(part).quantize(Decimal("0.0001")),
            "service_spending": random.choice(part).quantize(Decimal("0.0001")),
            "categorised_line_count": 0 if kind == "silent" else random.randint(0, lines),
            "told_line_count": 0 if kind == "silent" else random.randint(0, lines),
            "compared_line_count": compared,
            "modest_line_count": random.randint(0, compared),
        }
    return style | {
        "contact_count": perhaps(random.randint(0, 7)),
        "last_rating": perhaps(random.randint(0, 10) / 2),
        "last_satisfaction": perhaps(random.randint(0, 10) / 2),
        "last_recommendation": perhaps(random.randint(0, 10)),
        "loyalty_points": random.randint(3, 40),
    }


def row(state: CustomerState, customer: Customer) -> dict[str, Any]:
    """The customer's row of ``TABLE``."""
    found = asdict(state)
    money = {"monetary": "monetary_units", "earlier_revenue": "earlier_units", "later_revenue": "later_units",
             "window_spending": "window_units"}  # fmt: skip
    amounts = {name: None if found[units] is None else Decimal(found[units]) / UNITS for name, units in money.items()}
    measures = {name: found[name] for name in COLUMNS.names if name in found}
    if state.window_units is None:
        measures |= {"window_purchase_days": None, "recent_purchase_days": None}
    return measures | amounts | customer.told
