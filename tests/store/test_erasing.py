"""P9: a customer can be erased so that no byte stays in the shop's folder, and the shop's totals stay."""

from __future__ import annotations

import dataclasses
import json
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from segmentation.store.backup import back_up
from segmentation.store.customer_records import NoSuchCustomer, change, current_values
from segmentation.store.erasing import (
    CustomerNameDoesNotMatch,
    delete_copies,
    erase,
    is_rewrite_due,
    name_to_type,
    older_copies,
    rewrite,
)
from segmentation.store.home import Home
from segmentation.store.loading import store_sales
from segmentation.store.notes import add_note, notes
from tests.conftest import PROJECT
from tests.store.sales_lines import incoming, line, orders

NAME, PHONE, NOTE, CITY = "Zephyrine Quackenbush", "13800138765", "prefers the jade pillow", "Wulumuqi-West"
SECRETS = (NAME, PHONE, NOTE, CITY, "ZQ-7741", "zq-7741", "zephyrine@example.org")
ZEPH, BOB = 1, 2


@pytest.fixture
def shop_id(home: Home) -> str:
    """A shop where one customer has left traces everywhere."""
    made = home.create("Corner shop")
    lines = [
        line("ZQ-7741", 3, 10, "1", name=NAME, phone=PHONE, email="zephyrine@example.org"),
        line("ZQ-7741", 5, 30),
        line("Bob", 4, 20, "2", name="Bob"),
        line(None, 5, 7),
    ]
    findings = [{"code": "SAMPLE", "count": 1, "example": f"{NAME} bought nothing", "place": "row 2"}]
    workspace = home.open(made)
    store_sales(workspace, dataclasses.replace(incoming(lines), findings=findings))
    change(workspace, ZEPH, {"city": CITY, "phone": PHONE + " home"}, author="Li")
    change(workspace, ZEPH, {"city": "elsewhere"})
    change(workspace, BOB, {"city": "Suzhou"})
    add_note(workspace, ZEPH, NOTE)
    add_note(workspace, BOB, "likes green tea")
    with workspace.writing() as cursor:
        cursor.execute("insert into refused_lines values (1, 9, 'date', ?, 'not a date')", [NAME])
        cursor.execute("insert into feedback (customer_id, rating, text) values (?, 5, ?)", [ZEPH, NOTE])
        cursor.execute(
            "insert into vip_grants (grant_id, customer_id, level, reason) values (1, ?, 'VIP', ?)", [ZEPH, NOTE]
        )
    return made


def found_in(folder: Path) -> set[str]:
    files = [file for file in folder.rglob("*") if file.is_file()]
    assert files
    return {secret for file in files for secret in SECRETS if secret.encode() in file.read_bytes()}


def test_p9_a_customer_can_be_erased_so_that_no_byte_stays(home: Home, shop_id: str) -> None:
    home.close(shop_id)
    assert found_in(home.folder / shop_id) == set(SECRETS)  # what is looked for is there to be found

    erased = erase(home, shop_id, ZEPH, typed_name=NAME)

    home.close_all()
    assert found_in(home.folder / shop_id) == set()
    assert (erased.lines_made_unidentified, erased.older_copies) == (2, ())


def test_the_shops_totals_and_everybody_elses_file_stay(home: Home, shop_id: str) -> None:
    before = home.open(shop_id).data_version
    erase(home, shop_id, ZEPH, typed_name=f" {NAME} ")
    shop = home.open(shop_id)
    assert sum(amount * times for (_, _, _, amount, _), times in orders(shop).items()) == 67
    assert {key for key, *_ in orders(shop)} == {None, "bob"}
    assert [note.text for note in notes(shop, BOB)] == ["likes green tea"]
    assert current_values(shop, BOB)["city"].value == "Suzhou"
    with pytest.raises(NoSuchCustomer):
        current_values(shop, ZEPH)
    assert shop.data_version > before
    (findings,) = shop.query("select findings from loads")["findings"].to_pylist()
    assert json.loads(findings)[0]["place"] == "row 2"


def test_orders_are_those_of_a_shop_that_never_knew_the_customer(home: Home, shop_id: str) -> None:
    erase(home, shop_id, ZEPH, typed_name=NAME)
    other = home.open(home.create("Never knew"))
    store_sales(other, incoming([line(None, 3, 10, "1"), line(None, 5, 30), line("Bob", 4, 20, "2"), line(None, 5, 7)]))
    assert orders(home.open(shop_id)) == orders(other)


def test_another_name_erases_nobody(home: Home, shop_id: str) -> None:
    with pytest.raises(CustomerNameDoesNotMatch):
        erase(home, shop_id, ZEPH, typed_name="Zephyrine")
    assert current_values(home.open(shop_id), ZEPH)["name"].value == NAME


def test_a_customer_without_a_name_is_erased_by_number(home: Home) -> None:
    shop_id = home.create("Corner shop")
    store_sales(home.open(shop_id), incoming([line("C-1", 3, 10, "1")]))
    assert name_to_type(home.open(shop_id), 1) == "C-1"
    erase(home, shop_id, 1, typed_name="C-1")
    assert home.open(shop_id).query("select * from customers").num_rows == 0


def test_those_merged_into_the_customer_go_with_them(home: Home, shop_id: str) -> None:
    with home.open(shop_id).writing() as cursor:
        cursor.execute(
            "insert into merges (merge_id, kept_id, merged_id, decision, reason) values (1, ?, ?, 'accepted', ?)",
            [ZEPH, BOB, NAME],
        )
    erase(home, shop_id, ZEPH, typed_name=NAME)
    assert {key for key, *_ in orders(home.open(shop_id))} == {None}
    home.close_all()
    assert found_in(home.folder / shop_id) == set()


