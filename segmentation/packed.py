"""A table of millions of rows in little memory: its columns are kept compressed and unpacked one at a time."""

from __future__ import annotations

import ctypes
import gc
import sys
from collections.abc import Iterable, Iterator, Sequence

import pyarrow as pa

PIECE_ROWS = 122_880
"""Rows of one piece where a column is packed whole: what is unpacked at once by who reads piece by piece."""

_WRITING = pa.ipc.IpcWriteOptions(compression=pa.Codec("zstd", compression_level=1))
"""Texts of a sales file shrink to a quarter, at 400 MB a second; lz4 gives half of that for the same time."""


MUCH = 100_000
"""Rows from where giving memory back is worth the tenth of a second that it takes."""


def give_back(rows: int) -> None:
    """After work on so many rows, freed memory goes back to the system.

    Allocators keep it for later, which after a sheet of millions of rows is half a GB; few rows leave it to them.
    """
    if rows < MUCH:
        return
    gc.collect()
    pa.default_memory_pool().release_unused()
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None) if sys.platform == "linux" else None
    if trim is not None:  # musl has none
        trim(0)


class PackedTable:
    """Rows in pieces, every column of a piece a compressed Arrow message of its own.

    Reads as ``pa.Table`` does as far as it goes: ``num_rows``, ``schema``, ``column``, ``select``. Whoever registers it with
    DuckDB has it unpacked anew, piece by piece, for each scan of each statement; ``only`` keeps that to the columns needed.
    """

    def __init__(self, schema: pa.Schema) -> None:
        self.schema = schema
        self._rows: list[int] = []
        self._columns: dict[str, list[pa.Buffer]] = {name: [] for name in schema.names}

    @classmethod
    def of(cls, table: pa.Table) -> PackedTable:
        """The same rows, packed in pieces of ``PIECE_ROWS``."""
        packed = cls(pa.schema([]))
        for field in table.schema:
            packed.add_column(field, table.column(field.name))
        return packed

    @property
    def num_rows(self) -> int:
        return sum(self._rows)

    @property
    def column_names(self) -> list[str]:
        return list(self.schema.names)

    @property
    def nbytes(self) -> int:
        """What it takes, packed."""
        return sum(piece.size for pieces in self._columns.values() for piece in pieces)

    def append(self, batch: pa.RecordBatch) -> None:
        """One more piece below the others; its columns are those of ``schema``."""
        for field, column in zip(self.schema, batch.columns, strict=True):
            self._columns[field.name].append(_packed(field, column))
        self._rows.append(batch.num_rows)

    def add_column(self, field: pa.Field, column: pa.ChunkedArray) -> None:
        """One more column, of as many rows as the others have, in the same pieces.

        Raises
        ------
        ValueError : it has more or fewer rows.
        """
        if not self.schema.names:
            whole, rest = divmod(len(column), PIECE_ROWS)
            self._rows = [PIECE_ROWS] * whole + [rest] * (rest > 0)
        if len(column) != self.num_rows:
            raise ValueError(f"{field.name} has {len(column)} rows beside {self.num_rows}")
        column = column.cast(field.type)
        self._columns[field.name] = [_packed(field, _joined(piece)) for piece in self._cut(column)]
        self.schema = self.schema.append(field)

    def column(self, name: str) -> pa.ChunkedArray:
        """One column, unpacked."""
        return pa.chunked_array([_unpacked(piece) for piece in self._columns[name]], self.schema.field(name).type)

    def select(self, names: Sequence[str]) -> pa.Table:
        """These columns, unpacked."""
        chosen = self.only(names)
        return pa.Table.from_batches(chosen, chosen.schema)

    def table(self) -> pa.Table:
        """All of it, unpacked: for small tables."""
        return self.select(self.column_names)

    def head(self, rows: int) -> pa.Table:
        """The first rows, unpacked."""
        return next(self.parts(rows), self).table().slice(0, rows)

    def parts(self, rows: int) -> Iterator[PackedTable]:
        """All rows in order, as tables of whole pieces with at least ``rows`` rows but for the last; nothing is unpacked."""
        first, held = 0, 0
        for place, size in enumerate(self._rows, 1):
            held += size
            if held >= rows or place == len(self._rows):
                part = PackedTable(self.schema)
                part._rows = self._rows[first:place]
                part._columns = {name: pieces[first:place] for name, pieces in self._columns.items()}
                yield part
                first, held = place, 0

    def only(self, names: Iterable[str]) -> PackedTable:
        """The same rows with these columns alone; nothing is unpacked or copied."""
        found = PackedTable(pa.schema([self.schema.field(name) for name in names]))
        found._rows, found._columns = self._rows, {name: self._columns[name] for name in found.schema.names}
        return found

    def __iter__(self) -> Iterator[pa.RecordBatch]:
        """Piece by piece, unpacked."""
        for place in range(len(self._rows)):
            columns = [_unpacked(self._columns[name][place]) for name in self.schema.names]
            yield pa.RecordBatch.from_arrays(columns, schema=self.schema)

    def __eq__(self, other: object) -> bool:
        """Whether the rows and columns are the same, in whatever pieces."""
        if not isinstance(other, PackedTable):
            return NotImplemented
        return self.schema == other.schema and all(
            self.column(name).equals(other.column(name)) for name in self.schema.names
        )

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        """Arrow's own way to hand rows over, as DuckDB takes them."""
        return pa.RecordBatchReader.from_batches(self.schema, iter(self)).__arrow_c_stream__(requested_schema)

    def __arrow_c_schema__(self) -> object:
        return self.schema.__arrow_c_schema__()

    def _cut(self, column: pa.ChunkedArray) -> Iterator[pa.ChunkedArray]:
        start = 0
        for rows in self._rows:
            yield column.slice(start, rows)
            start += rows


def _joined(column: pa.ChunkedArray) -> pa.Array:
    return column.chunk(0) if column.num_chunks == 1 else pa.concat_arrays(column.chunks)


def _packed(field: pa.Field, column: pa.Array) -> pa.Buffer:
    sink = pa.BufferOutputStream()
    schema = pa.schema([field.with_name("")])
    with pa.ipc.new_stream(sink, schema, options=_WRITING) as stream:
        stream.write_batch(pa.record_batch([column], schema))
    return sink.getvalue()


def _unpacked(piece: pa.Buffer) -> pa.Array:
    return pa.ipc.open_stream(piece).read_next_batch().column(0)
