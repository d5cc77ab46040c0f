"""Several files and folders in one command, and commands that nobody can answer."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from segmentation.store.backup import backups
from segmentation.store.home import Home
from tests.command_line.commands import CSV, Run, is_one_sentence, look, shop_names


@pytest.fixture
def months(tmp_path: Path) -> Path:
    """A folder of three sheets, the second of them broken, and something that is none."""
    folder = tmp_path / "months"
    (folder / "older").mkdir(parents=True)
    (folder / "2024-05.csv").write_text(CSV.replace("-03-", "-05-").replace(",2024", "5,2024"), encoding="utf-8")
    (folder / "2024-04.xlsx").write_bytes(b"\x89PNG" + bytes(100))
    (folder / "2024-03.csv").write_text(CSV, encoding="utf-8")
    (folder / "notes.md").write_text("call Ann", encoding="utf-8")
    return folder


def test_a_folder_is_loaded_in_name_order_and_a_broken_sheet_does_not_stop_the_others(run: Run, months: Path) -> None:
    ended = run("load", months, "--shop", "Tea", "--yes", "--json")
    assert ended.code == 1
    assert [(Path(each["file"]).name, each["kept"], each["reason"]) for each in ended.json] == [
        ("2024-03.csv", 4, None),
        ("2024-04.xlsx", 0, "NOT_A_SPREADSHEET"),
        ("2024-05.csv", 4, None),
    ]
    assert run("summary", "--shop", "Tea", "--json").json["net_all"] == 131


def test_several_files_are_loaded_in_the_order_named(run: Run, sheet: Path, tmp_path: Path) -> None:
    more = tmp_path / "april.csv"
    more.write_text(CSV.replace("-03-", "-04-"), encoding="utf-8")
    ended = run("load", more, sheet, "--shop", "Tea", "--yes")
    assert ended.code == 0
    assert ended.out.index("april.csv") < ended.out.index("march.csv")
    assert ended.out.count("kept: 4") == 2


def test_a_folder_without_sheets_is_said_and_makes_no_shop(run: Run, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    ended = run("load", tmp_path / "empty", "--shop", "Tea", "--yes", "--json")
    assert ended.code == 1
    assert ended.json[0]["reason"] == "NO_SHEETS_IN_FOLDER"
    assert shop_names(folder) == []


def test_where_nobody_can_answer_nothing_is_loaded_without_yes(run: Run, folder: Path, sheet: Path) -> None:
    ended = run("load", sheet, "--shop", "Tea", "--json")
    assert (ended.code, ended.json["reason"], ended.json["kept"]) == (1, "NOBODY_TO_ASK", 0)
    assert is_one_sentence(ended.err.replace(". Add", ", add"))
    assert shop_names(folder) == []


def test_restore_takes_the_latest_sound_backup_and_only_with_yes(run: Run, folder: Path, sheet: Path) -> None:
    run("load", sheet, "--shop", "Tea", "--yes")
    before = look(folder, "Tea")
    sound = Path(run("backup", "--shop", "Tea", "--json").json["file"])
    (sound.parent / "2999-01-01-000000-0000.duckdb").write_bytes(b"no database")
    sheet.write_text(CSV.replace("-03-", "-04-"), encoding="utf-8")
    run("load", sheet, "--shop", "Tea", "--yes")
    after = look(folder, "Tea")
    assert after != before

    assert json.loads(run("restore", "--shop", "Tea", "--json").out)["reason"] == "NOBODY_TO_ASK"
    assert look(folder, "Tea") == after
    ended = run("restore", "--shop", "Tea", "--yes", "--json")
    assert (ended.code, Path(ended.json["file"])) == (0, sound)
    assert run("summary", "--shop", "Tea", "--json").json["net_all"] == 65.5


def test_restore_takes_the_backup_that_is_named(run: Run, folder: Path, sheet: Path) -> None:
    run("load", sheet, "--shop", "Tea", "--yes")
    first = Path(run("backup", "--shop", "Tea", "--json").json["file"])
    sheet.write_text(CSV.replace("-03-", "-04-"), encoding="utf-8")
    run("load", sheet, "--shop", "Tea", "--yes")
    run("backup", "--shop", "Tea")
    assert run("restore", "--shop", "Tea", "--backup", first, "--yes").code == 0
    assert run("summary", "--shop", "Tea", "--json").json["net_all"] == 65.5
    assert run("restore", "--shop", "Tea", "--backup", "other.duckdb", "--yes").code == 1


def test_a_shop_without_a_backup_is_said(run: Run, folder: Path, sheet: Path) -> None:
    run("load", sheet, "--shop", "Tea", "--yes")
    ended = run("restore", "--shop", "Tea", "--yes", "--json")
    assert (ended.code, ended.json["reason"]) == (1, "NO_SOUND_BACKUP")
    home = Home(folder)
    assert backups(home, home.find("Tea").id) == ()
