"""The playbook before a shop writes anything of its own: what to do for every level of every lens."""

from __future__ import annotations

from segmentation.classifications.lens import Lens
from segmentation.classifications.rfm_segments import DEFAULT, SegmentTable
from segmentation.playbook.classifications import CLASSIFICATIONS
from segmentation.playbook.dimensions import DIMENSIONS
from segmentation.playbook.segments import play_of

SEEDS: dict[str, dict[str, str]] = CLASSIFICATIONS | DIMENSIONS
"""Lens → level → what to do (message ids), for all lenses but the named segments."""


def seed(lens: Lens, level: str, table: SegmentTable = DEFAULT) -> str:
    """What to do for a level (message id). ``table``: the segments in use. Raises ``KeyError`` for an unknown level."""
    return play_of(level, table).action if lens.key == "segment" else SEEDS[lens.key][level]
