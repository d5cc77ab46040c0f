"""How the shop stands, on one page."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from segmentation.locale import N_, Words
from segmentation.measures.trend import monthly_sales
from segmentation.parameters import Period
from segmentation.store.workspace import Workspace
from segmentation.views.attention import Notice, notices
from segmentation.views.data_support import DataSupport, data_support
from segmentation.views.execution import compiled, kept_rows
from segmentation.views.key_figures import (
    Compared,
    KeyFigures,
    Unit,
    is_covered,
    kept_totals,
    key_figures,
    window_to_begin_with,
)
from segmentation.views.standing import Standing

TREND_MONTHS = 24
"""How many whole months a key figure's small line goes back."""


@dataclass(frozen=True)
class Month:
    """One calendar month's sales, months without any included. ``is_partial``: counted only up to ``as_of``."""

    first_day: date
    net_revenue: Decimal = Decimal(0)
    purchases: int = 0
    identified_revenue: Decimal = Decimal(0)
    buyers: int = 0
    new_customers: int = 0
    is_partial: bool = False

    @property
    def average_order_value(self) -> Decimal | None:
        return self.net_revenue / self.purchases if self.purchases else None

    @property
    def returning_share(self) -> float | None:
        """The share of the month's buyers who had bought in an earlier month."""
        return (self.buyers - self.new_customers) / self.buyers if self.buyers else None

    @property
    def identified_share(self) -> float | None:
        return float(self.identified_revenue / self.net_revenue) if self.net_revenue > 0 else None


@dataclass(frozen=True)
class Overview:
    """Key figures now and in the period before (None where the data do not reach back so far), months, and who is where."""

    as_of: date
    now: KeyFigures
    before: KeyFigures | None
    figures: tuple[Compared, ...]
    months: tuple[Month, ...]
    standing: Standing
    notices: tuple[Notice, ...]
    support: DataSupport

    def compared_text(self, words: Words) -> str:
        """Which days are counted, and which they are compared with."""
        counted = words("{first} to {last}").format(first=words.date(self.now.first), last=words.date(self.now.last))
        if self.before is None:
            return words(
                "{period}. The data do not reach back far enough to compare with the {days} days before."
            ).format(period=counted, days=words.number(self.now.days))
        return words("{period}, against the {days} days before.").format(
            period=counted, days=words.number(self.now.days)
        )


def kept_months(period: Period) -> dict[str, str]:
    """For ``Workspace.query_kept``: ``monthly_sales``."""
    return {"kept_months": compiled(monthly_sales, period)}


def months(workspace: Workspace, period: Period) -> tuple[Month, ...]:
    """Every calendar month from the first sale to that of ``as_of``, in order."""
    found = {row["month"]: row for row in kept_rows(workspace, kept_months(period)).to_pylist()}
    if not found:
        return ()
    last = period.as_of.year * 12 + period.as_of.month - 1
    ends_early = period.as_of.day < monthrange(period.as_of.year, period.as_of.month)[1]
    return tuple(
        Month(
            first_day=date(month // 12, month % 12 + 1, 1),
            is_partial=month == last and ends_early,
            **{name: value for name, value in found.get(month, {}).items() if name != "month"},
        )
        for month in range(min(found), last + 1)
    )


_KEY_FIGURES: tuple[tuple[str, str, str, Unit, str], ...] = (
    ("net_revenue", N_("Net revenue"), N_("All sales of the period, returns taken off."), Unit.MONEY, "net_revenue"),
    (
        "active_customers", N_("Active customers"), N_("Known customers with a purchase in the period. The line: each month's."),
        Unit.COUNT, "buyers",
    ),
    ("purchases", N_("Purchases"), N_("Orders that brought more than 0, unknown customers' too."), Unit.COUNT, "purchases"),
    (
        "average_order_value", N_("Average order value"), N_("Net revenue / purchases."),
        Unit.MONEY, "average_order_value",
    ),
    (
        "repeat_rate", N_("Repeat rate"),
        N_(
            "Active customers with two or more purchases in the period. "
            "The line: of each month's customers, those who had bought in an earlier month."
        ),
        Unit.SHARE, "returning_share",
    ),
    (
        "identified_share", N_("Identified share"), N_("The part of the net revenue whose customer is known."),
        Unit.SHARE, "identified_share",
    ),
)  # fmt: skip


def compared(now: KeyFigures, before: KeyFigures | None, sold: tuple[Month, ...]) -> tuple[Compared, ...]:
    """Each key figure, its change against the period before, and its whole months; the last month only when it is over."""
    whole = [month for month in sold if not month.is_partial][-TREND_MONTHS:]
    return tuple(
        Compared(
            key=key,
            name=name,
            meaning=meaning,
            unit=unit,
            now=_number(getattr(now, key)),
            before=None if before is None else _number(getattr(before, key)),
            by_month=tuple(_number(getattr(month, of_month)) or 0.0 for month in whole),
        )
        for key, name, meaning, unit, of_month in _KEY_FIGURES
    )


def _number(value: Decimal | float | None) -> float | None:
    return None if value is None else float(value)


def _last_days(first_sale: date, as_of: date, days: int) -> tuple[date, ...]:
    """The last days of the period and of the one before it, where the data reach back that far."""
    return (as_of, as_of - timedelta(days=days)) if is_covered(first_sale, as_of, days) else (as_of,)


def kept_figures(span: tuple[date, date]) -> tuple[dict[str, str], ...]:
    """Each for ``Workspace.query_kept``: what the page begins with."""
    days = window_to_begin_with(*span)
    return tuple(kept_totals(last, days) for last in _last_days(span[0], span[1], days))


def overview(
    workspace: Workspace, span: tuple[date, date], sold: tuple[Month, ...], stands: Standing, as_of: date, days: int
) -> Overview:
    """The page's figures on ``as_of``, compared over ``days``. ``span``: first and last order date of the shop."""
    now, *before = (key_figures(workspace, last, days) for last in _last_days(span[0], as_of, days))
    earlier = before[0] if before else None
    return Overview(
        as_of=as_of,
        now=now,
        before=earlier,
        figures=compared(now, earlier, sold),
        months=sold,
        standing=stands,
        notices=notices(now, earlier, stands),
        support=data_support(span, as_of, stands.customers, stands.returning_customers),
    )
