"""What a person saved in a shop under a name: weights, lists, limits. JSON in and out; the kind says what it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import duckdb

from segmentation.store.clock import now_utc
from segmentation.store.descriptions import drop_customers_scored
from segmentation.store.workspace import Workspace

IN_USE = "in use"
"""The kind under which the rules in use are saved, a name a kind of rules. Every change of them is kept for good."""


@dataclass(frozen=True)
class RuleVersion:
    """Rules taken into use. ``value``: JSON text, None = back to the default; ``used_at``: UTC."""

    version_id: int
    name: str
    value: str | None
    used_at: datetime


def save(workspace: Workspace, kind: str, name: str, value: str) -> None:
    """Save or replace; the value is JSON text. Of the rules in use, what stood before stays in ``rule_versions``."""
    with workspace.noting() as cursor:
        before = _value(cursor, kind, name)
        cursor.execute("delete from saved_parameters where kind = ? and name = ?", [kind, name])
        cursor.execute("insert into saved_parameters values (?, ?, ?, ?)", [kind, name, value, now_utc()])
        if kind == IN_USE and value != before:
            _keep_version(cursor, name, value)


def forget(workspace: Workspace, kind: str, name: str) -> None:
    """Remove what was saved under that name, if anything was."""
    with workspace.noting() as cursor:
        before = _value(cursor, kind, name)
        cursor.execute("delete from saved_parameters where kind = ? and name = ?", [kind, name])
        if kind == IN_USE and before is not None:
            _keep_version(cursor, name, None)


def saved(workspace: Workspace, kind: str) -> dict[str, str]:
    """Name → JSON text of everything saved of that kind, by name."""
    with workspace.cursor() as cursor:
        rows = cursor.execute(
            "select name, value from saved_parameters where kind = ? order by name", [kind]
        ).fetchall()
    return dict(rows)


def rule_versions(workspace: Workspace) -> tuple[RuleVersion, ...]:
    """All rules that were ever taken into use, the newest first."""
    with workspace.cursor() as cursor:
        rows = cursor.execute(
            "select version_id, name, value, used_at from rule_versions order by version_id desc"
        ).fetchall()
    return tuple(RuleVersion(*row) for row in rows)


def _value(cursor: duckdb.DuckDBPyConnection, kind: str, name: str) -> str | None:
    found = cursor.execute("select value from saved_parameters where kind = ? and name = ?", [kind, name]).fetchone()
    return None if found is None else str(found[0])


def _keep_version(cursor: duckdb.DuckDBPyConnection, name: str, value: str | None) -> None:
    drop_customers_scored(cursor)  # its limits are those of the rules before
    cursor.execute(
        "insert into rule_versions select (select coalesce(max(version_id), 0) + 1 from rule_versions), ?, ?, ?",
        [name, value, now_utc()],
    )
