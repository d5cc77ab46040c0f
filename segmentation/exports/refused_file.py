"""The refused lines of a load as a file, for mending them where they came from."""

from __future__ import annotations

import pyarrow as pa

from segmentation.exports.audiences import csv_bytes
from segmentation.exports.description import Column, Kind
from segmentation.intake.findings import REASONS
from segmentation.locale import Words


def as_csv(lines: pa.Table, *, words: Words) -> bytes:
    """``lines``: row_number, column_name, value, reason (codes); the reasons are written as sentences."""
    reasons = [words(REASONS.get(code, code)) for code in lines["reason"].to_pylist()]
    rows = lines.set_column(lines.schema.get_field_index("reason"), "reason", pa.array(reasons, pa.string()))
    columns = (
        Column("row_number", words("Row"), Kind.INTEGER),
        Column("column_name", words("Column")),
        Column("value", words("Value found")),
        Column("reason", words("Reason")),
    )
    return csv_bytes(columns, rows, words=words)
