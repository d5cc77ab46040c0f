"""Whole text columns cleaned at once: plain ones in vector code, others value by value over their distinct values."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from segmentation.intake.values import customers
from segmentation.intake.values.text import (
    ERROR_CELLS,
    LONGEST_TEXT,
    NULL_WORDS,
    Alphabet,
    clean_code,
    clean_text,
    is_null_word,
)

_CODE_MARKS = "'=."
_TEXT_MARKS = "'="
_PLAIN_NULL_WORDS = pa.array(sorted(word for word in NULL_WORDS if word.isascii()))
_PLAIN_GUESTS = pa.array(sorted(word for word in customers.GUESTS if word.isascii()))


Places = np.ndarray[tuple[int], np.dtype[np.int64]]
"""A number an order, one a line."""


@dataclass(frozen=True)
class CustomerColumns:
    """The customer as shown and as compared, a cell a line; and which lines hid or damaged theirs."""

    shown: pa.ChunkedArray
    key: pa.ChunkedArray
    masked: pa.ChunkedArray
    damaged: pa.ChunkedArray


def text_column(column: pa.ChunkedArray, *, is_code: bool = False, is_stored_number: bool = False) -> pa.ChunkedArray:
    """The column cleaned: null where a cell says nothing. ``is_code``: ids, which lose apostrophes and .0 as well.

    ``is_stored_number``: ids of 16 digits and more have lost the last of them, and are none.
    """
    if is_stored_number:
        return by_value(
            column,
            lambda value: (
                None if customers.is_damaged(value, is_stored_number=True) or is_null_word(value) else clean_code(value)
            ),
            pa.string(),
        )
    if _is_plain(column, is_code):
        trimmed = _trimmed(column)
        lowered = pc.ascii_lower(trimmed)
        nothing = pc.or_(pc.is_in(lowered, value_set=_PLAIN_NULL_WORDS), pc.equal(trimmed, ""))
        return pc.if_else(nothing, pa.scalar(None, pa.string()), trimmed) if pc.any(nothing).as_py() else trimmed
    clean = clean_code if is_code else clean_text
    return by_value(column, lambda value: None if is_null_word(value) else clean(value), pa.string())


def phone_column(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Phones as the file writes them, cleaned."""
    return by_value(column, customers.phone, pa.string())


def customer_columns(
    column: pa.ChunkedArray, kind: str, region: str | None, *, is_stored_number: bool = False
) -> CustomerColumns:
    """The customers of a column. See ``customers.customer``."""
    alphabet = Alphabet(column)
    if kind != "phone" and not is_stored_number and _is_plain(column, True) and not any(map(alphabet.has, "*#$+")):
        shown = _trimmed(column)
        key = pc.ascii_lower(shown)
        sets = (_PLAIN_NULL_WORDS, _PLAIN_GUESTS)
        nobody = pc.or_(pc.or_(*(pc.is_in(key, value_set=each) for each in sets)), pc.equal(key, ""))
        nobody = pc.or_(nobody, pc.match_substring_regex(key, customers.DUMMY.pattern))
        if pc.any(nobody).as_py():
            empty = pa.scalar(None, pa.string())
            shown, key = pc.if_else(nobody, empty, shown), pc.if_else(nobody, empty, key)
        none = pa.chunked_array([np.zeros(len(column), bool)])
        return CustomerColumns(shown, key, none, none)
    found: dict[str, customers.Customer] = {}

    def of(value: str) -> customers.Customer:
        if value not in found:
            found[value] = customers.customer(value, kind, region, is_stored_number=is_stored_number)
        return found[value]

    return CustomerColumns(
        by_value(column, lambda value: of(value).shown, pa.string()),
        by_value(column, lambda value: of(value).key, pa.string()),
        by_value(column, lambda value: of(value).note == "masked", pa.bool_()),
        by_value(column, lambda value: of(value).note == "damaged", pa.bool_()),
    )


def by_value(column: pa.ChunkedArray, rule: Callable[[str], Any], kind: pa.DataType) -> pa.ChunkedArray:
    """The rule's answer for every cell, asked once a distinct value. Null stays null."""
    encoded = column.combine_chunks().dictionary_encode()
    encoded = encoded if isinstance(encoded, pa.ChunkedArray) else pa.chunked_array([encoded])
    encoded = encoded.unify_dictionaries()
    answers = pa.array([], kind)
    if encoded.num_chunks:
        answers = pa.array([rule(value) for value in encoded.chunk(0).dictionary.to_pylist()], kind)
    chunks = [answers.take(chunk.indices) for chunk in encoded.chunks]
    return pa.chunked_array(chunks, kind)


def error_cells(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Which cells hold an Excel error."""
    if not Alphabet(column).has("#"):
        return pa.chunked_array([np.zeros(len(column), bool)])
    return pc.is_in(column, value_set=pa.array(sorted(ERROR_CELLS)))


def order_places(orders: pa.ChunkedArray) -> Places:
    """A number an order, the same on all its lines; lines without an order number are orders of their own."""
    encoded = orders.combine_chunks().dictionary_encode()
    encoded = encoded.combine_chunks() if isinstance(encoded, pa.ChunkedArray) else encoded
    places: Places = pc.fill_null(encoded.indices.cast(pa.int64()), -1).to_numpy(zero_copy_only=False).copy()
    alone = places < 0
    places[alone] = len(encoded.dictionary) + np.arange(int(alone.sum()))
    return places


def filled_in_order(column: pa.ChunkedArray, places: Places) -> pa.ChunkedArray:
    """Empty cells filled with the first filled cell of the same order."""
    if not column.null_count or len(column) == column.null_count:
        return column
    valid = column.is_valid().to_numpy()
    rows = np.arange(len(column))
    first = np.full(int(places.max()) + 1, -1)
    of_order, at = np.unique(places[valid], return_index=True)
    first[of_order] = rows[valid][at]
    source = np.where(valid, rows, first[places])
    return column.take(pa.array(source, mask=source < 0))


def _trimmed(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Without spaces at the ends; the column itself, not a copy, where there are none."""
    trimmed = pc.ascii_trim_whitespace(column)
    return column if pc.all(pc.equal(trimmed, column)).as_py() in (True, None) else trimmed


def _is_plain(column: pa.ChunkedArray, is_code: bool) -> bool:
    alphabet = Alphabet(column)
    if not alphabet.is_plain or alphabet.longest > LONGEST_TEXT:
        return False
    if any(map(alphabet.has, _CODE_MARKS if is_code else _TEXT_MARKS)):
        return False
    return not alphabet.has(" ") or not pc.any(pc.match_substring(column, "  ")).as_py()
