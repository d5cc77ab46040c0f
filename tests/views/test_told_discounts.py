"""What a discount column says of the customers of its own file, and of nobody else."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from segmentation.classifications.lenses import LENSES
from segmentation.parameters import Analysis, Period
from segmentation.store.workspace import Workspace
from segmentation.views.basis import basis
from segmentation.views.profile_basis import PROFILE, profile_basis
from tests.reference.dimensions import PREFERENCE, PSYCHOLOGY
from tests.views.drawn_shops import LAST, load, sale, shop_of

NO_CATEGORY, TEA = 0, 1
TWINS = {"preference": PREFERENCE, "psychology": PSYCHOLOGY}


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """One file with a discount column, where a blank says that nothing was taken off, and one without."""
    ten = Decimal(10)
    told = [
        sale(1, 5, ten, NO_CATEGORY, Decimal(5), 9),  # discounted
        sale(2, 6, ten, NO_CATEGORY, None, 9),  # a blank in that file: at full price
        sale(3, 7, ten, TEA, None, 9),
    ]
    with shop_of(tmp_path_factory.mktemp("told"), told) as workspace:
        load(workspace, [sale(4, 8, ten, NO_CATEGORY, None, 9), sale(5, 9, ten, TEA, None, 9)])
        yield workspace


def levels(workspace: Workspace, lens: str) -> dict[str, str | None]:
    found = profile_basis(workspace, basis(workspace, Analysis(Period(LAST))))
    rows = workspace.query_kept(
        found.kept,
        f'select customer, {LENSES[lens].column} as level from "{PROFILE}" join customers using (customer_id)',
    )
    return {row["customer"]: row["level"] for row in rows.to_pylist()}


def test_a_preference_is_known_only_of_who_has_a_category_or_a_discount_column(shop: Workspace) -> None:
    assert levels(shop, "preference") == {
        "C1": "marketing",
        "C2": "product",
        "C3": "product",
        "C4": None,
        "C5": "product",
    }


def test_a_psychology_is_estimated_only_of_who_has_a_discount_column(shop: Workspace) -> None:
    assert levels(shop, "psychology") == {"C1": "impulsive", "C2": None, "C3": "emotional", "C4": None, "C5": None}


@pytest.mark.parametrize("lens", TWINS)
def test_plain_sql_says_the_same(shop: Workspace, lens: str) -> None:
    with shop.cursor() as cursor:
        values: dict[str, Any] = {"as_of": LAST, "enough": 100}
        theirs = dict(cursor.execute(TWINS[lens], values).fetchall())
    names = shop.query("select customer_id, customer from customers").to_pylist()
    named = {row["customer_id"]: row["customer"] for row in names}
    assert {named[each]: level for each, level in theirs.items()} == levels(shop, lens)
