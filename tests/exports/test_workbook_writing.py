import datetime as dt
import io
import re
import zipfile
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from segmentation.exports.description import (
    Column,
    Kind,
    Limits,
    TableSheet,
)
from segmentation.exports.refusals import MissingColumn, UnwritableColumn
from segmentation.exports.workbook import write
from segmentation.locale import Words
from tests.exports.written_books import (
    COLUMNS,
    LIST,
    ROWS,
    book,
    cells,
    cover_counts,
    opened,
    texts_by_calamine,
    written,
)


def test_every_value_comes_back_as_it_was() -> None:
    sheet = opened(written(book(LIST)))["Champions"]
    assert cells(sheet) == [
        [column.heading for column in COLUMNS],
        ["00123", 'O\'Neil & <b>"Söhne"</b>', "13800000000", 3, 0.1, 1234.56, 0.8, dt.datetime(2026, 6, 30),
         dt.datetime(2026, 6, 30, 13, 5), 5, 73.25],
        ["12345678901234567890", "张三\n二行", "+44 20 7946 0000", None, None, -0.01, 0, dt.datetime(1900, 3, 1),
         None, 1, 20],
        [None, " two  spaces ", "007", -1, None, None, None, None, dt.datetime(2024, 2, 29, 23, 59, 59), 3, 100],
    ]  # fmt: skip


def test_every_kind_has_its_number_format_on_every_row() -> None:
    sheet = opened(written(book(LIST)))["Champions"]
    pounds = '"£"#,##0.00;-"£"#,##0.00'
    formats = [
        "@",
        "General",
        "@",
        "#,##0",
        "#,##0.00",
        pounds,
        "0.0%",
        "yyyy-mm-dd",
        "yyyy-mm-dd hh:mm",
        "0",
        "#,##0.0",
    ]
    for row in sheet.iter_rows(min_row=2):
        assert [cell.number_format for cell in row if cell.value is not None] == [
            shown for cell, shown in zip(row, formats, strict=True) if cell.value is not None
        ]


@pytest.mark.parametrize(
    ("language", "currency", "shown"),
    [
        ("en", None, "#,##0.00"),
        ("en", "JPY", '"¥"#,##0;-"¥"#,##0'),
        ("zh_CN", "CNY", '"¥"#,##0.00;-"¥"#,##0.00'),
        ("en", "CNY", '"CN¥"#,##0.00;-"CN¥"#,##0.00'),
        ("en", "EUR", '"€"#,##0.00;-"€"#,##0.00'),
    ],
)
def test_money_carries_the_currency_of_the_shop(language: str, currency: str | None, shown: str) -> None:
    sheet = opened(written(book(LIST), words=Words(language, currency)))["Champions"]
    assert sheet["F2"].number_format == shown


def test_texts_are_text_cells_that_stay_text_when_edited() -> None:
    sheet = opened(written(book(LIST)))["Champions"]
    for letter in "ABC":
        assert sheet[f"{letter}3"].data_type == "s"
        assert sheet[f"{letter}3"].quotePrefix


def test_header_is_frozen_filtered_and_wide_enough() -> None:
    sheet = opened(written(book(LIST)))["Champions"]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:K4"
    assert all(cell.font.bold for cell in sheet[1])
    assert sheet.column_dimensions["A"].width >= len("12345678901234567890")


def test_chinese_texts_get_twice_the_width() -> None:
    rows = pd.DataFrame({"narrow": ["abcdefghijkl"], "wide": ["十二个字的中文名称测试啊"]})
    sheet = TableSheet("W", (Column("narrow", "n"), Column("wide", "w")), rows)
    widths = opened(written(book(sheet)))["W"].column_dimensions
    assert widths["B"].width - 1.5 == pytest.approx(2 * (widths["A"].width - 1.5), abs=1.0)


def test_both_readers_see_the_same_texts() -> None:
    content = written(book(LIST))
    by_calamine = [[row[0], row[1], row[2]] for row in texts_by_calamine(content, "Champions")]
    assert by_calamine == [row[:3] for row in cells(opened(content)["Champions"])]


def test_pandas_frames_are_written_like_arrow_tables() -> None:
    frame = ROWS.to_pandas(integer_object_nulls=True)
    assert written(book(TableSheet("Champions", COLUMNS, frame))) != b""
    assert cells(opened(written(book(TableSheet("Champions", COLUMNS, frame))))["Champions"]) == cells(
        opened(written(book(LIST)))["Champions"]
    )


@pytest.mark.parametrize("batch", [1, 2, 3, 1000])
def test_batches_make_no_difference(batch: int) -> None:
    small = written(book(LIST), limits=Limits(rows_a_batch=batch))
    assert cells(opened(small)["Champions"]) == cells(opened(written(book(LIST)))["Champions"])


def test_long_lists_go_on_in_further_sheets_and_no_row_is_lost() -> None:
    rows = pa.table({"n": pa.array(range(1, 24))})
    sheet = TableSheet("Regulars", (Column("n", "Number", Kind.INTEGER),), rows)
    content = written(book(sheet), limits=Limits(rows_a_sheet=10, rows_a_batch=4))
    read = opened(content)
    assert read.sheetnames == ["Cover", "Regulars", "Regulars (2)", "Regulars (3)"]
    parts = [[row[0] for row in cells(read[name])] for name in read.sheetnames[1:]]
    assert [part[0] for part in parts] == ["Number"] * 3
    assert [value for part in parts for value in part[1:]] == list(range(1, 24))
    assert cover_counts(content) == {
        "Regulars": 10,
        "Regulars (2)": 10,
        "Regulars (3)": 3,
        "Rows in all": 23,
        "Texts cut to the length of a cell": 0,
    }


