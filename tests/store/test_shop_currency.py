"""Amounts in two currencies are never added up, whichever files they come in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from segmentation.store.file_load import load_prepared, prepare
from segmentation.store.home import Home
from segmentation.store.loading import redo, undo
from segmentation.store.shop_currency import OtherCurrency
from tests.store.sales_lines import state


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    home = Home(tmp_path / "shops")
    yield home
    home.close_all()


def load(home: Home, shop: str, amounts: list[str], currency: str | None, name: str) -> None:
    """A file with these amounts, and a column of the currency where one is given."""
    rows = [
        f"{name}{n},2024-03-{n:02d},C{n},{amount}" + (f",{currency}" if currency else "")
        for n, amount in enumerate(amounts, start=1)
    ]
    head = "order,date,customer,amount" + (",currency" if currency else "")
    text = "\n".join([head, *rows]) + "\n"
    workspace = home.open(shop)
    load_prepared(workspace, prepare(workspace, text.encode(), file_name=f"{name}.csv"))


def test_a_file_in_another_currency_is_refused_and_loses_nothing(home: Home) -> None:
    shop = home.create("London", currency="GBP")
    load(home, shop, ["10", "20"], "GBP", "a")
    before = state(home.open(shop))
    with pytest.raises(OtherCurrency) as refused:
        load(home, shop, ["10", "20"], "EUR", "b")
    assert refused.value.values == {"found": "EUR", "shop": "GBP"}
    assert state(home.open(shop)) == before


def test_a_shop_without_one_takes_that_of_its_first_sales(home: Home) -> None:
    shop = home.create("Anywhere")
    load(home, shop, ["10", "20"], "USD", "a")
    assert home.card(shop).currency == "USD"
    with pytest.raises(OtherCurrency):
        load(home, shop, ["10", "20"], "EUR", "b")


def test_an_undo_takes_the_currency_back_that_came_with_the_load(home: Home) -> None:
    shop = home.create("Anywhere")
    load(home, shop, ["10", "20"], "USD", "a")
    workspace = home.open(shop)
    undo(workspace, 1)
    assert home.card(shop).currency is None

    load(home, shop, ["10", "20"], "EUR", "b")
    assert home.card(shop).currency == "EUR"
    before = state(workspace)
    with pytest.raises(OtherCurrency) as refused:
        redo(workspace, 1)
    assert refused.value.values == {"found": "USD", "shop": "EUR"}
    assert state(workspace) == before

    undo(workspace, 2)
    redo(workspace, 1)
    assert home.card(shop).currency == "USD"


def test_a_currency_that_a_person_chose_stays(home: Home) -> None:
    shop = home.create("Anywhere")
    load(home, shop, ["10", "20"], "USD", "a")
    home.set_currency(shop, "CAD")
    undo(home.open(shop), 1)
    assert home.card(shop).currency == "CAD"


def test_plain_numbers_that_a_person_chose_stay(home: Home) -> None:
    shop = home.create("Anywhere")
    load(home, shop, ["10", "20"], "USD", "a")
    home.set_currency(shop, None)
    load(home, shop, ["10", "20"], None, "b")
    assert home.card(shop).currency is None


def test_two_currencies_never_stand_together_whatever_was_undone_between(home: Home) -> None:
    shop = home.create("Anywhere")
    load(home, shop, ["10", "20"], "CNY", "a")
    load(home, shop, ["11", "21"], None, "b")
    workspace = home.open(shop)
    undo(workspace, 1)
    assert home.card(shop).currency is None
    load(home, shop, ["12", "22"], "USD", "c")
    with pytest.raises(OtherCurrency):
        redo(workspace, 1)

    other = home.create("Elsewhere")
    load(home, other, ["10", "20"], None, "a")
    load(home, other, ["11", "21"], "CNY", "b")
    with pytest.raises(OtherCurrency):
        load(home, other, ["12", "22"], "USD", "c")


def test_a_new_name_leaves_the_currency_with_the_loads(home: Home) -> None:
    shop = home.create("Anywhere")
    load(home, shop, ["10", "20"], "USD", "a")
    home.rename(shop, "Somewhere")
    home.set_currency(shop, "USD")  # as the form of name and currency does
    undo(home.open(shop), 1)
    assert home.card(shop).currency is None


def test_a_file_that_says_none_is_in_the_shops(home: Home) -> None:
    shop = home.create("Quiet", currency="CNY")
    load(home, shop, ["10", "20"], None, "a")
    assert home.card(shop).currency == "CNY"
    nothing = home.create("Nothing said")
    load(home, nothing, ["10", "20"], None, "a")
    assert home.card(nothing).currency is None


@pytest.mark.parametrize(
    ("shop", "sign", "is_refused"), [("CAD", "$", False), ("JPY", "¥", False), ("GBP", "$", True), ("CNY", "€", True)]
)
def test_a_sign_is_the_shops_own_where_it_is_used_there(home: Home, shop: str, sign: str, is_refused: bool) -> None:
    made = home.create("Signs", currency=shop)
    if is_refused:
        with pytest.raises(OtherCurrency):
            load(home, made, [f"{sign}10.00", f"{sign}20.00"], None, "a")
    else:
        load(home, made, [f"{sign}10.00", f"{sign}20.00"], None, "a")
