"""First, second and final classification: how many customers, and what they bring, in each split and in both together."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from segmentation.classifications.cube import GroupTotals
from segmentation.classifications.cuts import Limits
from segmentation.classifications.final_classification import FIRST, KEYS, SECOND, in_currency
from segmentation.classifications.lifecycle import ShopRhythm
from segmentation.locale import N_, Words
from segmentation.parameters import FinalRules
from segmentation.store.workspace import Workspace
from segmentation.views.basis import Basis
from segmentation.views.execution import LABELLED

AMOUNTS = FIRST[::-1]
"""High, middle, low: the first classification from the top."""

FIRST_NAMES = {"high": N_("High amount"), "middle": N_("Middle amount"), "low": N_("Low amount")}
SECOND_NAMES = {"often": N_("Often"), "not often": N_("Not often"), "occasional": N_("Occasional")}

_CELLS = f"""
select final_class, count(*) as customers, sum(frequency)::bigint as purchases, sum(monetary) as revenue
from "{LABELLED}" group by final_class
"""

_FROM = N_("{lower} or more {measure}.")
_BETWEEN = N_("From {lower} up to below {upper} {measure}.")
_BELOW = N_("Below {lower} {measure}.")
_NOBODY = N_("Nobody: too many customers spend the same.")
_EVERYBODY = N_("Everybody: all customers spend the same.")
_MEASURES = {False: N_("an order on average"), True: N_("in all")}
_SECOND = {
    "often": N_("Comes every {days} days or more often on average: the shop's median gap between purchase days."),
    "not often": N_("Two or more purchase days, with longer gaps."),
    "occasional": N_("One purchase day."),
}
_NO_GAP = N_("Nobody has come on two days yet.")
METHOD = N_(
    "**First**: customers in three thirds by amount; customers with the same amount are never parted, so the thirds need not "
    "be equal. The amount is the average order value, or all revenue, returns taken off. "
    "**Second**: the mean gap between a customer's purchase days against the shop's median gap. "
    "**Final**: both together. Revenue is everything a customer bought up to the day counted."
)


@dataclass(frozen=True)
class FinalView:
    """Totals of the nine classes and of both splits. ``limits``: from where an amount is middle, and from where high.

    A limit is None where the next third begins nowhere: nobody belongs to it.
    """

    rules: FinalRules
    classes: tuple[GroupTotals, ...]
    first: tuple[GroupTotals, ...]
    second: tuple[GroupTotals, ...]
    limits: Limits
    rhythm: ShopRhythm


def final_view(workspace: Workspace, found: Basis) -> FinalView:
    """One pass over the labelled customers; the splits are sums of the nine classes."""
    rows = workspace.query_kept(found.kept, _CELLS).to_pylist()
    by_key = {row["final_class"]: GroupTotals(*row.values()) for row in rows}
    classes = tuple(by_key.get(key, GroupTotals(key, 0, 0, Decimal(0))) for key in KEYS)
    return FinalView(
        rules=found.analysis.final,
        classes=classes,
        first=tuple(_sum(key, [one for one in classes if one.key.split(" / ")[0] == key]) for key in AMOUNTS),
        second=tuple(_sum(key, [one for one in classes if one.key.split(" / ")[1] == key]) for key in SECOND),
        limits=in_currency(found.limits.third_limits),
        rhythm=found.limits.rhythm,
    )


def _sum(key: str, parts: list[GroupTotals]) -> GroupTotals:
    return GroupTotals(
        key,
        sum(one.customers for one in parts),
        sum(one.purchases for one in parts),
        sum((one.revenue for one in parts), Decimal(0)),
    )


def classes_of(part: str) -> frozenset[str]:
    """The final classes behind a level of the first or second split; a final class is its own."""
    return frozenset(key for key in KEYS if part == key or part in key.split(" / "))


def first_rule(key: str, view: FinalView, words: Words) -> str:
    """Who belongs to a level of the first split, with its limits."""
    lower, upper = view.limits
    if key == "low":
        text = _EVERYBODY if lower is None else _BELOW
    elif key == "high":
        text = _NOBODY if upper is None else _FROM
        lower = upper
    else:
        text = _NOBODY if lower is None or lower == upper else _FROM if upper is None else _BETWEEN
    return words(text).format(
        lower="" if lower is None else words.money(lower),
        upper="" if upper is None else words.money(upper),
        measure=words(_MEASURES[view.rules.by_total]),
    )


def second_rule(key: str, view: FinalView, words: Words) -> str:
    """Who belongs to a level of the second split, with the shop's own gap."""
    gap = view.rhythm.median_gap
    if key == "often" and gap is None:
        return words(_NO_GAP)
    return words(_SECOND[key]).format(days=words.number(gap or 0, 0 if gap is None or gap == int(gap) else 1))
