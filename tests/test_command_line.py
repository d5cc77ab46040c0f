"""What is done every night, by the command line: each command, each refusal, and what it leaves behind."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from segmentation.__main__ import main
from segmentation.classifications.rfm_segments import DEFAULT
from segmentation.intake.errors import EmptyFile
from segmentation.locale import Words
from segmentation.store.backup import backups, restore
from segmentation.store.home import Home
from tests.conftest import PROJECT
from tests.reference.published import differing_figures, published_figures
from tests.store.sales_lines import orders, state

CSV = "Customer,Order,Date,Amount\nAnn,1,2024-03-01,10.50\nBob,2,2024-03-20,20\nAnn,3,2024-03-25,30\n,4,2024-03-26,5\n"


@dataclass(frozen=True)
class Ended:
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Run = Callable[..., Ended]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "shops"


@pytest.fixture
def run(folder: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """``run("load", file, …)``: the command on the test's own home, in this process."""

    def ran(command: str, *arguments: object, home: Path | None = None) -> Ended:
        capsys.readouterr()
        code = main([command, *(str(each) for each in arguments), "--home", str(home or folder)])
        captured = capsys.readouterr()
        return Ended(code, captured.out, captured.err)

    return ran


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    file = tmp_path / "march.csv"
    file.write_text(CSV, encoding="utf-8")
    return file


def shop_names(folder: Path) -> list[str]:
    return [card.name for card in Home(folder).shops(with_archived=True)]


def look(folder: Path, name: str) -> dict[str, Any]:
    home = Home(folder)
    seen = state(home.open(home.find(name).id))
    home.close_all()
    return seen


def is_one_sentence(text: str) -> bool:
    """What a person reads: said once, no program's talk in it."""
    lines = text.strip().splitlines()
    return (
        len(lines) == 1 and lines[0][-1] in ".…" and not any(mark in text for mark in ("Traceback", "Error:", "{", "}"))
    )


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


@pytest.fixture
def wrong_files(tmp_path: Path) -> dict[str, Path]:
    made = {name: tmp_path / name for name in ("empty.xlsx", "picture.xlsx", "no customer.csv", "header only.csv")}
    made["empty.xlsx"].write_bytes(b"")
    made["picture.xlsx"].write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(200))
    made["no customer.csv"].write_text("Datum,Ware,Preis\n2024-01-03,Tee,4.50\n", encoding="utf-8")
    made["header only.csv"].write_text("Customer,Date,Amount\n", encoding="utf-8")
    made["not there"] = tmp_path / "nowhere.xlsx"
    made["a folder"] = tmp_path
    return made


WRONG = {
    "empty.xlsx": "EMPTY_FILE",
    "picture.xlsx": "NOT_A_SPREADSHEET",
    "no customer.csv": "NO_CUSTOMER_COLUMN",
    "header only.csv": "NO_DATA",
    "not there": "NO_SUCH_FILE",
    "a folder": "NO_SUCH_FILE",
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_file_gets_one_sentence_and_the_shop_is_as_before(
    run: Run, folder: Path, sheet: Path, wrong_files: dict[str, Path], name: str
) -> None:
    run("load", sheet, "--shop", "Tea", "--yes")
    before = look(folder, "Tea")
    for shop in ("Tea", "A new one"):
        ended = run("load", wrong_files[name], "--shop", shop, "--yes", "--json")
        assert (ended.code, ended.json["reason"]) == (1, WRONG[name])
        assert is_one_sentence(ended.err)
        plain = run("load", wrong_files[name], "--shop", shop, "--yes")
        assert (plain.code, plain.out, plain.err) == (1, "", ended.err)
    assert look(folder, "Tea") == before
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


def test_a_summary_on_a_day_of_ones_choice(run: Run, sheet: Path) -> None:
    run("load", sheet, "--shop", "Tea", "--yes")
    last, earlier = (
        run("summary", "--shop", "Tea", "--json").json,
        run("summary", "--shop", "Tea", "--json", "--as-of", "2024-03-20").json,
    )
    assert (last["as_of"], last["customers"], last["net_all"]) == ("2024-03-26", 2, 65.5)
    assert (earlier["as_of"], earlier["purchases"], earlier["net_all"]) == ("2024-03-20", 2, 30.5)
    text = run("summary", "--shop", "Tea").out
    assert "customers: 2" in text
    assert "net_all: 65.50" in text


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("summary", "--shop", "Nowhere"), "There is no shop called Nowhere. The shops are: Tea."),
        (("backup", "--shop", "Nowhere"), "There is no shop called Nowhere. The shops are: Tea."),
        (("export", "--shop", "Nowhere", "--out", "x.csv"), "There is no shop called Nowhere. The shops are: Tea."),
        (("summary", "--shop", "Tea", "--as-of", "2020-01-01"), "This shop has no sales up to 2020-01-01."),
    ],
)
def test_what_cannot_be_done_is_said_in_one_sentence(
    run: Run, folder: Path, sheet: Path, arguments: tuple[str, ...], reason: str
) -> None:
    run("load", sheet, "--shop", "Tea", "--yes")
    ended = run(*arguments)
    assert (ended.code, ended.out) == (1, "")
    assert ended.err.startswith(reason)
    assert is_one_sentence(ended.err)
    assert shop_names(folder) == ["Tea"]


