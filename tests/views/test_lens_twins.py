"""Every lens beside those of tests/views/test_basis.py against plain SQL, on the demo shop and on the real one."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from segmentation.classifications.lenses import LENSES
from segmentation.parameters import Analysis, Period
from segmentation.store.home import Home
from segmentation.store.workspace import Workspace
from segmentation.views.basis import basis, last_order_date
from segmentation.views.profile_basis import PROFILE, ProfileBasis, profile_basis
from tests.reference.dimensions import TWINS
from tests.reference.levels import OF_EACH_CUSTOMER
from tests.views.voices import speaking_copy

ENOUGH = 100
SPOKEN = ("interaction", "feedback", "satisfaction", "recommendation", "influence")
"""The lenses that rest on what customers say and staff enter alone."""


def profiled(workspace: Workspace, as_of: date) -> ProfileBasis:
    return profile_basis(workspace, basis(workspace, Analysis(Period(as_of))))


def ours(workspace: Workspace, found: ProfileBasis, lens: str) -> dict[int, str | None]:
    column = LENSES[lens].column
    rows = workspace.query_kept(found.kept, f'select customer_id, {column} as level from "{PROFILE}"').to_pylist()
    return {row["customer_id"]: row["level"] for row in rows}


def theirs(workspace: Workspace, as_of: date, lens: str) -> dict[int, str | None]:
    with workspace.cursor() as cursor:
        # A statement names only the values that it uses.
        values: dict[str, Any] = {"as_of": as_of, "enough": ENOUGH}
        return dict(cursor.execute(TWINS[lens], values).fetchall())


def test_every_lens_has_a_twin_in_plain_sql() -> None:
    """``OF_EACH_CUSTOMER`` is held against every customer in test_basis.py (demo) and test_summary.py (Online Retail)."""
    assert {*TWINS, *OF_EACH_CUSTOMER} == set(LENSES)


@pytest.mark.parametrize("days_before", [0, 400])
@pytest.mark.parametrize("lens", TWINS)
def test_the_demo_shops_customers_are_where_plain_sql_puts_them(
    speaking_tea_house: Workspace, lens: str, days_before: int
) -> None:
    last = last_order_date(speaking_tea_house)
    assert last is not None
    as_of = last - timedelta(days=days_before)
    expected = theirs(speaking_tea_house, as_of, lens)
    assert ours(speaking_tea_house, profiled(speaking_tea_house, as_of), lens) == expected
    assert len(expected) > 1500
    # Every level of the lens occurs, so that each arm of the rule is held against its twin.
    if days_before == 0:
        assert {level for level in expected.values() if level} == set(LENSES[lens].level_keys)


@pytest.fixture(scope="module")
def online_retail(online_retail_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    home = Home(Path(shutil.copytree(online_retail_home, tmp_path_factory.mktemp("lens_retail") / "shops")))
    yield home.open(home.shops()[0].id)
    home.close_all()


@pytest.fixture(scope="module")
def speaking_online_retail(online_retail_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """The real shop with answers, contacts and entered values."""
    with speaking_copy(online_retail_home, tmp_path_factory.mktemp("speaking_retail")) as workspace:
        yield workspace


def test_online_retails_customers_are_where_plain_sql_puts_them(online_retail: Workspace) -> None:
    last = last_order_date(online_retail)
    assert last is not None
    found = profiled(online_retail, last)
    for lens in TWINS:
        expected = theirs(online_retail, last, lens)
        assert ours(online_retail, found, lens) == expected, lens
        assert len(expected) > 4000
        # It has no categories, no discounts and nothing that anybody said, so nothing is made up.
        is_known = lens not in {"preference", "psychology", *SPOKEN}
        assert set(expected.values()) == (set(LENSES[lens].level_keys) if is_known else {None}), lens


@pytest.mark.parametrize("lens", ["psychology", *SPOKEN])
def test_so_are_online_retails_customers_of_whom_something_is_known(
    speaking_online_retail: Workspace, lens: str
) -> None:
    last = last_order_date(speaking_online_retail)
    assert last is not None
    expected = theirs(speaking_online_retail, last, lens)
    assert ours(speaking_online_retail, profiled(speaking_online_retail, last), lens) == expected
    assert {level for level in expected.values() if level} == set(LENSES[lens].level_keys)
