"""The rules a shop has in use: the defaults until somebody chooses others, kept in the shop's own file."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from segmentation.parameters import (
    FOUR_EIGHT_EIGHT,
    Analysis,
    ClassLimits,
    CutChoice,
    CutMode,
    FinalRules,
    LifecycleRules,
    ParetoRules,
    Period,
    Scoring,
    VipRules,
    Weights,
    to_json,
)
from segmentation.store.home import Home
from segmentation.store.saved import save, saved
from segmentation.store.workspace import Workspace
from segmentation.views import chosen

PERIOD = Period(date(2024, 6, 30))

OTHERS: dict[str, object] = {
    "scoring": Scoring(
        weights=Weights(Decimal("2.5"), Decimal(0), Decimal("7.25")),
        r=FOUR_EIGHT_EIGHT["r"],
        m=CutChoice(CutMode.FIXED, (Decimal("0.01"), None, Decimal("12.3456"), None)),
        class_limits=ClassLimits(Decimal("90.5"), Decimal(50), Decimal(30)),
    ),
    "lifecycle": LifecycleRules(overdue_days=20, lost_days=45),
    "vip": VipRules(spending_limit=Decimal("999.99"), grace_days=0),
    "pareto": ParetoRules(top_share=Decimal("0.1")),
    "final": FinalRules(by_total=True),
}


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    made = Home(tmp_path / "shops")
    yield made
    made.close_all()


@pytest.fixture
def workspace(home: Home) -> Workspace:
    return home.open(home.create("Shop"))


def test_a_new_shop_uses_the_defaults(workspace: Workspace) -> None:
    assert chosen.analysis_in_use(workspace, PERIOD) == Analysis(PERIOD)


@pytest.mark.parametrize("name", OTHERS)
def test_rules_taken_into_use_stay_so_after_the_shop_was_closed(home: Home, workspace: Workspace, name: str) -> None:
    chosen.use(workspace, name, OTHERS[name])
    home.close(workspace.shop_id)
    again = home.open(workspace.shop_id)
    in_use = chosen.analysis_in_use(again, PERIOD)
    assert getattr(in_use, name) == OTHERS[name]
    assert in_use == Analysis(**{"period": PERIOD, name: OTHERS[name]})


@pytest.mark.parametrize("name", OTHERS)
def test_back_to_the_default_rules(workspace: Workspace, name: str) -> None:
    chosen.use(workspace, name, OTHERS[name])
    chosen.use_default(workspace, name)
    chosen.use_default(workspace, name)
    assert chosen.analysis_in_use(workspace, PERIOD) == Analysis(PERIOD)


def test_rules_of_another_kind_are_refused_and_change_nothing(workspace: Workspace) -> None:
    with pytest.raises(TypeError, match="vip takes VipRules"):
        chosen.use(workspace, "vip", LifecycleRules())
    with pytest.raises(KeyError):
        chosen.use(workspace, "weather", VipRules())
    assert chosen.analysis_in_use(workspace, PERIOD) == Analysis(PERIOD)


def test_other_rules_are_another_cache_key(workspace: Workspace) -> None:
    before, version = chosen.analysis_in_use(workspace, PERIOD), workspace.data_version
    chosen.use(workspace, "scoring", OTHERS["scoring"])
    after = chosen.analysis_in_use(workspace, PERIOD)
    assert hash(before) != hash(after)
    assert workspace.data_version == version  # the sales are the same: what is known of them stays


def test_scorings_are_saved_under_any_name(workspace: Workspace) -> None:
    names = ["圣诞 Christmas", "a'; drop table lines; --", '"quoted"', "ä" * 200]
    for place, name in enumerate(names, start=1):
        save(workspace, chosen.SCORINGS, name, to_json(Scoring(weights=Weights(Decimal(place)))))
    found = chosen.named_scorings(workspace)
    assert {name: scoring.weights.r for name, scoring in found.items()} == dict(zip(names, range(1, 5), strict=True))
    assert saved(workspace, "something else") == {}


def test_the_span_of_the_data(workspace: Workspace, one_customer_home: Path) -> None:
    assert chosen.data_span(workspace) is None
    other = Home(one_customer_home)
    assert chosen.data_span(other.open(other.shops()[0].id)) == (date(2024, 5, 6), date(2024, 5, 6))
    other.close_all()
