"""What was remembered for files of one shape, let go."""

from __future__ import annotations

from segmentation.intake.mapping import fingerprint
from segmentation.store.workspace import Workspace


def forget_mapping(workspace: Workspace, headers: tuple[str, ...]) -> None:
    """From now on files with these headers are recognised anew, as if none had ever been loaded. Loads stay as they are."""
    with workspace.noting() as cursor:
        cursor.execute("delete from remembered_mappings where fingerprint = ?", [fingerprint(headers)])
