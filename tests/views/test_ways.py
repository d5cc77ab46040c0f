"""A way up comes true when the purchases that it asks for are loaded, whichever days are chosen and however they are split."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from segmentation.classifications.one_customer import level_of, state_of
from segmentation.classifications.ways import HORIZON_DAYS, SUGGESTED, Way, is_better, ways_up
from segmentation.parameters import Analysis, Period
from segmentation.store.home import Home
from segmentation.store.workspace import Workspace
from segmentation.views.basis import basis, last_order_date
from segmentation.views.explanations import prospects, rules_as_values
from segmentation.views.profile_basis import ProfileBasis, profile_basis
from tests.views.drawn_shops import analyses, every_level, found_in, load, shop_of, small_shops


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("lens_laws")


def _days(way: Way, last_day: int, draw: random.Random) -> list[int]:
    """Days from now on which the way's visits fall; the last of them is given."""
    return [*sorted(draw.sample(range(1, last_day), way.visits - 1)), last_day]


def _split(way: Way, draw: random.Random) -> list[Decimal]:
    """The way's amount over its visits, each above nothing."""
    cents = int(way.amount * 100) if way.amount is not None else way.visits
    places = sorted(draw.sample(range(1, cents), way.visits - 1))
    return [Decimal(high - low) / 100 for low, high in zip([0, *places], [*places, cents], strict=True)]


def _visit(customer: str, day: date, amount: Decimal) -> dict[str, Any]:
    return {
        "customer": customer, "customer_key": customer.lower(), "sold_at": datetime.combine(day, datetime.min.time()),
        "net_revenue": amount, "is_counted": True,
    }  # fmt: skip


def later_levels(workspace: Workspace, found: ProfileBasis, as_of: date) -> dict[int, dict[str, str | None]]:
    """Every customer's levels on a later day, by the limits of now."""
    later = replace(found.analysis, period=replace(found.analysis.period, as_of=as_of))
    kept = replace(found, analysis=later).kept
    return every_level(workspace, kept, later)


def come_true(workspace: Workspace, found: ProfileBasis, draw: random.Random, customers: dict[int, str]) -> int:
    """Load one way's purchases for each of these customers, and see the level reached. How many ways were tried.

    Loyalty is left out: it holds while the others buy nothing (``test_loyalty_ways``).
    """
    rules, as_of = rules_as_values(found), found.analysis.period.as_of
    chosen: list[tuple[int, str, str, Way]] = []
    for customer in customers:
        possible = prospects(workspace, found, customer)
        state = possible.now()
        if state is None:
            continue
        offered = [(key, way) for key in SUGGESTED if key != "loyalty" for way in ways_up(key, possible)]
        if offered:
            key, way = draw.choice(offered)
            chosen.append((customer, key, level_of(key, state, rules), way))
    if not chosen:
        return 0
    latest = [HORIZON_DAYS if way.until is None else (way.until - as_of).days for *_, way in chosen]
    last_day = draw.choice([min(latest), max(way.visits for *_, way in chosen), draw.randint(1, 40)])
    tried = [one for one, days in zip(chosen, latest, strict=True) if one[3].visits <= last_day <= days]
    lines = [
        _visit(customers[customer], as_of + timedelta(days=day), amount)
        for customer, _, _, way in tried
        for day, amount in zip(_days(way, last_day, draw), _split(way, draw), strict=True)
    ]
    if not lines:
        return 0
    load(workspace, lines)
    reached = later_levels(workspace, found, as_of + timedelta(days=last_day))
    for customer, key, before, way in tried:
        after = reached[customer][key]
        assert after is not None
        assert is_better(key, before, after, rules), (key, before, after, way)
        assert after == way.level or is_better(key, way.level, after, rules), (key, before, after, way)
    return len(tried)


@given(lines=small_shops, analysis=analyses, draw=st.randoms(use_true_random=False))
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_way_up_comes_true_in_any_small_shop(
    folder: Path, lines: list[dict[str, Any]], analysis: Analysis, draw: random.Random
) -> None:
    with shop_of(folder, lines) as workspace:
        found = found_in(workspace, analysis)
        keys = workspace.query("select customer_id, customer_key from customers").to_pylist()
        come_true(workspace, found, draw, {row["customer_id"]: row["customer_key"] for row in keys})


def test_a_way_up_comes_true_in_the_demo_shop(demo_home: Path) -> None:
    home = Home(demo_home)
    workspace = home.open(home.shops()[0].id)
    last = last_order_date(workspace)
    assert last is not None
    found = profile_basis(workspace, basis(workspace, Analysis(Period(last))))
    keys = workspace.query("select customer_id, customer_key from customers order by customer_id").to_pylist()
    draw = random.Random(1)
    tried = come_true(
        workspace, found, draw, {row["customer_id"]: row["customer_key"] for row in draw.sample(keys, 60)}
    )
    home.close_all()
    assert tried > 10


def test_a_cent_less_than_the_way_says_does_not_do(demo_home: Path) -> None:
    home = Home(demo_home)
    workspace = home.open(home.shops()[0].id)
    last = last_order_date(workspace)
    assert last is not None
    found = profile_basis(workspace, basis(workspace, Analysis(Period(last))))
    rules = rules_as_values(found)
    checked = 0
    for customer in range(1, 150):
        possible = prospects(workspace, found, customer)
        state = possible.now()
        if state is None:
            continue
        for way in ways_up("value_class", possible):
            if way.amount is not None and way.visits == 1:
                day = last + timedelta(days=1)
                short = int(way.amount * 10_000) - 100
                after = state_of([*possible.orders, (day, short)], Period(day), rules.analysis.vip)
                assert after is not None
                assert not is_better(
                    "value_class", level_of("value_class", state, rules), level_of("value_class", after, rules), rules
                )
                checked += 1
    home.close_all()
    assert checked > 3
