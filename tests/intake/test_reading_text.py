from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from segmentation.intake import delimited, text_stream
from segmentation.intake.errors import BadCsv, FileRefused
from segmentation.intake.raw import RawTable, ReadingChoices
from segmentation.intake.reading import NotPlain, Reading, cells_schema
from tests.intake.odd_files import HEADER, LINES, column, csv_text, findings
from tests.intake.odd_files import refusal_code as code

Read = Callable[..., RawTable]
NAMES = ["张伟", "王芳", "李娜", "刘洋", "陈静", "杨帆", "赵敏"]


def line_named(read: Read, data: bytes, **choices: object) -> object:
    with pytest.raises(FileRefused) as refusal:
        read(data, **choices)
    return refusal.value.values["line"]


def named_lines(names: list[str]) -> str:
    return csv_text([HEADER, *[[*line[:2], names[n % len(names)], *line[3:]] for n, line in enumerate(LINES)]])


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "gbk", "gb18030"]
)
def test_chinese_names_are_read_without_asking_in(read_here: Read, encoding: str) -> None:
    table = read_here(named_lines(NAMES).encode(encoding))
    assert table.headers == tuple(HEADER)
    assert column(table, "customer")[:7] == NAMES
    assert table.questions == ()


@pytest.mark.parametrize(
    ("encoding", "names"),
    [
        ("big5", ["陳怡君", "林志明", "黃淑芬", "張雅婷", "連衣裙"]),
        ("cp932", ["山田太郎", "佐藤さくら", "鈴木みさき", "高橋ケンジ"]),
        ("cp1252", ["Jörg Müller", "François Lefèvre", "José Núñez", "Søren"]),
        ("cp1251", ["Иван Петров", "Мария Сидорова", "Ольга Новикова"]),
        ("cp949", ["김민준", "이서연", "박지훈"]),
    ],
)
def test_what_bytes_cannot_prove_is_guessed_and_asked_about(read_here: Read, encoding: str, names: list[str]) -> None:
    table = read_here(named_lines(names).encode(encoding))
    assert table.questions == ("ENCODING_UNSURE",)
    assert table.encoding == encoding
    assert column(table, "customer")[: len(names)] == names


def test_a_chosen_encoding_is_taken_and_must_fit(read_here: Read) -> None:
    data = named_lines(["陳怡君", "林志明"]).encode("big5")
    chosen = read_here(data, encoding="big5")
    assert (chosen.questions, column(chosen, "customer")[0]) == ((), "陳怡君")
    assert code(read_here, data, encoding="utf-8") == "UNKNOWN_ENCODING"
    assert code(read_here, data, encoding="no such thing") == "UNKNOWN_ENCODING"
    assert read_here(named_lines(NAMES).encode("utf-8-sig"), encoding="utf-8").headers[0] == "order_no"
    assert read_here(named_lines(NAMES).encode("utf-16"), encoding="utf-16").headers[0] == "order_no"


@pytest.mark.parametrize(("first", "second"), [("utf-8", "gbk"), ("gbk", "utf-8"), ("utf-8", "cp1252")])
def test_two_encodings_glued_together_name_the_line(read_here: Read, first: str, second: str) -> None:
    names = ["Jörg", "Zoë"] if second == "cp1252" else NAMES
    lines = named_lines(names).split("\r\n")
    data = "\r\n".join(lines[:11]).encode(first) + b"\r\n" + "\r\n".join(lines[11:]).encode(second)
    assert code(read_here, data) == "UNKNOWN_ENCODING"
    assert line_named(read_here, data) == 12


def test_a_file_cut_inside_a_character_keeps_its_whole_lines(read_here: Read) -> None:
    data = named_lines(NAMES).encode()
    cut = read_here(data[: data.rindex("敏".encode()) + 1])
    assert cut.refused is not None
    assert (cut.cells.num_rows + cut.refused.num_rows, cut.refused.num_rows) == (20, 1) or cut.cells.num_rows < 20
    assert "CUT_SHORT" in findings(cut)


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("newline", ["\r\n", "\n", "\r"])
def test_every_separator_and_line_end_is_found(read_here: Read, separator: str, newline: str) -> None:
    table = read_here(csv_text([HEADER, *LINES], separator, newline).encode())
    assert (table.delimiter, table.cells.num_rows, table.headers) == (separator, 20, tuple(HEADER))


def test_decimal_commas_beside_semicolons_do_not_split(read_here: Read) -> None:
    rows = [[*line[:4], line[4].replace(".", ",")] for line in LINES]
    table = read_here(csv_text([HEADER, *rows], ";").encode())
    assert (table.delimiter, column(table, "amount")[:2]) == (";", ["1,50", "3,00"])


@pytest.mark.parametrize("line", ["sep=|\r\n", '"sep=|"\n', "SEP=|\r"])
def test_a_separator_line_is_obeyed_and_is_no_header(read_here: Read, line: str) -> None:
    table = read_here((line + csv_text([HEADER, *LINES], "|")).encode())
    assert (table.delimiter, table.headers, table.header_row) == ("|", tuple(HEADER), 2)
    assert table.cells.column("row_number")[0].as_py() == 3


