"""The columns and rules chosen for files of one shape, by the header's fingerprint."""

from __future__ import annotations

from segmentation.intake.mapping import Mapping, fingerprint
from segmentation.intake.sheet_kinds import KindMapping
from segmentation.store.clock import now_utc
from segmentation.store.workspace import Workspace

_FORGET = "delete from remembered_mappings where fingerprint = ?"


def remembered_mapping(workspace: Workspace, headers: tuple[str, ...]) -> Mapping | KindMapping | None:
    """The columns chosen for the last file of this shape, if there was one."""
    found = workspace.query(
        "select mapping from remembered_mappings where fingerprint = ?", [fingerprint(headers)]
    ).to_pylist()
    if not found:
        return None
    text = found[0]["mapping"]
    return KindMapping.from_json(text) or Mapping.from_json(text)


def remember_mapping(workspace: Workspace, headers: tuple[str, ...], mapping: Mapping | KindMapping) -> None:
    """Take these columns for files of this shape from now on.

    That lines in several sheets count each time is one file's own matter: the next one is asked again.
    """
    mapping = mapping.having(drop_sheet_repeats=True)
    key = fingerprint(headers)
    with workspace.noting() as cursor:
        cursor.execute(_FORGET, [key])
        moment = now_utc()
        cursor.execute("insert into remembered_mappings values (?, ?, ?)", [key, mapping.to_json(), moment])


def forget_mapping(workspace: Workspace, headers: tuple[str, ...]) -> None:
    """From now on files with these headers are recognised anew, as if none had ever been loaded. Loads stay as they are."""
    with workspace.noting() as cursor:
        cursor.execute(_FORGET, [fingerprint(headers)])