def test_an_export_holds_the_customers_of_the_segment(run: Run, demo_home: Path, tmp_path: Path) -> None:
    name = Home(demo_home).shops()[0].name
    summary = run("summary", "--shop", name, "--json", home=demo_home).json
    book, text = tmp_path / "champions.xlsx", tmp_path / "champions.csv"
    for file in (book, text):
        ended = run("export", "--shop", name, "--segment", "champions", "--out", file, home=demo_home)
        assert ended.code == 0
        assert f"customers: {summary['segments']['champions']}" in ended.out
    rows = list(csv.reader(io.StringIO(text.read_bytes().decode("utf-8-sig"))))
    assert len(rows) - 1 == summary["segments"]["champions"]
    sheets = openpyxl.load_workbook(book, read_only=True)
    keys = {row[0] for row in rows[1:]}
    held = {str(cell) for page in sheets.worksheets for row in page.iter_rows(values_only=True) for cell in row}
    sheets.close()
    assert keys <= held


@pytest.mark.parametrize("name", ["list.pdf", "list", "nowhere/list.xlsx", "nowhere/list.csv"])
def test_an_export_that_cannot_be_written_is_said(run: Run, sheet: Path, tmp_path: Path, name: str) -> None:
    run("load", sheet, "--shop", "Tea", "--yes")
    ended = run("export", "--shop", "Tea", "--out", tmp_path / name)
    assert (ended.code, ended.out) == (1, "")
    assert is_one_sentence(ended.err)
    assert not (tmp_path / name).exists()


def test_an_unknown_segment_is_told_the_ones_there_are(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["export", "--shop", "Tea", "--segment", "heroes", "--out", "x.xlsx"])
    assert ended.value.code == 2
    assert "champions" in capsys.readouterr().err
    assert "champions" in DEFAULT.keys


def test_p11_a_backup_by_command_restores(run: Run, folder: Path, sheet: Path, tmp_path: Path) -> None:
    run("load", sheet, "--shop", "Tea", "--yes")
    ended = run("backup", "--shop", "Tea")
    assert ended.code == 0
    file = Path(ended.out.removeprefix("file: ").strip())
    assert file.is_file()
    more = tmp_path / "april.csv"
    more.write_text(CSV.replace("-03-", "-04-"), encoding="utf-8")
    run("load", more, "--shop", "Tea", "--yes")

    home = Home(folder)
    shop_id = home.find("Tea").id
    assert backups(home, shop_id) == (file,)
    restore(home, shop_id, file)
    assert sum(orders(home.open(shop_id)).values()) == 4
    home.close_all()


def test_the_demo_is_built_and_built_anew(run: Run, folder: Path) -> None:
    for _ in range(2):
        assert run("demo").code == 0
    assert len(shop_names(folder)) == 1
    assert run("summary", "--shop", "demo", "--json").json["customers"] > 2500
    assert "demo" in run("shops").out


CLEAN = {name: value for name, value in os.environ.items() if not name.startswith("REGULARS")}

# P10: every door of Python to the network is walled up; DuckDB's own are tried in tests/store.
NO_NETWORK = """
import sys
def watch(event, arguments):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.bind", "urllib.Request"):
        raise SystemExit(f"network call: {event} {arguments}")
sys.addaudithook(watch)
from segmentation.__main__ import main
sys.exit(main(sys.argv[1:]))
"""


def test_p10_the_commands_run_alone_by_regulars_home_and_call_no_network(
    folder: Path, sheet: Path, tmp_path: Path
) -> None:
    def ran(*arguments: object) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-c", NO_NETWORK, *(str(each) for each in arguments)],
            cwd=PROJECT, env=CLEAN | {"REGULARS_HOME": str(folder)}, text=True, capture_output=True, timeout=120,
        )  # fmt: skip

    loaded = ran("load", sheet, "--shop", "Tea", "--yes", "--json")
    assert (loaded.returncode, loaded.stderr) == (0, "")
    assert json.loads(loaded.stdout)["kept"] == 4
    out = tmp_path / "all.xlsx"
    exported = ran("export", "--shop", "Tea", "--out", out)
    assert (exported.returncode, exported.stderr) == (0, "")
    assert out.stat().st_size > 1000
    assert shop_names(folder) == ["Tea"]


def test_the_summary_of_the_real_shop_is_the_published_one(
    online_retail_home: Path, shared: Path, tmp_path: Path
) -> None:
    """As a person runs it: ``python -m segmentation summary --json``; ``--home`` wins over ``REGULARS_HOME``."""
    copy = shutil.copytree(online_retail_home, tmp_path / "copy")
    ended = subprocess.run(
        [sys.executable, "-m", "segmentation", "summary", "--shop", "online retail", "--json", "--home", str(copy)],
        cwd=PROJECT, env=CLEAN | {"REGULARS_HOME": str(tmp_path / "elsewhere")},
        text=True, capture_output=True, timeout=120,
    )  # fmt: skip
    assert (ended.returncode, ended.stderr) == (0, "")
    assert differing_figures(json.loads(ended.stdout), published_figures(shared)) == {}
    assert not (tmp_path / "elsewhere").exists()
