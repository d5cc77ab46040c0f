"""Shops under one folder: their names, and what can be done to a whole shop."""

from __future__ import annotations

import json
import unicodedata
from decimal import Decimal
from pathlib import Path

import pytest

from segmentation.errors import NoSuchShop
from segmentation.store.backup import back_up, copy_to
from segmentation.store.errors import IllegalShopName, NameDoesNotMatch, ShopNameTaken
from segmentation.store.home import Home
from segmentation.store.loading import store_sales
from tests.store.sales_lines import incoming, line, orders, state

GOOD_NAMES = {
    "Chinese": ("山间茶舍 🍵", "山间茶舍 🍵"),
    "spaces around": ("  Tea \t house  ", "Tea house"),
    "control characters": ("Tea\x00\x07 house\u202e\u200b", "Tea house"),
    "decomposed": (unicodedata.normalize("NFD", "Café Größe"), "Café Größe"),
    "a path": ("../../etc/passwd", "../../etc/passwd"),
    "a formula": ("=HYPERLINK(1)", "=HYPERLINK(1)"),
    "eighty": ("x" * 80, "x" * 80),
    "eighty Chinese": ("茶" * 80, "茶" * 80),
}


@pytest.mark.parametrize("kind", GOOD_NAMES)
def test_a_name_is_kept_as_a_person_sees_it(home: Home, kind: str) -> None:
    typed, shown = GOOD_NAMES[kind]
    shop_id = home.create(typed, currency="CNY")
    assert home.card(shop_id).name == shown
    assert home.find(shown).id == home.find(shop_id).id == shop_id
    assert [path.parent for path in home.folder.glob("*/shop.json")] == [home.folder / shop_id]


@pytest.mark.parametrize("name", ["", "   ", "\u200b\u200b", "\x00\x1f", "x" * 81, "茶" * 81])
def test_a_name_without_visible_characters_or_too_long_is_refused(home: Home, name: str) -> None:
    with pytest.raises(IllegalShopName, match="1 to 80 visible characters"):
        home.create(name)
    shop_id = home.create("Good")
    with pytest.raises(IllegalShopName):
        home.rename(shop_id, name)
    assert [card.name for card in home.shops()] == ["Good"]


@pytest.mark.parametrize("again", ["Café", "CAFÉ", " café ", unicodedata.normalize("NFD", "Café"), "Ca\u200bfé"])
def test_a_name_is_there_once(home: Home, again: str) -> None:
    first = home.create("Café")
    other = home.create("Bar")
    for attempt in (
        lambda: home.create(again),
        lambda: home.rename(other, again),
        lambda: home.duplicate(other, again, copy_to),
    ):
        with pytest.raises(ShopNameTaken, match="already a shop called"):
            attempt()
    assert [card.name for card in home.shops()] == ["Bar", "Café"]
    home.set_archived(first, True)
    with pytest.raises(ShopNameTaken):
        home.create(again)


def test_renaming_keeps_the_shop_and_its_data(home: Home) -> None:
    shop_id = home.create("Old", currency="EUR")
    store_sales(home.open(shop_id), incoming([line("Ann", 3, 10)]))
    home.rename(shop_id, "OLD")
    assert home.card(shop_id).name == "OLD"
    home.rename(shop_id, "New")
    home.set_currency(shop_id, "GBP")
    home.close_all()
    again = Home(home.folder)
    assert (again.card(shop_id).name, again.card(shop_id).currency) == ("New", "GBP")
    assert sum(orders(again.open(shop_id)).values()) == 1
    again.close_all()


def test_a_duplicate_is_a_shop_of_its_own(home: Home) -> None:
    source = home.create("Source", currency="CNY")
    store_sales(home.open(source), incoming([line("Ann", 3, 10), line("Bob", 4, 5, "1")]))
    before = state(home.open(source))
    copy = home.duplicate(source, "Copy", copy_to)
    assert home.card(copy).currency == "CNY"
    assert orders(home.open(copy)) == orders(home.open(source))
    store_sales(home.open(copy), incoming([line("Cat", 5, 99)]))
    assert state(home.open(source)) == before


def test_a_duplicate_that_fails_leaves_nothing(home: Home) -> None:
    source = home.create("Source")

    def fail(workspace: object, target: Path) -> None:
        raise OSError("the disk is full")

    with pytest.raises(OSError, match="disk is full"):
        home.duplicate(source, "Copy", fail)
    assert [path.name for path in home.folder.iterdir()] == [source]


