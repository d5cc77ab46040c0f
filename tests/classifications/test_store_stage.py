from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from segmentation.classifications.store_stage import (
    KEYS,
    NextStage,
    care_stage,
    next_stage,
    stage_of,
    target,
)
from segmentation.parameters import StoreStageRules


@pytest.mark.parametrize(
    ("per_day", "stage"),
    [
        (0, "new"),
        (49, "new"),
        (50, "new growing"),
        (75, "new growing"),
        (100, "new growing"),
        (101, "intermediate"),
        (299, "intermediate"),
        (300, "intermediate growing"),
        (400, "intermediate growing"),
        (500, "intermediate growing"),
        (501, "advanced"),
    ],
)
def test_consultations_a_day_make_the_stage(per_day: int, stage: str) -> None:
    assert stage_of(per_day) == stage


@given(st.integers(0, 2000))
def test_what_is_missing_leads_exactly_to_the_next_stage(per_day: int) -> None:
    following = next_stage(per_day)
    if following is None:
        assert stage_of(per_day) == "advanced"
        return
    assert KEYS.index(following.key) == KEYS.index(stage_of(per_day)) + 1
    assert stage_of(per_day + following.more) == following.key
    assert stage_of(per_day + following.more - 1) == stage_of(per_day)


def test_a_stage_tells_what_is_missing_to_the_next() -> None:
    assert next_stage(75) == NextStage("intermediate", 26)


@pytest.mark.parametrize(
    ("stage", "kind", "of_a_thousand", "is_met"),
    [
        ("new", "old", 50, True),
        ("new growing", "old", 49, False),
        ("intermediate", "loyal", 50, False),
        ("intermediate growing", "loyal", 51, True),
        ("advanced", "loyal", 100, False),
        ("advanced", "loyal", 101, True),
    ],
)
def test_each_stage_has_its_target(stage: str, kind: str, of_a_thousand: int, is_met: bool) -> None:
    aim = target(stage)
    assert (aim.kind, aim.is_met(of_a_thousand, 1000)) == (kind, is_met)


def test_limits_of_the_shops_own_make_the_stages() -> None:
    rules = StoreStageRules(10, 20, 30, 40, advanced_loyal_target=Decimal("0.3"))
    assert [stage_of(n, rules) for n in (9, 10, 20, 30, 39, 40)] == [*KEYS[:4], KEYS[3], KEYS[4]]
    assert next_stage(9, rules) == NextStage("new growing", 1)
    assert target("advanced", rules).is_met(31, 100)
    assert not target("advanced", rules).is_met(3, 10)


def test_a_growing_store_keeps_the_care_of_its_stage() -> None:
    assert [care_stage(key) for key in KEYS] == ["new", "new", "intermediate", "intermediate", "advanced"]
