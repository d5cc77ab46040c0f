"""What a Pareto curve says, in sentences."""

from __future__ import annotations

from dataclasses import dataclass

from segmentation.locale import N_, Words
from segmentation.views.pareto import ParetoPoint, ParetoView, Subject

_OWN_RULE = {
    Subject.CUSTOMERS: N_("{members} of the customers bring {revenue} of the revenue."),
    Subject.PRODUCTS: N_("{members} of the products bring {revenue} of the revenue."),
    Subject.CATEGORIES: N_("{members} of the categories bring {revenue} of the revenue."),
}
_ABOVE = {
    Subject.CUSTOMERS: N_(
        "Above this point: {members} customers ({member_share}) who brought {limit} or more each, "
        "together {revenue} ({revenue_share})."
    ),
    Subject.PRODUCTS: N_(
        "Above this point: {members} products ({member_share}) that brought {limit} or more each, "
        "together {revenue} ({revenue_share})."
    ),
    Subject.CATEGORIES: N_(
        "Above this point: {members} categories ({member_share}) that brought {limit} or more each, "
        "together {revenue} ({revenue_share})."
    ),
}
_TIED = N_("{tied} more than asked for: they brought exactly as much as the last one, and equals are treated equally.")
_NEGATIVE = {
    Subject.CUSTOMERS: N_("{members} customers gave back more than they bought. They count as 0 here."),
    Subject.PRODUCTS: N_("{members} products were given back for more than they sold. They count as 0 here."),
    Subject.CATEGORIES: N_("{members} categories were given back for more than they sold. They count as 0 here."),
}
_UNNAMED = {
    Subject.PRODUCTS: N_("{money} was sold without saying which product. It is not in the curve."),
    Subject.CATEGORIES: N_("{money} was sold without a category. It is not in the curve."),
}
_NOTHING = {
    Subject.CUSTOMERS: N_("There is only one customer, or no revenue yet: nothing to compare."),
    Subject.PRODUCTS: N_("The sales name fewer than two products with revenue: nothing to compare."),
    Subject.CATEGORIES: N_("The sales name fewer than two categories with revenue: nothing to compare."),
}
_COUNTED = {
    Subject.CUSTOMERS: N_("Customers"),
    Subject.PRODUCTS: N_("Products"),
    Subject.CATEGORIES: N_("Categories"),
}
_TIER_UP_TO = N_("{tier}: up to {share} of the revenue")
_TIER_REST = N_("{tier}: the rest")

HOW_IT_IS_COUNTED = N_(
    "Customers are put in order of their net revenue over the whole time up to the day chosen, returns taken off, the "
    "largest first; products and categories in order of all their sales, unknown customers' too. Whoever has negative "
    "revenue counts as 0.\n\n"
    "- **Own rule**: the fewest that together bring 80 % of the revenue, as a share of all.\n"
    "- **Top 20 %**: the share of the revenue that the largest fifth brings; its number is rounded up.\n"
    "- **Gini** = Σ (2i − n − 1) · x / (n · Σ x), revenues x in ascending order, i their rank: 0 if each brought the "
    "same, near 1 if a single one brought everything.\n"
    "- **ABC tiers**: A up to the one who reaches 80 % of the revenue, B up to 95 %, C the rest.\n"
    "- **A point** takes in everyone with as much revenue as the last one, so that equals are treated equally."
)

GINI = N_("Gini: 0 if each brought the same, 1 if a single one brought everything.")
OWN_RULE = N_("The fewest that together bring {revenue} of the revenue, as a share of all.")
TOP_SHARE = N_("The share of the revenue that the largest {members} bring.")


@dataclass(frozen=True)
class Reading:
    """One number with its label and the sentence that explains it, in the reader's language."""

    label: str
    value: str
    meaning: str


def own_rule(view: ParetoView, words: Words) -> str:
    """The shop's own rule, or why there is none."""
    if not view.has_curve or view.curve.own_rule is None:
        return words(_NOTHING[view.subject])
    return words(_OWN_RULE[view.subject]).format(
        members=words.percent(view.curve.own_rule), revenue=words.exact_percent(view.rules.revenue_share)
    )


def readings(view: ParetoView, words: Words) -> tuple[Reading, ...]:
    """Members, the shop's own rule, the top share and Gini."""
    curve, top, most = (
        view.curve,
        words.exact_percent(view.rules.top_share),
        words.exact_percent(view.rules.revenue_share),
    )
    rule, share, gini = curve.own_rule, curve.top_share, curve.gini
    return (
        Reading(words(_COUNTED[view.subject]), words.number(curve.member_count), ""),
        Reading(words("Own rule"), "–" if rule is None else words.percent(rule), words(OWN_RULE).format(revenue=most)),
        Reading(
            words("Top {members}").format(members=top),
            "–" if share is None else words.percent(share),
            words(TOP_SHARE).format(members=top),
        ),
        Reading(words("Gini"), "–" if gini is None else words.number(gini, 2), words(GINI)),
    )


def notes(view: ParetoView, words: Words) -> tuple[str, ...]:
    """What the curve leaves out or counts as nothing."""
    found = []
    if view.curve.negative_count:
        members = words.number(view.curve.negative_count)
        found.append(words(_NEGATIVE[view.subject]).format(members=members))
    if view.unnamed_revenue and view.subject in _UNNAMED:
        found.append(words(_UNNAMED[view.subject]).format(money=words.money(view.unnamed_revenue)))
    return tuple(found)


def tiers(view: ParetoView, words: Words) -> tuple[tuple[Reading, str], ...]:
    """Each ABC tier with its members and, beside it, their share and their revenue."""
    limits = (view.rules.tier_a, view.rules.tier_b)
    shown = []
    for place, tier in enumerate(view.tiers):
        label = (
            words(_TIER_UP_TO).format(tier=tier.key, share=words.exact_percent(limits[place]))
            if place < len(limits)
            else words(_TIER_REST).format(tier=tier.key)
        )
        said = words("{member_share} of all, {revenue} ({revenue_share})").format(
            member_share=words.percent(tier.members / max(view.curve.member_count, 1)),
            revenue=words.money(tier.revenue, 0),
            revenue_share=words.percent(tier.revenue / view.curve.revenue if view.curve.revenue else 0),
        )
        shown.append((Reading(label, words.number(tier.members), ""), said))
    return tuple(shown)


def above(view: ParetoView, at: ParetoPoint, words: Words) -> tuple[str, ...]:
    """Who is above a point, and how many of them because they equal the last one."""
    said = words(_ABOVE[view.subject]).format(
        members=words.number(at.members),
        member_share=words.percent(at.member_share, 2),
        limit=words.money(at.limit),
        revenue=words.money(at.revenue),
        revenue_share=words.percent(at.revenue_share, 2),
    )
    return (said, words(_TIED).format(tied=words.number(at.tied))) if at.tied else (said,)