def test_an_archived_shop_is_out_of_the_menu_and_whole(home: Home) -> None:
    shop_id, other = home.create("Closed"), home.create("Open")
    store_sales(home.open(shop_id), incoming([line("Ann", 3, 10)]))
    home.set_archived(shop_id, True)
    assert [card.id for card in home.shops()] == [other]
    assert [card.id for card in home.shops(with_archived=True)] == [shop_id, other]
    assert sum(orders(home.open(shop_id)).values()) == 1
    home.set_archived(shop_id, False)
    assert len(home.shops()) == 2


@pytest.mark.parametrize("typed", ["", "closed", "Closed!", "*"])
def test_deleting_asks_for_the_exact_name(home: Home, typed: str) -> None:
    shop_id = home.create("Closed")
    store_sales(home.open(shop_id), incoming([line("Ann", 3, 10)]))
    with pytest.raises(NameDoesNotMatch, match="type exactly: Closed"):
        home.delete(shop_id, typed_name=typed)
    assert sum(orders(home.open(shop_id)).values()) == 1


def test_a_deleted_shop_leaves_no_file(home: Home) -> None:
    kept, doomed = home.create("Kept"), home.create("Doomed")
    store_sales(home.open(doomed), incoming([line("Ann", 3, 10)]))
    back_up(home.open(doomed))
    home.delete(doomed, typed_name=" Doomed ")
    assert [path.name for path in home.folder.iterdir()] == [kept]
    with pytest.raises(NoSuchShop, match="The shops are: Kept"):
        home.open(doomed)


def test_a_delete_that_was_cut_short_shows_no_shop_and_is_finished_later(home: Home) -> None:
    shop_id = home.create("Doomed")
    home.open(shop_id)
    home.close_all()
    (home.folder / shop_id).rename(home.folder / f".deleted-{shop_id}-1234")
    assert home.shops(with_archived=True) == ()
    home.create("Doomed")
    assert [card.name for card in Home(home.folder).shops()] == ["Doomed"]
    assert list(home.folder.glob(".deleted-*")) == []


@pytest.mark.parametrize("asked", ["..", "../other", "nothing", "", "/", "a/b", ".deleted-x", "x\x00"])
def test_p6_an_id_reaches_no_folder_but_a_shops_own(home: Home, asked: str, tmp_path: Path) -> None:
    outside = tmp_path / "other"
    outside.mkdir(exist_ok=True)
    card = {"id": "x", "name": "Outside", "currency": None, "created_at": "2024"}
    for folder in (outside, tmp_path):
        (folder / "shop.json").write_text(json.dumps(card), encoding="utf-8")
    home.create("Inside")
    for way in (home.card, home.open, home.find):
        with pytest.raises(NoSuchShop, match="The shops are: Inside"):
            way(asked)


def test_cached_answers_of_a_deleted_shop_never_fit_the_one_that_has_its_id(home: Home) -> None:
    used = set()
    for turn in range(3):
        shop_id = home.create("Demo", shop_id="demo")
        for n in range(4):
            store_sales(home.open(shop_id), incoming([line("Ann", 3, turn * 10 + n + 1)]))
            assert home.open(shop_id).data_version not in used
            used.add(home.open(shop_id).data_version)
        assert home.open(shop_id).query("select * from loads").num_rows == 4
        home.delete(shop_id, typed_name="Demo")


def test_p6_one_shop_holds_nothing_of_another(home: Home) -> None:
    north, south = home.create("North"), home.create("South")
    store_sales(home.open(north), incoming([line("Nora Nordlicht", 3, 10, "N1", product="Nordtee", phone="0101")]))
    store_sales(home.open(south), incoming([line("Süd Sonne", 4, 77, "S1", product="Südkaffee", phone="0202")]))

    kept = {"everyone": "select customer from customers"}
    asked = [
        home.open(shop).query_kept(kept, 'from "everyone"')["customer"].to_pylist() for shop in (north, south, north)
    ]
    assert asked == [["Nora Nordlicht"], ["Süd Sonne"], ["Nora Nordlicht"]]
    assert [order[3] for order in orders(home.open(south))] == [Decimal(77)]

    back_up(home.open(south))
    home.close_all()
    written = b"".join(path.read_bytes() for path in (home.folder / south).rglob("*") if path.is_file())
    assert "Südkaffee".encode() in written
    assert b"Nordtee" not in written
    assert b"Nordlicht" not in written


def test_what_another_version_wrote_on_a_card_is_passed_over(home: Home) -> None:
    shop_id = home.create("Tea house", currency="EUR")
    path = home.folder / shop_id / "shop.json"
    written = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(written | {"from_another_version": True}), encoding="utf-8")

    (card,) = home.shops()
    assert (card.id, card.name, card.currency) == (shop_id, "Tea house", "EUR")
    home.rename(shop_id, "House of tea")
    assert home.card(shop_id).name == "House of tea"
