"""The rules of the life-cycle stages as sentences, filled with the shop's own numbers."""

from __future__ import annotations

from decimal import Decimal

from segmentation.locale import N_, Words
from segmentation.views.lifecycle import LifecycleView

_RHYTHM = N_(
    "The shop's rhythm is {median} days: the median of {gaps} gaps between two purchase days of the same customer. "
    "Customers with three or more purchase days are measured by the median of their own gaps."
)
_NOT_KNOWN = N_(
    "The shop's rhythm is not known well enough: {returning} customers came on two or more days, {enough} are needed. "
    "Until then {overdue} and {lost} days are used."
)

_RULES = {
    "new": N_("One purchase day, at most {new_days} days ago."),
    "waiting": N_("One purchase day, more than {new_days} days ago, not overdue yet."),
    "growing": N_(
        "Two purchase days; or at least {growth} times as much spent in the second half of the time with the shop as "
        "in the first."
    ),
    "mature": N_("Three or more purchase days, in rhythm, without growing."),
    "returned": N_("Came again after a gap longer than the lost limit ({lost} days at the shop's rhythm)."),
}
_OVERDUE_BY_RHYTHM = N_("Last purchase longer ago than {factor} times the rhythm: {days} days at the shop's.")
_OVERDUE_BY_DAYS = N_("Last purchase more than {days} days ago.")
_LOST_BY_RHYTHM = N_(
    "Last purchase longer ago than {percentile} of all gaps ({gap} days) and than {factor} times the rhythm: "
    "{days} days at the shop's."
)
_LOST_BY_DAYS = N_("Last purchase more than {days} days ago.")

FIRST_MATCH = N_(
    "Checked in this order, the first that fits is taken: new, lost, at risk, waiting, returned, growing, mature."
)


def short_number(value: float | Decimal | None, words: Words) -> str:
    """Days or a factor, with at most two decimals and none that are not needed; a dash for None."""
    if value is None:
        return "–"
    decimals = next((places for places in (0, 1) if round(float(value), 2) == round(float(value), places)), 2)
    return words.number(value, decimals)


def rhythm_in_words(view: LifecycleView, words: Words) -> str:
    """The shop's rhythm, or that it is not known well enough."""
    rhythm, rules = view.rhythm, view.rules
    if rhythm.is_known:
        return words(_RHYTHM).format(median=short_number(rhythm.median_gap, words), gaps=words.number(rhythm.gap_count))
    return words(_NOT_KNOWN).format(
        returning=words.number(rhythm.returning_customers),
        enough=words.number(rules.enough_returning),
        overdue=short_number(view.overdue_days, words),
        lost=short_number(view.lost_days, words),
    )


def stage_rule(key: str, view: LifecycleView, words: Words) -> str:
    """Who belongs to a stage, with the limits that hold now."""
    rhythm, rules = view.rhythm, view.rules
    if key == "at risk":
        by_rhythm = rhythm.is_known and rules.overdue_days is None
        return words(_OVERDUE_BY_RHYTHM if by_rhythm else _OVERDUE_BY_DAYS).format(
            factor=short_number(rules.overdue_factor, words), days=short_number(view.overdue_days, words)
        )
    if key == "lost":
        by_rhythm = rhythm.is_known and rules.lost_days is None
        return words(_LOST_BY_RHYTHM if by_rhythm else _LOST_BY_DAYS).format(
            percentile=words.exact_percent(rules.lost_percentile),
            gap=short_number(rhythm.lost_gap, words),
            factor=short_number(rules.lost_factor, words),
            days=short_number(view.lost_days, words),
        )
    return words(_RULES[key]).format(
        new_days=words.number(rules.new_days),
        growth=short_number(rules.growth_factor, words),
        lost=short_number(view.lost_days, words),
    )
