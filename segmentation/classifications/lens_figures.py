"""The numbers that decide one customer's level in a lens, each beside its limits."""

from __future__ import annotations

from collections.abc import Callable

from segmentation.classifications import lifecycle
from segmentation.classifications.cube import weighted_score
from segmentation.classifications.dimension_figures import DIMENSION_FIGURES
from segmentation.classifications.explanation import SCORE_FROM, SCORE_UP_TO, Figure, Known, Unit, money
from segmentation.classifications.one_customer import (
    amount_of,
    half_limit_units,
    level_of,
    lost_after,
    overdue_after,
    rhythm_of,
    scores_of,
)
from segmentation.classifications.stars import influence_stars, performance
from segmentation.locale import N_


def _value_class(known: Known) -> list[Figure]:
    r, f, m = scores_of(known.state, known.rules)
    scoring = known.rules.analysis.scoring
    limits = scoring.class_limits
    return [
        Figure(N_("Weighted score"), weighted_score(r, f, m, scoring.weights), Unit.NUMBER,
               ((N_("A from"), limits.a), (N_("B from"), limits.b), (N_("C from"), limits.c))),
        *_scores(known),
    ]  # fmt: skip


def _scores(known: Known) -> list[Figure]:
    r, f, m = scores_of(known.state, known.rules)
    state, cuts = known.state, known.rules.cuts
    return [
        Figure(N_("R score"), r, Unit.COUNT),
        Figure(N_("Days since the last purchase"), state.recency_days, Unit.DAYS, tuple(zip(SCORE_UP_TO, cuts.r, strict=True))),
        Figure(N_("F score"), f, Unit.COUNT),
        Figure(N_("Purchases"), state.frequency, Unit.COUNT, tuple(zip(SCORE_FROM, cuts.f, strict=True))),
        Figure(N_("M score"), m, Unit.COUNT),
        Figure(N_("Net revenue"), money(state.monetary_units), Unit.MONEY, tuple(zip(SCORE_FROM, cuts.m, strict=True))),
    ]  # fmt: skip


def _segment(known: Known) -> list[Figure]:
    # The built-in table looks at R and F alone.
    return _scores(known)[: 6 if known.rules.analysis.segments.boxes else 4]


def _eight_type(known: Known) -> list[Figure]:
    state, limits = known.state, known.rules.eight_types
    return [
        Figure(N_("Days since the last purchase"), state.recency_days, Unit.DAYS,
               ((N_("high up to"), limits.recency_days),)),
        Figure(N_("Purchases"), state.frequency, Unit.COUNT, ((N_("high from"), limits.frequency),)),
        Figure(N_("Net revenue"), money(state.monetary_units), Unit.MONEY, ((N_("high from"), limits.monetary),)),
    ]  # fmt: skip


def _vip_level(known: Known) -> list[Figure]:
    state, rules = known.state, known.rules
    vip = rules.analysis.vip
    return [
        Figure(N_("Spent in the window"), money(state.window_units or 0), Unit.MONEY,
               ((N_("VIP from"), rules.vip_limit), (N_("quasi-VIP from"), money(half_limit_units(rules))))),
        Figure(N_("Purchase days in the window"), state.window_purchase_days, Unit.COUNT,
               ((N_("VIP from"), vip.purchase_days),)),
        Figure(N_("Purchase days lately"), state.recent_purchase_days, Unit.COUNT,
               ((N_("quasi-VIP from"), vip.quasi_purchase_days),)),
        Figure(N_("Days since the last purchase"), state.recency_days, Unit.DAYS,
               ((N_("lost after"), lost_after(state, rules)),)),
    ]  # fmt: skip


def _first(known: Known) -> list[Figure]:
    by_total = known.rules.analysis.final.by_total
    middle, high = (None if limit is None else money(float(limit)) for limit in known.rules.thirds)
    return [
        Figure(N_("Net revenue") if by_total else N_("Average order value"), money(amount_of(known.state, known.rules)),
               Unit.MONEY, ((N_("high from"), high), (N_("middle from"), middle))),
    ]  # fmt: skip


def _second(known: Known) -> list[Figure]:
    state = known.state
    return [
        Figure(N_("Purchase days"), state.purchase_days, Unit.COUNT),
        Figure(N_("Mean gap between purchase days"), state.mean_gap, Unit.DAYS,
               ((N_("often up to"), known.rules.rhythm.median_gap),)),
    ]  # fmt: skip


def _stage(known: Known) -> list[Figure]:
    state, rules = known.state, known.rules
    chosen = rules.analysis.lifecycle
    factor = chosen.growth_factor
    return [
        Figure(N_("Purchase days"), state.purchase_days, Unit.COUNT),
        Figure(N_("Days since the last purchase"), state.recency_days, Unit.DAYS,
               ((N_("new up to"), chosen.new_days), (N_("overdue after"), overdue_after(state, rules)),
                (N_("lost after"), lost_after(state, rules)))),
        Figure(N_("Rhythm"), rhythm_of(state, rules), Unit.DAYS),
        Figure(N_("Last gap"), state.last_gap, Unit.DAYS, ((N_("returned after"), lost_after(state, rules)),)),
        Figure(N_("Net revenue in the later half"), money(state.later_units), Unit.MONEY,
               ((N_("growing from"), money(float(state.earlier_units * factor))),)),
    ]  # fmt: skip


def _life_cycle(known: Known) -> list[Figure]:
    key = level_of("lifecycle_stage", known.state, known.rules)
    name = next(level.name for level in lifecycle.LEVELS if level.key == key)
    return [Figure(N_("Life-cycle stage"), name, Unit.TEXT), *_stage(known)]


def _performance(known: Known) -> list[Figure]:
    r, f, m = scores_of(known.state, known.rules)
    return [
        Figure(N_("Performance"), performance(100 * r + 10 * f + m, known.rules.analysis.stars), Unit.NUMBER),
        *_scores(known)[2:],
    ]


def _influence(known: Known) -> list[Figure]:
    stars = influence_stars(known.rules.analysis.stars)
    return [Figure(N_("Stars"), stars.get(str(known.traits.get("influence"))), Unit.COUNT)]


_FIGURES: dict[str, Callable[[Known], list[Figure]]] = {
    "value_class": _value_class,
    "segment": _segment,
    "eight_type": _eight_type,
    "vip_level": _vip_level,
    "first": _first,
    "second": _second,
    "final_class": lambda known: [*_first(known), *_second(known)],
    "lifecycle_stage": _stage,
    "buying": _second,
    "life_cycle": _life_cycle,
    **DIMENSION_FIGURES,
    "performance": _performance,
    "influence": _influence,
}


def figures_of(lens_key: str, known: Known) -> tuple[Figure, ...]:
    """The numbers that decide a customer's level in a lens, beside their limits."""
    return tuple(_FIGURES[lens_key](known))
