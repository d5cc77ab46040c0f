"""A packed table is the same table."""

import duckdb
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from segmentation.packed import PIECE_ROWS, PackedTable

ROWS = st.lists(st.tuples(st.none() | st.text(), st.none() | st.integers(-(2**62), 2**62), st.booleans()), max_size=40)
SCHEMA = pa.schema([("text", pa.string()), ("number", pa.int64()), pa.field("flag", pa.bool_(), nullable=False)])


def table(rows: list[tuple[str | None, int | None, bool]]) -> pa.Table:
    return pa.Table.from_pylist([dict(zip(SCHEMA.names, row, strict=True)) for row in rows], schema=SCHEMA)


@given(pieces=st.lists(ROWS, max_size=4))
def test_what_is_packed_piece_by_piece_is_the_table(pieces: list[list[tuple[str | None, int | None, bool]]]) -> None:
    packed, whole = PackedTable(SCHEMA), table([row for piece in pieces for row in piece])
    for piece in pieces:
        packed.append(
            table(piece).combine_chunks().to_batches()[0] if piece else pa.RecordBatch.from_pylist([], SCHEMA)
        )
    assert packed.num_rows == whole.num_rows
    assert packed.table().equals(whole)
    assert packed.column("number").equals(whole.column("number"))
    assert packed.select(["flag", "text"]).equals(whole.select(["flag", "text"]))
    assert packed.head(3).equals(whole.slice(0, 3))
    again = pa.concat_tables([part.table() for part in packed.parts(5)] or [SCHEMA.empty_table()])
    assert again.equals(whole)


@given(rows=ROWS, cut=st.integers(1, 40))
def test_the_pieces_of_a_table_do_not_matter(rows: list[tuple[str | None, int | None, bool]], cut: int) -> None:
    whole = table(rows)
    ragged = pa.Table.from_batches(whole.to_batches(max_chunksize=cut), SCHEMA)
    assert PackedTable.of(ragged).table().equals(whole)


def test_columns_added_one_by_one_stand_in_the_same_pieces() -> None:
    rows = 2 * PIECE_ROWS + 7
    first, second = pa.chunked_array([pa.array(range(rows))]), pa.chunked_array([[str(n) for n in range(rows)]])
    packed = PackedTable(pa.schema([]))
    packed.add_column(pa.field("n", pa.int32()), first)
    packed.add_column(pa.field("t", pa.string()), second)
    assert [piece.num_rows for piece in packed] == [PIECE_ROWS, PIECE_ROWS, 7]
    assert packed.select(["t", "n"]).slice(PIECE_ROWS).to_pydict() == {
        "t": second.to_pylist()[PIECE_ROWS:],
        "n": first.to_pylist()[PIECE_ROWS:],
    }
    assert packed.nbytes < first.nbytes + second.nbytes


def test_a_column_of_another_length_is_refused() -> None:
    packed = PackedTable.of(table([("a", 1, True), ("b", 2, False)]))
    with pytest.raises(ValueError, match="3 rows"):
        packed.add_column(pa.field("more", pa.int64()), pa.chunked_array([[1, 2, 3]]))


def test_duckdb_reads_it_as_often_as_a_statement_asks() -> None:
    packed = PackedTable.of(table([("a", 1, True), ("b", 2, False), ("b", None, True)]))
    with duckdb.connect() as connection:
        connection.register("packed", packed)
        twice = "select count(*) from packed as one join packed as two using (text)"
        assert connection.execute(twice).fetchall() == [(5,)]
        assert connection.execute("select sum(number) from packed where flag").fetchall() == [(1,)]
        connection.register("packed", packed.only(["text"]))
        assert connection.execute("select * from packed limit 1").fetchall() == [("a",)]
