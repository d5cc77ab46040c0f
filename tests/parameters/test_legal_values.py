"""Every field that a person can set says which values have a meaning, and refuses all others in a clear sentence."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from segmentation.errors import IllegalParameter
from segmentation.locale import LANGUAGES, Words
from segmentation.parameters import (
    Analysis,
    Between,
    ClassLimits,
    CutChoice,
    CutMode,
    ListFilters,
    Period,
    Scoring,
    SegmentRules,
    from_json,
    to_json,
)
from tests.parameters.drawn_rules import RULES, legal

FIELDS = [(kind, name) for kind, drawn in RULES.items() for name in drawn]
ILLEGAL = [(kind, name, value) for kind, drawn in RULES.items() for name in drawn for value in drawn[name].illegal]


def test_no_rule_of_an_analysis_is_left_out() -> None:
    drawn_elsewhere = {"period": Period, "scoring": Scoring, "segments": SegmentRules}
    kinds = {type(getattr(Analysis(Period(date(2024, 1, 1))), one.name)) for one in fields(Analysis)}

    assert kinds - set(drawn_elsewhere.values()) <= set(RULES)
    for kind, drawn in RULES.items():
        assert {one.name for one in fields(kind)} == set(drawn)


@pytest.mark.parametrize(("kind", "name", "value"), ILLEGAL)
def test_a_value_without_a_meaning_is_refused(kind: type, name: str, value: object) -> None:
    with pytest.raises(IllegalParameter) as refused:
        kind(**{name: value})
    for language in LANGUAGES:
        sentence = refused.value.sentence(Words(language))
        assert sentence[-1] in ".。"
        assert "{" not in sentence


@pytest.mark.parametrize(("kind", "name"), [pair for pair in FIELDS if not RULES[pair[0]][pair[1]].may_be_empty])
def test_a_limit_that_must_be_there_is_no_nothing(kind: type, name: str) -> None:
    with pytest.raises((IllegalParameter, TypeError)):
        kind(**{name: None})


@settings(max_examples=60)
@given(st.sampled_from(sorted(RULES, key=lambda kind: kind.__name__)).flatmap(legal))
def test_legal_rules_are_the_same_after_being_saved(rules: object) -> None:
    assert from_json(type(rules), to_json(rules)) == rules


@pytest.mark.parametrize("value", [Decimal("NaN"), Decimal("Infinity"), Decimal(10) ** 15])
def test_a_fixed_limit_is_an_amount_or_nothing(value: Decimal) -> None:
    with pytest.raises(IllegalParameter):
        CutChoice(CutMode.FIXED, (Decimal(1), Decimal(2), Decimal(3), value))
    assert CutChoice(CutMode.FIXED, (Decimal(1), Decimal(2), Decimal(3), None)).limits[3] is None


def test_class_limits_fall_between_a_hundred_and_nought() -> None:
    for a, b, c in ((101, 60, 40), (60, 60, 40), (80, 60, 0), (Decimal("NaN"), 60, 40)):
        with pytest.raises(IllegalParameter):
            ClassLimits(a, b, c)  # type: ignore[arg-type] # whole numbers become decimals


def test_days_that_no_calendar_reaches_back_from_are_refused() -> None:
    for period in (
        {"as_of": date(1, 1, 1)},
        {"as_of": date(9999, 12, 31)},
        {"as_of": date(2024, 1, 1), "window_days": 0},
    ):
        with pytest.raises(IllegalParameter):
            Period(**period)  # type: ignore[arg-type] # two fields of two types
    assert Period(date(1000, 1, 1), 36_525).window_days == 36_525


def test_filters_ask_for_what_can_be_there() -> None:
    for filters in ({"limit": 0}, {"limit": 10**12}, {"cells": frozenset({106})}, {"products": frozenset({-1, 2**31})}):
        with pytest.raises(IllegalParameter):
            ListFilters(**filters)  # type: ignore[arg-type] # three fields of three types
    for value in (Decimal("NaN"), Decimal("-Infinity")):
        with pytest.raises(IllegalParameter):
            Between(low=value)
