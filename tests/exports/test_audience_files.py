import csv
import datetime as dt
import io
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from segmentation.exports.audiences import csv_pieces, write_csv
from segmentation.exports.cell_text import cell_text
from segmentation.exports.description import Column, Kind, Limits, Rows
from segmentation.exports.refusals import MissingColumn
from segmentation.locale import Words

TEXT = (Column("t", "Text"),)


def content(columns: tuple[Column, ...], rows: Rows, limits: Limits | None = None) -> str:
    raw = b"".join(csv_pieces(columns, rows, words=Words(), limits=limits))
    assert raw.startswith(b"\xef\xbb\xbf")
    return raw.decode("utf-8-sig")


def records(columns: tuple[Column, ...], rows: Rows, limits: Limits | None = None) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content(columns, rows, limits), newline=""), strict=True))


def test_every_kind_is_written_exactly() -> None:
    columns = (
        Column("id", "Customer", Kind.IDENTIFIER),
        Column("m", "Revenue", Kind.MONEY),
        Column("n", "Days", Kind.INTEGER),
        Column("f", "Mean", Kind.DECIMAL),
        Column("d", "Day", Kind.DATE),
        Column("at", "At", Kind.DATETIME),
    )
    rows = pa.table(
        {
            "id": ["00123", None, 'a "b", c'],
            "m": pa.array([Decimal("1234.5000"), Decimal("-0.1250"), Decimal("-3.0001")], pa.decimal128(18, 4)),
            "n": [1000, -5, None],
            "f": [0.1, float("nan"), None],
            "d": pa.array([dt.date(2026, 6, 30), dt.date(1850, 1, 1), None]),
            "at": pa.array([dt.datetime(2026, 6, 30, 9, 5), None, dt.datetime(2026, 1, 1)]),
        }
    )
    assert content(columns, rows) == (
        '"Customer","Revenue","Days","Mean","Day","At"\r\n'
        '"00123",1234.50,1000,0.1,2026-06-30,2026-06-30 09:05:00\r\n'
        ",-0.125,-5,,1850-01-01,\r\n"
        '"a ""b"", c",-3.0001,,,,2026-01-01 00:00:00\r\n'
    )


@pytest.mark.parametrize(
    "formula",
    [
        "=1+1",
        "+1",
        "-1+1",
        "@SUM(A1)",
        "\t=1",
        "\tx",
        "\nx",
        "\r=1",
        "  =1",
        "\u200b=1",
        "\u3000＝1",
        "＋1",
        "－1",
        "＠a",
        "﹦1",
    ],
)
def test_what_starts_a_formula_gets_an_apostrophe(formula: str) -> None:
    [_, [written]] = records(TEXT, pa.table({"t": [formula]}))
    assert written[0] == "'"
    assert written.replace("'", "") == cell_text(formula)


@pytest.mark.parametrize("text", ["a=1", "1-2", "'=1", "|cmd", "张三", "(=1)", '"=1', " plain ", "007"])
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert records(TEXT, pa.table({"t": [text]})) == [["Text"], [text]]


@pytest.mark.parametrize(
    ("text", "guarded"),
    [
        ("a;=1", "a;'=1"),
        ("a; =1;+2", "a; '=1;'+2"),
        ("a\t＝1", "a\t'＝1"),
        ("a|@x", "a|'@x"),
        ('a;"=1', "a;\"'=1"),
        ("a\n-1", "a\n'-1"),
        ("tea; coffee", "tea; coffee"),
        ("1-2;3", "1-2;3"),
    ],
)
def test_what_would_start_a_formula_where_other_programs_split_gets_one_too(text: str, guarded: str) -> None:
    [_, [written]] = records(TEXT, pa.table({"t": [text]}))
    assert written == guarded


FORMULA_LIKE = st.text(st.sampled_from("=+-@＝;\t|,\"' \n\u200bab1"), max_size=12)


@settings(deadline=None, max_examples=300)
@given(st.lists(st.tuples(FORMULA_LIKE, FORMULA_LIKE), min_size=1, max_size=4), st.sampled_from(";\t|,"))
def test_no_program_finds_a_formula_wherever_it_splits(rows: list[tuple[str, str]], separator: str) -> None:
    table = pa.table({"t": [first for first, _ in rows], "u": [second for _, second in rows]})
    lines = io.StringIO(content((*TEXT, Column("u", "Other")), table), newline="")
    pieces = [piece for row in csv.reader(lines, delimiter=separator) for piece in row]
    assert [piece for piece in pieces if piece.lstrip("\u200b\t\n ").startswith(tuple("=+-@＝"))] == []


def test_headings_are_guarded_too() -> None:
    assert records((Column("t", "=1"),), pa.table({"t": ["x"]}))[0] == ["'=1"]


@settings(deadline=None)
@given(st.lists(st.text(st.characters(exclude_categories=["Cs"])), max_size=12), st.integers(1, 5))
def test_any_text_comes_back_but_for_its_guard(texts: list[str], batch: int) -> None:
    [_, *read] = records(TEXT, pa.table({"t": pa.array(texts, pa.string())}), Limits(rows_a_batch=batch))
    assert len(read) == len(texts)
    for text, [written] in zip(texts, read, strict=True):
        assert written.replace("'", "") == cell_text(text).replace("'", "")
        assert not written.lstrip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))


def test_long_lists_come_in_pieces() -> None:
    frame = pd.DataFrame({"t": [str(n) for n in range(10)]})
    pieces = list(csv_pieces(TEXT, frame, words=Words(), limits=Limits(rows_a_batch=4)))
    assert [piece.count(b"\r\n") for piece in pieces] == [1, 4, 4, 2]


def test_a_list_that_does_not_fit_is_refused_before_the_first_byte() -> None:
    with pytest.raises(MissingColumn):
        csv_pieces((Column("gone", "Gone"),), pa.table({"t": ["x"]}), words=Words())


def test_files_and_streams_get_the_same_bytes(tmp_path: Path) -> None:
    rows = pa.table({"t": ["张三", None]})
    stream = io.BytesIO()
    write_csv(TEXT, rows, stream, words=Words())
    write_csv(TEXT, rows, tmp_path / "a.csv", words=Words())
    assert (tmp_path / "a.csv").read_bytes() == stream.getvalue()
    assert stream.getvalue().decode("utf-8-sig") == '"Text"\r\n"张三"\r\n\r\n'