def test_older_backups_are_named_and_can_be_deleted(home: Home, shop_id: str, tmp_path: Path) -> None:
    backup = back_up(home.open(shop_id))
    erased = erase(home, shop_id, ZEPH, typed_name=NAME)
    assert erased.older_copies == (backup,)
    home.close_all()
    assert found_in(home.folder / shop_id) == set(SECRETS)

    stranger = tmp_path / "stranger.duckdb"
    stranger.touch()
    delete_copies(home, shop_id, [*erased.older_copies, stranger])
    assert older_copies(home, shop_id) == ()
    assert stranger.exists()
    assert found_in(home.folder / shop_id) == set()


def test_a_name_in_another_writing_is_blanked_in_examples_too(home: Home, shop_id: str) -> None:
    with home.open(shop_id).writing() as cursor:
        cursor.execute(
            "insert into refused_lines values (1, 10, 'date', ?, ''), (1, 11, 'date', 'Bob', '')", [NAME.upper()]
        )
    erase(home, shop_id, ZEPH, typed_name=NAME)
    assert home.open(shop_id).query("select value from refused_lines order by row_number")["value"].to_pylist() == [
        None,
        None,
        "Bob",
    ]


def test_a_query_that_runs_ends_before_the_file_is_taken_away(home: Home, shop_id: str) -> None:
    shop, begun, answers = home.open(shop_id), threading.Event(), []

    def read() -> None:
        with shop.cursor() as cursor:
            begun.set()
            slow = "select count(*) from range(4000) as a, range(10000) as b where (a.range * b.range) % 7 = 1"
            answers.append(cursor.execute(slow).fetchall())

    reader = threading.Thread(target=read)
    reader.start()
    begun.wait()
    erase(home, shop_id, ZEPH, typed_name=NAME)
    reader.join()
    assert len(answers) == 1
    assert current_values(home.open(shop_id), BOB)["city"].value == "Suzhou"


def test_an_erasing_that_was_cut_short_is_due_until_it_is_finished(
    home: Home, shop_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from segmentation.store import erasing

    def fail(folder: Path, fresh: Path) -> None:
        fresh.write_bytes(b"half of it")
        raise OSError("the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(erasing, "_copy_rows", fail)
        with pytest.raises(OSError, match="disk is full"):
            erase(home, shop_id, ZEPH, typed_name=NAME)
    assert is_rewrite_due(home.open(shop_id))
    rewrite(home, shop_id)
    assert not is_rewrite_due(home.open(shop_id))
    home.close_all()
    assert found_in(home.folder / shop_id) == set()


def test_p9_no_byte_stays_in_what_was_dropped_or_left_by_a_kill(home: Home, shop_id: str) -> None:
    workspace = home.open(shop_id)
    waiting = workspace.upload_folder() / "dropped"
    others = workspace.folder / "uploads" / "of a process that was killed" / "dropped"
    others.parent.mkdir()
    left = [waiting, others, workspace.folder / "uploads" / "old", workspace.folder / "transfer" / "half.part"]
    for file in left:
        file.write_text(f"{NAME}, {PHONE}", encoding="utf-8")
    erase(home, shop_id, ZEPH, typed_name=NAME)
    assert [file for file in left if file.exists()] == []
    home.close_all()
    assert found_in(home.folder / shop_id) == set()


KILLED = """
import os, signal, sys
from pathlib import Path
from segmentation.store import erasing
from segmentation.store.home import Home
done = getattr(erasing, sys.argv[3])
def die(*given):
    if sys.argv[4] == "after":
        done(*given)
    os.kill(os.getpid(), signal.SIGKILL)
setattr(erasing, sys.argv[3], die)
erasing.erase(Home(Path(sys.argv[1])), sys.argv[2], 1, typed_name=sys.argv[5])
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no SIGKILL")
@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("step", ["_delete_rows", "_copy_rows", "put_in_place", "remove_waiting"])
def test_an_erasing_killed_at_any_step_leaves_a_sound_shop_and_can_be_finished(
    home: Home, shop_id: str, step: str, when: str
) -> None:
    home.close_all()
    ended = subprocess.run(
        [sys.executable, "-c", KILLED, str(home.folder), shop_id, step, when, NAME],
        cwd=PROJECT, timeout=120, check=False,
    )  # fmt: skip
    assert ended.returncode == -signal.SIGKILL
    shop = home.open(shop_id)
    assert sum(amount * times for (_, _, _, amount, _), times in orders(shop).items()) == 67
    if step == "_delete_rows":  # nothing was said to be done, and nothing is
        assert current_values(shop, ZEPH)["name"].value == NAME
        erase(home, shop_id, ZEPH, typed_name=NAME)
    else:
        assert is_rewrite_due(shop)
        rewrite(home, shop_id)
    assert not is_rewrite_due(home.open(shop_id))
    home.close_all()
    assert found_in(home.folder / shop_id) == set()


def test_what_is_written_while_the_file_is_copied_is_not_lost(
    home: Home, shop_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from segmentation.store import erasing

    writers: list[threading.Thread] = []
    copy_rows, shop = erasing._copy_rows, home.open(shop_id)

    def copy_and_be_slow(folder: Path, fresh: Path) -> None:
        copy_rows(folder, fresh)
        writers.append(threading.Thread(target=add_note, args=(shop, BOB, "just in time")))
        writers[0].start()
        writers[0].join(0.4)
        assert writers[0].is_alive()  # it waits until the file is there

    monkeypatch.setattr(erasing, "_copy_rows", copy_and_be_slow)
    erase(home, shop_id, ZEPH, typed_name=NAME)
    writers[0].join()
    assert notes(shop, BOB)[0].text == "just in time"
    home.close_all()
    assert notes(home.open(shop_id), BOB)[0].text == "just in time"
