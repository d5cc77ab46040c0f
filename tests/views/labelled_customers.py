"""What the product says of each customer, in the words of the plain-SQL oracle."""

from __future__ import annotations

import pyarrow as pa

from segmentation.classifications import rfm_segments, value_classes
from segmentation.classifications.cube import CELLS
from segmentation.classifications.lenses import LENSES
from segmentation.classifications.stars import stars_of_cells
from segmentation.store.workspace import Workspace
from segmentation.views.basis import Basis
from segmentation.views.execution import LABELLED

STORED_LINES = """
select customer_key, order_number, sold_at, net_revenue, is_counted from lines left join customers using (customer_id)
where is_active
"""
"""A shop's stored lines as the oracle takes them."""

_LEVELS = f"""
select customer_key, r_score, f_score, m_score, cell, eight_type, lifecycle_stage, vip_level, final_class
from "{LABELLED}" join customers using (customer_id)
"""


def of_each_customer(workspace: Workspace, found: Basis) -> dict[str, dict[str, object]]:
    """Customer key → scores and the level of every classification; each customer once."""
    table: pa.Table = workspace.query_kept(found.kept, _LEVELS)
    scoring = found.analysis.scoring
    segments = rfm_segments.segment_of_cells(rfm_segments.DEFAULT)
    classes = value_classes.class_of_cells(scoring.weights, scoring.class_limits)
    stars = stars_of_cells(found.analysis.stars)
    labelled: dict[str, dict[str, object]] = {}
    for row in table.to_pylist():
        place = CELLS.index(row.pop("cell"))
        key = row.pop("customer_key")
        assert key not in labelled
        labelled[key] = row | {
            "segment": rfm_segments.DEFAULT.keys[segments[place]],
            "value_class": value_classes.KEYS[classes[place]],
            "performance": LENSES["performance"].level_keys[stars[place]],
        }
    return labelled
