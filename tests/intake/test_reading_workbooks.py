from __future__ import annotations

import io
import random
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import msoffcrypto
import pytest
import xlsxwriter
from msoffcrypto.format.ooxml import OOXMLFile

from segmentation.intake.raw import RawTable
from tests.intake.odd_files import (
    HEADER,
    LINES,
    PLAIN,
    column,
    findings,
    ods,
    rows_xml,
    sheet_xml,
    table_xlsx,
    xlsb,
    xlsx,
)
from tests.intake.odd_files import refusal_code as code

Read = Callable[..., RawTable]


def test_a_plain_sheet_comes_as_text_with_its_row_numbers(read_here: Read) -> None:
    table = read_here(table_xlsx(PLAIN))
    assert table.headers == tuple(HEADER)
    assert table.header_row == 1
    assert table.cells.column("row_number").to_pylist() == list(range(2, 22))
    assert column(table, "amount")[:3] == ["1.5", "3", "4.5"]
    assert (table.questions, table.findings, table.left_out, table.refused) == ((), (), 0, None)


def test_date_cells_come_as_iso_text_and_bare_serials_stay_numbers(read_here: Read) -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        sheet.write_row(0, 0, ["order", "date", "serial", "customer"])
        for row in range(1, 5):
            sheet.write_row(row, 0, [f"A{row}", None, 45356.5, "Anna"])
            sheet.write_datetime(row, 1, datetime(2010, 12, 1, 8, 26), moment)
    table = read_here(out.getvalue())
    assert column(table, "date") == ["2010-12-01 08:26:00"] * 4
    assert column(table, "serial") == ["45356.5"] * 4
    assert not table.is_1904


def test_a_workbook_of_the_1904_calendar_says_so(read_here: Read) -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "date_1904": True}) as book:
        sheet = book.add_worksheet()
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(0, 0, ["order", "date", "customer"])
        for row in range(1, 5):
            sheet.write_row(row, 0, [f"A{row}", None, "Anna"])
            sheet.write_datetime(row, 1, datetime(2024, 3, 5), day)
    table = read_here(out.getvalue())
    assert table.is_1904
    assert column(table, "date") == ["2024-03-05 00:00:00"] * 4


def test_cells_merged_downwards_are_filled_and_asked_about(read_here: Read) -> None:
    rows: list[list[object]] = [list(row) for row in PLAIN]
    rows[2][2] = rows[3][2] = None
    data = sheet_xml(rows_xml(rows), '<mergeCells><mergeCell ref="C2:C4"/><mergeCell ref="A21:B21"/></mergeCells>')
    table = read_here(xlsx(data))
    assert column(table, "customer")[:4] == ["Customer 1"] * 3 + ["Customer 4"]
    assert table.questions == ("MERGED_CELLS",)
    assert findings(table) == {"MERGED_CELLS": 2}


def test_merged_ranges_upon_each_other_do_not_hold_the_reading_up(read_here: Read) -> None:
    ranges = '<mergeCell ref="C2:C1048576"/>' + '<mergeCell ref="C3:C21"/>' * 3
    assert code(read_here, xlsx(sheet_xml(rows_xml(PLAIN), f"<mergeCells>{ranges}</mergeCells>"))) == "CORRUPT_XML"


def test_a_table_that_begins_further_right_and_below_keeps_places(read_here: Read) -> None:
    text = rows_xml(PLAIN, first_row=4)
    for letter in "EDCBA":
        text = text.replace(f'r="{letter}', f'r="{chr(ord(letter) + 3)}')
    data = text.replace('<is><t xml:space="preserve">Customer 3</t></is>', "", 1)
    table = read_here(xlsx(sheet_xml(data, '<mergeCells><mergeCell ref="F6:F7"/></mergeCells>')))
    assert table.headers == tuple(HEADER)
    assert column(table, "customer")[1:3] == ["Customer 2", "Customer 2"]
    assert table.cells.column("row_number")[0].as_py() == 5


def test_rows_out_of_order_keep_their_numbers(read_here: Read) -> None:
    pieces = rows_xml(PLAIN).split("</row>")[:-1]
    head, *body = pieces
    random.Random(7).shuffle(body)
    table = read_here(xlsx(sheet_xml("</row>".join([head, *body]) + "</row>")))
    assert column(table, "order_no") == [line[0] for line in LINES]


