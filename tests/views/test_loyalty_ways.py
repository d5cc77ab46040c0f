"""A way into higher loyalty comes true when that customer's visits are loaded and the others buy nothing."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from segmentation.classifications.no_way import NoWay, why_none
from segmentation.classifications.one_customer import level_of
from segmentation.classifications.ways import HORIZON_DAYS, Way, is_better, ways_up
from segmentation.parameters import Analysis, Period
from segmentation.store.home import Home
from segmentation.store.loading import load_history, undo
from segmentation.store.workspace import Workspace
from segmentation.views.basis import basis, last_order_date
from segmentation.views.explanations import prospects
from segmentation.views.profile_basis import ProfileBasis, profile_basis
from segmentation.views.profiled import LOYALTY
from tests.views.drawn_shops import LAST, analyses, every_level, found_in, load, shop_of, small_shops
from tests.views.test_ways import _visit, later_levels


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("loyalty_ways")


@pytest.fixture
def demo(demo_home: Path) -> Iterator[Workspace]:
    home = Home(demo_home)
    yield home.open(home.shops()[0].id)
    home.close_all()


def customers(workspace: Workspace) -> dict[int, str]:
    rows = workspace.query("select customer_id, customer_key from customers order by customer_id").to_pylist()
    return {row["customer_id"]: row["customer_key"] for row in rows}


def come_true(workspace: Workspace, found: ProfileBasis, draw: random.Random, customer: int, key: str) -> Way | None:
    """Load the visits that the customer's way asks for, on any days up to its end; then take them back."""
    possible, as_of = prospects(workspace, found, customer), found.analysis.period.as_of
    state, ways = possible.now(), ways_up("loyalty", possible)
    if state is None or not ways:
        return None
    (way,) = ways
    assert way.amount is None
    before, rules = level_of("loyalty", state, possible.rules), possible.rules
    latest = HORIZON_DAYS if way.until is None else (way.until - as_of).days
    for last_day in {latest, draw.randint(way.visits, latest)}:
        days = [*draw.sample(range(1, last_day), way.visits - 1), last_day]
        load(workspace, [_visit(key, as_of + timedelta(days=day), Decimal("0.01")) for day in days])
        after = later_levels(workspace, found, as_of + timedelta(days=last_day))[customer]["loyalty"]
        assert after is not None
        assert is_better("loyalty", before, after, rules), (before, after, way, days)
        assert after == way.level or is_better("loyalty", way.level, after, rules), (after, way, days)
        undo(workspace, load_history(workspace)[0].load_id)
    return way


def test_a_way_into_higher_loyalty_comes_true_in_the_demo_shop(demo: Workspace) -> None:
    last = last_order_date(demo)
    assert last is not None
    found = profile_basis(demo, basis(demo, Analysis(Period(last))))
    draw, named = random.Random(3), customers(demo)
    tried = set()
    for customer in draw.sample(sorted(named), 60):
        offered = {way.level for way in ways_up("loyalty", prospects(demo, found, customer))} - tried
        if offered:
            come_true(demo, found, draw, customer, named[customer])
            tried |= offered
    assert tried == {"high", "middle"}


@given(lines=small_shops, analysis=analyses, draw=st.randoms(use_true_random=False))
@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_way_into_higher_loyalty_comes_true_in_any_small_shop(
    folder: Path, lines: list[dict[str, Any]], analysis: Analysis, draw: random.Random
) -> None:
    whole = replace(analysis, period=Period(LAST))
    with shop_of(folder, lines) as workspace:
        found = found_in(workspace, whole)
        levels = every_level(workspace, found.kept, whole)
        tried = 0
        for customer, key in customers(workspace).items():
            possible = prospects(workspace, found, customer)
            state = possible.now()
            if state is None:
                continue
            # One customer alone is where the query over all puts them.
            assert level_of("loyalty", state, possible.rules) == levels[customer]["loyalty"]
            if tried < 2:
                tried += come_true(workspace, found, draw, customer, key) is not None


def test_points_with_another_value_are_those_of_the_query(demo: Workspace) -> None:
    last = last_order_date(demo)
    assert last is not None
    found = profile_basis(demo, basis(demo, Analysis(Period(last))))
    rows = demo.query_kept(
        found.kept, f'select customer_id, regularity, visit_points, regularity_points from "{LOYALTY}" using sample 20'
    ).to_pylist()
    for row in rows:
        possible = prospects(demo, found, row["customer_id"])
        state, places = possible.now(), possible.rules.loyalty
        assert state is not None
        assert places is not None
        assert places.purchase_days.points(state.purchase_days) == row["visit_points"]
        assert places.regularity.points(row["regularity"]) == row["regularity_points"]


def test_in_a_window_of_time_nothing_is_promised_and_it_is_said_why(demo: Workspace) -> None:
    found = profile_basis(demo, basis(demo, Analysis(Period(date(2026, 6, 30), 365))))
    possible = prospects(demo, found, 1)
    assert ways_up("loyalty", possible) == ()
    assert why_none("loyalty", "low", possible.rules) is NoWay.OTHERS
    assert why_none("loyalty", "high", possible.rules) is NoWay.HIGHEST