def test_row_beyond_the_last_of_a_real_sheet_stands_on_the_second() -> None:
    rows = pa.table({"n": pa.array(np.arange(1_048_576))})
    content = written(book(TableSheet("All", (Column("n", "n", Kind.INTEGER),), rows)))
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        full = package.read("xl/worksheets/sheet2.xml")
    assert full.count(b"<row ") == 1_048_576
    assert full.endswith(b"</worksheet>")
    assert b'<row r="1048576"><c r="A1048576" s="' in full
    read = opened(without(content, "xl/worksheets/sheet2.xml"))
    assert cells(read["All (2)"]) == [["n"], [1_048_575]]
    assert [row[1] for row in cells(read["Cover"]) if row[0] in ("All", "All (2)", "Rows in all")] == [
        1_048_575,
        1,
        1_048_576,
    ]


def without(content: bytes, part: str) -> bytes:
    """The book with the rows of one sheet left out: openpyxl takes half a minute for a full one."""
    lighter = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(lighter, "w") as package:
        for name in source.namelist():
            text = source.read(name)
            package.writestr(name, re.sub(rb"<row.*</row>", b"", text, flags=re.DOTALL) if name == part else text)
    return lighter.getvalue()


def test_texts_longer_than_a_cell_are_cut_and_counted() -> None:
    texts = ["a" * 32_767, "b" * 32_768, "😀" * 16_383, "😀" * 16_384, "short", None]
    content = written(book(TableSheet("Notes", (Column("t", "Text"),), pa.table({"t": texts}))))
    read = [row[0] for row in cells(opened(content)["Notes"])][1:]
    assert read == ["a" * 32_767, "b" * 32_767, "😀" * 16_383, "😀" * 16_383, "short"]
    assert cover_counts(content)["Texts cut to the length of a cell"] == 2


def test_days_before_excels_calendar_are_written_as_text() -> None:
    days = pa.table({"d": [dt.date(1850, 12, 24), dt.date(1900, 2, 28), dt.date(1900, 3, 1)]})
    sheet = opened(written(book(TableSheet("D", (Column("d", "Day", Kind.DATE),), days))))["D"]
    assert [row[0] for row in cells(sheet)][1:] == ["1850-12-24", "1900-02-28", dt.datetime(1900, 3, 1)]


def test_the_types_of_duckdb_sums_enums_and_text_are_never_left_empty() -> None:
    rows = duckdb.sql(
        """select 'gold'::enum('gold', 'silver') as tier, sum(x)::hugeint as items, sum(x::decimal(18, 4)) as money,
                  count(*) as n, 7::utinyint as small, true as is_new, 18446744073709551615::ubigint as big
           from range(5) t(x)"""
    ).to_arrow_table()
    kinds = (Kind.TEXT, Kind.INTEGER, Kind.MONEY, Kind.INTEGER, Kind.SCORE, Kind.TEXT, Kind.INTEGER)
    columns = tuple(Column(key, key, kind) for key, kind in zip(rows.column_names, kinds, strict=True))
    sheet = opened(written(book(TableSheet("T", columns, rows))))["T"]
    assert cells(sheet)[1] == ["gold", 10, 10, 5, 7, "yes", 18446744073709551615]


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        (pa.array([dt.time(12, 30)]), Kind.TEXT),
        (pa.array([dt.timedelta(days=1)]), Kind.INTEGER),
        (pa.array([b"bytes"]), Kind.TEXT),
        (pa.array([[1, 2]]), Kind.TEXT),
        (pa.array(["12"]), Kind.INTEGER),
        (pa.array([True]), Kind.INTEGER),
        (pa.array([1.5]), Kind.IDENTIFIER),
        (pa.array([1e18]), Kind.IDENTIFIER),
        (pa.array([1]), Kind.DATE),
        (pa.array([dt.datetime(2024, 1, 1, tzinfo=dt.UTC)]), Kind.DATETIME),
    ],
)
def test_types_outside_the_allow_list_are_refused(values: pa.Array, kind: Kind) -> None:
    sheet = TableSheet("T", (Column("x", "Heading", kind),), pa.table({"x": values}))
    with pytest.raises(UnwritableColumn, match="Heading"):
        written(book(sheet))


def test_phones_that_pandas_made_floats_come_back_whole() -> None:
    frame = pd.DataFrame({"phone": [13800000001.0, None]})
    sheet = opened(written(book(TableSheet("T", (Column("phone", "Phone", Kind.PHONE),), frame))))["T"]
    assert sheet["A2"].value == "13800000001"


def test_a_missing_column_is_named_with_those_there_are() -> None:
    with pytest.raises(MissingColumn, match=r"no column gone\. Its columns are: id, name"):
        written(book(TableSheet("T", (Column("gone", "Gone"),), ROWS)))


def test_an_empty_list_has_its_header_and_counts_nothing() -> None:
    content = written(book(TableSheet("Nobody", COLUMNS, ROWS.slice(0, 0))))
    assert cells(opened(content)["Nobody"]) == [[column.heading for column in COLUMNS]]
    assert cover_counts(content)["Rows in all"] == 0


def test_a_path_appears_only_when_its_file_is_whole(tmp_path: Path) -> None:
    target = tmp_path / "list.xlsx"
    target.write_bytes(b"what stood there before")
    bad = TableSheet("T", (Column("gone", "Gone"),), ROWS)
    with pytest.raises(MissingColumn):
        write(book(bad), target, words=Words())
    assert target.read_bytes() == b"what stood there before"
    write(book(LIST), target, words=Words("en", "GBP"))
    assert cells(opened(target.read_bytes())["Champions"])[1][0] == "00123"
    assert [path.name for path in tmp_path.iterdir()] == ["list.xlsx"]
