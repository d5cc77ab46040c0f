"""The rules that a shop has chosen: saved in its file, the defaults until then."""

from __future__ import annotations

from datetime import date
from typing import Any

from segmentation.classifications.eight_types import levels_in_use
from segmentation.classifications.levels import Level
from segmentation.classifications.rfm_segments import SegmentTable, segment_of_cells, table_in_use
from segmentation.errors import NoSales
from segmentation.parameters import (
    Analysis,
    DimensionRules,
    EightTypeRules,
    FinalRules,
    LifecycleRules,
    ParetoRules,
    Period,
    Scoring,
    SegmentRules,
    StarRules,
    StoreStageRules,
    VipRules,
    from_json,
    to_json,
)
from segmentation.store.saved import IN_USE, forget, save, saved
from segmentation.store.workspace import Workspace

SCORINGS = "scoring"
"""The kind under which a person's own named scorings are saved."""

RULES: dict[str, type] = {
    "scoring": Scoring,
    "lifecycle": LifecycleRules,
    "vip": VipRules,
    "pareto": ParetoRules,
    "final": FinalRules,
    "segments": SegmentRules,
    "eight_types": EightTypeRules,
    "dimensions": DimensionRules,
    "stars": StarRules,
    "store_stage": StoreStageRules,
}
"""Field of ``Analysis`` → the kind of its rules."""


def analysis_in_use(workspace: Workspace, period: Period) -> Analysis:
    """The period with the rules that the shop has in use."""
    texts = saved(workspace, IN_USE)
    chosen: dict[str, Any] = {name: from_json(kind, texts[name]) for name, kind in RULES.items() if name in texts}
    return Analysis(period=period, **chosen)


def rules_in_use(workspace: Workspace, name: str) -> Any:
    """One kind of rules that the shop has in use: ``name`` is a field of ``Analysis``. Also for a shop without sales."""
    text = saved(workspace, IN_USE).get(name)
    return RULES[name]() if text is None else from_json(RULES[name], text)


def segments_in_use(workspace: Workspace) -> SegmentTable:
    """The named segments that the shop has in use."""
    return table_in_use(rules_in_use(workspace, "segments"))


def eight_types_in_use(workspace: Workspace) -> tuple[Level, ...]:
    """The eight types under the names that the shop has in use."""
    return levels_in_use(rules_in_use(workspace, "eight_types"))


def use(workspace: Workspace, name: str, rules: object) -> None:
    """Take other rules into use: ``name`` is a field of ``Analysis``.

    Raises
    ------
    UnsoundSegmentTable : the segments leave a cell without a name, or give it several; nothing is saved.
    """
    if not isinstance(rules, RULES[name]):
        raise TypeError(f"{name} takes {RULES[name].__name__}")
    if isinstance(rules, SegmentRules):
        segment_of_cells(table_in_use(rules))
    save(workspace, IN_USE, name, to_json(rules))


def use_default(workspace: Workspace, name: str) -> None:
    """Back to the default rules."""
    forget(workspace, IN_USE, name)


def named_scorings(workspace: Workspace) -> dict[str, Scoring]:
    """The scorings that a person saved under a name."""
    return {name: from_json(Scoring, text) for name, text in saved(workspace, SCORINGS).items()}


def data_span(workspace: Workspace) -> tuple[date, date] | None:
    """First and last order date in the data; None for a shop without sales."""
    found = workspace.query("select min(order_date) as first, max(order_date) as last from orders").to_pylist()[0]
    return None if found["first"] is None else (found["first"], found["last"])


def period_up_to(workspace: Workspace, as_of: date | None = None) -> Period:
    """The whole history up to ``as_of``, else up to the last order date. Raises ``NoSales``."""
    span = data_span(workspace)
    if span is None:
        raise NoSales(as_of=as_of or "–")
    return Period(as_of or span[1])
