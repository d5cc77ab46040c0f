"""What a merge would change: the two customers as they stand, and the one person they would be, by today's limits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from segmentation.classifications import lifecycle, rfm_segments, vip
from segmentation.classifications.cube import CELLS
from segmentation.classifications.levels import Level
from segmentation.store.derived import DAYS_OF_PURCHASES, SETTLED_CUSTOMERS
from segmentation.store.workspace import Workspace
from segmentation.views.basis import Basis
from segmentation.views.duplicates import Suspicion
from segmentation.views.execution import LABELLED, MEASURED, WINDOW


@dataclass(frozen=True)
class Standing:
    """One customer on ``as_of``. Levels are the classifications' own."""

    frequency: int
    monetary: Decimal
    segment: Level
    stage: Level
    vip_level: Level


@dataclass(frozen=True)
class MergeEffect:
    """``kept`` and ``merged``: as they stand, None = no purchase up to ``as_of``; ``together``: as one person.

    The shop's cuts and limits are taken as they are: they move a little with every merge.
    """

    kept: Standing | None
    merged: Standing | None
    together: Standing | None


_TOGETHER = f"""
with who as (select unnest(?) as customer_id, unnest(?) as together),
joined as (select together, stored.* exclude (customer_id) from main.orders as stored join who using (customer_id)),
orders as (
    select together as customer_id, order_number, min(order_date) as order_date, min(ordered_at) as ordered_at,
           sum(net_revenue)::decimal(18, 4) as net_revenue, sum(line_count)::integer as line_count,
           arg_min(store, ordered_at) as store, arg_min(staff, ordered_at) as staff, arg_min(channel, ordered_at) as channel
    from joined group by together, order_number, case when order_number is null then order_date end
), purchase_days as ({DAYS_OF_PURCHASES}), settled_customers as ({SETTLED_CUSTOMERS})
"""
"""Orders and what is stored beside them as the store makes them, of the pairs as if each were one customer."""

_COLUMNS = "customer_id, frequency, monetary, cell, lifecycle_stage, vip_level"


def merge_effects(workspace: Workspace, found: Basis, pairs: Sequence[Suspicion]) -> tuple[MergeEffect, ...]:
    """The effect of each of these merges, in their order; two statements for all of them."""
    if not pairs:
        return ()
    ids = [person.customer_id for pair in pairs for person in (pair.kept, pair.merged)]
    # One customer may stand in several pairs, so people are looked up by pair and not by customer.
    places = [place for place in range(len(pairs)) for _ in range(2)]
    before = workspace.query_kept(
        found.kept, f'select {_COLUMNS} from "{LABELLED}" where customer_id in (select unnest(?))', [ids]
    ).to_pylist()
    stands_on = "".join(f', "{name}" as ({found.kept[name]})' for name in (MEASURED, WINDOW, LABELLED))
    after = workspace.query(
        f'{_TOGETHER}{stands_on} select {_COLUMNS} from "{LABELLED}"',
        [ids, places],
    ).to_pylist()
    segments = _segments(found)
    stands = {row["customer_id"]: _standing(row, segments) for row in before}
    together = {row["customer_id"]: _standing(row, segments) for row in after}
    return tuple(
        MergeEffect(stands.get(pair.kept.customer_id), stands.get(pair.merged.customer_id), together.get(place))
        for place, pair in enumerate(pairs)
    )


def _segments(found: Basis) -> dict[int, Level]:
    """Cell → its named segment."""
    table = rfm_segments.table_in_use(found.analysis.segments)
    return {
        cell: table.levels[place]
        for cell, place in zip(CELLS, rfm_segments.segment_of_cells(table).tolist(), strict=True)
    }


def _standing(row: dict[str, Any], segments: dict[int, Level]) -> Standing:
    return Standing(
        frequency=row["frequency"],
        monetary=row["monetary"],
        segment=segments[row["cell"]],
        stage=next(level for level in lifecycle.LEVELS if level.key == row["lifecycle_stage"]),
        vip_level=next(level for level in vip.LEVELS if level.key == row["vip_level"]),
    )
