"""What a customer's level rests on, in a few phrases: each a number of the customer beside the limit it is held against."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from segmentation.classifications.cube import weighted_score
from segmentation.classifications.dimensions import DimensionLimits, ahead_of
from segmentation.classifications.explanation import SCORE_FROM, SCORE_UP_TO, Unit, Value, money
from segmentation.classifications.final_classification import in_currency
from segmentation.classifications.lens import Provenance
from segmentation.classifications.one_customer import RulesAsValues, half_limit_units
from segmentation.classifications.stars import influence_stars
from segmentation.locale import N_


@dataclass(frozen=True)
class Number:
    """A number of a reason: the customer's own, from ``column``, or without one ``value``, the same for all."""

    unit: Unit
    column: str | None = None
    value: Value = None

    @property
    def is_there(self) -> bool:
        return self.column is not None or self.value is not None


Limit = tuple[str, Number]
"""Its name (message id), and the limit."""


@dataclass(frozen=True)
class Phrase:
    """A part of a reason. ``text``: message id, with the names of ``numbers``. ``limits``: what stands beside it."""

    text: str
    numbers: Mapping[str, Number] = field(default_factory=dict)
    limits: tuple[Limit, ...] = ()


@dataclass(frozen=True)
class Held:
    """What customers are held against. ``is_high``: why a level is as high as it is, else why it is no higher."""

    rules: RulesAsValues
    dimensions: DimensionLimits
    is_high: bool


Ground = Mapping[str, Any]
"""``level`` (its key) and the lens's grounds: all that the phrases and their limits depend on beside the columns."""


@dataclass(frozen=True)
class LensReason:
    """How a lens gives reasons. ``title``: message id, the level's name as a heading. ``grounds``: columns beside the level."""

    phrases: Callable[[Ground, Held], tuple[Phrase, ...]]
    grounds: tuple[str, ...] = ()
    title: str = N_("{level}")


def _of(column: str, unit: Unit) -> dict[str, Number]:
    """The customer's own number, as ``n``."""
    return {"n": Number(unit, column)}


def _all(unit: Unit, **values: Value) -> dict[str, Number]:
    """Numbers that are the same for all."""
    return {name: Number(unit, value=value) for name, value in values.items()}


def _beside(name: str, value: Value, unit: Unit) -> Limit:
    return name, Number(unit, value=value)


def _of_three(level: str, held: Held, limits: tuple[Value, ...], unit: Unit) -> tuple[Limit, ...]:
    """The limit that a high, middle or low was reached by, or the one missed. ``limits``: of middle and of high."""
    if level == "high" or (level == "middle" and not held.is_high):
        return (_beside(N_("high from"), limits[1], unit),)
    return (_beside(N_("middle from"), limits[0], unit),)


def _vip_level(ground: Ground, held: Held) -> tuple[Phrase, ...]:
    chosen, level = held.rules.analysis.vip, ground["level"]
    if level == "non-VIP" and ground["lifecycle_stage"] == "lost":
        lost = N_("lost after"), Number(Unit.DAYS, "lost_after_days")
        return (Phrase(N_("lost, as the last purchase was {n} ago"), _of("recency_days", Unit.DAYS), (lost,)),)
    days = N_("bought on {n} of the last {window}")
    spent: tuple[Limit, ...] = (_beside(N_("VIP from"), held.rules.vip_limit, Unit.MONEY),)
    if level != "VIP":
        spent += (_beside(N_("quasi-VIP from"), money(half_limit_units(held.rules)), Unit.MONEY),)
    window = _all(Unit.DAYS, window=chosen.window_days)
    phrases = (
        Phrase(N_("spent {n} in {window}"), _of("window_spending", Unit.MONEY) | window, spent),
        Phrase(
            days,
            _of("window_purchase_days", Unit.COUNT) | window,
            (_beside(N_("VIP from"), chosen.purchase_days, Unit.COUNT),),
        ),
    )
    if level == "VIP":
        return phrases
    lately = Phrase(
        days,
        _of("recent_purchase_days", Unit.COUNT) | _all(Unit.DAYS, window=chosen.quasi_window_days),
        (_beside(N_("quasi-VIP from"), chosen.quasi_purchase_days, Unit.COUNT),),
    )
    return (*phrases, lately)


def _scores(ground: Ground) -> tuple[int, int, int]:
    cell = int(ground["cell"])
    return cell // 100, cell // 10 % 10, cell % 10


def _value_class(ground: Ground, held: Held) -> tuple[Phrase, ...]:
    scoring, (r, f, m) = held.rules.analysis.scoring, _scores(ground)
    limits = ((N_("A from"), scoring.class_limits.a), (N_("B from"), scoring.class_limits.b),
              (N_("C from"), scoring.class_limits.c))  # fmt: skip
    place = "ABCD".index(ground["level"]) - (not held.is_high)
    points = _all(Unit.NUMBER, points=weighted_score(r, f, m, scoring.weights))
    return (
        Phrase(
            N_("R {r}, F {f}, M {m} make {points} of 100 points"),
            _all(Unit.COUNT, r=r, f=f, m=m) | points,
            tuple(_beside(*limits[at], Unit.NUMBER) for at in (place,) if 0 <= at < len(limits)),
        ),
    )


