from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from segmentation.parameters import Between, ListFilters
from segmentation.store.home import Home
from segmentation.store.workspace import Workspace
from segmentation.views.saved_lists import LONGEST_NAME, IllegalListName, forget_list, save_list, saved_lists

BEST = ListFilters(segments=frozenset({"champions"}), monetary=Between(Decimal("99.50")))


@pytest.fixture
def shop(one_customer_home: Path) -> Iterator[Workspace]:
    home = Home(one_customer_home)
    yield home.open(home.shops()[0].id)
    home.close_all()


def test_a_saved_list_comes_back_as_it_was(shop: Workspace) -> None:
    save_list(shop, "Best", BEST)

    assert saved_lists(shop) == {"Best": BEST}


def test_a_name_is_kept_as_text(shop: Workspace) -> None:
    name = "x'); drop table customers; -- <b>*"
    assert save_list(shop, name, BEST) == name

    assert list(saved_lists(shop)) == [name]
    assert shop.query("select count(*) as n from customers")["n"][0].as_py() == 1


def test_saving_again_replaces(shop: Workspace) -> None:
    save_list(shop, "Best", BEST)
    save_list(shop, "  Best\n", ListFilters(limit=5))

    assert saved_lists(shop) == {"Best": ListFilters(limit=5)}


def test_a_deleted_list_is_gone(shop: Workspace) -> None:
    save_list(shop, "Best", BEST)
    save_list(shop, "Other", BEST)
    forget_list(shop, "Best")

    assert list(saved_lists(shop)) == ["Other"]


@pytest.mark.parametrize("name", ["", "  \n", "x" * (LONGEST_NAME + 1)])
def test_a_list_needs_a_name(shop: Workspace, name: str) -> None:
    with pytest.raises(IllegalListName, match="1 to 60"):
        save_list(shop, name, BEST)
