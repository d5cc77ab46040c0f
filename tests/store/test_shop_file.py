"""A shop's file is let go when nobody uses it, and replaced with nobody in between."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from segmentation.errors import NoSuchShop
from segmentation.store import shop_file
from segmentation.store.errors import ShopBeingRewritten, ShopInUse, ShopStillRead
from segmentation.store.home import Home
from segmentation.store.loading import store_sales
from segmentation.store.saved import save, saved
from segmentation.store.workspace import Workspace
from tests.conftest import PROJECT
from tests.store.sales_lines import incoming, line, orders

SLOW = "select count(*) from range({n}) as a, range(10000) as b where (a.range * b.range) % 7 = 1"


def wait_until(is_so: Callable[[], bool], seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < deadline, "it did not come to be so"
        time.sleep(0.02)


def is_free(home: Home, shop_id: str) -> bool:
    """Whether another home, as of another process, gets the shop at once."""
    other = Home(home.folder)
    try:
        other.open(shop_id, wait_seconds=0)
    except ShopInUse:
        return False
    other.close_all()
    return True


@pytest.fixture
def quickly_idle(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shop_file, "IDLE_SECONDS", 0.3)


@pytest.mark.usefixtures("quickly_idle")
def test_a_shop_that_nobody_uses_is_let_go_and_opened_again_by_its_next_use(home: Home) -> None:
    workspace = home.open(home.create("Idle"))
    store_sales(workspace, incoming([line("Ann", 3, 10)]))
    counted, version = orders(workspace), workspace.data_version
    wait_until(lambda: is_free(home, workspace.shop_id))

    assert orders(workspace) == counted
    assert home.open(workspace.shop_id) is workspace
    assert workspace.data_version == version
    assert not is_free(home, workspace.shop_id)


@pytest.mark.usefixtures("quickly_idle")
def test_a_shop_is_never_let_go_under_a_query_or_between_uses_that_are_near(home: Home) -> None:
    workspace = home.open(home.create("Busy"))
    with workspace.cursor() as cursor:
        time.sleep(1)
        assert not is_free(home, workspace.shop_id)
        assert cursor.execute("select 1").fetchall() == [(1,)]
    for _ in range(8):
        time.sleep(0.1)
        workspace.query("select 1")
        assert not is_free(home, workspace.shop_id)
    wait_until(lambda: is_free(home, workspace.shop_id))


@pytest.mark.usefixtures("quickly_idle")
def test_results_kept_in_memory_are_computed_anew_after_the_file_was_let_go(home: Home) -> None:
    workspace = home.open(home.create("Kept"))
    store_sales(workspace, incoming([line("Ann", 3, 10)]))
    kept = {"everyone": "select customer from customers"}
    for _ in range(2):
        assert workspace.query_kept(kept, 'from "everyone"')["customer"].to_pylist() == ["Ann"]
        wait_until(lambda: is_free(home, workspace.shop_id))


@pytest.mark.usefixtures("quickly_idle")
def test_the_nightly_load_runs_while_the_dashboard_is_up_and_its_data_are_seen_next(home: Home, tmp_path: Path) -> None:
    shop_id = home.create("Nightly")
    store_sales(home.open(shop_id), incoming([line("Ann", 3, 10)]))
    version = home.open(shop_id).data_version
    sheet = tmp_path / "night.csv"
    sheet.write_text("date,customer,order,amount\n2024-05-04,Bob,2,20.50\n2024-05-05,Cat,3,9.90\n", encoding="utf-8")
    for command in (["load", str(sheet), "--shop", "Nightly", "--yes"], ["backup", "--shop", "Nightly"]):
        done = subprocess.run(
            [sys.executable, "-m", "segmentation", *command, "--home", str(home.folder)],
            cwd=PROJECT, capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
    assert home.open(shop_id).data_version > version
    assert sum(orders(home.open(shop_id)).values()) == 3


def test_a_process_that_only_waits_for_the_idle_to_be_let_go_can_end(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from segmentation.store.home import Home\n"
        "home = Home(Path(sys.argv[1])); home.open(home.create('Left open'))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "shops")],
        cwd=PROJECT, capture_output=True, text=True, timeout=30, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert [card.name for card in Home(tmp_path / "shops").shops()] == ["Left open"]


def test_another_process_that_has_the_shop_for_a_moment_is_waited_for(home: Home) -> None:
    shop_id = home.create("Shared")
    other = Home(home.folder)
    other.open(shop_id)
    threading.Timer(0.5, other.close_all).start()
    assert home.open(shop_id).query("select 1 as one")["one"].to_pylist() == [1]


def test_while_a_shop_is_replaced_a_use_waits_and_then_sees_the_new_file(home: Home) -> None:
    workspace = home.open(home.create("Replaced"))
    answers: list[int] = []
    reader = threading.Thread(target=lambda: answers.append(workspace.query("select 1 as one").num_rows))
    with home.replacing(workspace.shop_id) as folder:
        assert folder == workspace.folder
        assert not is_free(home, workspace.shop_id)
        reader.start()
        time.sleep(0.3)
        assert answers == []
    reader.join()
    assert answers == [1]


def test_a_use_that_waits_too_long_reads_that_the_shop_is_being_rewritten(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shop_file, "TURN_SECONDS", 0.2)
    workspace, other = home.open(home.create("Replaced")), home.open(home.create("Other"))
    told: list[Exception] = []

    def read() -> None:
        try:
            home.open(workspace.shop_id)
        except ShopBeingRewritten as error:
            told.append(error)

    with home.replacing(workspace.shop_id):
        reader = threading.Thread(target=read)
        reader.start()
        reader.join()
        assert other.query("select 1").num_rows == 1
    assert "being rewritten just now" in str(told[0])
    assert "program" not in str(told[0])
    assert workspace.query("select 1").num_rows == 1


def test_a_query_that_runs_is_waited_for_and_one_that_does_not_end_keeps_its_file(home: Home) -> None:
    workspace, begun, go_on = home.open(home.create("Read")), threading.Event(), threading.Event()
    answers: list[int] = []

    def read() -> None:
        with workspace.cursor() as cursor:
            begun.set()
            answers.append(len(cursor.execute(SLOW.format(n=3000)).fetchall()))
            go_on.wait()

    reader = threading.Thread(target=read)
    reader.start()
    begun.wait()
    with (
        pytest.raises(ShopStillRead, match="still reading this shop"),
        home.replacing(workspace.shop_id, wait_seconds=0.2),
    ):
        raise AssertionError("the file was taken away under a query")
    go_on.set()
    with home.replacing(workspace.shop_id):
        assert answers == [1]
    reader.join()
    assert workspace.query("select 1").num_rows == 1


def test_no_edit_that_was_acknowledged_is_lost_while_the_file_is_replaced_again_and_again(home: Home) -> None:
    workspace = home.open(home.create("Edited"))
    acknowledged: list[int] = []
    is_over = threading.Event()

    def edit(first: int) -> None:
        for n in range(first, 10_000, 4):
            if is_over.is_set():
                return
            save(workspace, "list", f"edit {n}", str(n))
            acknowledged.append(n)

    writers = [threading.Thread(target=edit, args=(first,)) for first in range(4)]
    for writer in writers:
        writer.start()
    versions = [workspace.data_version]
    for turn in range(5):
        wait_until(lambda turn=turn: len(acknowledged) > turn * 8)
        with home.replacing(workspace.shop_id) as folder:
            copy = folder / "transfer" / "copy"
            copy.write_bytes((folder / "shop.duckdb").read_bytes())
            time.sleep(0.1)  # a rename that comes late
            copy.replace(folder / "shop.duckdb")
        versions.append(workspace.data_version)
    is_over.set()
    for writer in writers:
        writer.join()
    home.close_all()
    assert set(saved(home.open(workspace.shop_id), "list")) == {f"edit {n}" for n in acknowledged}
    assert versions == sorted(set(versions))


def test_a_file_of_before_put_in_its_place_has_a_data_version_above_all_former_ones(home: Home) -> None:
    workspace = home.open(home.create("Put back"))
    home.close_all()
    before = (workspace.folder / "shop.duckdb").read_bytes()
    for n in range(3):
        store_sales(workspace, incoming([line("Ann", 3, n)], f"{n}.csv"))
    last = workspace.data_version
    with home.replacing(workspace.shop_id) as folder:
        (folder / "shop.duckdb").write_bytes(before)
    assert workspace.data_version > last
    assert sum(orders(workspace).values()) == 0
    elsewhere = Workspace(Path(workspace.folder), is_opened=False)
    home.close_all()
    elsewhere.open()
    assert elsewhere.data_version == workspace.data_version
    elsewhere.close()


def test_cached_answers_never_fit_a_shop_that_another_process_made_anew_under_the_same_id(home: Home) -> None:
    workspace = home.open(home.create("Demo", shop_id="demo"))
    store_sales(workspace, incoming([line("Ann", 3, 10)]))
    version = workspace.data_version
    home.close_all()
    other = Home(home.folder)
    other.delete("demo", typed_name="Demo")
    time.sleep(1.1)  # cards tell when they were made to the second
    other.create("Demo", shop_id="demo")
    store_sales(other.open("demo"), incoming([line("Bob", 4, 20)]))
    other.close_all()
    assert home.open("demo") is workspace
    assert workspace.data_version > version
    assert workspace.query("select customer from customers")["customer"].to_pylist() == ["Bob"]


def test_a_shop_that_another_process_deleted_is_gone_here_too(home: Home) -> None:
    shop_id = home.create("Gone")
    workspace = home.open(shop_id)
    home.close_all()
    Home(home.folder).delete(shop_id, typed_name="Gone")
    for use in (lambda: home.open(shop_id), lambda: workspace.query("select 1")):
        with pytest.raises(NoSuchShop):
            use()
    assert list(home.folder.iterdir()) == []


def test_a_replacing_that_fails_leaves_the_shop_usable(home: Home) -> None:
    workspace = home.open(home.create("Failed"))
    store_sales(workspace, incoming([line("Ann", 3, 10)]))
    with pytest.raises(RuntimeError, match="unplugged"), home.replacing(workspace.shop_id):
        raise RuntimeError("unplugged")
    assert sum(orders(workspace).values()) == 1
