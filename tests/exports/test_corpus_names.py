import csv
import io
from pathlib import Path

import openpyxl
import pyarrow as pa
import pytest

from segmentation.exports.audiences import csv_pieces
from segmentation.exports.cell_text import cell_text
from segmentation.exports.description import Column, FactsSheet, TableSheet, WorkbookDescription
from segmentation.exports.template import fill
from segmentation.locale import Words
from tests.exports.written_books import cells, opened, texts_by_calamine, written

FILES = ["109_formula_injection_names.xlsx", "110_xss_markdown_names.xlsx", "112_unicode_names.xlsx"]


@pytest.fixture(params=FILES)
def names(request: pytest.FixtureRequest, shared: Path) -> list[str]:
    sheet = openpyxl.load_workbook(shared / "corpus" / request.param).active
    found = [str(row[2]) for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert len(found) == 14
    return found


COLUMNS = (Column("name", "Name"),)


def test_odd_names_are_plain_texts_in_workbooks(names: list[str]) -> None:
    sheets = tuple(TableSheet(name, COLUMNS, pa.table({"name": names})) for name in names)
    content = written(WorkbookDescription((FactsSheet("Cover", names[0]), *sheets)))
    book = opened(content)
    for title in book.sheetnames[1:]:
        assert [row[0] for row in cells(book[title])][1:] == [cell_text(name) for name in names]
        assert {cell.data_type for row in book[title].iter_rows() for cell in row} == {"s"}
    assert [row[0] for row in texts_by_calamine(content, book.sheetnames[1])][1:] == [cell_text(name) for name in names]


def test_odd_names_are_plain_texts_in_csv_files(names: list[str]) -> None:
    raw = b"".join(csv_pieces(COLUMNS, pa.table({"name": names}), words=Words())).decode("utf-8-sig")
    read = [row[0] for row in csv.reader(io.StringIO(raw, newline=""), strict=True)][1:]
    for name, found in zip(names, read, strict=True):
        assert found.replace("'", "") == cell_text(name).replace("'", "")
        assert found.lstrip("\t\n\r \u200b\ufeff\u202e")[:1] not in "=+-@＝＋－＠"


def test_odd_names_are_plain_texts_in_templates(names: list[str]) -> None:
    template = openpyxl.Workbook()
    template.active.append(["{{rows}}", "{{name}}", "for {{name}}"])
    raw = io.BytesIO()
    template.save(raw)
    filled = fill(
        raw.getvalue(), values={}, columns=COLUMNS, rows=pa.table({"name": names}), gate=len, words=Words()
    )  # fmt: skip
    sheet = opened(filled).active
    assert [row[1] for row in cells(sheet)] == [cell_text(name) for name in names]
    assert [row[2] for row in cells(sheet)] == ["for " + cell_text(name) for name in names]
    assert {cell.data_type for cell in sheet["B"]} == {"s"}
