"""The ten dimensions of a customer: each a level from measures and limits, null where it is not known."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

import ibis
import ibis.expr.types as ir
import numpy as np
import numpy.typing as npt

from segmentation.classifications.cuts import MONEY_UNITS, Limits, mid_rank_cuts, units_from
from segmentation.classifications.lifecycle import ShopRhythm
from segmentation.classifications.scores import money_units, score_of
from segmentation.measures.buying_style import CategoryPrices
from segmentation.measures.exact_floats import exact_float
from segmentation.parameters import DimensionRules

RULED_BY: dict[str, tuple[str, ...]] = {
    "value": ("value_high", "value_middle"),
    "buying": (),
    "interaction": ("contact_days", "contacts_high", "contacts_middle", "entered_wins"),
    "feedback": ("rating_high", "rating_low", "entered_wins"),
    "life_cycle": (),
    "preference": ("marketing_share", "service_share", "service_words"),
    "psychology": ("impulsive_share", "rational_share", "entered_wins"),
    "loyalty": ("regular_purchase_days",),
    "satisfaction": ("satisfaction_high", "satisfaction_low", "entered_wins"),
    "recommendation": ("recommendation_high", "recommendation_middle", "referral_words", "entered_wins"),
}
"""Dimension → the fields of ``DimensionRules`` that decide its levels; the others never move a customer in it."""


@dataclass(frozen=True)
class ValueLimits:
    """From which net revenue on a customer is of high and of middle value; None = nobody is."""

    high: Decimal | None
    middle: Decimal | None


@dataclass(frozen=True)
class DimensionLimits:
    """What the shop's data come to on one date.

    ``value``: limits of revenue. ``loyalty``: the two limits between thirds, in ``loyalty_points``. ``services``: the
    categories that count as services. ``prices``: category → median unit price. ``discount_loads``: the loads with a line
    that says what was taken off, so that a blank of theirs means nothing was. ``has_contacts``: somebody was in contact
    within the window, so that none means none.
    """

    value: ValueLimits
    loyalty: Limits
    services: tuple[str, ...]
    prices: CategoryPrices
    discount_loads: tuple[int, ...]
    has_contacts: bool


def value_limits(monetary_units: npt.NDArray[np.int64], rules: DimensionRules) -> ValueLimits:
    """Net revenue of the last of the fewest customers that bring each share of the revenue; negative counts as 0.

    Limits are values, so customers of equal revenue are treated equally. ``monetary_units``: whole ten-thousandths, in any
    order.
    """
    falling = np.sort(np.maximum(monetary_units, 0))[::-1]
    running = np.cumsum(falling)
    if len(running) == 0 or running[-1] == 0:
        return ValueLimits(None, None)

    def limit(share: Decimal) -> Decimal:
        top, bottom = share.as_integer_ratio()
        needed = -(-int(running[-1]) * top // bottom)
        return Decimal(int(falling[np.searchsorted(running, needed, side="left")])) / MONEY_UNITS

    return ValueLimits(limit(rules.value_high), limit(rules.value_middle))


def loyalty_limits(loyalty_points: npt.NDArray[np.int64]) -> Limits:
    """Two limits between low, middle and high, by tie-safe thirds."""
    return tuple(None if cut is None else Decimal(cut) for cut in mid_rank_cuts(loyalty_points, 3))


def ahead_of(loyalty_points: float | Decimal | None) -> float | None:
    """Of how many customers one with these points is ahead, the mean of the three ranks; those level with it count half.

    To one decimal, which no two different numbers of points share. None = no such points.
    """
    # Each rank is twice those behind, and once those level with it: the customer's own three are no others.
    return None if loyalty_points is None else round((float(loyalty_points) - 3) / 6, 1)


def median_prices(categories: Sequence[str], mean_prices: npt.NDArray[np.float64]) -> CategoryPrices:
    """Category → the median of its products' mean prices; one entry a product in both arguments."""
    names, places = np.unique(np.asarray(categories, dtype=np.str_), return_inverse=True)
    order = np.argsort(places, kind="stable")
    by_category = np.split(mean_prices[order], np.flatnonzero(np.diff(places[order])) + 1)
    return tuple((str(name), float(np.median(prices))) for name, prices in zip(names, by_category, strict=False))


def service_categories(categories: Iterable[str], rules: DimensionRules) -> tuple[str, ...]:
    """Those that have one of the rules' words in their name, by name."""
    words = [word.casefold() for word in rules.service_words if word.strip()]
    return tuple(sorted(name for name in set(categories) if any(word in name.casefold() for word in words)))


def reaches_share(
    part: ir.NumericValue, whole: ir.NumericValue, share: Decimal, *, is_above: bool = False
) -> ir.BooleanValue:
    """part ≥ share · whole (or >, with ``is_above``), for whole numbers and a share of few digits.

    As a comparison of two products of whole numbers it is exact up to 2⁵³, where a quotient would already be rounded.
    """
    top, bottom = share.as_integer_ratio()
    left = part.cast("float64") * exact_float(bottom)
    right = whole.cast("float64") * exact_float(top)
    return left > right if is_above else left >= right


