"""What a person saved in a shop under a name: weights, lists, limits. JSON in and out; the kind says what it is."""

from __future__ import annotations

from segmentation.store.clock import now_utc
from segmentation.store.workspace import Workspace


def save(workspace: Workspace, kind: str, name: str, value: str) -> None:
    """Save or replace; the value is JSON text."""
    with workspace.noting() as cursor:
        cursor.execute("delete from saved_parameters where kind = ? and name = ?", [kind, name])
        moment = now_utc()
        cursor.execute("insert into saved_parameters values (?, ?, ?, ?)", [kind, name, value, moment])


def forget(workspace: Workspace, kind: str, name: str) -> None:
    """Remove what was saved under that name, if anything was."""
    with workspace.noting() as cursor:
        cursor.execute("delete from saved_parameters where kind = ? and name = ?", [kind, name])


def saved(workspace: Workspace, kind: str) -> dict[str, str]:
    """Name → JSON text of everything saved of that kind, by name."""
    with workspace.cursor() as cursor:
        rows = cursor.execute(
            "select name, value from saved_parameters where kind = ? order by name", [kind]
        ).fetchall()
    return dict(rows)
