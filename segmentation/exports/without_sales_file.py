"""Customers or products of a loaded list that have no sales, as a file."""

from __future__ import annotations

import pyarrow as pa

from segmentation.exports.audiences import csv_bytes
from segmentation.exports.description import Column, Kind
from segmentation.locale import Words


def as_csv(found: pa.Table, *, words: Words, key: str) -> bytes:
    """``found``: row_number, key, name; ``key``: what the key is called, a message id."""
    columns = (
        Column("row_number", words("Row"), Kind.INTEGER),
        Column("key", words(key), Kind.IDENTIFIER),
        Column("name", words("Name")),
    )
    return csv_bytes(columns, found, words=words)
