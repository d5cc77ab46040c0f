"""A sheet into a shop with all that follows from it: the one way for the browser and the command line."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress

from segmentation.intake.mapping import Mapping
from segmentation.intake.sheet_kinds import KindMapping
from segmentation.locale import N_
from segmentation.store.errors import DiskFull, ReadOnlyHome
from segmentation.store.file_load import Prepared, Progress, load_prepared
from segmentation.store.loading import LoadReport
from segmentation.store.workspace import Workspace
from segmentation.views.ready import READY_FROM, renew

_READY = N_("Getting the pages ready")


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
    with suppress(DiskFull, ReadOnlyHome):  # the load is stored; its report must not read as if it were not
        renew(workspace, ready_from=ready_from)
    return report
