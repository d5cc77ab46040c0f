"""A disk that is full, or that lets nothing be written: one sentence, the data as before, and on again when it can."""

from __future__ import annotations

import errno
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import duckdb
import pytest

from segmentation.locale import Words
from segmentation.store import connection as connections
from segmentation.store import disk, shop_card
from segmentation.store.backup import back_up
from segmentation.store.erasing import FileNotRewritten, rewrite
from segmentation.store.errors import DiskFull, ReadOnlyHome
from segmentation.store.file_load import prepare
from segmentation.store.home import Home
from segmentation.store.loading import store_sales
from segmentation.store.saved import save, saved
from segmentation.store.workspace import Workspace
from segmentation.views.loads import load
from tests.store.sales_lines import incoming, line, state

MANY = [line(f"Customer {n} of the long street", n % 28 + 1, n, str(n)) for n in range(1, 3001)]


@contextmanager
def no_file_longer_than(size: int) -> Iterator[None]:
    """The system refuses to write beyond it (EFBIG), as it refuses to write to a full disk (ENOSPC)."""
    resource = pytest.importorskip("resource", reason="this system has no limit on the length of files")
    former = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, former[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, former)


@pytest.fixture
def loaded(workspace: Workspace) -> Workspace:
    store_sales(workspace, incoming([line("Ann", 3, 10)]))
    return workspace


def test_a_load_into_a_full_disk_is_told_and_the_shop_works_again_by_itself(home: Home, loaded: Workspace) -> None:
    before = state(loaded)
    with no_file_longer_than(20_000):
        for _ in range(2):
            with pytest.raises(DiskFull, match="The disk is full"):
                store_sales(loaded, incoming(MANY, "too much.csv"))
            assert state(loaded) == before
            with pytest.raises(DiskFull):
                back_up(loaded)
        assert home.open(loaded.shop_id).data_version == loaded.data_version
    assert state(loaded) == before
    store_sales(loaded, incoming(MANY, "now there is room.csv"))
    home.close_all()
    assert state(home.open(loaded.shop_id))["active"][0]["n"] == 3001


def test_the_disk_is_full_is_said_in_both_languages() -> None:
    assert DiskFull().sentence(Words("en")).startswith("The disk is full.")
    assert DiskFull().sentence(Words("zh_CN")).startswith("磁盘已满")


def test_a_real_disk_that_is_full_is_told_and_the_shop_works_again_by_itself(tmp_path: Path) -> None:
    small = tmp_path / "small"
    small.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", str(small)], capture_output=True, text=True, check=False
    ) if sys.platform == "linux" else None  # fmt: skip
    if made is None or made.returncode != 0:
        pytest.skip("no small disk can be mounted here; the test above has a limit on the length of files")
    try:
        home = Home(small / "shops")
        workspace = home.open(home.create("Small"))
        store_sales(workspace, incoming([line("Ann", 3, 10)]))
        before, filler = state(workspace), small / "filler"
        _fill(filler)
        for _ in range(2):
            with pytest.raises(DiskFull):
                store_sales(workspace, incoming(MANY, "too much.csv"))
            assert state(workspace) == before
        with pytest.raises(DiskFull):
            home.create("No room for another")
        assert [card.name for card in home.shops()] == ["Small"]
        with pytest.raises(DiskFull):
            home.rename(workspace.shop_id, "Renamed")
        assert home.card(workspace.shop_id).name == "Small"
        filler.unlink()
        store_sales(workspace, incoming(MANY, "now there is room.csv"))
        home.close_all()
        assert state(home.open(workspace.shop_id))["active"][0]["n"] == 3001
        home.close_all()
        subprocess.run(["mount", "-o", "remount,ro", str(small)], check=True)
        with pytest.raises(ReadOnlyHome, match="Nothing can be written to the folder"):
            home.open(workspace.shop_id)
        with pytest.raises(ReadOnlyHome):
            home.create("Another")
        subprocess.run(["mount", "-o", "remount,rw", str(small)], check=True)
        assert state(home.open(workspace.shop_id))["active"][0]["n"] == 3001
        home.close_all()
    finally:
        subprocess.run(["umount", "-l", str(small)], check=True)


def _fill(filler: Path) -> None:
    with filler.open("wb", buffering=0) as file, suppress(OSError):
        while True:
            file.write(b"x" * 4096)


def test_an_erasing_that_finds_no_room_is_said_to_be_unfinished(home: Home, loaded: Workspace) -> None:
    before = state(loaded)
    with no_file_longer_than(20_000), pytest.raises(FileNotRewritten, match="or the disk is full"):
        rewrite(home, loaded.shop_id)
    assert state(loaded)["active"] == before["active"]
    assert list((loaded.folder / "transfer").iterdir()) == []
    rewrite(home, loaded.shop_id)
    assert state(loaded)["active"] == before["active"]


