"""What to do for each level: the seeds with the shop's own words on top."""

from __future__ import annotations

import json
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from segmentation.classifications.cell_levels import levels_in_use
from segmentation.classifications.lens import Lens
from segmentation.classifications.lenses import LENSES
from segmentation.classifications.levels import Level
from segmentation.classifications.rfm_segments import table_in_use
from segmentation.locale import N_, Words
from segmentation.parameters import Analysis, ListFilters
from segmentation.playbook.seeds import seed
from segmentation.playbook.segments import play_of
from segmentation.store.saved import forget, save, saved
from segmentation.store.workspace import Workspace

KIND = "playbook"
"""The kind under which a shop's own actions are saved; the name is lens and level."""

LONGEST_ACTION = 400

CHOSEN_BY = {
    "vip_levels": "vip_level",
    "lifecycle_stages": "lifecycle_stage",
    "final_classes": "final_class",
    "eight_types": "eight_type",
    "segments": "segment",
    "value_classes": "value_class",
}
"""Field of a list's filters → lens. All other lenses are asked for in ``lens_levels``."""

_ADVISING_FIRST = tuple(
    dict.fromkeys(("vip_level", "lifecycle_stage", "feedback", "satisfaction", "recommendation", *CHOSEN_BY.values()))
)
ADVISING: tuple[str, ...] = tuple(dict.fromkeys((*_ADVISING_FIRST, *LENSES)))
"""The lenses by whose turn it is: the first one that a list is chosen by says what to do with its customers.

A promise made to a person comes first (VIP), then what cannot wait (life cycle, what they said), then the finer of the groups.
"""

_OTHERWISE = "segment"

_LENS_AND_TEXT = N_("{name}: {value}")


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


def all_own_actions(workspace: Workspace) -> dict[str, dict[str, str]]:
    """Lens key → what ``own_actions`` gives, for every lens."""
    found: dict[str, dict[str, str]] = {key: {} for key in LENSES}
    for name, text in saved(workspace, KIND).items():
        lens, _slash, level = name.partition("/")
        found.setdefault(lens, {})[level] = json.loads(text)
    return found


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


@dataclass(frozen=True)
class Advice:
    """What to do with customers by their level in one lens, in the reader's language.

    ``actions``: level key → what to do. ``after_one``: the same for customers with a single purchase.
    """

    lens: Lens
    actions: Mapping[str, str]
    after_one: Mapping[str, str]

    def text(self, level: str, purchases: int) -> str:
        """What to do with one customer."""
        return (self.after_one if purchases == 1 else self.actions)[level]


def worded_advice(own: Mapping[str, str], analysis: Analysis, lens: Lens, words: Words) -> Advice:
    """The lens's advice, from the shop's own actions by level key; those hold after one purchase too."""
    actions = {play.level.key: play.text for play in worded_plays(own, analysis, lens, words)}
    if lens.key != "segment":
        return Advice(lens, actions, actions)
    table = table_in_use(analysis.segments)
    after_one = {key: own.get(key) or words(play_of(key, table).after_one) for key in actions}
    return Advice(lens, actions, after_one)


def advice(workspace: Workspace, analysis: Analysis, lens: Lens, words: Words) -> Advice:
    """What the shop does for each level of the lens."""
    return worded_advice(own_actions(workspace, lens.key), analysis, lens, words)


def advising_lens(filters: ListFilters) -> Lens:
    """The lens that says what to do with a list's customers: the first of ``ADVISING`` that they are chosen by, else the
    named segments. Who is chosen because a level is not known is not chosen by that lens.
    """
    chosen = {lens for field, lens in CHOSEN_BY.items() if getattr(filters, field)}
    chosen |= {one.lens for one in filters.lens_levels if one.level is not None}
    return LENSES[next((key for key in ADVISING if key in chosen), _OTHERWISE)]


def advice_for_list(workspace: Workspace, analysis: Analysis, filters: ListFilters, words: Words) -> Advice:
    """What to do with the customers of a list."""
    return advice(workspace, analysis, advising_lens(filters), words)


def advised(rows: pa.Table, levels: Sequence[Hashable], actions: Mapping[Any, str | None]) -> pa.Table:
    """The rows with ``suggested_action``, what to do with each. ``levels``: of each row, what ``actions`` knows it by."""
    return rows.append_column("suggested_action", pa.array([actions[level] for level in levels], pa.string()))


def order_in_words(words: Words) -> str:
    """The first lenses of ``ADVISING`` by name, in their order; the others come as they are shown everywhere."""
    return words(", ").join(words(LENSES[key].name) for key in _ADVISING_FIRST)


def action_of_sides(
    workspace: Workspace, analysis: Analysis, sides: Sequence[tuple[Lens, str | None]], words: Words
) -> str | None:
    """What to do where customers stand at these levels (keys) of these lenses: each lens's action behind its name.

    A level that is not known (None) says nothing; None where none is known.
    """
    known = {lens.key: level for lens, level in sides if level is not None}
    texts = [
        words(_LENS_AND_TEXT).format(
            name=words(LENSES[key].name), value=advice(workspace, analysis, LENSES[key], words).actions[level]
        )
        for key, level in known.items()
    ]
    return words(" ").join(texts) or None