def test_error_cells_refuse_their_row_by_name(read_here: Read) -> None:
    text = rows_xml(PLAIN).replace('<c r="E5"><v>6.0</v></c>', '<c r="E5" t="e"><v>#DIV/0!</v></c>')
    text = text.replace('<c r="D9"><v>3</v></c>', '<c r="D9" t="e"><v>#N/A</v></c>')
    table = read_here(xlsx(sheet_xml(text)))
    assert table.refused is not None
    assert table.refused.to_pylist() == [
        {"row_number": 5, "column": "amount", "value": "#DIV/0!", "reason": "ERROR_CELL"},
        {"row_number": 9, "column": "qty", "value": "#N/A", "reason": "ERROR_CELL"},
    ]
    assert table.cells.num_rows == 18


def test_errors_in_a_total_and_in_prepared_empty_rows_refuse_nothing(read_here: Read) -> None:
    broken = '<c r="E{0}" t="e"><f>SUM(E2:E21)</f><v>#REF!</v></c></row>'
    total = '<row r="22"><c r="A22" t="inlineStr"><is><t>Total</t></is></c>' + broken.format(22)
    prepared = '<row r="23">' + broken.format(23)
    table = read_here(xlsx(sheet_xml(rows_xml(PLAIN) + total + prepared)))
    assert (table.cells.num_rows, table.left_out, table.refused) == (20, 1, None)
    assert findings(table) == {"TOTAL_ROW": 1, "BLANK_ROWS": 1}


def formulas(stored: str) -> str:
    text = rows_xml(PLAIN)
    for number in range(2, 22):
        text = text.replace(f'<c r="E{number}"><v>{(number - 1) * 1.5!r}</v></c>', stored.replace("#", str(number)))
    return text


@pytest.mark.parametrize(
    "stored",
    [
        '<c r="E#"><f>D#*2</f></c>',
        '<c r="E#"><f>D#*2</f><v></v></c>',
        '<c r="E#"><f>D#*2</f><v/></c>',
        '<c r="E#"><f t="shared" si="0"/></c>',
        '<x:c xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main" r="E#"><x:f>D#*2</x:f></x:c>',
    ],
)
def test_formulas_without_results_refuse_the_file(read_here: Read, stored: str) -> None:
    if stored.startswith("<x:c"):
        stored = stored.replace("x:", "")
    assert code(read_here, xlsx(sheet_xml(formulas(stored)))) == "FORMULAS_WITHOUT_VALUES"


@pytest.mark.parametrize(
    ("results", "expected"), [("0", "FORMULAS_WITHOUT_VALUES"), ("#", None)], ids=["all zero", "calculated"]
)
def test_zeros_that_a_program_stored_for_every_formula_are_no_results(
    read_here: Read, results: str, expected: str | None
) -> None:
    sheet = sheet_xml(formulas(f'<c r="E#"><f>D#*2</f><v>{results}</v></c>'))
    uncalculated = '<calcPr calcId="124519" fullCalcOnLoad="1"/>'
    if expected is None:
        assert read_here(xlsx(sheet, book=uncalculated)).cells.num_rows == 20
    else:
        assert code(read_here, xlsx(sheet, book=uncalculated)) == expected
        assert read_here(xlsx(sheet)).cells.num_rows == 20


def test_formulas_with_results_are_data(read_here: Read) -> None:
    table = read_here(xlsx(sheet_xml(formulas('<c r="E#"><f>D#*2</f><v>#</v></c>'))))
    assert column(table, "amount") == [str(number) for number in range(2, 22)]
    empty = read_here(xlsx(sheet_xml(formulas('<c r="E#" t="str"><f>""</f><v></v></c>'))))
    assert column(empty, "amount") == [None] * 20


def test_formulas_without_results_in_a_total_refuse_nothing(read_here: Read) -> None:
    total = '<row r="22"><c r="A22" t="inlineStr"><is><t>合计</t></is></c><c r="E22"><f>SUM(E2:E21)</f></c></row>'
    table = read_here(xlsx(sheet_xml(rows_xml(PLAIN) + total)))
    assert (table.cells.num_rows, table.left_out) == (20, 1)


def test_ids_over_fifteen_digits_are_asked_about_only_where_they_are_numbers(read_here: Read) -> None:
    rows = [
        ["member", "order", *HEADER[1:]],
        *[[440300199001011234, f"4403001990010112{n:02}", *row[1:]] for n, row in enumerate(PLAIN[1:])],
    ]
    table = read_here(table_xlsx(rows))
    assert table.questions == ("PRECISION_LOST",)
    assert [found.values["headers"] for found in table.findings] == [["member"]]


def test_phones_saved_as_powers_of_ten_are_asked_about(read_here: Read) -> None:
    rows = [[*HEADER, "phone"], *[[*row, "1.38E+10"] for row in PLAIN[1:]]]
    table = read_here(table_xlsx(rows))
    assert table.questions == ("PRECISION_LOST",)
    assert table.findings[0].values["columns"] == "phone"


