"""Segment tables without holes and overlaps, split by R, F and M wherever hypothesis likes."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from segmentation.parameters import SegmentName, SegmentRule, SegmentRules

MOST_SPLITS = 24


def _splits(box: SegmentRule) -> list[tuple[str, int]]:
    """Where a box can be parted in two: the score and the last value of the lower part."""
    return [(name, at) for name in ("r", "f", "m") for at in range(*getattr(box, name))]


@st.composite
def partitions(draw: st.DrawFn) -> list[SegmentRule]:
    """Boxes that have each of the 125 cells once: one box of all cells, parted again and again."""
    boxes = [SegmentRule("")]
    for _ in range(draw(st.integers(0, MOST_SPLITS))):
        place = draw(st.integers(0, len(boxes) - 1))
        if splits := _splits(boxes[place]):
            name, at = draw(st.sampled_from(splits))
            low, high = getattr(boxes[place], name)
            boxes[place : place + 1] = [replace(boxes[place], **{name: part}) for part in ((low, at), (at + 1, high))]
    return draw(st.permutations(boxes))


@st.composite
def sound_tables(draw: st.DrawFn) -> SegmentRules:
    """Tables of the shop's own: each box under a key of its own or under that of another box, names in any order."""
    boxes = draw(partitions())
    keys = [f"own {draw(st.integers(1, len(boxes)))}" for _ in boxes]
    named = draw(st.permutations(sorted(set(keys))))
    return SegmentRules(
        tuple(replace(box, key=key) for box, key in zip(boxes, keys, strict=True)),
        tuple(SegmentName(key, f"Name {key}") for key in named),
    )
