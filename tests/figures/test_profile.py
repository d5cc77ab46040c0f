from __future__ import annotations

from datetime import date

import numpy as np

from segmentation.classifications.cube import CELLS, cube_of
from segmentation.classifications.lens import Provenance
from segmentation.classifications.lenses import LENSES
from segmentation.figures import profile as figures
from segmentation.figures.colours import FAULT
from segmentation.figures.segment_check import checked_cells
from segmentation.locale import Words
from segmentation.parameters import Analysis, Period, SegmentName, SegmentRule, SegmentRules
from segmentation.views.lens_levels import LensCounts, LensCross, LevelCount
from segmentation.views.segment_draft import segment_check

WORDS = Words()
ANALYSIS = Analysis(Period(date(2024, 1, 31)))
CUBE = cube_of((cell, 1, 1, 1) for cell in CELLS)


def test_a_dimension_nobody_is_known_in_is_one_grey_bar_and_empty_levels() -> None:
    lens = LENSES["satisfaction"]
    none = tuple(LevelCount(level, 0, 0, 0, 0.0) for level in lens.levels)
    counts = LensCounts(lens, none, LevelCount(None, 7, 9, 90, 1.0), dict.fromkeys(Provenance, 0))
    bars = figures.dimension_bars(counts, WORDS, "light").data[0]
    assert list(bars.x) == [0.0, 0.0, 0.0, 1.0]
    assert bars.text[3] == "7 · 100.0%"
    assert counts.coverage == 0


def test_the_cross_leaves_out_not_known_where_everybody_is_known() -> None:
    value, buying = LENSES["value"], LENSES["buying"]
    customers = np.zeros((4, 4), dtype=np.int64)
    customers[:3, :3] = [[1, 2, 3], [4, 5, 6], [7, 8, 9]]
    cross = LensCross(value, buying, value.levels, buying.levels, customers, customers.astype(np.float64))
    bars = figures.cross_matrix(cross, WORDS, "dark", (1, 1)).data[0]
    assert [tuple(data[:2]) for data in bars.customdata] == [(r, c) for r in range(3) for c in range(3)]
    assert sum(bars.marker.line.width) == 3
    customers[3, 0] = 1
    assert len(figures.cross_matrix(cross, WORDS, "dark").data[0].customdata) == 12


def test_faulty_cells_are_red_and_a_shops_own_name_is_shown_letter_by_letter() -> None:
    rules = SegmentRules((SegmentRule("own 1", r=(2, 5)),), (SegmentName("own 1", "<b>Mine</b>"),))
    bars = checked_cells(segment_check(CUBE, rules), WORDS, "light").data[0]
    red = [colour == FAULT.light for colour in bars.marker.color]
    assert red == [True] * 5 + [False] * 20
    assert bars.text[0] == "No name<br>5 of 5"
    assert bars.text[24] == "&lt;b&gt;Mine&lt;/b&gt;"
