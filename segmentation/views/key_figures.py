"""The shop's key figures in a period, and in the one before it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

import ibis
import ibis.expr.types as ir

from segmentation.locale import N_, Words
from segmentation.measures.tables import ORDERS, orders_in
from segmentation.parameters import Period
from segmentation.store.workspace import Workspace
from segmentation.views.execution import compiled, kept_rows

WINDOWS = (365, 90)
"""The periods that can be looked at, in days; each is compared with as many days before it."""


def period_totals(period: Period, orders: ir.Table = ORDERS) -> ir.Table:
    """One row: what was sold in the period, to whom.

    net_revenue and identified_revenue (decimal(38, 4); null without an order), purchases, active_customers (identified,
    with a purchase in the period), repeat_customers (those of them with two or more).
    """
    counted = orders_in(period, orders)
    is_purchase = counted.net_revenue > 0
    # One row a customer first (null = unidentified), so that distinct customers are counted without a second pass.
    each = counted.group_by("customer_id").aggregate(
        net_revenue=counted.net_revenue.sum(), purchases=ibis.cases((is_purchase, 1), else_=0).sum()
    )
    is_known = each.customer_id.notnull()
    return each.aggregate(
        net_revenue=each.net_revenue.sum(),
        identified_revenue=ibis.cases((is_known, each.net_revenue)).sum(),
        purchases=each.purchases.sum(),
        active_customers=ibis.cases((is_known & (each.purchases >= 1), 1), else_=0).sum(),
        repeat_customers=ibis.cases((is_known & (each.purchases >= 2), 1), else_=0).sum(),
    )


@dataclass(frozen=True)
class KeyFigures:
    """What was sold in ``days`` days up to and with ``last``. Shares from 0 to 1; None where there is nothing to divide by.

    ``average_order_value`` = net revenue / purchases. ``repeat_rate``: active customers with two or more purchases in the
    period. ``identified_share``: net revenue of known customers / net revenue.
    """

    last: date
    days: int
    net_revenue: Decimal
    identified_revenue: Decimal
    purchases: int
    active_customers: int
    repeat_customers: int

    @property
    def first(self) -> date:
        return self.last - timedelta(days=self.days - 1)

    @property
    def average_order_value(self) -> Decimal | None:
        return self.net_revenue / self.purchases if self.purchases else None

    @property
    def repeat_rate(self) -> float | None:
        return self.repeat_customers / self.active_customers if self.active_customers else None

    @property
    def identified_share(self) -> float | None:
        return float(self.identified_revenue / self.net_revenue) if self.net_revenue > 0 else None


class Unit(StrEnum):
    """How a key figure is shown."""

    MONEY = "money"
    COUNT = "count"
    SHARE = "share"


@dataclass(frozen=True)
class Compared:
    """One key figure against the period before. ``name`` and ``meaning`` are message ids; ``by_month`` whole months.

    ``now`` and ``before`` None: nothing to divide by, or no such period in the data.
    """

    key: str
    name: str
    meaning: str
    unit: Unit
    now: float | None
    before: float | None
    by_month: tuple[float, ...]

    @property
    def change(self) -> float | None:
        """Against the period before: as a share of it, for shares as a difference; None without a comparison."""
        if self.now is None or self.before is None:
            return None
        if self.unit is Unit.SHARE:
            return self.now - self.before
        return self.now / self.before - 1 if self.before > 0 else None

    def value_text(self, words: Words) -> str:
        """The figure in its unit; a dash where there is none."""
        if self.now is None:
            return "–"
        if self.unit is Unit.MONEY:
            # From five digits on, hundredths only cost room.
            return words.money(self.now, 0 if abs(self.now) >= 10_000 else 2)
        return words.percent(self.now) if self.unit is Unit.SHARE else words.number(self.now)

    def change_text(self, words: Words) -> str | None:
        """The change with its sign, in per cent or percentage points; None without a comparison."""
        if self.change is None:
            return None
        text = (
            words(POINTS).format(points=words.number(self.change * 100, 1))
            if self.unit is Unit.SHARE
            else words.percent(self.change)
        )
        return text if text.startswith("-") else f"+{text}"


POINTS = N_("{points} points")


def kept_totals(last: date, days: int) -> dict[str, str]:
    """For ``Workspace.query_kept``: ``period_totals``."""
    return {"kept_totals": compiled(period_totals, Period(last, days))}


def key_figures(workspace: Workspace, last: date, days: int) -> KeyFigures:
    """The figures of the ``days`` days that end with ``last``."""
    found = kept_rows(workspace, kept_totals(last, days)).to_pylist()[0]
    return KeyFigures(
        last=last,
        days=days,
        net_revenue=Decimal(found["net_revenue"] or 0),
        identified_revenue=Decimal(found["identified_revenue"] or 0),
        purchases=int(found["purchases"] or 0),
        active_customers=int(found["active_customers"] or 0),
        repeat_customers=int(found["repeat_customers"] or 0),
    )


def is_covered(first_sale: date, last: date, days: int) -> bool:
    """Whether the data reach back over the whole period before, so that a comparison is fair."""
    return first_sale <= last - timedelta(days=2 * days - 1)


def window_to_begin_with(first_sale: date, last: date) -> int:
    """The longest period that can be compared with the one before it; the longest of all where none can."""
    return next((days for days in WINDOWS if is_covered(first_sale, last, days)), WINDOWS[0])
