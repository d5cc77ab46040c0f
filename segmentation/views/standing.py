"""Where the shop's customers stand today: how many, and what they bring, in each class, stage and level."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from segmentation.classifications import lifecycle, rfm_segments, value_classes, vip
from segmentation.classifications.cube import CELLS, GroupTotals, totals
from segmentation.store.workspace import Workspace
from segmentation.views.basis import Basis
from segmentation.views.vip_in_force import IN_FORCE, in_force

_GROUPS = f"""
select cell, lifecycle_stage, level_in_force, count(*) as customers, sum(frequency) as purchases, sum(monetary) as revenue,
       coalesce(sum(window_spending), 0) as window_revenue, count(*) filter (purchase_days >= 2) as returning_customers
from {IN_FORCE} as in_force group by all order by all
"""

Row = dict[str, Any]


@dataclass(frozen=True)
class Standing:
    """Totals by value class, life-cycle stage and VIP level in force, each over all customers; and groups to look after.

    ``vip_window_days``: what ``overdue_vip_revenue`` counts back from ``as_of``. ``quiet``: customers who bought often, but
    not for a long time (segments at risk and can't lose).
    """

    classes: tuple[GroupTotals, ...]
    stages: tuple[GroupTotals, ...]
    vip_levels: tuple[GroupTotals, ...]
    customers: int
    purchases: int
    revenue: Decimal
    returning_customers: int
    quiet: GroupTotals
    waiting: GroupTotals
    overdue_vips: int
    overdue_vip_revenue: Decimal
    vip_window_days: int


def standing(workspace: Workspace, found: Basis) -> Standing:
    """All groups from one pass over the labelled customers; VIPs are those in force, as on the VIP page."""
    rows: list[Row] = workspace.query_kept(in_force(found), _GROUPS).to_pylist()
    scoring = found.analysis.scoring
    table = rfm_segments.table_in_use(found.analysis.segments)
    segment_of = dict(zip(CELLS, rfm_segments.segment_of_cells(table).tolist(), strict=True))
    quiet = {place for place, key in enumerate(table.keys) if key in ("at risk", "can't lose")}
    overdue = [row for row in rows if row["level_in_force"] == "VIP" and row["lifecycle_stage"] == "at risk"]
    everyone = _totals("", rows)
    return Standing(
        classes=totals(
            found.scores.cube,
            value_classes.class_of_cells(scoring.weights, scoring.class_limits),
            value_classes.KEYS,
        ),
        stages=_by(rows, "lifecycle_stage", lifecycle.KEYS),
        vip_levels=_by(rows, "level_in_force", vip.KEYS),
        customers=everyone.customers,
        purchases=everyone.purchases,
        revenue=everyone.revenue,
        returning_customers=sum(row["returning_customers"] for row in rows),
        quiet=_totals("quiet", [row for row in rows if segment_of[row["cell"]] in quiet]),
        waiting=_totals("waiting", [row for row in rows if row["lifecycle_stage"] == "waiting"]),
        overdue_vips=sum(row["customers"] for row in overdue),
        overdue_vip_revenue=sum((row["window_revenue"] for row in overdue), Decimal(0)),
        vip_window_days=found.analysis.vip.window_days,
    )


def _by(rows: list[Row], column: str, keys: tuple[str, ...]) -> tuple[GroupTotals, ...]:
    return tuple(_totals(key, [row for row in rows if row[column] == key]) for key in keys)


def _totals(key: str, rows: list[Row]) -> GroupTotals:
    return GroupTotals(
        key,
        customers=sum(row["customers"] for row in rows),
        purchases=int(sum(row["purchases"] for row in rows)),
        revenue=sum((row["revenue"] for row in rows), Decimal(0)),
    )
