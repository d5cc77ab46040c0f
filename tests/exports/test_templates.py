import datetime as dt
import io
import zipfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pytest
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Font, PatternFill, Protection
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table

from segmentation.errors import SegmentationError
from segmentation.exports import refusals
from segmentation.exports.description import Column, Kind
from segmentation.exports.template import TemplateLimits, fill
from segmentation.locale import Words
from tests.exports.written_books import cells, opened

COLUMNS = (
    Column("customer", "Customer", Kind.IDENTIFIER),
    Column("monetary", "Revenue", Kind.MONEY),
    Column("last_purchase_date", "Last purchase", Kind.DATE),
)
ROWS = pa.table(
    {
        "customer": ["=1+1", "00123", "{{shop}}", None],
        "monetary": pa.array([Decimal("12.5000"), None, Decimal("-3"), Decimal("0.01")], pa.decimal128(18, 4)),
        "last_purchase_date": [dt.date(2026, 6, 30), dt.date(2026, 1, 2), None, None],
    }
)
VALUES = {"shop": "@Tea", "as_of": dt.date(2026, 6, 30), "customers": 4, "revenue": Decimal("1234.5")}


def template(build: Callable[[Any], None]) -> bytes:
    book = openpyxl.Workbook()
    book.active.title = "Branch"
    build(book)
    raw = io.BytesIO()
    book.save(raw)
    return raw.getvalue()


def branded(book: Any) -> None:
    sheet = book.active
    sheet["A1"] = "Customers of {{shop}} as of {{as_of}}: {{ customers }}, {{revenue}}"
    sheet["A1"].font = Font(bold=True, color="FF0000")
    sheet["D1"] = "{{as_of}}"
    sheet["D1"].number_format = "dd.mm.yyyy"
    sheet.append([])
    sheet.append(["No.", "Customer", "Revenue", "Twice", "Decision", "Last"])
    sheet.append(["{{rows}}", "{{customer}}", "{{monetary}}", "=C4*2", "open", "{{last_purchase_date}}"])
    sheet["B4"].fill = PatternFill("solid", fgColor="FFFF00")
    sheet["C4"].number_format = '"£"0.00'
    sheet["E4"].protection = Protection(locked=False)
    sheet.row_dimensions[4].height = 33
    choice = DataValidation("list", formula1='"open,call,done"')
    choice.add("E4")
    sheet.add_data_validation(choice)
    sheet.conditional_formatting.add(
        "C4:C4", CellIsRule("lessThan", ["0"], fill=PatternFill("solid", bgColor="FF0000"))
    )
    sheet.add_table(Table(displayName="list", ref="A3:F4"))
    sheet.column_dimensions["F"].hidden = True
    sheet.protection.sheet = True
    sheet.protection.password = "secret"
    hidden = book.create_sheet("keys")
    hidden["A1"] = "branch-77"
    hidden.sheet_state = "veryHidden"


def filled(raw: bytes, **changes: Any) -> Any:
    options = {"values": VALUES, "columns": COLUMNS, "rows": ROWS, "gate": len, "words": Words("en", "GBP")} | changes
    return opened(fill(raw, **options))


def test_values_and_rows_take_their_places() -> None:
    sheet = filled(template(branded))["Branch"]
    assert cells(sheet) == [
        ["Customers of @Tea as of Jun 30, 2026: 4, £1,234.50", None, None, dt.datetime(2026, 6, 30), None, None],
        [None] * 6,
        ["No.", "Customer", "Revenue", "Twice", "Decision", "Last"],
        [1, "=1+1", 12.5, "=C4*2", "open", dt.datetime(2026, 6, 30)],
        [2, "00123", None, "=C5*2", "open", dt.datetime(2026, 1, 2)],
        [3, "{{shop}}", -3, "=C6*2", "open", None],
        [4, None, 0.01, "=C7*2", "open", None],
    ]


def test_texts_are_never_formulas_and_the_clients_formulas_stay() -> None:
    sheet = filled(template(branded))["Branch"]
    assert [sheet[f"B{row}"].data_type for row in (4, 5, 6)] == ["s", "s", "s"]
    assert sheet["B4"].quotePrefix
    assert [sheet[f"D{row}"].data_type for row in (4, 7)] == ["f", "f"]


def test_the_clients_styles_protection_choices_and_hidden_keys_stay() -> None:
    book = filled(template(branded))
    sheet = book["Branch"]
    assert sheet["A1"].font.color.rgb == "00FF0000"
    assert sheet["D1"].number_format == "dd.mm.yyyy"
    for row in range(4, 8):
        assert sheet[f"B{row}"].fill.fgColor.rgb == "00FFFF00"
        assert sheet[f"C{row}"].number_format == '"£"0.00'
        assert not sheet[f"E{row}"].protection.locked
        assert sheet.row_dimensions[row].height == 33
    [choice] = sheet.data_validations.dataValidation
    assert str(choice.sqref) == "E4:E7"
    assert [str(formats.sqref) for formats in sheet.conditional_formatting] == ["C4:C7"]
    assert sheet.tables["list"].ref == "A3:F7"
    assert sheet.column_dimensions["F"].hidden
    assert sheet.protection.sheet
    assert sheet.protection.password == opened(template(branded))["Branch"].protection.password
    assert (book["keys"].sheet_state, book["keys"]["A1"].value) == ("veryHidden", "branch-77")


