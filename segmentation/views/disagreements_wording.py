"""The customers of a disagreement in the reader's language."""

from __future__ import annotations

import pyarrow as pa

from segmentation.classifications.cell_levels import levels_in_use
from segmentation.classifications.lenses import LENSES
from segmentation.locale import Words
from segmentation.parameters import Analysis
from segmentation.views.disagreements import DisagreementList

_SHOWN = ("customer", "name", "high_level", "low_level", "recency_days", "frequency", "monetary")


def worded_rows(found: DisagreementList, analysis: Analysis, words: Words) -> pa.Table:
    """customer, name, high_level and low_level ("VIP level: VIP"), recency_days, frequency, monetary."""
    rows = found.rows.select(list(_SHOWN))
    for column, side in (("high_level", found.disagreement.high), ("low_level", found.disagreement.low)):
        lens = LENSES[side.lens]
        named = {
            level.key: words("{name}: {value}").format(name=words(lens.name), value=words(level.name))
            for level in levels_in_use(lens, analysis)
        }
        texts = pa.array([named[key] for key in rows[column].to_pylist()], pa.string())
        rows = rows.set_column(rows.column_names.index(column), column, texts)
    return rows
