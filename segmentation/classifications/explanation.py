"""Why one customer stands in a level: the numbers beside their limits, and the ways into the next level."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from segmentation.classifications import lifecycle
from segmentation.classifications.cube import weighted_score
from segmentation.classifications.cuts import MONEY_UNITS
from segmentation.classifications.dimensions import DimensionLimits
from segmentation.classifications.lens import Lens, Provenance
from segmentation.classifications.levels import Level
from segmentation.classifications.no_way import NoWay
from segmentation.classifications.one_customer import (
    CustomerState,
    RulesAsValues,
    amount_of,
    half_limit_units,
    level_of,
    lost_after,
    overdue_after,
    rhythm_of,
    scores_of,
)
from segmentation.classifications.stars import influence_stars, performance
from segmentation.classifications.ways import Way
from segmentation.locale import N_

Value = Decimal | int | float | str | None


class Unit(StrEnum):
    """How a figure is written."""

    DAYS = "days"
    COUNT = "count"
    PURCHASES = "purchases"
    MONEY = "money"
    SHARE = "share"
    NUMBER = "number"
    TEXT = "text"


@dataclass(frozen=True)
class Figure:
    """One number of the customer, and the limits that it is held against, each with its name (message ids).

    ``value`` None = there is none. Money in the shop's currency, shares from 0 to 1.
    """

    name: str
    value: Value
    unit: Unit
    limits: tuple[tuple[str, Value], ...] = ()


@dataclass(frozen=True)
class Explanation:
    """``level`` None = not known, and then no figure or way is either. ``ways``: the fewest visits first; ``no_way``: why none."""

    lens: Lens
    level: Level | None
    provenance: Provenance
    figures: tuple[Figure, ...]
    ways: tuple[Way, ...]
    no_way: NoWay | None


@dataclass(frozen=True)
class Known:
    """All that is known of one customer. ``traits``: the rows of ``kept_loyalty`` and ``kept_style`` with those of
    ``recent_contacts``, ``last_answers`` and ``top_category``; a missing one is null.
    """

    state: CustomerState
    rules: RulesAsValues
    dimensions: DimensionLimits
    traits: Mapping[str, Any]


def _money(units: float | None) -> Decimal | None:
    return None if units is None else (Decimal(units) / MONEY_UNITS).quantize(Decimal("0.0001"))


def _share(part: Any, whole: Any) -> float | None:
    return float(part / whole) if part is not None and whole else None


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
    names = (N_("score 2 from"), N_("score 3 from"), N_("score 4 from"), N_("score 5 from"))
    recent = (N_("score 2 up to"), N_("score 3 up to"), N_("score 4 up to"), N_("score 5 up to"))
    return [
        Figure(N_("R score"), r, Unit.COUNT),
        Figure(N_("Days since the last purchase"), state.recency_days, Unit.DAYS, tuple(zip(recent, cuts.r, strict=True))),
        Figure(N_("F score"), f, Unit.COUNT),
        Figure(N_("Purchases"), state.frequency, Unit.COUNT, tuple(zip(names, cuts.f, strict=True))),
        Figure(N_("M score"), m, Unit.COUNT),
        Figure(N_("Net revenue"), _money(state.monetary_units), Unit.MONEY, tuple(zip(names, cuts.m, strict=True))),
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
        Figure(N_("Net revenue"), _money(state.monetary_units), Unit.MONEY, ((N_("high from"), limits.monetary),)),
    ]  # fmt: skip


def _vip_level(known: Known) -> list[Figure]:
    state, rules = known.state, known.rules
    vip = rules.analysis.vip
    return [
        Figure(N_("Spent in the window"), _money(state.window_units or 0), Unit.MONEY,
               ((N_("VIP from"), rules.vip_limit), (N_("quasi-VIP from"), _money(half_limit_units(rules))))),
        Figure(N_("Purchase days in the window"), state.window_purchase_days, Unit.COUNT,
               ((N_("VIP from"), vip.purchase_days),)),
        Figure(N_("Purchase days lately"), state.recent_purchase_days, Unit.COUNT,
               ((N_("quasi-VIP from"), vip.quasi_purchase_days),)),
        Figure(N_("Days since the last purchase"), state.recency_days, Unit.DAYS,
               ((N_("lost after"), lost_after(state, rules)),)),
    ]  # fmt: skip


def _first(known: Known) -> list[Figure]:
    by_total = known.rules.analysis.final.by_total
    middle, high = (None if limit is None else _money(float(limit)) for limit in known.rules.thirds)
    return [
        Figure(N_("Net revenue") if by_total else N_("Average order value"), _money(amount_of(known.state, known.rules)),
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
        Figure(N_("Net revenue in the later half"), _money(state.later_units), Unit.MONEY,
               ((N_("growing from"), _money(float(state.earlier_units * factor))),)),
    ]  # fmt: skip


def _value(known: Known) -> list[Figure]:
    limits = known.rules.value
    return [
        Figure(N_("Net revenue"), _money(known.state.monetary_units), Unit.MONEY,
               ((N_("high from"), limits.high), (N_("middle from"), limits.middle))),
    ]  # fmt: skip


def _interaction(known: Known) -> list[Figure]:
    rules = known.rules.analysis.dimensions
    return [
        Figure(N_("Contacts in the last days"), int(known.traits.get("contact_count") or 0), Unit.COUNT,
               ((N_("high from"), rules.contacts_high), (N_("middle from"), rules.contacts_middle))),
    ]  # fmt: skip


def _answer(name: str, column: str, limits: tuple[tuple[str, Value], ...], known: Known) -> list[Figure]:
    return [Figure(name, known.traits.get(column), Unit.NUMBER, limits)]


def _feedback(known: Known) -> list[Figure]:
    rules = known.rules.analysis.dimensions
    limits = (N_("positive from"), rules.rating_high), (N_("negative up to"), rules.rating_low)
    return _answer(N_("Last rating of 5"), "last_rating", limits, known)


def _satisfaction(known: Known) -> list[Figure]:
    rules = known.rules.analysis.dimensions
    limits = (N_("high from"), rules.satisfaction_high), (N_("low up to"), rules.satisfaction_low)
    return _answer(N_("Last satisfaction score of 5"), "last_satisfaction", limits, known)


def _recommendation(known: Known) -> list[Figure]:
    rules = known.rules.analysis.dimensions
    limits = (N_("high from"), rules.recommendation_high), (N_("middle from"), rules.recommendation_middle)
    return _answer(N_("Last recommendation of 10"), "last_recommendation", limits, known)


def _life_cycle(known: Known) -> list[Figure]:
    key = level_of("lifecycle_stage", known.state, known.rules)
    name = next(level.name for level in lifecycle.LEVELS if level.key == key)
    return [Figure(N_("Life-cycle stage"), name, Unit.TEXT), *_stage(known)]


def _preference(known: Known) -> list[Figure]:
    traits, rules = known.traits, known.rules.analysis.dimensions
    spending = traits.get("spending")
    return [
        Figure(N_("Share of spending discounted"), _share(traits.get("discounted_spending"), spending), Unit.SHARE,
               ((N_("marketing from"), rules.marketing_share),)),
        Figure(N_("Share of spending on services"), _share(traits.get("service_spending"), spending), Unit.SHARE,
               ((N_("service from"), rules.service_share),)),
        Figure(N_("Top category"), traits.get("top_category"), Unit.TEXT),
    ]  # fmt: skip


def _psychology(known: Known) -> list[Figure]:
    traits, rules = known.traits, known.rules.analysis.dimensions
    modest = _share(traits.get("modest_line_count"), traits.get("compared_line_count"))
    return [
        Figure(N_("Share of spending discounted"), _share(traits.get("discounted_spending"), traits.get("spending")),
               Unit.SHARE, ((N_("impulsive from"), rules.impulsive_share),)),
        Figure(N_("Share of lines undiscounted and below their category's median price"), modest, Unit.SHARE,
               ((N_("rational above"), rules.rational_share),)),
    ]  # fmt: skip


def _loyalty(known: Known) -> list[Figure]:
    traits = known.traits
    middle, high = known.dimensions.loyalty
    return [
        Figure(N_("Days since the first purchase"), known.state.tenure_days, Unit.DAYS),
        Figure(N_("Purchase days"), known.state.purchase_days, Unit.COUNT),
        Figure(N_("Regularity, 1 = all gaps alike"), traits.get("regularity"), Unit.NUMBER),
        Figure(N_("Points by rank in the three"), traits.get("loyalty_points"), Unit.COUNT,
               ((N_("high from"), high), (N_("middle from"), middle))),
    ]  # fmt: skip


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
    "value": _value,
    "buying": _second,
    "interaction": _interaction,
    "feedback": _feedback,
    "life_cycle": _life_cycle,
    "preference": _preference,
    "psychology": _psychology,
    "loyalty": _loyalty,
    "satisfaction": _satisfaction,
    "recommendation": _recommendation,
    "performance": _performance,
    "influence": _influence,
}


def figures_of(lens_key: str, known: Known) -> tuple[Figure, ...]:
    """The numbers that decide a customer's level in a lens, beside their limits."""
    return tuple(_FIGURES[lens_key](known))
