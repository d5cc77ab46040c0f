"""All rules that a shop ever took into use: when, which, and what each changed against those before."""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass
from datetime import datetime
from typing import Any

from segmentation.classifications.rfm_segments import table_in_use
from segmentation.parameters import SegmentRules, from_json
from segmentation.store.saved import rule_versions
from segmentation.store.workspace import Workspace
from segmentation.views import chosen


@dataclass(frozen=True)
class FieldChange:
    """One limit that changed. ``name``: the field, parts of parts with a dot; of segments the segment's name, and the values
    its blocks of cells, None where it is not in the table.
    """

    name: str
    before: Any
    after: Any


@dataclass(frozen=True)
class RuleChange:
    """Rules as they were taken into use. ``rules_of``: the field of ``Analysis``; ``used_at``: UTC; ``is_default``: they are
    the defaults again; ``is_in_use``: the shop uses the very same now.
    """

    version_id: int
    rules_of: str
    used_at: datetime
    rules: Any
    is_default: bool
    is_in_use: bool
    changes: tuple[FieldChange, ...]


def rule_history(workspace: Workspace) -> tuple[RuleChange, ...]:
    """One entry each time rules were taken into use, the newest first. Before the first of a kind its defaults held.

    Raises ``RulesTooNew``.
    """
    standing: dict[str, Any] = {name: kind() for name, kind in chosen.RULES.items()}
    found: list[tuple[int, str, datetime, Any, tuple[FieldChange, ...]]] = []
    for one in reversed(rule_versions(workspace)):
        kind = chosen.RULES[one.name]
        rules = kind() if one.value is None else from_json(kind, one.value)
        changes = changed_fields(standing[one.name], rules)
        found.append((one.version_id, one.name, one.used_at, rules, changes))
        standing[one.name] = rules
    return tuple(
        RuleChange(number, name, at, rules, rules == chosen.RULES[name](), rules == standing[name], changes)
        for number, name, at, rules, changes in reversed(found)
    )


def take_back(workspace: Workspace, version_id: int) -> None:
    """Take rules of the history into use again, as the newest entry."""
    one = next(change for change in rule_history(workspace) if change.version_id == version_id)
    if one.is_default:
        chosen.use_default(workspace, one.rules_of)
    else:
        chosen.use(workspace, one.rules_of, one.rules)


def changed_fields(before: Any, after: Any) -> tuple[FieldChange, ...]:
    """What differs between two rules of one kind."""
    old, new = _parts(before), _parts(after)
    names = [*new, *(name for name in old if name not in new)]
    return tuple(FieldChange(name, old.get(name), new.get(name)) for name in names if old.get(name) != new.get(name))


def _parts(rules: Any) -> dict[str, Any]:
    if isinstance(rules, SegmentRules):
        table = table_in_use(rules)
        return {
            level.name: tuple((box.r, box.f, box.m) for box in table.rules if box.key == level.key)
            for level in table.levels
        }
    found: dict[str, Any] = {}
    for one in fields(rules):
        value = getattr(rules, one.name)
        if is_dataclass(value):
            found |= {f"{one.name}.{name}": part for name, part in _parts(value).items()}
        else:
            found[one.name] = value
    return found
