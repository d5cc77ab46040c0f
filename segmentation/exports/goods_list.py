"""Products or categories as a list to look at and to take away."""

from __future__ import annotations

import pyarrow as pa

from segmentation.exports.audiences import csv_bytes, filled_columns
from segmentation.exports.description import Column, Kind
from segmentation.locale import N_, Words

_COLUMNS = (
    ("product_code", N_("Product code"), Kind.IDENTIFIER),
    ("product", N_("Product"), Kind.TEXT),
    ("category", N_("Category"), Kind.TEXT),
    ("revenue", N_("Revenue"), Kind.MONEY),
    ("share", N_("Share of revenue"), Kind.SHARE),
    ("running_share", N_("Share up to here"), Kind.SHARE),
    ("tier", N_("Tier"), Kind.TEXT),
    ("line_count", N_("Sales lines"), Kind.INTEGER),
)


def goods_columns(goods: pa.Table, words: Words) -> tuple[Column, ...]:
    """The columns of ``views.pareto.goods_above`` that hold something, with their headings."""
    return filled_columns(_COLUMNS, goods, words)


def goods_csv(goods: pa.Table, words: Words) -> bytes:
    """UTF-8 with its mark, no text a formula."""
    return csv_bytes(goods_columns(goods, words), goods, words=words)
