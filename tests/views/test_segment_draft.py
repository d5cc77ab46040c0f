"""The pictures of a draft: all 125 cells, in as few 5 × 5 squares as the names take."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from segmentation.classifications.cube import CELLS, cube_of
from segmentation.parameters import SegmentRule, SegmentRules
from segmentation.views.segment_draft import Picture, SegmentCheck, segment_check
from tests.classifications.published_tables import RFM_0_3_0_RULES
from tests.parameters.drawn_segments import sound_tables

CUBE = cube_of((cell, cell, 1, 1) for cell in CELLS)
ranges = st.tuples(st.integers(1, 5), st.integers(1, 5)).map(lambda pair: (min(pair), max(pair)))
any_tables = st.lists(st.builds(SegmentRule, st.sampled_from("abc"), ranges, ranges, ranges), min_size=1).map(
    lambda boxes: SegmentRules(tuple(boxes))
)


def cells_of(picture: Picture) -> list[tuple[int, tuple[str, ...]]]:
    low, high = picture.m
    return [
        (100 * r + 10 * f + m, names)
        for (r, f), names in picture.names.items()
        for m in range(1, 6)
        if low <= m <= high
    ]


def by_hand(rules: SegmentRules, cell: int) -> set[str]:
    return {box.key for box in rules.boxes if box.has(cell)}


@settings(max_examples=100)
@given(any_tables | sound_tables())
def test_every_cell_is_in_one_picture_with_all_who_claim_it(rules: SegmentRules) -> None:
    check = segment_check(CUBE, rules)
    shown = [pair for picture in check.pictures for pair in cells_of(picture)]
    assert sorted(cell for cell, _ in shown) == list(CELLS)
    for cell, names in shown:
        assert len(names) == len(set(names))
        assert set(names) == by_hand(rules, cell)
    assert all(one.names != other.names for one, other in pairwise(check.pictures))
    assert sum(sum(picture.customers.values()) for picture in check.pictures) == CUBE.customer_count


@settings(max_examples=100)
@given(sound_tables())
def test_a_table_parted_from_one_block_is_sound_and_not_with_a_block_more_or_less(rules: SegmentRules) -> None:
    assert segment_check(CUBE, rules).is_sound
    fewer = segment_check(CUBE, SegmentRules(rules.boxes[1:], rules.names)) if rules.boxes[1:] else None
    if fewer:
        assert set(fewer.report.holes) == {cell for cell in CELLS if rules.boxes[0].has(cell)}
        assert not fewer.is_sound
    more = segment_check(CUBE, SegmentRules((*rules.boxes, SegmentRule("one more")), rules.names))
    assert more.report.overlaps == CELLS
    assert more.report.unreachable == ("one more",)


def _m_of(check: SegmentCheck) -> list[tuple[int, int]]:
    return [picture.m for picture in check.pictures]


def test_the_published_table_of_rfm_needs_a_picture_for_almost_each_m() -> None:
    check = segment_check(CUBE, RFM_0_3_0_RULES)
    shown = dict(pair for picture in check.pictures for pair in cells_of(picture))
    assert [cell for cell in CELLS if not shown[cell]] == [215, 241, 251, 252, 341, 351, 441, 451, 541, 551]
    assert sum(len(names) > 1 for names in shown.values()) == 58
    assert _m_of(check) == [(1, 1), (2, 2), (3, 3), (4, 4), (5, 5)]


def test_the_built_in_table_is_one_picture() -> None:
    assert _m_of(segment_check(CUBE, SegmentRules())) == [(1, 5)]
