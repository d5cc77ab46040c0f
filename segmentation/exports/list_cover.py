"""What a list's cover says of the rules behind it: weights, cuts, and what the words mean."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from segmentation.classifications.cell_levels import levels_in_use
from segmentation.classifications.cuts import ScoreCuts
from segmentation.classifications.lens_wording import rule_in_words
from segmentation.classifications.lenses import LENSES
from segmentation.locale import N_, Words
from segmentation.parameters import Analysis, Weights

TERMS = (
    (N_("Days since the last purchase"), N_("From the last purchase to the last day counted.")),
    (N_("Purchases"), N_("Orders that brought revenue. Cancelled orders, gifts and pure returns are none.")),
    (N_("Revenue"), N_("Net revenue of all the customer's orders, returns taken off.")),
    (N_("Average order value"), N_("Revenue divided by purchases.")),
    (
        N_("R, F, M score"),
        N_("How recent, how often and how much, each from 1 (worst) to 5 (best), by the cuts above."),
    ),
    (N_("Weighted score"), N_("The three scores by their weights, from 20 to 100.")),
)
"""Term and meaning (definitions, sections 2 and 3)."""

VIP_LEVEL = N_(
    "The level in force: one set by hand until its end date, else VIP for {grace_days} days after the last day as VIP by rule, "
    "else the level by rule."
)
"""What a list's VIP level is (definitions, section 7)."""

ADVICE = N_(
    "What the shop's playbook says for the customer's group. Of the ways to sort customers, this list goes by: {lens}."
)
"""Where a list's column "What to do" comes from."""


def weights_in_words(weights: Weights, words: Words) -> tuple[tuple[str, float], ...]:
    """Label and number of each weight."""
    labels = ((words("R weight"), weights.r), (words("F weight"), weights.f), (words("M weight"), weights.m))
    return tuple((label, float(weight)) for label, weight in labels)


def cuts_in_words(cuts: ScoreCuts, words: Words) -> tuple[tuple[str, str], ...]:
    """Each dimension's limits, from score 5 down to 2; the rest scores 1."""
    sides = (
        (words("R (days)"), words("{score}: up to {limit}"), cuts.r, False),
        (words("F (purchases)"), words("{score}: from {limit}"), cuts.f, False),
        (words("M (revenue)"), words("{score}: from {limit}"), cuts.m, True),
    )
    return tuple(
        (label, " · ".join(_limits(sentence, limits, words, is_money=is_money)))
        for label, sentence, limits, is_money in sides
    )


def _limits(sentence: str, limits: tuple[Decimal | None, ...], words: Words, *, is_money: bool) -> Iterable[str]:
    for at in reversed(range(len(limits))):
        limit, score = limits[at], at + 2
        # Whoever reaches a limit that the next score shares has that score: this one stays empty.
        if limit is None or limit in limits[at + 1 :]:
            yield words("{score}: nobody").format(score=score)
            continue
        is_whole = limit == limit.to_integral_value()
        shown = words.money(limit) if is_money else words.number(limit, 0 if is_whole else 1)
        yield sentence.format(score=score, limit=shown)


def definitions(analysis: Analysis, words: Words) -> tuple[tuple[str, str], ...]:
    """The terms, then each segment, value class, stage and VIP level with its rule under this analysis."""
    groups = (
        (words("Segment"), "segment"),
        (words("Value class"), "value_class"),
        (words("Life cycle stage"), "lifecycle_stage"),
        (words("VIP level"), "vip_level"),
    )
    # The kind goes in front: a segment and a stage may share a name.
    rules = [
        (f"{kind} · {words(level.name)}", rule_in_words(LENSES[key], level, analysis, words))
        for kind, key in groups
        for level in levels_in_use(LENSES[key], analysis)
    ]
    return (*((words(term), words(meaning)) for term, meaning in TERMS), *rules)
