"""Every cell has one name, every name a cell."""

from __future__ import annotations

import pytest

from segmentation.classifications.cube import CELLS
from segmentation.classifications.levels import Level
from segmentation.classifications.rfm_segments import (
    DEFAULT,
    SegmentRule,
    SegmentTable,
    UnsoundSegmentTable,
    lint,
    segment_of_cells,
)

BY_DEFINITION = {
    "champions": [(5, 4), (5, 5)],
    "loyal": [(3, 4), (3, 5), (4, 4), (4, 5)],
    "potential loyalist": [(4, 2), (4, 3), (5, 2), (5, 3)],
    "new": [(5, 1)],
    "promising": [(4, 1)],
    "need attention": [(3, 3)],
    "about to sleep": [(3, 1), (3, 2)],
    "at risk": [(1, 3), (1, 4), (2, 3), (2, 4)],
    "can't lose": [(1, 5), (2, 5)],
    "hibernating": [(1, 1), (1, 2), (2, 1), (2, 2)],
}


def test_the_default_table_names_all_125_cells_once_and_uses_every_name() -> None:
    assert lint(DEFAULT).is_sound


def test_the_default_table_is_the_published_one() -> None:
    labels = segment_of_cells(DEFAULT)
    named = {cell: DEFAULT.keys[label] for cell, label in zip(CELLS, labels, strict=True)}
    expected = {
        r * 100 + f * 10 + m: key for key, cells in BY_DEFINITION.items() for r, f in cells for m in range(1, 6)
    }
    assert named == expected


def test_holes_overlaps_and_names_without_a_cell_are_found() -> None:
    levels = tuple(Level(key, key, "") for key in ("high", "low", "nobody"))
    table = SegmentTable(levels, (SegmentRule("high", r=(3, 5)), SegmentRule("low", r=(1, 3), m=(2, 5))))
    report = lint(table)
    assert report.holes == tuple(cell for cell in CELLS if cell < 300 and cell % 10 == 1)
    assert report.overlaps == tuple(cell for cell in CELLS if 300 < cell < 400 and cell % 10 > 1)
    assert report.unreachable == ("nobody",)
    with pytest.raises(UnsoundSegmentTable, match="10 cells have no name, 20 have several"):
        segment_of_cells(table)
