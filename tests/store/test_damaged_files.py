"""A damaged shop is said to be so, and the others go on."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from segmentation.store.errors import DiskFull, ReadOnlyHome, ShopDamaged, ShopFileMissing, ShopInUse, ShopTooNew
from segmentation.store.home import Home
from segmentation.store.loading import store_sales
from segmentation.store.workspace import Workspace
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


def _flipped(path: Path, at: int) -> None:
    with path.open("r+b") as file:
        file.seek(at)
        (byte,) = file.read(1)
        file.seek(at)
        file.write(bytes([byte ^ 1]))


def _is_told_at_a_read(workspace: Workspace) -> bool:
    tables = workspace.query("select table_name as name from duckdb_tables() where schema_name = 'main'")["name"]
    try:
        for table in tables.to_pylist():
            workspace.query(f'select sum(hash(one)) from "{table}" as one')
    except ShopDamaged as error:
        return "Broken is damaged: a part of it is not what was written" in str(error) and error.shop_id in str(
            workspace.folder
        )
    return False


def test_damage_that_a_later_read_meets_is_told_and_a_mended_file_is_read_without_a_restart(home: Home) -> None:
    broken, sound = home.create("Broken"), home.create("Sound")
    for shop in (broken, sound):
        store_sales(home.open(shop), incoming([line(f"Customer {n}", 3, n, str(n)) for n in range(1, 20_001)]))
    counted = orders(home.open(broken))
    home.close_all()
    file = home.folder / broken / "shop.duckdb"
    whole, told_at_a_read = file.read_bytes(), 0
    for block in range(12_288, len(whole), 262_144):
        _flipped(file, block + 5_000)
        try:
            workspace = home.open(broken)
        except ShopDamaged:
            file.write_bytes(whole)
            continue
        told_at_a_read += _is_told_at_a_read(workspace)
        assert orders(home.open(sound)) == counted
        home.close_all()
        file.write_bytes(whole)
    assert told_at_a_read > 0
    assert orders(home.open(broken)) == counted


@pytest.mark.parametrize(
    ("error", "says"),
    [
        (duckdb.IOException("IO Error: Could not read from file: Input/output error"), ShopDamaged),
        (duckdb.FatalException("FATAL Error: database has been invalidated because of a previous fatal error"), ShopDamaged),
        (duckdb.SerializationException("Serialization Error: Failed to deserialize"), ShopDamaged),
        (duckdb.IOException("IO Error: Could not write file: No space left on device"), DiskFull),
        (duckdb.FatalException("FATAL Error: Failed to create checkpoint because of error: No space left on device"), DiskFull),
        (duckdb.IOException("IO Error: There is not enough space on the disk."), DiskFull),
        (duckdb.IOException('IO Error: Cannot open file "x": Access is denied.'), ReadOnlyHome),
        (duckdb.IOException("IO Error: Could not set lock on file: Conflicting lock is held (PID 17)"), ShopInUse),
        (
            duckdb.IOException("IO Error: Trying to read a database file with version number 99, "
                               "but we can only read versions between 64 and 70"),
            ShopTooNew,
        ),
    ],
)  # fmt: skip
def test_each_kind_of_fault_is_told_apart_and_the_next_use_opens_the_file_anew(
    home: Home, error: duckdb.Error, says: type[Exception]
) -> None:
    workspace = home.open(home.create("Faulty"))
    with pytest.raises(says), workspace.cursor():
        raise error
    assert not (home.folder / workspace.shop_id / "quarantine").exists()
    assert workspace.query("select 1 as one")["one"].to_pylist() == [1]


def test_a_slip_in_a_statement_is_no_damage(home: Home) -> None:
    workspace = home.open(home.create("Sound"))
    with pytest.raises(duckdb.CatalogException):
        workspace.query("select * from nothing")
    with pytest.raises(duckdb.ConversionException):
        workspace.query("select 'corrupt checksum'::integer")


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
