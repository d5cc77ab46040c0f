"""Two scorings of the same customers side by side: the one query behind the weight bench, kept while weights move."""

from __future__ import annotations

from dataclasses import dataclass

import ibis.expr.types as ir
import pyarrow as pa

from segmentation.classifications.class_changes import Indexes, JointCells, joint_cells, places, unmoved_cells
from segmentation.classifications.cuts import ScoreCuts
from segmentation.classifications.scores import scored
from segmentation.parameters import Period
from segmentation.store.workspace import Workspace
from segmentation.views.basis import ScoreBasis
from segmentation.views.execution import RFM, compiled, kept_table, rfm_with_units

SHOWN_MOVERS = 100
"""So many customers are shown of those that change class, so so many of each pair of cells are enough to know."""

_CELLS = """
select saved_cell, cell, count(*)::bigint as customers, sum(monetary) as revenue from ({joint}) group by 1, 2
"""

LEADING = "kept_leading"
_LEADING = """
select customer_id, saved_cell, cell, recency_days, frequency, monetary from ({joint})
qualify row_number() over (partition by saved_cell, cell order by monetary_units desc, customer_id) <= {shown}
"""
_NAMED = f"""
select customer, name, saved_cell, cell, recency_days, frequency, monetary
from "{LEADING}" join customers using (customer_id) order by monetary desc, customer_key
"""


@dataclass(frozen=True, eq=False)
class ScoreChanges:
    """Everything about single customers that the weights' movement can ask for, under both scorings' cuts.

    ``leading``: the ``SHOWN_MOVERS`` customers of each pair of cells that spent most, by ``monetary`` from the largest:
    customer, name (texts), recency_days, frequency, monetary. ``leading_before``, ``leading_after``: their places in
    ``cube.CELLS``.
    """

    cells: JointCells
    leading: pa.Table
    leading_before: Indexes
    leading_after: Indexes


def _jointly(period: Period, before: ScoreCuts, after: ScoreCuts) -> ir.Table:
    measured = scored(kept_table(RFM, rfm_with_units, period), before)
    first = measured.select("customer_id", "recency_days", "frequency", "monetary", "monetary_units", saved_cell="cell")
    return scored(first, after)


def kept_leading(saved: ScoreBasis, tried: ScoreBasis) -> dict[str, str]:
    """For ``Workspace.query_kept``: the customers who spent most of each pair of cells."""
    joint = compiled(_jointly, tried.period, saved.cuts, tried.cuts)
    return {
        RFM: compiled(rfm_with_units, tried.period),
        LEADING: _LEADING.format(joint=joint, shown=SHOWN_MOVERS),
    }


def score_changes(workspace: Workspace, saved: ScoreBasis, tried: ScoreBasis) -> ScoreChanges:
    """Both scorings' cells of the same customers."""
    leading = workspace.query_kept(kept_leading(saved, tried), _NAMED).combine_chunks()
    return ScoreChanges(
        cells=joint_score_cells(workspace, saved, tried),
        leading=leading.drop_columns(["saved_cell", "cell"]),
        leading_before=places(leading["saved_cell"].to_numpy()),
        leading_after=places(leading["cell"].to_numpy()),
    )


def joint_score_cells(workspace: Workspace, saved: ScoreBasis, tried: ScoreBasis) -> JointCells:
    """Customers and revenue by the cells of both scorings. With equal cuts the cube is enough."""
    if saved.cuts == tried.cuts:
        return unmoved_cells(tried.cube)
    joint = compiled(_jointly, tried.period, saved.cuts, tried.cuts)
    found = workspace.query_kept({RFM: compiled(rfm_with_units, tried.period)}, _CELLS.format(joint=joint))
    columns = (found[name].to_pylist() for name in ("saved_cell", "cell", "customers", "revenue"))
    return joint_cells(zip(*columns, strict=True))
