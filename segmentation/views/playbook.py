"""What to do for each level: the seeds with the shop's own words on top."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from segmentation.classifications.cell_levels import levels_in_use
from segmentation.classifications.lens import Lens
from segmentation.classifications.levels import Level
from segmentation.classifications.rfm_segments import table_in_use
from segmentation.locale import Words
from segmentation.parameters import Analysis
from segmentation.playbook.seeds import seed
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


@dataclass(frozen=True)
class Play:
    """What to do for one level. ``text``: the shop's own words, or the seed in the reader's language."""

    level: Level
    text: str
    is_own: bool


def plays(workspace: Workspace, analysis: Analysis, lens: Lens, words: Words) -> tuple[Play, ...]:
    """What to do for each level of the lens, in the order shown."""
    return worded_plays(own_actions(workspace, lens.key), analysis, lens, words)


def worded_plays(own: Mapping[str, str], analysis: Analysis, lens: Lens, words: Words) -> tuple[Play, ...]:
    """As ``plays``, from the shop's own actions by level key."""
    table = table_in_use(analysis.segments)
    return tuple(
        Play(level, own.get(level.key) or words(seed(lens, level.key, table)), level.key in own)
        for level in levels_in_use(lens, analysis)
    )
