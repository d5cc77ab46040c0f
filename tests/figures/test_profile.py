from __future__ import annotations

import numpy as np

from segmentation.classifications.lens import Provenance
from segmentation.classifications.lenses import LENSES
from segmentation.figures import profile as figures
from segmentation.locale import Words
from segmentation.views.lens_levels import LensCounts, LensCross, LevelCount

WORDS = Words()


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