def test_the_marker_may_share_its_cell_with_the_first_field() -> None:
    raw = template(lambda book: book.active.append(["{{rows}} {{customer}}", "{{shop}}"]))
    assert cells(filled(raw)["Branch"]) == [["=1+1", "@Tea"], ["00123", "@Tea"], ["{{shop}}", "@Tea"], [None, "@Tea"]]


def test_a_list_without_customers_leaves_the_row_empty() -> None:
    sheet = filled(template(branded), rows=ROWS.slice(0, 0))["Branch"]
    assert [cell.value for cell in sheet[4]] == [None, None, None, "=C4*2", "open", None]


def test_every_sheet_can_have_its_own_rows() -> None:
    def two(book: Any) -> None:
        book.active.append(["{{rows}}", "{{customer}}"])
        book.create_sheet("Money").append(["{{rows}}", "{{monetary}}"])

    book = filled(template(two))
    assert [row[1] for row in cells(book["Branch"])][:2] == ["=1+1", "00123"]
    assert [row[1] for row in cells(book["Money"])] == [12.5, None, -3, 0.01]


def bad(build: Callable[[Any], None], **changes: Any) -> SegmentationError:
    with pytest.raises(SegmentationError) as caught:
        filled(template(build), **changes)
    return caught.value


def test_a_template_without_a_place_is_refused_with_the_places_there_are() -> None:
    error = bad(lambda book: book.active.append(["Dear customer", "{shop}", "{{}}"]))
    assert isinstance(error, refusals.EmptyTemplate)
    assert "{{shop}} or {{rows}}" in str(error)
    assert "as_of, customer, customers, last_purchase_date, monetary, revenue, rows, shop" in str(error)


@pytest.mark.parametrize("text", ["{{nothing}}", "Dear {{nothing}}!"])
@pytest.mark.parametrize("marker", ["{{rows}}", "x"])
def test_an_unknown_place_is_named_with_its_cell(text: str, marker: str) -> None:
    error = bad(lambda book: book.active.append([marker, text]))
    assert isinstance(error, refusals.UnknownPlace)
    assert "{{nothing}} in Branch!B1" in str(error)


def test_a_field_of_the_list_outside_the_repeated_row_is_unknown() -> None:
    assert isinstance(bad(lambda book: book.active.append(["{{customer}}"])), refusals.UnknownPlace)


def test_a_place_inside_a_formula_is_refused() -> None:
    error = bad(lambda book: book.active.append(['="Shop {{shop}}"']))
    assert isinstance(error, refusals.PlaceInFormula)
    assert "Branch!A1" in str(error)


def test_rows_above_something_else_are_refused() -> None:
    def totals(book: Any) -> None:
        book.active.append(["{{rows}}", "{{monetary}}"])
        book.active.append(["Total", "=SUM(B1:B1)"])

    error = bad(totals)
    assert isinstance(error, refusals.RowsAboveContent)
    assert "Branch!A2" in str(error)


def test_rows_in_merged_cells_are_refused() -> None:
    def merged(book: Any) -> None:
        book.active.append(["{{rows}}", "{{monetary}}"])
        book.active.merge_cells("B1:C1")

    assert isinstance(bad(merged), refusals.RowsInMergedCells)


def test_lists_too_long_for_a_template_are_refused() -> None:
    error = bad(branded, limits=TemplateLimits(most_rows=3))
    assert isinstance(error, refusals.TooManyRows)
    assert "takes 3 rows and the list has 4" in str(error)


@pytest.mark.parametrize(
    ("name", "refusal"),
    [
        ("040_zero_byte.xlsx", refusals.NotATemplate),
        ("043_real_xls.xls", refusals.NotATemplate),
        ("045_csv_named_xlsx.xlsx", refusals.NotATemplate),
        ("050_encrypted.xlsx", refusals.ProtectedTemplate),
        ("052_macro_named_xlsx.xlsx", refusals.MacroTemplate),
        ("053_png_named_xlsx.xlsx", refusals.NotATemplate),
        ("055_ods_named_xlsx.xlsx", refusals.NotATemplate),
        ("042_bitflip.xlsx", refusals.NotATemplate),
        ("000_plain_ok.xlsx", refusals.EmptyTemplate),
    ],
)
def test_files_that_are_no_template_are_refused_with_their_reason(
    shared: Path, name: str, refusal: type[SegmentationError]
) -> None:
    with pytest.raises(refusal):
        filled((shared / "corpus" / name).read_bytes())


def test_the_gate_sees_the_bytes_before_they_are_unpacked() -> None:
    class TooLarge(SegmentationError):
        code = "TOO_LARGE"

    def gate(content: bytes) -> None:
        raise TooLarge()

    with pytest.raises(TooLarge):
        filled(template(branded), gate=gate)


def test_a_broken_package_is_refused() -> None:
    raw = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(template(branded))) as source, zipfile.ZipFile(raw, "w") as package:
        for name in source.namelist():
            package.writestr(name, b"<broken" if name == "xl/workbook.xml" else source.read(name))
    with pytest.raises(refusals.NotATemplate):
        filled(raw.getvalue())
