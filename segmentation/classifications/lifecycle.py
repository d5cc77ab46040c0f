"""Life-cycle stages, by each customer's own rhythm of buying."""

from __future__ import annotations

from dataclasses import dataclass

import ibis
import ibis.expr.types as ir
import numpy as np
import numpy.typing as npt

from segmentation.classifications.levels import Level
from segmentation.locale import N_
from segmentation.measures.exact_floats import exact_float
from segmentation.parameters import LifecycleRules

LEVELS = (
    Level("new", N_("New"), N_("One purchase day, at most {new_days} days ago.")),
    Level("waiting", N_("Waiting for the second purchase"), N_("One purchase day, not yet overdue.")),
    Level(
        "growing", N_("Growing"), N_("Two purchase days, or spending at least {growth_factor} times as much as before.")
    ),
    Level("mature", N_("Mature"), N_("Buys in a steady rhythm.")),
    Level("returned", N_("Returned"), N_("Came back after a gap that counts as lost.")),
    Level(
        "at risk", N_("At risk"), N_("Overdue: the last purchase is longer ago than {overdue_factor} times the rhythm.")
    ),
    Level("lost", N_("Lost"), N_("Away longer than the lost limit.")),
)
KEYS = tuple(level.key for level in LEVELS)


@dataclass(frozen=True)
class ShopRhythm:
    """The gaps between purchase days over the whole shop, in days; medians and percentiles interpolate linearly.

    ``is_known``: at least ``enough_returning`` customers have two or more purchase days.
    """

    median_gap: float | None
    lost_gap: float | None
    gap_count: int
    returning_customers: int
    is_known: bool


def gap_quantile(gap_days: npt.NDArray[np.int64], counts: npt.NDArray[np.int64], quantile: float) -> float | None:
    """A quantile of a histogram, interpolated linearly as ``numpy.quantile`` does on the single values."""
    n = int(counts.sum())
    if n == 0:
        return None
    order = np.argsort(gap_days)
    values, up_to = gap_days[order], np.cumsum(counts[order])
    position = quantile * (n - 1)
    low = int(np.floor(position))
    below, above = (float(values[np.searchsorted(up_to, index, side="right")]) for index in (low, min(low + 1, n - 1)))
    return below + (above - below) * (position - low)


def shop_rhythm(
    gap_days: npt.NDArray[np.int64], counts: npt.NDArray[np.int64], returning_customers: int, rules: LifecycleRules
) -> ShopRhythm:
    """The shop's rhythm from the histogram of all gaps (gap_days → counts)."""
    return ShopRhythm(
        median_gap=gap_quantile(gap_days, counts, 0.5),
        lost_gap=gap_quantile(gap_days, counts, float(rules.lost_percentile)),
        gap_count=int(counts.sum()),
        returning_customers=returning_customers,
        is_known=returning_customers >= rules.enough_returning,
    )


def overdue_after(measured: ir.Table, shop: ShopRhythm, rules: LifecycleRules) -> ir.FloatingValue:
    """O: the days after which each customer is overdue."""
    if rules.overdue_days is not None:
        return exact_float(rules.overdue_days)
    if not shop.is_known:
        return exact_float(rules.unknown_overdue_days)
    return rhythm_of(measured, shop) * exact_float(float(rules.overdue_factor))


def lost_after(measured: ir.Table, shop: ShopRhythm, rules: LifecycleRules) -> ir.FloatingValue:
    """L: the days after which each customer is lost."""
    if rules.lost_days is not None:
        return exact_float(rules.lost_days)
    if not shop.is_known or shop.lost_gap is None:
        return exact_float(rules.unknown_lost_days)
    return ibis.greatest(exact_float(shop.lost_gap), rhythm_of(measured, shop) * exact_float(float(rules.lost_factor)))


def rhythm_of(measured: ir.Table, shop: ShopRhythm) -> ir.FloatingValue:
    """The customer's median gap with three or more purchase days, else the shop's; days."""
    own = measured.purchase_days >= 3
    shops_own = ibis.null("float64") if shop.median_gap is None else exact_float(shop.median_gap)
    return ibis.cases((own, measured.median_gap), else_=shops_own)


def lifecycle_stage(measured: ir.Table, shop: ShopRhythm, rules: LifecycleRules) -> ir.StringValue:
    """The key of each customer's stage (definitions, section 6; first match wins).

    ``measured``: needs recency_days, purchase_days, median_gap, last_gap, earlier_revenue, later_revenue.
    """
    once = measured.purchase_days == 1
    lost = lost_after(measured, shop, rules)
    factor = ibis.literal(rules.growth_factor, "decimal(6, 2)")
    has_grown = (
        measured.later_revenue.cast("decimal(22, 4)") >= measured.earlier_revenue.cast("decimal(22, 4)") * factor
    )
    return ibis.cases(
        (once & (measured.recency_days <= rules.new_days), "new"),
        (measured.recency_days > lost, "lost"),
        (measured.recency_days > overdue_after(measured, shop, rules), "at risk"),
        (once, "waiting"),
        (measured.last_gap > lost, "returned"),
        ((measured.purchase_days == 2) | has_grown, "growing"),
        else_="mature",
    )
