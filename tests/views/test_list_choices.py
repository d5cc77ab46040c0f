from __future__ import annotations

import pytest

from segmentation.parameters import ListFilters
from segmentation.store.workspace import Workspace
from segmentation.views.basis import Basis
from segmentation.views.customer_list import list_view
from segmentation.views.list_choices import MOST_PRODUCTS, goods_choices, list_choices, product_matches
from segmentation.views.list_filters_worded import product_names


def test_a_choices_count_is_the_lists_count(tea_house: Workspace, tea_house_basis: Basis) -> None:
    choices, goods = list_choices(tea_house, tea_house_basis), goods_choices(tea_house, tea_house_basis)

    for field, counts in (choices.groups | goods | {"cells": choices.cells}).items():
        key, count = max(counts.items(), key=lambda choice: choice[1])
        filters = ListFilters(**{field: frozenset({key})})  # type: ignore[arg-type] # every one of these fields is a set
        assert list_view(tea_house, tea_house_basis, filters).customer_count == count > 0


def test_cells_share_out_all_customers(tea_house: Workspace, tea_house_basis: Basis) -> None:
    cells = list_choices(tea_house, tea_house_basis).cells

    assert sum(cells.values()) == tea_house_basis.scores.cube.customer_count
    assert list(cells) == sorted(cells, reverse=True)


def test_a_product_is_found_by_a_part_of_its_name_or_code(tea_house: Workspace) -> None:
    products = tea_house.query("select product_id, product, product_code from products").to_pylist()
    for part in ("green", "GREEN", "绿"):
        wanted = {
            row["product_id"]
            for row in products
            if part.lower() in (row["product"] or "").lower() or part.lower() in (row["product_code"] or "").lower()
        }
        assert set(product_matches(tea_house, part)) == wanted
        assert wanted


@pytest.mark.parametrize("text", ["", "   ", "%", "_", "' or 1=1 --", "\\"])
def test_signs_of_a_search_language_are_texts(tea_house: Workspace, text: str) -> None:
    found = product_matches(tea_house, text)

    assert all(text.strip() in name for name in found.values())
    assert len(found) <= MOST_PRODUCTS
    assert found == {} or text.strip()


def test_names_of_products_come_in_their_order(tea_house: Workspace) -> None:
    names = product_names(tea_house, {3, 1, 2, 10**6})

    assert set(names) == {1, 2, 3}
    assert list(names.values()) == sorted(names.values())