def test_a_chosen_separator_of_any_kind_is_taken(read_here: Read) -> None:
    data = csv_text([HEADER, *LINES], "，").encode()
    assert code(read_here, data) == "BAD_CSV"
    assert read_here(data, delimiter="，").cells.num_rows == 20


def test_quoted_line_ends_separators_and_quotes_stay_inside_their_cell(read_here: Read) -> None:
    rows = [[*line[:2], f'He said "{n}",\r\n twice;\n', *line[3:]] for n, line in enumerate(LINES)]
    out = io.StringIO(newline="")
    csv.writer(out).writerows([HEADER, *rows])
    table = read_here(out.getvalue().encode())
    assert column(table, "customer") == [row[2] for row in rows]
    assert table.cells.column("row_number").to_pylist() == list(range(2, 22))


def test_rows_with_too_few_or_too_many_cells_are_refused_not_shifted(read_here: Read) -> None:
    rows = [HEADER, *LINES[:5], ["A1", "2024-03-01"], *LINES[5:], ["A2", "2024-03-01", "Ng", " Kai", "1", "2.00"]]
    table = read_here(csv_text(rows).encode())
    assert table.refused is not None
    assert table.cells.num_rows == 20
    assert table.refused.to_pylist() == [
        {"row_number": 7, "column": None, "value": "A1,2024-03-01", "reason": "RAGGED_ROW"},
        {"row_number": 23, "column": None, "value": "A2,2024-03-01,Ng, Kai,1,2.00", "reason": "RAGGED_ROW"},
    ]


def test_empty_cells_behind_the_last_column_are_no_fault(read_here: Read) -> None:
    rows = [HEADER, *[[*line, "", " "] for line in LINES]]
    table = read_here(csv_text(rows).encode())
    assert (table.cells.num_rows, table.headers, table.findings) == (20, tuple(HEADER), ())


def test_titles_totals_and_footers_of_a_csv_are_left_out(read_here: Read) -> None:
    text = "Sales report\r\n\r\n" + csv_text([HEADER, *LINES[:10], ["小计", "", "", "20", "82.50"], *LINES[10:]])
    text += "Total,,,40,315.00\r\n\r\nPrinted by ShopSoft\r\n"
    table = read_here(text.encode())
    assert (table.header_row, table.cells.num_rows, table.left_out, table.refused) == (3, 20, 3, None)
    assert findings(table) == {"TITLE_ROWS": 1, "TOTAL_ROW": 2, "FOOTER": 1}


def test_a_short_total_is_a_total_not_a_ragged_row(read_here: Read) -> None:
    table = read_here((csv_text([HEADER, *LINES]) + "Total,315.00\r\n").encode())
    assert (table.cells.num_rows, table.left_out, table.refused) == (20, 1, None)


def test_blank_lines_count_as_rows_but_not_as_data(read_here: Read) -> None:
    lines = csv_text([HEADER, *LINES]).split("\r\n")
    text = "\r\n".join([*lines[:6], "", "", *lines[6:], "", "\x1a"])
    table = read_here(text.encode())
    assert (table.cells.num_rows, findings(table)) == (20, {"BLANK_ROWS": 2})
    assert table.cells.column("row_number").to_pylist()[4:7] == [6, 9, 10]


def test_an_unclosed_quotation_mark_names_the_line_that_opens_it(read_here: Read) -> None:
    lines = csv_text([HEADER, *LINES]).split("\r\n")
    lines[6] = lines[6].replace("Customer", '"Customer', 1)
    assert line_named(read_here, "\r\n".join(lines).encode()) == 7
    lines[15] = lines[15].replace("Customer", '"Customer', 1)
    assert line_named(read_here, "\r\n".join(lines).encode()) == 7


def test_text_behind_a_closing_quotation_mark_names_its_line(read_here: Read) -> None:
    lines = csv_text([HEADER, *LINES]).split("\r\n")
    lines[4] = lines[4].replace("Customer", '"Customer"', 1)
    assert line_named(read_here, "\r\n".join(lines).encode()) == 5
    assert code(read_here, "\r\n".join(lines).encode()) == "BAD_CSV"


def test_an_inch_mark_inside_a_cell_is_text(read_here: Read) -> None:
    lines = csv_text([HEADER, *LINES]).replace("Customer 3", 'Pipe 5" long')
    assert column(read_here(lines.encode()), "customer")[2] == 'Pipe 5" long'


def test_a_file_of_one_column_or_of_broken_lines_is_refused(read_here: Read) -> None:
    assert code(read_here, b"amount\r\n" + b"12.50\r\n" * 20) == "BAD_CSV"
    broken = csv_text([HEADER, *[line[:3] for line in LINES]])
    assert code(read_here, broken.encode()) == "BAD_CSV"


