"""Loading by the command line: what it reports, what it refuses, and that a refusal leaves nothing."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from segmentation.intake.errors import EmptyFile
from segmentation.locale import Words
from segmentation.store.file_load import prepare
from segmentation.store.home import Home
from segmentation.views import loads
from segmentation.views.vip import log_of_moves
from tests.command_line.commands import CSV, Run, is_one_sentence, look, shop_names


def test_loading_makes_the_shop_and_reports_what_became_of_each_line(run: Run, folder: Path, sheet: Path) -> None:
    ended = run("load", sheet, "--shop", "Tea 茶", "--currency", "EUR", "--yes", "--json")
    assert ended.code == 0
    report = ended.json
    assert {"read", "kept", "refused", "duplicates", "findings", "reason"} <= set(report)
    assert (report["read"], report["kept"], report["refused"], report["duplicates"]) == (4, 4, 0, 0)
    assert report["reason"] is None
    assert (report["first_date"], report["last_date"], report["net_revenue"]) == ("2024-03-01", "2024-03-26", 65.5)
    assert [(card.name, card.currency) for card in Home(folder).shops()] == [("Tea 茶", "EUR")]


def test_refused_lines_are_counted_and_what_was_seen_is_said_in_words(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "faulty.csv"
    file.write_text(CSV + "Cat,5,soon,10\nDan,6,2024-03-27,a lot\n", encoding="utf-8")
    report = run("load", file, "--shop", "Tea", "--yes", "--json").json
    assert (report["read"], report["kept"], report["refused"]) == (6, 4, 2)
    assert report["findings"]
    for finding in report["findings"]:
        assert finding["message"][-1] == "."
        assert "{" not in finding["message"]


def test_the_same_file_again_ends_with_one_sentence_and_changes_nothing(run: Run, folder: Path, sheet: Path) -> None:
    run("load", sheet, "--shop", "Tea", "--yes")
    before = look(folder, "Tea")
    ended = run("load", sheet, "--shop", "tea", "--yes", "--json")
    assert (ended.code, ended.json["reason"], ended.json["kept"]) == (1, "ALREADY_IMPORTED", 0)
    assert is_one_sentence(ended.err)
    assert ended.json["message"] == ended.err.strip()
    assert look(folder, "Tea") == before


def test_a_load_writes_down_whose_vip_level_it_changed_as_the_browser_does(
    run: Run, folder: Path, sheet: Path, tmp_path: Path
) -> None:
    def log(name: str) -> list[tuple[object, ...]]:
        home = Home(folder)
        try:
            rows = log_of_moves(home.open(home.find(name).id)).to_pylist()
        finally:
            home.close_all()
        return sorted((row["customer"], str(row["from_level"]), row["to_level"], row["reason"]) for row in rows)

    run("load", sheet, "--shop", "Tea", "--yes")
    assert log("Tea") == [("Ann", "None", "VIP", "first record")]
    more = tmp_path / "april.csv"
    more.write_text("Customer,Order,Date,Amount\nBob,5,2024-04-02,900\n", encoding="utf-8")
    run("load", more, "--shop", "Tea", "--yes")
    by_command = log("Tea")
    assert ("Bob", "non-VIP", "VIP", "limit reached") in by_command

    home = Home(folder)
    workspace = home.open(home.create("Browser"))
    for file in (sheet, more):
        loads.load(workspace, prepare(workspace, file, file_name=file.name))
    home.close_all()
    assert log("Browser") == by_command


@pytest.fixture
def wrong_files(tmp_path: Path) -> dict[str, Path]:
    made = {name: tmp_path / name for name in ("empty.xlsx", "picture.xlsx", "no customer.csv", "header only.csv")}
    made["empty.xlsx"].write_bytes(b"")
    made["picture.xlsx"].write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(200))
    made["no customer.csv"].write_text("Datum,Ware,Preis\n2024-01-03,Tee,4.50\n", encoding="utf-8")
    made["header only.csv"].write_text("Customer,Date,Amount\n", encoding="utf-8")
    made["not there"] = tmp_path / "nowhere.xlsx"
    return made


WRONG = {
    "empty.xlsx": "EMPTY_FILE",
    "picture.xlsx": "NOT_A_SPREADSHEET",
    "no customer.csv": "NO_CUSTOMER_COLUMN",
    "header only.csv": "NO_DATA",
    "not there": "NO_SUCH_FILE",
}


def test_a_wrong_file_gets_one_sentence_and_the_shop_is_as_before(
    run: Run, folder: Path, sheet: Path, wrong_files: dict[str, Path]
) -> None:
    run("load", sheet, "--shop", "Tea", "--yes")
    before = look(folder, "Tea")
    for name, reason in WRONG.items():
        ended = run("load", wrong_files[name], "--shop", "A new one", "--yes", "--json")
        assert (ended.code, ended.json["reason"]) == (1, reason), name
        assert is_one_sentence(ended.err), name
        plain = run("load", wrong_files[name], "--shop", "Tea", "--yes")
        assert (plain.code, plain.out, plain.err) == (1, "", ended.err), name
        assert look(folder, "Tea") == before, name
    assert shop_names(folder) == ["Tea"]


def test_an_encrypted_workbook_gets_one_sentence(run: Run, folder: Path, shared: Path) -> None:
    ended = run("load", shared / "corpus" / "050_encrypted.xlsx", "--shop", "New", "--yes", "--json")
    assert (ended.code, ended.json["reason"]) == (1, "PASSWORD_PROTECTED")
    assert is_one_sentence(ended.err)
    assert shop_names(folder) == []


def test_the_sentence_about_missing_columns_names_those_there(run: Run, wrong_files: dict[str, Path]) -> None:
    assert "Datum, Ware, Preis" in run("load", wrong_files["no customer.csv"], "--shop", "New", "--yes").err


def test_sentences_come_in_the_language_asked_for(run: Run, wrong_files: dict[str, Path]) -> None:
    ended = run("load", wrong_files["empty.xlsx"], "--shop", "New", "--yes", "--lang", "zh_CN")
    assert (ended.code, ended.err.strip()) == (1, EmptyFile().sentence(Words("zh_CN")))


AMBIGUOUS = "Customer,Date,Amount\nAnn,03/04/2024,10\nBob,05/06/2024,20\n"


def test_what_is_ambiguous_is_asked_also_with_yes(run: Run, folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "days.csv"
    file.write_text(AMBIGUOUS, encoding="utf-8")
    ended = run("load", file, "--shop", "New", "--yes", "--json")
    assert ended.code == 1
    assert ended.json["reason"].startswith("DATE")
    assert shop_names(folder) == []


def test_columns_are_given_by_name(run: Run, folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "odd.csv"
    file.write_text("A,B,C,Wer\n1.50,2024-01-03,x,ann\n2.50,2024-01-04,y,bob\n", encoding="utf-8")
    ended = run("load", file, "--shop", "Odd", "--yes", "--json",
                "--map", "customer=Wer", "--map", "amount=A", "--map", "date=B")  # fmt: skip
    assert (ended.code, ended.json["kept"], ended.json["net_revenue"]) == (0, 2, 4.0)


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [("customer=Nobody", "UNKNOWN_COLUMN"), ("weather=Amount", "UNKNOWN_FIELD"), ("customer", "UNKNOWN_COLUMN")],
)
def test_a_column_or_field_that_is_not_there_is_said(
    run: Run, folder: Path, sheet: Path, wrong: str, reason: str
) -> None:
    ended = run("load", sheet, "--shop", "New", "--yes", "--json", "--map", wrong)
    assert (ended.code, ended.json["reason"]) == (1, reason)
    assert is_one_sentence(ended.err)
    assert shop_names(folder) == []


def test_a_sheet_is_chosen_by_name(run: Run, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for title, amount in (("Old", 1), ("New", 7)):
        page = book.create_sheet(title)
        for row in (("Customer", "Date", "Amount"), ("Ann", "2024-03-01", amount), ("Bob", "2024-03-20", amount)):
            page.append(row)
    del book["Sheet"]
    file = tmp_path / "two.xlsx"
    book.save(file)
    assert run("load", file, "--shop", "Two", "--yes", "--json", "--sheet", "New").json["net_revenue"] == 14
    ended = run("load", file, "--shop", "Two", "--yes", "--json", "--sheet", "Newest")
    assert (ended.code, ended.json["reason"]) == (1, "NO_SUCH_SHEET")
    assert "Old, New" in ended.err


def test_how_values_are_read_is_said_on_the_command_line(run: Run, folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "undecided.csv"
    file.write_text("Customer,Order,Date,Amount\nA,1,01/02/2024,10\nB,2,03/04/2024,20\n", encoding="utf-8")
    asked = run("load", file, "--shop", "Tea", "--yes", "--json")
    assert (asked.code, asked.json["reason"]) == (1, "DATE_ORDER_UNSURE")
    unknown = run("load", file, "--shop", "Tea", "--yes", "--read", "date_order=ydm", "--json")
    assert (unknown.code, unknown.json["reason"]) == (1, "NO_SUCH_READING")
    assert "date_order=dmy / mdy" in unknown.err
    said = run("load", file, "--shop", "Tea", "--yes", "--read", "date_order=mdy", "--json")
    assert (said.code, said.json["first_date"], said.json["last_date"]) == (0, "2024-01-02", "2024-03-04")
