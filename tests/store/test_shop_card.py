"""A shop's card: for its owner alone, whole or as before, and one that cannot be read takes no other shop down."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from segmentation.errors import NoSuchShop
from segmentation.store.home import Home
from segmentation.store.loading import store_sales
from segmentation.store.shop_card import ShopCard, read_card, write_card
from tests.store.sales_lines import incoming, line, orders

UNREADABLE = {
    "empty": b"",
    "cut off": b'{"id": "x", "na',
    "zeros": b"\x00" * 200,
    "no text": b"\xff\xfe\xff",
    "a list": b"[1, 2]",
    "a number": b"5",
    "without a name": b'{"id": "x", "currency": null, "created_at": "2024"}',
    "a name that is none": b'{"id": "x", "name": 5, "currency": null, "created_at": "2024"}',
    "a currency that is none": b'{"id": "x", "name": "X", "currency": [1], "created_at": "2024"}',
}


@pytest.mark.parametrize("kind", UNREADABLE)
def test_a_card_that_cannot_be_read_shows_that_shop_as_damaged_and_nothing_else(home: Home, kind: str) -> None:
    broken, sound = home.create("Broken"), home.create("Sound", currency="EUR")
    store_sales(home.open(broken), incoming([line("Ann", 3, 10)]))
    (home.folder / broken / "shop.json").write_bytes(UNREADABLE[kind])

    cards = {card.id: card for card in home.shops()}
    assert cards[broken] == ShopCard(broken, broken, None, "", is_damaged=True)
    assert (cards[sound].name, cards[sound].is_damaged) == ("Sound", False)
    assert sum(orders(home.open(broken)).values()) == 1
    home.set_currency(sound, "GBP")
    with pytest.raises(NoSuchShop, match=f"Sound, {broken}|{broken}, Sound"):
        home.find("Nothing")

    home.rename(broken, "Named again")
    assert (home.card(broken).name, home.card(broken).is_damaged) == ("Named again", False)
    assert sum(orders(home.open(broken)).values()) == 1


def test_a_shop_whose_card_is_gone_is_there_all_the_same(home: Home) -> None:
    shop_id = home.create("Lost its card")
    store_sales(home.open(shop_id), incoming([line("Ann", 3, 10)]))
    (home.folder / shop_id / "shop.json").unlink()
    assert [(card.id, card.is_damaged) for card in home.shops()] == [(shop_id, True)]
    assert sum(orders(home.open(shop_id)).values()) == 1


@pytest.mark.skipif(
    sys.platform == "win32", reason="Windows has no permission bits; a home folder there is its owner's"
)
def test_a_card_is_for_its_owner_alone_whatever_the_umask(tmp_path: Path) -> None:
    former = os.umask(0)
    try:
        write_card(tmp_path, ShopCard(tmp_path.name, "Tea", None, ""))
        write_card(tmp_path, ShopCard(tmp_path.name, "Tea house", None, ""))
    finally:
        os.umask(former)
    assert oct((tmp_path / "shop.json").stat().st_mode & 0o777) == "0o600"
    assert read_card(tmp_path).name == "Tea house"


def test_a_card_is_on_the_disk_before_it_takes_the_former_ones_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_card(tmp_path, ShopCard(tmp_path.name, "Before", None, ""))
    seen: list[str] = []
    sync = os.fsync

    def watched(descriptor: int) -> None:
        seen.append(read_card(tmp_path).name)
        sync(descriptor)

    monkeypatch.setattr(os, "fsync", watched)
    write_card(tmp_path, ShopCard(tmp_path.name, "After", None, ""))
    expected = ["Before"] if sys.platform == "win32" else ["Before", "After"]  # the file, then the folder
    assert seen == expected


def test_a_folder_that_was_copied_by_hand_is_a_shop_with_an_id_of_its_own(home: Home) -> None:
    shop_id = home.create("Copied")
    (home.folder / "copied by hand").mkdir()
    card = (home.folder / shop_id / "shop.json").read_bytes()
    (home.folder / "copied by hand" / "shop.json").write_bytes(card)
    assert {card.id for card in home.shops()} == {shop_id, "copied by hand"}