def test_zero_bytes_are_taken_out_and_told(read_here: Read) -> None:
    table = read_here(csv_text([HEADER, *LINES]).replace("Customer 3", "Custo\0mer 3").encode())
    assert column(table, "customer")[2] == "Customer 3"
    assert findings(table) == {"ZERO_BYTES": 3}


def test_more_columns_than_allowed_are_refused(read_here: Read) -> None:
    wide = [[f"c{n}" for n in range(501)], *[["1"] * 501] * 3]
    assert code(read_here, csv_text(wide).encode()) == "TOO_MANY_COLUMNS"


def test_a_csv_without_header_and_one_of_header_only(read_here: Read) -> None:
    table = read_here(csv_text(LINES).encode())
    assert (table.cells.num_rows, table.questions, table.header_row) == (20, ("HEADER_UNSURE",), 0)
    assert code(read_here, csv_text([HEADER]).encode()) == "NO_DATA"


def test_lines_far_below_are_read_as_those_above(read_here: Read) -> None:
    rows = [[f"A{n}", "2024-03-01", f"客户 {n}", "1", f'"{n},5"'] for n in range(60_000)]
    table = read_here(csv_text([HEADER, *rows]).encode())
    assert column(table, "customer")[59_999] == "客户 59999"
    assert column(table, "amount")[59_999] == "59999,5"
    ragged = read_here(csv_text([HEADER, *rows, ["A1", "2024-03-01"], *rows[:3]]).encode())
    assert ragged.refused is not None
    assert ragged.refused.column("row_number").to_pylist() == [60_002]
    assert ragged.cells.table().slice(0, 60_000).equals(table.cells.table())


def both_ways(data: bytes, **choices: object) -> tuple[object, object]:
    """What the fast way and the exact way make of a file; the fast way may decline."""
    found: list[object] = []
    for is_exact in (False, True):
        with tempfile.TemporaryFile() as source:
            source.write(data)
            source.flush()
            try:
                reading = delimited.read(source, ReadingChoices(**choices), _silent, is_exact=is_exact)  # type: ignore[arg-type]  # whatever a test gives
                batches = list(reading.batches)
                found.append((_cells(reading, batches), reading.refused, reading.findings, reading.left_out))
            except NotPlain:
                found.append(NotPlain)
            except FileRefused as refusal:
                found.append((type(refusal), refusal.values))
    return found[0], found[1]


def _silent(message: str, share: float) -> None:
    pass


def _cells(reading: Reading, batches: list[pa.RecordBatch]) -> list[dict[str, object]]:
    return pa.Table.from_batches(batches, cells_schema(len(reading.headers))).to_pylist()


DAMAGES = ["", '"', ",", "\n", "x", '""']
cells = st.text(alphabet=st.sampled_from(list("ab1 ,;\"\r\n\t'é茶E+\x1a\x0b\x85\u2028")), max_size=6)
tables = st.lists(st.lists(cells, min_size=3, max_size=3), min_size=1, max_size=8)


@settings(max_examples=150, deadline=None)
@given(
    tables,
    st.sampled_from(["\r\n", "\n", "\r"]),
    st.booleans(),
    st.integers(0, 2_000),
    st.sampled_from(["", '"', ",", "\n", "x", '""']),
)
def test_the_fast_way_never_differs_from_the_exact_way(
    rows: list[list[str]], newline: str, quote_all: bool, place: int, damage: str
) -> None:
    out = io.StringIO(newline="")
    quoting = csv.QUOTE_ALL if quote_all else csv.QUOTE_MINIMAL
    csv.writer(out, lineterminator=newline, quoting=quoting).writerows([["date", "customer", "amount"], *rows])
    text = out.getvalue()
    at = place % (len(text) + 1)
    text = text[:at] + damage + text[at:]
    fast, exact = both_ways(text.encode(), delimiter=",", quote='"', header_row=1)
    assert fast is NotPlain or fast == exact


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet=st.sampled_from(list('a,"\r\n ')), max_size=40))
def test_the_fast_way_takes_no_text_that_the_exact_way_refuses(body: str) -> None:
    fast, exact = both_ways(b"date,customer\n" + body.encode(), delimiter=",", quote='"', header_row=1)
    assert fast is NotPlain or fast == exact


@pytest.mark.parametrize("size", [1, 2, 3, 7])
def test_pieces_of_any_size_prove_the_same(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    from segmentation.intake.text_encoding import TextEncoding

    text = 'a,"b ""x"", 茶",c\r\n"","1\n2","é"\r\n'.encode()

    class Small(io.BytesIO):
        def read(self, count: int | None = -1) -> bytes:
            return super().read(size)

    stream = text_stream.PlainStream(Small(text), TextEncoding("utf-8"), ",", '"', 0)
    pieces = []
    while piece := stream.read(1):
        pieces.append(piece)
    assert not stream.is_ambiguous
    assert b"".join(pieces) == text.rstrip() + b"\n"


def test_a_plain_file_takes_the_fast_way(tmp_path: Path) -> None:
    fast, exact = both_ways(named_lines(NAMES).encode())
    assert fast is not NotPlain
    assert fast == exact
    assert issubclass(BadCsv, FileRefused)