def test_an_overlong_cell_is_cut_and_told(read_here: Read) -> None:
    rows = [list(row) for row in PLAIN]
    rows[3][2] = "名" * 40_000
    table = read_here(table_xlsx(rows))
    assert column(table, "customer")[2] == "名" * 32_767
    assert findings(table) == {"LONG_CELL": 1}


def test_escaped_characters_are_read(read_here: Read) -> None:
    strings = ["a_x000D_b", "_x005F_x0041_", "plain"]
    rows = [HEADER, *[[f"A{n:05}", "2024-03-01", text, 1, 2.0] for n, text in enumerate(strings * 3)]]
    assert column(read_here(table_xlsx(rows)), "customer")[:3] == ["a\rb", "_x0041_", "plain"]


@pytest.mark.parametrize(
    ("place", "expected"),
    [("XFD1048576", "TOO_MANY_COLUMNS"), ("A2000000", "CORRUPT_XML"), ("SH3", "TOO_MANY_COLUMNS")],
)
def test_stray_cells_are_refused_before_they_are_read(read_here: Read, place: str, expected: str) -> None:
    stray = f'<row><c r="{place}"><v>1</v></c></row>'
    assert code(read_here, xlsx(sheet_xml(rows_xml(PLAIN) + stray))) == expected


def test_names_from_right_to_left_and_of_every_script_come_through(read_here: Read) -> None:
    names = ["שרה כהן", "\u202eliar", "محمد", "𠮷野", "🍵 tea", "<b>&amp;", "=1+1"]
    rows = [HEADER, *[[f"A{n:05}", "2024-03-01", name, 1, 2.0] for n, name in enumerate(names * 2)]]
    assert column(read_here(table_xlsx(rows)), "customer") == names * 2


# msoffcrypto's own writer breaks packages below OLE's 4 kB limit for small streams, so there is a part that does not shrink
LARGER = table_xlsx(PLAIN, parts={"xl/media/image1.png": random.Random(1).randbytes(16_000)})


@pytest.fixture(scope="module")
def locked(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("locked") / "locked.xlsx"
    with path.open("wb") as out:
        OOXMLFile(io.BytesIO(LARGER)).encrypt("秘密", out)
    return path.read_bytes()


def test_a_locked_workbook_opens_with_its_password_only(read_here: Read, locked: bytes) -> None:
    assert code(read_here, locked) == "PASSWORD_PROTECTED"
    assert code(read_here, locked, password="wrong") == "WRONG_PASSWORD"
    assert read_here(locked, password="秘密").cells.num_rows == 20


def test_a_workbook_locked_against_changes_opens_as_in_excel(read_here: Read, tmp_path: Path) -> None:
    path = tmp_path / "read_only.xlsx"
    with path.open("wb") as out:
        OOXMLFile(io.BytesIO(LARGER)).encrypt("VelvetSweatshop", out)
    assert msoffcrypto.OfficeFile(io.BytesIO(path.read_bytes())).is_encrypted()
    assert read_here(path.read_bytes()).cells.num_rows == 20


def test_open_document_sheets_are_read(read_here: Read) -> None:
    table = read_here(ods([["Sales 2024", "", ""], *PLAIN, ["合计", "", "", 40, 315.0]]))
    assert (table.kind, table.headers, table.cells.num_rows, table.left_out) == ("ods", tuple(HEADER), 20, 1)
    assert code(read_here, ods(PLAIN, "<manifest:encryption-data/>")) == "PASSWORD_PROTECTED"
    assert code(read_here, ods(PLAIN, "<!DOCTYPE x>")) == "DTD_FORBIDDEN"


def test_binary_workbooks_are_read(read_here: Read) -> None:
    table = read_here(xlsb(PLAIN))
    assert (table.kind, table.headers, table.cells.num_rows, table.sheet) == ("xlsb", tuple(HEADER), 20, "Sales")
    assert column(table, "amount")[:2] == ["1.5", "3"]


def test_an_old_workbook_is_read_and_a_cut_one_refused(read_here: Read, shared: Path) -> None:
    data = (shared / "corpus" / "043_real_xls.xls").read_bytes()
    assert (read_here(data).kind, read_here(data).cells.num_rows) == ("xls", 20)
    for cut in (600, 4_000, 8_000):
        assert code(read_here, data[:cut]) in ("CORRUPT_XML", "NOT_A_SPREADSHEET", "NO_DATA")
