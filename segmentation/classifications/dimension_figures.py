"""The numbers behind a customer's level in those of the ten dimensions that go by more than the purchases' scores."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from segmentation.classifications.dimensions import ahead_of
from segmentation.classifications.explanation import Figure, Known, Unit, Value, money
from segmentation.locale import N_


def _share(part: Any, whole: Any) -> float | None:
    return float(part / whole) if part is not None and whole else None


def _value(known: Known) -> list[Figure]:
    limits = known.rules.value
    return [
        Figure(N_("Net revenue"), money(known.state.monetary_units), Unit.MONEY,
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


def _preference(known: Known) -> list[Figure]:
    traits, rules = known.traits, known.rules.analysis.dimensions
    spending = traits.get("spending")
    return [
        Figure(N_("Share of spending discounted"), _share(traits.get("discounted_spending"), spending), Unit.SHARE,
               ((N_("marketing from"), rules.marketing_share),)),
        Figure(N_("Share of spending on services"), _share(traits.get("service_spending") or 0, spending), Unit.SHARE,
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
        Figure(N_("Ahead of so many customers, the mean of the three"), ahead_of(traits.get("loyalty_points")), Unit.NUMBER,
               ((N_("high from"), ahead_of(high)), (N_("middle from"), ahead_of(middle)))),
    ]  # fmt: skip


DIMENSION_FIGURES: dict[str, Callable[[Known], list[Figure]]] = {
    "value": _value,
    "interaction": _interaction,
    "feedback": _feedback,
    "preference": _preference,
    "psychology": _psychology,
    "loyalty": _loyalty,
    "satisfaction": _satisfaction,
    "recommendation": _recommendation,
}