def _segment(ground: Ground, held: Held) -> tuple[Phrase, ...]:
    cuts = held.rules.cuts
    every = (
        (N_("R {score} with the last purchase {n} ago"), "recency_days", Unit.DAYS, SCORE_UP_TO, cuts.r),
        (N_("F {score} with {n}"), "frequency", Unit.PURCHASES, SCORE_FROM, cuts.f),
        (N_("M {score} with {n} in all"), "monetary", Unit.MONEY, SCORE_FROM, cuts.m),
    )
    # The built-in table looks at R and F alone.
    asked = every if held.rules.analysis.segments.boxes else every[:2]
    phrases = []
    for score, (text, column, unit, names, limits) in zip(_scores(ground), asked, strict=False):
        place = score - 1 - held.is_high
        beside = tuple(_beside(names[at], limits[at], unit) for at in (place,) if 0 <= at < len(limits))
        phrases.append(Phrase(text, _of(column, unit) | _all(Unit.COUNT, score=score), beside))
    return tuple(phrases)


def _brought(held: Held, limits: tuple[Limit, ...]) -> Phrase:
    brought, window = _of("monetary", Unit.MONEY), held.rules.analysis.period.window_days
    if window is None:
        return Phrase(N_("brought {n} in all"), brought, limits)
    return Phrase(N_("brought {n} in {window}"), brought | _all(Unit.DAYS, window=window), limits)


def _value(ground: Ground, held: Held) -> tuple[Phrase, ...]:
    limits = held.rules.value.middle, held.rules.value.high
    return (_brought(held, _of_three(ground["level"], held, limits, Unit.MONEY)),)


def _amount(level: str, held: Held) -> Phrase:
    limits = _of_three(level, held, in_currency(held.rules.thirds), Unit.MONEY)
    if held.rules.analysis.final.by_total:
        return _brought(held, limits)
    return Phrase(N_("{n} a purchase on average"), _of("amount", Unit.MONEY), limits)


def _final_class(ground: Ground, held: Held) -> tuple[Phrase, ...]:
    first, second = ground["level"].split(" / ")
    if second == "occasional":
        return _amount(first, held), Phrase(N_("came on a single day"))
    often = _beside(N_("often up to"), held.rules.rhythm.median_gap, Unit.DAYS)
    return _amount(first, held), Phrase(
        N_("{n} from visit to visit on average"), _of("mean_gap_days", Unit.DAYS), (often,)
    )


def _loyalty(ground: Ground, held: Held) -> tuple[Phrase, ...]:
    middle, high = (ahead_of(limit) for limit in held.dimensions.loyalty)
    limits = _of_three(ground["level"], held, (middle, high), Unit.NUMBER)
    return (
        Phrase(N_("a customer for {n}"), _of("tenure_days", Unit.DAYS)),
        Phrase(N_("bought on {n}"), _of("purchase_days", Unit.DAYS)),
        Phrase(N_("regularity {n} of 1"), _of("regularity", Unit.NUMBER)),
        Phrase(N_("by the three on average ahead of {n} customers"), _of("ahead_of", Unit.NUMBER), limits),
    )


_SOURCES = {Provenance.IMPORTED: N_("imported from a sheet"), Provenance.ENTERED: N_("entered by hand")}


def _source(ground: Ground, lens: str) -> Phrase:
    return Phrase(_SOURCES[Provenance(ground[f"{lens}_provenance"])])


def _said(lens: str, title: str, text: str, column: str, limits: Mapping[str, tuple[str, str]]) -> LensReason:
    """By the last answer; of a level that it does not give (one was entered or imported as such) where it is from.

    ``limits``: level → the name of the limit it is told by, and its field in ``DimensionRules``.
    """

    def phrases(ground: Ground, held: Held) -> tuple[Phrase, ...]:
        level = ground["level"]
        if ground[f"{lens}_by_answer"] != level:
            return (_source(ground, lens),)
        rules = held.rules.analysis.dimensions
        beside = tuple(
            _beside(name, getattr(rules, rule), Unit.NUMBER) for key, (name, rule) in limits.items() if key == level
        )
        return (Phrase(text, _of(column, Unit.NUMBER), beside),)

    return LensReason(phrases, (f"{lens}_by_answer", f"{lens}_provenance"), title)


def _influence(ground: Ground, held: Held) -> tuple[Phrase, ...]:
    stars = influence_stars(held.rules.analysis.stars)[ground["level"]]
    return Phrase(N_("{stars} of 5 stars"), _all(Unit.COUNT, stars=stars)), _source(ground, "influence")


REASONS: dict[str, LensReason] = {
    "vip_level": LensReason(_vip_level, ("lifecycle_stage",)),
    "value_class": LensReason(_value_class, ("cell",), N_("Class {level}")),
    "segment": LensReason(_segment, ("cell",)),
    "value": LensReason(_value, title=N_("{level} value")),
    "first": LensReason(lambda ground, held: (_amount(ground["level"], held),)),
    "final_class": LensReason(_final_class),
    "loyalty": LensReason(_loyalty, title=N_("{level} loyalty")),
    "feedback": _said("feedback", N_("{level} feedback"), N_("last rating {n} of 5"), "last_rating", {
        "positive": (N_("positive from"), "rating_high"), "negative": (N_("negative up to"), "rating_low")}),
    "satisfaction": _said("satisfaction", N_("{level} satisfaction"), N_("last score {n} of 5"), "last_satisfaction", {
        "high": (N_("high from"), "satisfaction_high"), "low": (N_("low up to"), "satisfaction_low")}),
    "influence": LensReason(_influence, ("influence_provenance",)),
}  # fmt: skip
"""Lens → how it gives reasons: the lenses that a disagreement can be about."""
