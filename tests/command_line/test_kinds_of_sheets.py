"""Sheets that are no sales, by the command line."""

from pathlib import Path

import pytest

from tests.command_line.commands import Run

LIST = "Member,Joined,Note\nM1,2024-03-05,call\n"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Customer ID,Birthday,Gender\n1,1990-02-03,f\n", "customers"),
        ("Customer ID,Contact date,Contact type\n1,2024-03-01,call\n", "interactions"),
        ("Customer ID,Review date,Rating\n1,2024-03-01,5\n", "feedback"),
        ("SKU,Product,Cost\nT1,Longjing,12.50\n", "products"),
        ("Customer,Date,Amount\n1,2024-03-01,12.50\n", "sales"),
    ],
)
def test_the_kind_of_a_sheet_is_told_and_reported(run: Run, tmp_path: Path, text: str, kind: str) -> None:
    file = tmp_path / "sheet.csv"
    file.write_text(text, encoding="utf-8")
    ended = run("load", file, "--shop", "A", "--yes", "--json")

    assert ended.code == 0
    assert (ended.json["kind"], ended.json["kept"], ended.json["reason"]) == (kind, 1, None)


def test_the_kind_can_be_said(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text(LIST, encoding="utf-8")
    columns = ("--map", "happened_at=Joined", "--map", "kind=Note")
    ended = run("load", file, "--shop", "A", "--kind", "interactions", *columns, "--yes", "--json")

    assert (ended.json["kind"], ended.json["kept"]) == ("interactions", 1)


def test_a_list_without_a_customer_is_refused_with_its_columns(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text("Birthday,Gender\n1990-01-05,f\n", encoding="utf-8")
    ended = run("load", file, "--shop", "A", "--kind", "customers", "--yes", "--json")

    assert ended.code == 1
    assert ended.json["reason"] == "NO_CUSTOMER_COLUMN"
    assert "Birthday, Gender" in ended.json["message"]
