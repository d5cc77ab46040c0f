"""Every customer's level in the lenses that are not by cell, as one expression."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

import ibis
import ibis.expr.types as ir

from segmentation.classifications import dimensions
from segmentation.classifications.cuts import ScoreCuts
from segmentation.classifications.dimensions import DimensionLimits
from segmentation.classifications.eight_types import EightTypeLimits
from segmentation.classifications.lenses import LENSES
from segmentation.measures.buying_style import buying_style, service_spending
from segmentation.measures.loyalty import loyalty_points
from segmentation.measures.record_tables import RECORD_CHANGES
from segmentation.measures.said import entered_values, last_answers, recent_contacts
from segmentation.parameters import Analysis, DimensionRules, Period
from segmentation.views.basis import ShopLimits, labelled
from segmentation.views.execution import LABELLED, MEASURED, kept_table, measured_with_units

LOYALTY = "kept_loyalty"
STYLE = "kept_style"
SERVICES = "kept_services"
CHANGES = "kept_changes"

SAID = ("interaction", "feedback", "psychology", "satisfaction", "recommendation", "influence")
"""The lenses whose levels can come from several places: each has a column ``<key>_provenance``."""

BY_CUSTOMER = tuple(key for key, lens in LENSES.items() if not lens.is_by_cell)
"""The lenses whose level is not told by the cell alone."""

_RANKS, _STYLE, _SERVICES, _CONTACTS, _ANSWERS, _ENTERED = (
    "ranks",
    "style",
    "services",
    "contacts",
    "answers",
    "entered",
)
_STANDS_ON: dict[str, tuple[str, ...]] = {
    "loyalty": (_RANKS,),
    "preference": (_STYLE, _SERVICES),
    "interaction": (_CONTACTS, _ENTERED),
    "feedback": (_ANSWERS, _ENTERED),
    "psychology": (_STYLE, _ENTERED),
    "satisfaction": (_ANSWERS, _ENTERED),
    "recommendation": (_ANSWERS, _ENTERED),
    "influence": (_ENTERED,),
}
"""Lens → what it needs beside the labelled table; the engine would join the rest too, asked for or not."""


def loyalty(period: Period, purchase_days: int) -> ir.Table:
    """``loyalty_points`` of all customers."""
    return loyalty_points(kept_table(MEASURED, measured_with_units, period), purchase_days)


def profiled(
    analysis: Analysis,
    cuts: ScoreCuts,
    mean: EightTypeLimits,
    limits: ShopLimits,
    found: DimensionLimits,
    asked: tuple[str, ...] = BY_CUSTOMER,
) -> ir.Table:
    """Every customer with the level in every lens that is not by cell, or in those ``asked`` for.

    One row a customer: customer_id, frequency, monetary, cell, the lenses' columns, and for those in ``SAID`` where the
    level comes from.
    """
    period, rules = analysis.period, analysis.dimensions
    table = kept_table(LABELLED, labelled, period, analysis.vip, analysis.lifecycle, analysis.final, cuts, mean, limits)
    needed = {part for key in asked for part in _STANDS_ON.get(key, ())}
    for name, part in _parts(analysis, found).items():
        if name in needed:
            table = table.left_join(part(), "customer_id").drop("customer_id_right")
    ruled: dict[str, Callable[[], ir.Value]] = {
        "value": lambda: dimensions.value_level(table, found.value),
        "buying": lambda: dimensions.buying_level(table, limits.rhythm),
        "life_cycle": lambda: dimensions.life_cycle_level(table),
        "preference": lambda: dimensions.preference_level(table, rules),
        "loyalty": lambda: dimensions.loyalty_level(table, found.loyalty),
    }
    of_labels = [LENSES[key].column for key in asked if key not in ruled and key not in SAID]
    return table.select(
        *("customer_id", "frequency", "monetary", "cell", *of_labels),
        **{key: level() for key, level in ruled.items() if key in asked},
        **_said(table, found, rules, asked),
    )


def _parts(analysis: Analysis, found: DimensionLimits) -> Mapping[str, Callable[[], ir.Table]]:
    period, rules = analysis.period, analysis.dimensions
    return {
        _RANKS: lambda: kept_table(LOYALTY, loyalty, period, rules.regular_purchase_days),
        _STYLE: lambda: kept_table(STYLE, buying_style, period, found.prices, found.discount_loads),
        _SERVICES: lambda: kept_table(SERVICES, service_spending, period, found.services),
        _CONTACTS: lambda: recent_contacts(period, rules),
        _ANSWERS: lambda: last_answers(period, rules),
        _ENTERED: lambda: entered_values(SAID, ibis.table(RECORD_CHANGES.schema(), name=CHANGES)),
    }


def _said(
    table: ir.Table, found: DimensionLimits, rules: DimensionRules, asked: Collection[str]
) -> dict[str, ir.Value]:
    """The columns of the lenses in ``SAID``, and where each level comes from."""
    # Level by rule, whether it rests on what was entered by hand, and where it comes from if not.
    ruled: dict[str, Callable[[], tuple[ir.Value, ir.Value, str]]] = {
        "interaction": lambda: (
            dimensions.interaction_level(table, found, rules),
            table.contacts_entered == table.contact_count,
            "imported",
        ),
        "feedback": lambda: (dimensions.feedback_level(table, rules), table.rating_is_entered == 1, "imported"),
        "psychology": lambda: (dimensions.psychology_level(table, rules), ibis.literal(False), "computed"),
        "satisfaction": lambda: (
            dimensions.satisfaction_level(table, rules),
            table.satisfaction_is_entered == 1,
            "imported",
        ),
        "recommendation": lambda: (
            dimensions.recommendation_level(table, rules),
            table.recommendation_is_entered == 1,
            "imported",
        ),
        "influence": lambda: (ibis.null("string"), ibis.literal(False), "entered"),
    }
    columns: dict[str, ir.Value] = {}
    for key in (key for key in ruled if key in asked):
        level, by_hand, usual = ruled[key]()
        entered = ibis.cases((table[f"entered_{key}"].isin(LENSES[key].level_keys), table[f"entered_{key}"]))
        wins = key in rules.entered_wins
        columns[key] = ibis.coalesce(entered, level) if wins else ibis.coalesce(level, entered)
        columns[f"{key}_provenance"] = ibis.cases(
            (entered.notnull() if wins else level.isnull() & entered.notnull(), table[f"{key}_source"]),
            (level.isnull(), "unknown"),
            (ibis.coalesce(by_hand, False), "entered"),
            else_=usual,
        )
    return columns
