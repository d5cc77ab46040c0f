"""A damaged shop is put aside, said so, and the others go on."""

from __future__ import annotations

from pathlib import Path

import pytest

from segmentation.store.backup import back_up, restore
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
def test_a_damaged_file_is_quarantined_and_other_shops_go_on(home: Home, damage: object) -> None:
    assert callable(damage)
    broken, sound = home.create("Broken"), home.create("Sound")
    for shop in (broken, sound):
        store_sales(home.open(shop), incoming([line("Ann", 3, 10)]))
    backup = back_up(home.open(broken))
    counted, used = orders(home.open(broken)), home.open(broken).data_version
    home.close_all()
    damage(home.folder / broken / "shop.duckdb")
    damaged = (home.folder / broken / "shop.duckdb").read_bytes()

    with pytest.raises(ShopDamaged, match="moved to quarantine-"):
        home.open(broken)
    (quarantine,) = (home.folder / broken).glob("quarantine-*")
    assert (quarantine / "shop.duckdb").read_bytes() == damaged
    assert orders(home.open(sound)) == counted

    restore(home, broken, backup)
    assert orders(home.open(broken)) == counted
    assert home.open(broken).data_version > used
    assert (quarantine / "shop.duckdb").read_bytes() == damaged


def test_a_journal_without_its_main_file_stops_and_touches_nothing(home: Home) -> None:
    shop_id = home.create("Torn")
    store_sales(home.open(shop_id), incoming([line("Ann", 3, 10)]))
    home.close_all()
    main, journal = (home.folder / shop_id / name for name in ("shop.duckdb", "shop.duckdb.wal"))
    held = main.read_bytes()
    main.unlink()
    journal.write_bytes(b"what was not yet in the main file")
    with pytest.raises(ShopFileMissing, match="journal is there"):
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
