"""Workbooks whose months stand in sheets of their own, by the command line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.command_line.commands import Run
from tests.intake.odd_files import HEADER, LINES, rows_xml, sheet_xml, xlsx


def _month(*lines: list[str]) -> str:
    return sheet_xml(rows_xml([HEADER, *lines]))


@pytest.fixture
def months(tmp_path: Path) -> Path:
    """January with 12 lines, February with 8 and two of January's again, a hidden sheet of the same columns, and a note."""
    file = tmp_path / "months.xlsx"
    note = sheet_xml(rows_xml([["note"], ["checked"]]))
    sheets = (_month(*LINES[:12]), _month(*LINES[10:]), _month(*LINES[:3]), note)
    file.write_bytes(xlsx(*sheets, names=["January", "February", "Old", "Notes"], states={"Old": "hidden"}))
    return file


def codes(report: Any) -> dict[str, int]:
    return {found["code"]: found["count"] for found in report["findings"] if found["code"] != "NO_ORDER_NUMBER"}


def test_sheets_that_were_not_taken_are_named(run: Run, months: Path) -> None:
    report = run("load", months, "--shop", "Tea", "--yes", "--json").json
    assert (report["kept"], report["sheet"], codes(report)) == (12, "January", {"OTHER_SHEETS": 1})
    assert "February" in report["findings"][0]["message"]


@pytest.mark.parametrize("which", [("--all-sheets",), ("--sheet", "January", "--sheet", "February")])
def test_several_sheets_are_one_load_and_a_line_in_two_of_them_counts_once(
    run: Run, months: Path, which: tuple[str, ...]
) -> None:
    report = run("load", months, "--shop", "Tea", "--yes", "--json", *which).json
    assert (report["read"], report["kept"], report["duplicates"]) == (22, 20, 2)
    assert report["net_revenue"] == sum(float(line[4]) for line in LINES)
    assert codes(report) == {"SHEETS_OVERLAP": 2}
    assert "counted once" in report["findings"][0]["message"]


def test_a_line_in_two_sheets_counts_each_time_where_one_says_so(run: Run, months: Path) -> None:
    report = run("load", months, "--shop", "Tea", "--yes", "--json", "--all-sheets", "--keep-repeats").json
    assert (report["kept"], report["duplicates"]) == (22, 0)
    assert "count each time" in report["findings"][0]["message"]


def test_the_next_file_of_that_shape_gives_all_its_sheets_again(run: Run, months: Path, tmp_path: Path) -> None:
    later = tmp_path / "later.xlsx"
    lines = [[f"B{line[0]}", line[1].replace("2024-03", "2024-04"), *line[2:]] for line in LINES]
    later.write_bytes(
        xlsx(_month(*lines[:5]), _month(*lines[5:9]), _month(*lines[9:]), names=["March", "April", "May"])
    )
    run("load", months, "--shop", "Tea", "--yes", "--all-sheets")
    report = run("load", later, "--shop", "Tea", "--yes", "--json").json
    assert (report["kept"], report["sheet"], codes(report)) == (20, "March, April, May", {})

    last = tmp_path / "last.xlsx"
    newer = [[f"C{line[0]}", *line[1:]] for line in lines]
    last.write_bytes(xlsx(_month(*newer[:5]), _month(*newer[5:]), names=["June", "July"]))
    one = run("load", last, "--shop", "Tea", "--yes", "--json", "--sheet", "June").json
    assert (one["kept"], codes(one)) == (5, {"OTHER_SHEETS": 1})
