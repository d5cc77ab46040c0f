"""A sheet into a shop with all that follows from it: the one way for the browser and the command line."""

from __future__ import annotations

from collections.abc import Iterable

from segmentation.intake.mapping import Mapping
from segmentation.intake.sheet_kinds import KindMapping
from segmentation.locale import N_
from segmentation.store.file_load import Prepared, Progress, load_prepared
from segmentation.store.loading import LoadReport
from segmentation.store.workspace import Workspace
from segmentation.views.latest import latest_basis
from segmentation.views.ready import make_ready
from segmentation.views.vip import record_levels

_READY = N_("Getting the pages ready")

READY_FROM = 20_000
"""Customers from where pages are made ready at a load: with fewer they compute all of it sooner than a person notices."""


def load(
    workspace: Workspace,
    prepared: Prepared,
    *,
    mapping: Mapping | KindMapping | None = None,
    answered: Iterable[str] = (),
    on_progress: Progress | None = None,
    ready_from: int = READY_FROM,
) -> LoadReport:
    """Store what was prepared, write down whose VIP level it changed, and make the pages ready.

    The latter from so many customers on as ``ready_from`` says. Raises what ``load_prepared`` raises.
    """
    tell = on_progress or (lambda step, share: None)
    report = load_prepared(
        workspace, prepared, mapping=mapping, answered=answered, on_progress=lambda step, share: tell(step, 0.8 * share)
    )
    tell(_READY, 0.8)
    found = latest_basis(workspace)
    if found is None:
        return report
    record_levels(workspace, found)
    tell(_READY, 0.9)
    if found.scores.cube.customer_count >= ready_from:
        make_ready(workspace, found)
    return report
