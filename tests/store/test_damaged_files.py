"""A damaged shop is said to be so, and the others go on."""

from __future__ import annotations

from pathlib import Path

import pytest

from segmentation.store.errors import ShopDamaged, ShopFileMissing
from segmentation.store.home import Home
from segmentation.store.loading import store_sales
from tests.store.sales_lines import incoming, line, orders


def _overwritten(path: Path) -> None:
    path.write_bytes(b"\x00" * 20_000)


def _cut_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:5000])


def _a_text(path: Path) -> None:
    path.write_text("this is no database", encoding="utf-8")


@pytest.mark.parametrize("damage", [_overwritten, _cut_short, _a_text])
def test_a_damaged_file_is_told_and_left_as_it_is_and_other_shops_go_on(home: Home, damage: object) -> None:
    assert callable(damage)
    broken, sound = home.create("Broken"), home.create("Sound")
    for shop in (broken, sound):
        store_sales(home.open(shop), incoming([line("Ann", 3, 10)]))
    counted = orders(home.open(broken))
    home.close_all()
    damage(home.folder / broken / "shop.duckdb")
    lies_there = sorted((file, file.read_bytes()) for file in (home.folder / broken).iterdir() if file.is_file())

    for _ in range(2):
        with pytest.raises(ShopDamaged, match="The file of the shop Broken is damaged: it") as told:
            home.open(broken)
        assert told.value.shop_id == broken
    assert (
        sorted((file, file.read_bytes()) for file in (home.folder / broken).iterdir() if file.is_file()) == lies_there
    )
    assert orders(home.open(sound)) == counted


def test_a_journal_without_its_main_file_stops_and_touches_nothing(home: Home) -> None:
    shop_id = home.create("Torn")
    store_sales(home.open(shop_id), incoming([line("Ann", 3, 10)]))
    home.close_all()
    main, journal = (home.folder / shop_id / name for name in ("shop.duckdb", "shop.duckdb.wal"))
    held = main.read_bytes()
    main.unlink()
    journal.write_bytes(b"what was not yet in the main file")
    with pytest.raises(ShopFileMissing, match=r"Torn \(shop.duckdb\) is missing: its journal"):
        home.open(shop_id)
    assert journal.read_bytes() == b"what was not yet in the main file"
    assert not main.exists()

    journal.unlink()
    main.write_bytes(held)
    assert sum(orders(home.open(shop_id)).values()) == 1


def test_p2_what_was_stored_is_there_although_the_process_never_closed_the_file(home: Home, tmp_path: Path) -> None:
    """The file and its journal as they lie after a power cut, opened elsewhere."""
    shop_id = home.create("Cut off")
    store_sales(home.open(shop_id), incoming([line("Ann", 3, 10)]))
    elsewhere = tmp_path / "elsewhere" / shop_id
    elsewhere.mkdir(parents=True)
    home_of_copy = Home(elsewhere.parent)
    for name in ("shop.json", "shop.duckdb.wal", "shop.duckdb"):
        # Only the bytes as they are on disk; the live file is not used again after this.
        (elsewhere / name).write_bytes((home.folder / shop_id / name).read_bytes())
    assert sum(orders(home_of_copy.open(shop_id)).values()) == 1
    home_of_copy.close_all()