def test_a_card_that_finds_no_room_is_as_it_was(home: Home, loaded: Workspace) -> None:
    with no_file_longer_than(10):
        with pytest.raises(DiskFull):
            home.rename(loaded.shop_id, "Another name")
        with pytest.raises(DiskFull):
            home.create("Another shop")
    assert [card.name for card in home.shops()] == ["Corner shop"]
    assert list(home.folder.glob("*/*.part")) == []
    home.rename(loaded.shop_id, "Another name")
    assert home.card(loaded.shop_id).name == "Another name"


def test_a_load_that_is_stored_is_not_told_as_failed_when_what_follows_finds_no_room(
    loaded: Workspace, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def full(*_: object, **__: object) -> None:
        raise DiskFull()

    sheet = tmp_path / "more.csv"
    sheet.write_text("date,customer,order,amount\n2024-05-04,Bob,2,20.50\n2024-05-05,Cat,3,9.90\n", encoding="utf-8")
    prepared = prepare(loaded, sheet, file_name=sheet.name)
    with monkeypatch.context() as patch:
        patch.setattr("segmentation.store.shop_currency.write_card", full)
        patch.setattr("segmentation.store.file_load.remember_mapping", full)
        patch.setattr("segmentation.views.loads.renew", full)
        report = load(loaded, prepared)
    assert report.kept == 2


def test_a_disk_that_is_full_while_a_file_is_cleaned_is_told_and_nothing_is_stored(
    loaded: Workspace, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def no_room(*_: object, **__: object) -> None:
        raise duckdb.IOException('IO Error: Could not write file "duckdb_temp_block-1.block": No space left on device')

    sheet, before = tmp_path / "more.csv", state(loaded)
    sheet.write_text("date,customer,order,amount\n2024-05-04,Bob,2,20.50\n2024-05-05,Cat,3,9.90\n", encoding="utf-8")
    prepared = prepare(loaded, sheet, file_name=sheet.name)
    monkeypatch.setattr("segmentation.store.file_load.clean", no_room)
    with pytest.raises(DiskFull):
        load(loaded, prepared)
    assert state(loaded) == before


@pytest.mark.parametrize("way", ["under a file", "a file itself"])
def test_a_home_that_can_be_no_folder_is_said_in_one_sentence(tmp_path: Path, way: str) -> None:
    file = tmp_path / "file"
    file.write_text("no folder", encoding="utf-8")
    with pytest.raises(ReadOnlyHome, match=r"Nothing can be written to the folder .*REGULARS_HOME"):
        Home(file / "shops" if way == "under a file" else file)


@pytest.mark.parametrize("number", [errno.EROFS, errno.EACCES])
def test_a_home_that_is_read_only_is_said_in_one_sentence(
    home: Home, loaded: Workspace, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    """As root no folder refuses: the system's answer is put in its place."""

    def refuse(*_: object, **__: object) -> None:
        raise OSError(number, "refused")

    with monkeypatch.context() as patch:
        patch.setattr(disk, "put_in_place", refuse)
        with pytest.raises(ReadOnlyHome):
            home.rename(loaded.shop_id, "Another name")
    assert home.card(loaded.shop_id).name == "Corner shop"
    home.close_all()
    with monkeypatch.context() as patch:
        patch.setattr(connections.duckdb, "connect", _cannot_open)
        with pytest.raises(ReadOnlyHome, match=str(home.folder)):
            home.open(loaded.shop_id)
    save(loaded, "list", "Our best", "{}")
    assert saved(loaded, "list") == {"Our best": "{}"}


def _cannot_open(path: str, *_options: object) -> None:
    raise duckdb.IOException(f'IO Error: Cannot open file "{path}": Permission denied')


def test_a_disk_of_windows_says_it_by_numbers_of_its_own(tmp_path: Path) -> None:
    full, protected = OSError(errno.EINVAL, "no room"), OSError(errno.EINVAL, "protected")
    full.winerror, protected.winerror = 112, 19
    assert isinstance(disk.refusal(full, tmp_path), DiskFull)
    assert isinstance(disk.refusal(protected, tmp_path), ReadOnlyHome)
    assert disk.refusal(OSError(errno.EIO, "broken"), tmp_path) is None


def test_where_a_folder_cannot_be_synced_a_file_is_written_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(disk.os, "name", "nt")
    disk.sync_folder(tmp_path / "not even there")
    monkeypatch.undo()
    shop_card.write_card(tmp_path, shop_card.ShopCard(tmp_path.name, "Tea", None, ""))
    assert shop_card.read_card(tmp_path).name == "Tea"
