"""The view of all customers that the shop's file holds for other tools, made of the statements that the pages run themselves."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

import ibis
import ibis.expr.types as ir

from segmentation.classifications import rfm_segments, value_classes
from segmentation.classifications.cube import CELLS, weighted_scores
from segmentation.errors import SegmentationError
from segmentation.measures.exact_floats import exact_float
from segmentation.parameters import Analysis, Period
from segmentation.store.contacts import CONTACT_COLUMNS, CORRECTED, KEPT_CONTACTS
from segmentation.store.descriptions import has_customers_scored, put_customers_scored
from segmentation.store.workspace import Workspace
from segmentation.views.basis import Basis
from segmentation.views.chosen import analysis_in_use, data_span
from segmentation.views.execution import LABELLED, compiled
from segmentation.views.latest import latest_basis
from segmentation.views.vip_in_force import EXCEPTIONS, IN_FORCE_COLUMNS, in_force

_CELL_NAMES = "kept_cell_names"

_SHOWN = f"""
select date '{{as_of}}' as as_of, customer_id, customer_key, customer, {CONTACT_COLUMNS}, first_purchase_date,
       last_purchase_date, recency_days, frequency, monetary,
       (monetary / frequency)::decimal(18, 4) as average_order_value, r_score, f_score, m_score, weighted_score, segment,
       segment_name, value_class, lifecycle_stage, level_in_force as vip_level, decided_by as vip_decided_by, eight_type,
       final_class
from (select labelled.*, {IN_FORCE_COLUMNS}
      from "{LABELLED}" as labelled left join "{EXCEPTIONS}" as exceptions using (customer_id))
join "{_CELL_NAMES}" using (cell) join customers using (customer_id) left join "{CORRECTED}" as corrected using (customer_id)
"""


def customers_scored(found: Basis) -> str:
    """The view's statement: every customer with a purchase, under this basis; names, phones, levels by hand as they stand later.

    One row a customer, in no order, in the columns that ``data_dictionary`` describes.
    """
    analysis = found.analysis
    kept = {**in_force(found), **KEPT_CONTACTS, _CELL_NAMES: compiled(_cell_names, analysis)}
    stands_on = ", ".join(f'"{name}" as ({statement})' for name, statement in kept.items())
    return f"with {stands_on} {_SHOWN.format(as_of=analysis.period.as_of.isoformat())}"


def keep_customers_scored(workspace: Workspace, found: Basis) -> None:
    """Put the view into the shop's file, where it does not stand there already.

    ``found``: the basis on the last day under the rules in use. Changes of the sales and of the rules take the view away, so
    what is in the file always fits it.
    """
    text, version = customers_scored(found), workspace.data_version
    if has_customers_scored(workspace.facts(), text):
        return
    with workspace.noting() as cursor:
        if version == workspace.data_version and _is_latest(workspace, found):
            put_customers_scored(cursor, text)


def keep_if_latest(workspace: Workspace, found: Basis) -> None:
    """Put the view back where this basis is the one that it shows. For pages, which only read: it stops none of them.

    Nobody is waited for, because whoever writes now puts it back after; and a file that takes nothing can still be looked at.
    """
    if not workspace.is_writing and _is_latest(workspace, found):
        with suppress(SegmentationError):
            keep_customers_scored(workspace, found)


def renew_customers_scored(workspace: Workspace) -> None:
    """Put the view back by what the shop holds now, as before a backup; nothing for a shop without purchases."""
    found = latest_basis(workspace)
    if found is not None:
        keep_customers_scored(workspace, found)


def _is_latest(workspace: Workspace, found: Basis) -> bool:
    span = data_span(workspace)
    return span is not None and found.analysis == analysis_in_use(workspace, Period(span[1]))


def _cell_names(analysis: Analysis) -> ir.Table:
    """Cell, weighted_score, segment, segment_name and value_class of the score cells in use, found as the pages find them."""
    scoring, table = analysis.scoring, rfm_segments.table_in_use(analysis.segments)
    segments = [table.levels[place] for place in rfm_segments.segment_of_cells(table)]
    classes = [
        value_classes.KEYS[place] for place in value_classes.class_of_cells(scoring.weights, scoring.class_limits)
    ]
    # With the cell as its only column known, Ibis would write `select *`.
    in_use = ibis.table({"customer_id": "int32", "cell": "int32"}, name=LABELLED).select("cell").distinct()
    return in_use.mutate(
        weighted_score=_of_cells(in_use, weighted_scores(scoring.weights).tolist(), exact_float),
        segment=_of_cells(in_use, [level.key for level in segments], ibis.literal),
        segment_name=_of_cells(in_use, [level.name for level in segments], ibis.literal),
        value_class=_of_cells(in_use, classes, ibis.literal),
    )


def _of_cells(in_use: ir.Table, values: Sequence[Any], literal: Callable[[Any], ir.Value]) -> ir.Value:
    """Each cell's value; ``values`` in the order of ``CELLS``."""
    cells: dict[Any, list[int]] = {}
    for cell, value in zip(CELLS, values, strict=True):
        cells.setdefault(value, []).append(cell)
    return ibis.cases(*((in_use.cell.isin(same), literal(value)) for value, same in cells.items()))
