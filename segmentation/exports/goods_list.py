"""Products or categories as a list to look at and to take away."""

from __future__ import annotations

import io

import pyarrow as pa

from segmentation.exports.audiences import write_csv
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
    filled = {name for name in goods.column_names if goods[name].null_count < max(goods.num_rows, 1)}
    return tuple(Column(key, words(heading), kind) for key, heading, kind in _COLUMNS if key in filled)


def goods_csv(goods: pa.Table, words: Words) -> bytes:
    """UTF-8 with its mark, no text a formula."""
    target = io.BytesIO()
    write_csv(goods_columns(goods, words), goods, target, words=words)
    return target.getvalue()
