"""Which sheet of a workbook is read, and sheets with the same columns together."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from segmentation.intake.errors import FileRefused
from segmentation.intake.raw import RawTable
from tests.intake.odd_files import (
    HEADER,
    PLAIN,
    column,
    findings,
    rows_xml,
    sheet_xml,
    xlsx,
)
from tests.intake.odd_files import refusal_code as code

Read = Callable[..., RawTable]


def test_the_visible_sheet_with_most_data_is_taken(read_here: Read) -> None:
    cover, data = sheet_xml(rows_xml([["Exported by ShopSoft"]])), sheet_xml(rows_xml(PLAIN))
    more = sheet_xml(rows_xml([*PLAIN, *PLAIN[1:]]))
    book = xlsx(cover, data, more, names=["Cover", "Sales", "Old"], states={"Old": "hidden"})
    table = read_here(book)
    assert table.sheet == "Sales"
    assert [(sheet.name, sheet.rows, sheet.is_hidden) for sheet in table.sheets] == [
        ("Cover", 1, False),
        ("Sales", 20, False),
        ("Old", 40, True),
    ]
    chosen = read_here(book, sheet="Old")
    assert (chosen.cells.num_rows, findings(chosen)) == (40, {"OTHER_SHEETS": 1, "HIDDEN_SHEET": 1})
    assert code(read_here, book, sheet="Nowhere") == "NO_SUCH_SHEET"


def test_other_sheets_with_the_same_columns_are_told_of(read_here: Read) -> None:
    months = [sheet_xml(rows_xml([PLAIN[0], *lines])) for lines in (PLAIN[1:12], PLAIN[12:], [["no", "sale"]])]
    states = {"Old": "hidden"}
    book = xlsx(*months[:2], months[0], months[2], names=["Jan", "Feb", "Old", "Notes"], states=states)
    table = read_here(book)
    assert (table.sheet, findings(table)) == ("Jan", {"OTHER_SHEETS": 2})
    assert table.findings[0].values["sheets"] == "Feb, Notes"
    assert table.alike == ("Jan", "Feb", "Notes")
    assert findings(read_here(book, sheet="Feb")) == {"OTHER_SHEETS": 2}
    assert findings(read_here(book, sheets=("Jan", "Feb"))) == {"OTHER_SHEETS": 1}
    together = read_here(book, all_sheets=True)
    assert (together.joined, findings(together)) == ((("Jan", 11), ("Feb", 9), ("Notes", 1)), {})


def test_a_sheet_is_offered_with_its_lines_its_total_and_header_apart(read_here: Read) -> None:
    total = ["合计", None, None, 12, 99.0]
    early, late = sheet_xml(rows_xml([*PLAIN[:13], total])), sheet_xml(rows_xml([PLAIN[0], *PLAIN[13:], total]))
    table = read_here(xlsx(early, late, names=["Jan", "Feb"]))
    assert [(sheet.name, sheet.rows) for sheet in table.sheets] == [("Jan", 12), ("Feb", 8)]


def test_sheets_without_lines_or_with_other_columns_are_not_offered(read_here: Read) -> None:
    sales, empty = sheet_xml(rows_xml(PLAIN)), sheet_xml(rows_xml(PLAIN[:1]))
    wider = sheet_xml(rows_xml([[*row, "note"] for row in PLAIN[:5]]))
    table = read_here(xlsx(sales, empty, wider, names=["Sales", "Empty", "Wider"]))
    assert (table.alike, findings(table)) == ((), {})
    assert read_here(xlsx(sales, empty), all_sheets=True).joined == ()


def test_sheets_with_the_same_columns_are_joined_and_their_overlap_is_counted(read_here: Read) -> None:
    early, late = sheet_xml(rows_xml([HEADER, *PLAIN[1:13]])), sheet_xml(rows_xml([HEADER, *PLAIN[11:]]))
    turned = sheet_xml(rows_xml([[row[1], row[0], *row[2:]] for row in PLAIN[:1] + PLAIN[15:]]))
    other = sheet_xml(rows_xml([["customer", "points"], ["Anna", 5], ["Bernd", 6]]))
    book = xlsx(early, late, turned, other, names=["Jan", "Feb", "Mar", "Points"])
    table = read_here(book, sheets=("Jan", "Feb", "Mar"))
    assert table.joined == (("Jan", 12), ("Feb", 10), ("Mar", 6))
    assert (table.cells.num_rows, findings(table)) == (28, {"SHEETS_OVERLAP": 8})
    assert table.cells.column("row_number").to_pylist()[10:14] == [12, 13, 2, 3]
    assert [place for place, again in enumerate(table.repeated.to_pylist()) if again] == [12, 13, *range(22, 28)]
    assert column(table, "order_no")[-1] == "A00020"
    with pytest.raises(FileRefused) as refusal:
        read_here(book, sheets=("Jan", "Points"))
    assert refusal.value.code == "DIFFERENT_COLUMNS"


def test_a_line_that_one_sheet_has_twice_overlaps_as_often_as_the_earlier_sheet_has_it(read_here: Read) -> None:
    once, twice = sheet_xml(rows_xml(PLAIN)), sheet_xml(rows_xml([*PLAIN, PLAIN[1]]))
    assert read_here(xlsx(twice, once), sheets=("Sheet1", "Sheet2")).overlap == 20
    assert read_here(xlsx(once, twice), sheets=("Sheet1", "Sheet2")).overlap == 20
    assert read_here(xlsx(twice, twice), sheets=("Sheet1", "Sheet2")).overlap == 21
    assert read_here(xlsx(twice)).overlap == 0
