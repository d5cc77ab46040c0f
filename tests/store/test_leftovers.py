"""What a killed process left beside a shop's file goes at the next opening, and nothing that is still in use."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from segmentation.store.errors import ShopFileMissing
from segmentation.store.home import Home
from segmentation.store.leftovers import KEPT_SECONDS, remove_leftovers
from segmentation.store.loading import store_sales
from tests.conftest import PROJECT
from tests.store.sales_lines import incoming, line, orders

KILLED = """
import os, sys
from pathlib import Path
from segmentation.store.home import Home
workspace = Home(Path(sys.argv[1])).open(sys.argv[2])
(workspace.upload_folder() / "dropped").write_bytes(b"Ann, 3, 10")
(workspace.folder / "transfer" / "half.part").write_bytes(b"half a backup")
(workspace.folder / "spill" / "duckdb_temp_block-1.block").write_bytes(b"spilled")
print("there", flush=True)
sys.stdin.readline()
os.kill(os.getpid(), 9)
"""


def files_in(folder: Path) -> set[str]:
    return {
        file.name for name in ("transfer", "spill", "uploads") for file in (folder / name).rglob("*") if file.is_file()
    }


@pytest.mark.skipif(sys.platform == "win32", reason="there is no kill -9")
def test_leftovers_of_a_killed_backup_and_upload_go_at_the_next_opening(home: Home) -> None:
    shop_id = home.create("Killed")
    with subprocess.Popen(
        [sys.executable, "-c", KILLED, str(home.folder), shop_id],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=PROJECT,
    ) as process:  # fmt: skip
        assert process.stdout
        assert process.stdout.readline() == "there\n"
        remove_uploads_only = home.folder / shop_id
        assert {"dropped", "half.part"} <= files_in(remove_uploads_only)
        process.communicate("now\n", timeout=30)
    home.open(shop_id)
    assert files_in(home.folder / shop_id) == set()


def test_a_file_that_waits_in_a_process_that_runs_stays_for_a_day(home: Home) -> None:
    workspace = home.open(home.create("Waits"))
    waiting = workspace.upload_folder() / "dropped"
    waiting.write_bytes(b"Ann, 3, 10")
    assert workspace.upload_folder() == waiting.parent
    home.close_all()
    Home(home.folder).open(workspace.shop_id).close()
    assert waiting.exists()

    yesterday = time.time() - KEPT_SECONDS - 60
    os.utime(waiting, (yesterday, yesterday))
    home.open(workspace.shop_id)
    assert not waiting.exists()


def test_a_file_that_an_earlier_version_left_among_the_uploads_goes(home: Home) -> None:
    workspace = home.open(home.create("Old"))
    home.close_all()
    (workspace.folder / "uploads").mkdir()
    (workspace.folder / "uploads" / "0123456789abcdef").write_bytes(b"Ann, 3, 10")
    home.open(workspace.shop_id)
    assert files_in(workspace.folder) == set()


def test_a_copy_that_is_on_its_way_is_left_alone_by_those_who_use_the_open_shop(home: Home) -> None:
    workspace = home.open(home.create("Copied"))
    copy = workspace.folder / "transfer" / "on its way.part"
    copy.write_bytes(b"half a backup")
    home.open(workspace.shop_id).query("select 1")
    assert copy.exists()


def test_removing_where_nothing_is_left_does_nothing(tmp_path: Path) -> None:
    remove_leftovers(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_deleted_shop_takes_the_files_that_wait_for_it_along(home: Home) -> None:
    workspace = home.open(home.create("Doomed"))
    (workspace.upload_folder() / "dropped").write_bytes(b"Ann, 3, 10")
    home.delete(workspace.shop_id, typed_name="Doomed")
    assert list(home.folder.iterdir()) == []


@pytest.mark.parametrize("main", ["gone", "empty"])
@pytest.mark.parametrize("beside", ["backups/2024-01-01-000000-abcd.duckdb", "quarantine-20240101-000000/shop.duckdb"])
def test_a_main_file_that_is_missing_beside_copies_is_said_and_no_empty_shop_is_made(
    home: Home, main: str, beside: str
) -> None:
    workspace = home.open(home.create("Emptied"))
    store_sales(workspace, incoming([line("Ann", 3, 10)]))
    home.close_all()
    file, copy = workspace.folder / "shop.duckdb", workspace.folder / beside
    copy.parent.mkdir(exist_ok=True)
    file.rename(copy)
    if main == "empty":
        file.touch()
    with pytest.raises(ShopFileMissing, match=r"Emptied \(shop.duckdb\) is missing: copies of it are there") as told:
        home.open(workspace.shop_id)
    assert told.value.shop_id == workspace.shop_id
    assert not file.exists() or file.stat().st_size == 0
    copy.replace(file)
    assert sum(orders(home.open(workspace.shop_id)).values()) == 1
