"""Summary, export, backup and demo by the command line, and the program as it stands on its own."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from segmentation.store.backup import backups
from segmentation.store.home import Home
from segmentation.store.restoring import restore
from tests.command_line.commands import CSV, Run, is_one_sentence, shop_names
from tests.conftest import PROJECT
from tests.reference.published import differing_figures, published_figures
from tests.store.sales_lines import orders


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


def test_an_unknown_segment_is_told_the_ones_there_are(run: Run, sheet: Path, tmp_path: Path) -> None:
    run("load", sheet, "--shop", "Tea", "--yes")
    ended = run("export", "--shop", "Tea", "--segment", "heroes", "--out", tmp_path / "x.xlsx")
    assert (ended.code, ended.out) == (1, "")
    assert is_one_sentence(ended.err)
    assert "champions" in ended.err
    assert not (tmp_path / "x.xlsx").exists()


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
    assert [info.file for info in backups(home, shop_id)] == [file]
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


def test_the_nightly_log_takes_every_name_whatever_the_systems_code_page(folder: Path, tmp_path: Path) -> None:
    """Windows gives a redirected program its country's code page, such as cp1252."""
    file = tmp_path / "销售.csv"
    file.write_text("顾客,日期,金额\n张三,2024-03-01,10\n李四,2024-03-02,20\n", encoding="utf-8")
    variables = os.environ | {"REGULARS_HOME": str(folder), "PYTHONUTF8": "0", "PYTHONIOENCODING": "cp1252"}

    def night(*asked: object) -> tuple[int, str]:
        command = [sys.executable, "-m", "segmentation", *map(str, asked)]
        done = subprocess.run(command, cwd=PROJECT, env=variables, capture_output=True, timeout=120, check=False)
        return done.returncode, (done.stdout + done.stderr).decode()

    code, said = night("load", file, "--shop", "茶馆", "--yes")
    assert (code, "销售.csv" in said) == (0, True)
    code, said = night("load", file, "--shop", "茶馆", "--yes")
    assert (code, "Traceback" in said) == (1, False)
    assert night("shops")[1].strip().endswith("茶馆")
