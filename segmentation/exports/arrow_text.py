"""Whole columns of text joined by Arrow, and handed to a file without becoming Python strings."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc


def piece(values: pa.ChunkedArray, start: int, length: int) -> pa.Array:
    """Some of a column's values as one array."""
    part = values.slice(start, length)
    return part.chunk(0) if part.num_chunks == 1 else part.combine_chunks()


def joined(*pieces: pa.Array | str, between: str = "", nulls: str = "replace") -> pa.Array:
    """The pieces of each row one after the other; ``nulls="emit_null"`` makes a row with a gap null, else a gap is
    nothing."""
    texts = [pa.scalar(text, pa.large_string()) if isinstance(text, str) else text for text in pieces]
    separator = pa.scalar(between, pa.large_string())
    return pc.binary_join_element_wise(*texts, separator, null_handling=nulls, null_replacement="")


def utf8(texts: pa.Array) -> memoryview:
    """All texts of a large_string column, without nulls, one after the other as their own bytes."""
    offsets = memoryview(texts.buffers()[1]).cast("B").cast("q")
    return memoryview(texts.buffers()[2])[offsets[texts.offset] : offsets[texts.offset + len(texts)]]