def value_level(measured: ir.Table, limits: ValueLimits) -> ir.StringValue:
    """high, middle or low, by net revenue. ``measured``: needs monetary."""
    units = money_units(measured.monetary)
    levels = [
        (units >= units_from(limit), key)
        for key, limit in (("high", limits.high), ("middle", limits.middle))
        if limit is not None
    ]
    return ibis.cases(*levels, else_="low") if levels else ibis.literal("low")


def buying_level(measured: ir.Table, shop: ShopRhythm) -> ir.StringValue:
    """frequent, occasional or one-time. ``measured``: needs purchase_days, purchase_span_days."""
    mean_gap = measured.purchase_span_days.cast("float64") / (measured.purchase_days - 1).nullif(0).cast("float64")
    is_frequent = mean_gap <= exact_float(shop.median_gap if shop.median_gap is not None else 0.0)
    return ibis.cases((measured.purchase_days == 1, "one-time"), (is_frequent, "frequent"), else_="occasional")


def interaction_level(met: ir.Table, limits: DimensionLimits, rules: DimensionRules) -> ir.StringValue:
    """high, middle or low by contacts; null in a shop without any contact in the window. ``met``: needs contact_count."""
    if not limits.has_contacts:
        return ibis.null("string")
    contacts = ibis.coalesce(met.contact_count, 0)
    return ibis.cases(
        (contacts >= rules.contacts_high, "high"), (contacts >= rules.contacts_middle, "middle"), else_="low"
    )


def _by_two_limits(value: ir.NumericValue, high: Decimal, low: Decimal, keys: tuple[str, str, str]) -> ir.StringValue:
    """The first key from ``high`` on, the last down from ``low``, the second between; null without a value."""
    return ibis.cases(
        (value.isnull(), ibis.null("string")),
        (value >= exact_float(float(high)), keys[0]),
        (value <= exact_float(float(low)), keys[2]),
        else_=keys[1],
    )


def feedback_level(said: ir.Table, rules: DimensionRules) -> ir.StringValue:
    """positive, neutral or negative; null without a rating. ``said``: needs last_rating."""
    return _by_two_limits(said.last_rating, rules.rating_high, rules.rating_low, ("positive", "neutral", "negative"))


def satisfaction_level(said: ir.Table, rules: DimensionRules) -> ir.StringValue:
    """high, middle or low; null without a score. ``said``: needs last_satisfaction."""
    return _by_two_limits(
        said.last_satisfaction, rules.satisfaction_high, rules.satisfaction_low, ("high", "middle", "low")
    )


def recommendation_level(said: ir.Table, rules: DimensionRules) -> ir.StringValue:
    """high, middle or low; null without an answer or a referral. ``said``: needs last_recommendation."""
    value = said.last_recommendation
    return ibis.cases(
        (value.isnull(), ibis.null("string")),
        (value >= rules.recommendation_high, "high"),
        (value >= rules.recommendation_middle, "middle"),
        else_="low",
    )


LIFE_CYCLE_OF_STAGE = {
    "new": "new",
    "waiting": "new",
    "growing": "growing",
    "returned": "growing",
    "mature": "mature",
    "at risk": "mature",
    "lost": "lost",
}
"""Life-cycle stage → level of the dimension (definitions, section 9)."""


def life_cycle_level(staged: ir.Table) -> ir.StringValue:
    """new, growing, mature or lost. ``staged``: needs lifecycle_stage."""
    return ibis.cases(*((staged.lifecycle_stage == stage, level) for stage, level in LIFE_CYCLE_OF_STAGE.items()))


def preference_level(style: ir.Table, rules: DimensionRules) -> ir.StringValue:
    """marketing, service or product; null where neither discounts nor categories of the customer's own lines are known.

    ``style``: the columns of ``buying_style``, null for a customer without any line, and of ``service_spending``, null for
    one without a service.
    """
    spending = money_units(style.spending)
    is_known = (style.categorised_line_count > 0) | (style.told_line_count > 0)
    return ibis.cases(
        (~ibis.coalesce(is_known, False), ibis.null("string")),
        (reaches_share(money_units(style.discounted_spending), spending, rules.marketing_share), "marketing"),
        (reaches_share(money_units(style.service_spending), spending, rules.service_share), "service"),
        else_="product",
    )


def psychology_level(style: ir.Table, rules: DimensionRules) -> ir.StringValue:
    """rational, emotional or impulsive, an estimate; null where discounts of the customer's own lines are not known, or there
    is no price to compare.

    ``style``: as for ``preference_level``.
    """
    spending = money_units(style.spending)
    is_rational = reaches_share(style.modest_line_count, style.compared_line_count, rules.rational_share, is_above=True)
    return ibis.cases(
        (~ibis.coalesce(style.told_line_count > 0, False), ibis.null("string")),
        (
            reaches_share(money_units(style.discounted_spending), spending, rules.impulsive_share),
            "impulsive",
        ),
        ((style.compared_line_count > 0) & is_rational, "rational"),
        (style.compared_line_count > 0, "emotional"),
    )


def loyalty_level(ranked: ir.Table, limits: Limits) -> ir.StringValue:
    """high, middle or low, by thirds of ``loyalty_points``."""
    third = score_of(ranked.loyalty_points, limits)
    return ibis.cases((third == 1, "low"), (third == 2, "middle"), else_="high")
