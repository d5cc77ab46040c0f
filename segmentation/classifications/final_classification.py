"""First (amount), second (frequency) and final classification."""

from __future__ import annotations

from decimal import Decimal

import ibis
import ibis.expr.types as ir

from segmentation.classifications.cuts import MONEY_UNITS, Limits, Values, mid_rank_cuts
from segmentation.classifications.levels import Level
from segmentation.classifications.lifecycle import ShopRhythm
from segmentation.classifications.scores import money_units, score_of
from segmentation.locale import N_
from segmentation.measures.exact_floats import exact_float
from segmentation.parameters import FinalRules

FIRST = ("low", "middle", "high")
SECOND = ("often", "not often", "occasional")

LEVELS = (
    Level("high / often", N_("Big customer"), N_("Spends much each time, and comes often.")),
    Level("high / not often", N_("Potential customer"), N_("Spends much each time, but does not come often.")),
    Level("high / occasional", N_("One-off high"), N_("Spent much, on a single day.")),
    Level("middle / often", N_("Core customer"), N_("Spends a middling amount, and comes often.")),
    Level("middle / not often", N_("To develop"), N_("Spends a middling amount, not often.")),
    Level("middle / occasional", N_("Occasional customer"), N_("Spent a middling amount, on a single day.")),
    Level("low / often", N_("Loyal customer"), N_("Spends little each time, but comes often.")),
    Level("low / not often", N_("Ordinary customer"), N_("Spends little, not often.")),
    Level("low / occasional", N_("Low-touch customer"), N_("Spent little, on a single day.")),
)
KEYS = tuple(level.key for level in LEVELS)


def amount_of(measured: ir.Table, rules: FinalRules) -> ir.NumericValue:
    """What the first classification ranks, in ten-thousandths: the average order value, or the total. Float or int64."""
    units = money_units(measured.monetary)
    return units if rules.by_total else units.cast("float64") / measured.frequency.cast("float64")


def third_limits(amounts: Values) -> Limits:
    """Two limits between low, middle and high, by tie-safe thirds; ``amounts`` as ``amount_of`` gives them."""
    return tuple(None if cut is None else Decimal(cut) for cut in mid_rank_cuts(amounts, 3))


def final_class(measured: ir.Table, limits: Limits, shop: ShopRhythm, rules: FinalRules) -> ir.StringValue:
    """The key of each customer's final class, "first / second" (definitions, section 8).

    ``measured``: needs monetary, frequency, purchase_days, purchase_span_days. ``limits``: ten-thousandths.
    """
    return first_class(measured, limits, rules).concat(" / ", buying_rhythm(measured, shop))


def first_class(measured: ir.Table, limits: Limits, rules: FinalRules) -> ir.StringValue:
    """high, middle or low: the first classification. ``limits``: ten-thousandths."""
    third = score_of(amount_of(measured, rules), limits)
    return ibis.cases((third == 1, "low"), (third == 2, "middle"), else_="high")


def buying_rhythm(measured: ir.Table, shop: ShopRhythm) -> ir.StringValue:
    """often, not often or occasional: the second classification."""
    mean_gap = measured.purchase_span_days.cast("float64") / (measured.purchase_days - 1).nullif(0).cast("float64")
    often = mean_gap <= exact_float(shop.median_gap if shop.median_gap is not None else 0.0)
    return ibis.cases((measured.purchase_days == 1, "occasional"), (often, "often"), else_="not often")


def in_currency(limits: Limits) -> Limits:
    """The limits as amounts of the shop's currency, for showing."""
    return tuple(None if limit is None else limit / MONEY_UNITS for limit in limits)
