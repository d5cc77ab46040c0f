"""A sheet into a shop with all that follows from it: the one way for the browser and the command line."""

from __future__ import annotations

from collections.abc import Iterable

from segmentation.intake.mapping import Mapping
from segmentation.intake.sheet_kinds import KindMapping
from segmentation.store.file_load import Prepared, Progress, load_prepared
from segmentation.store.loading import LoadReport
from segmentation.store.workspace import Workspace
from segmentation.views.vip import record_after_load


def load(
    workspace: Workspace,
    prepared: Prepared,
    *,
    mapping: Mapping | KindMapping | None = None,
    answered: Iterable[str] = (),
    on_progress: Progress | None = None,
) -> LoadReport:
    """Store what was prepared, then write down whose VIP level it changed. Raises what ``load_prepared`` raises."""
    report = load_prepared(workspace, prepared, mapping=mapping, answered=answered, on_progress=on_progress)
    record_after_load(workspace)
    return report
