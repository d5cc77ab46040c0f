"""Customers below VIP with what is missing to the next level, as a file to take away."""

from __future__ import annotations

import pyarrow as pa

from segmentation.exports.audiences import csv_bytes, filled_columns
from segmentation.exports.description import Column, Kind
from segmentation.locale import N_, Words

_COLUMNS = (
    ("customer", N_("Customer"), Kind.IDENTIFIER),
    ("name", N_("Name"), Kind.TEXT),
    ("level_in_force", N_("VIP level"), Kind.TEXT),
    ("next_level", N_("Next level"), Kind.TEXT),
    ("missing", N_("Missing to the next level"), Kind.TEXT),
    ("money_missing", N_("Amount missing"), Kind.MONEY),
    ("visits_missing", N_("Visits missing"), Kind.INTEGER),
    ("window_spending", N_("Spent in the window"), Kind.MONEY),
    ("window_purchase_days", N_("Visits in the window"), Kind.INTEGER),
    ("average_order_value", N_("Average order value"), Kind.MONEY),
    ("last_purchase_date", N_("Last purchase"), Kind.DATE),
    ("recency_days", N_("Days since the last purchase"), Kind.INTEGER),
)


def distance_columns(rows: pa.Table, words: Words) -> tuple[Column, ...]:
    """The columns of ``vip_wording.distances_worded`` that hold something, with their headings."""
    return filled_columns(_COLUMNS, rows, words)


def distance_csv(rows: pa.Table, words: Words) -> bytes:
    """UTF-8 with its mark, no text a formula."""
    return csv_bytes(distance_columns(rows, words), rows, words=words)
