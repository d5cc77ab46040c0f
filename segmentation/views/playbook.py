"""What to do for each level: the seeds with the shop's own words on top."""

from __future__ import annotations

import json

from segmentation.store.saved import forget, save, saved
from segmentation.store.workspace import Workspace

KIND = "playbook"
"""The kind under which a shop's own actions are saved; the name is lens and level."""

LONGEST_ACTION = 400


def _name(lens: str, level: str) -> str:
    return f"{lens}/{level}"


def own_actions(workspace: Workspace, lens: str) -> dict[str, str]:
    """Level key → what the shop wrote to do for it; only those it wrote something for."""
    start = _name(lens, "")
    return {
        name.removeprefix(start): json.loads(text)
        for name, text in saved(workspace, KIND).items()
        if name.startswith(start)
    }


def write_action(workspace: Workspace, lens: str, level: str, text: str) -> None:
    """Save the shop's own action for a level; an empty one brings the seed back."""
    kept = " ".join(text.split())[:LONGEST_ACTION]
    if kept:
        save(workspace, KIND, _name(lens, level), json.dumps(kept, ensure_ascii=False))
    else:
        forget(workspace, KIND, _name(lens, level))
