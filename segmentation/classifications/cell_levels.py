"""Lenses that the score cell decides: the level of each of the 125 cells under the rules in use."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from segmentation.classifications import eight_types
from segmentation.classifications.lens import Lens
from segmentation.classifications.levels import Level
from segmentation.classifications.rfm_segments import segment_of_cells, table_in_use
from segmentation.classifications.stars import stars_of_cells
from segmentation.classifications.value_classes import class_of_cells
from segmentation.parameters import Analysis


def levels_in_use(lens: Lens, analysis: Analysis) -> tuple[Level, ...]:
    """The lens's levels; of named segments those of the shop's own table, if it has one, of the eight types its own names."""
    if lens.key == "segment":
        return table_in_use(analysis.segments).levels
    return eight_types.levels_in_use(analysis.eight_types) if lens.key == "eight_type" else lens.levels


def level_of_cells(lens: Lens, analysis: Analysis) -> npt.NDArray[np.int64]:
    """For each of ``cube.CELLS`` the place of its level in ``levels_in_use``. Raises ``KeyError`` for a lens not by cell."""
    return {
        "value_class": lambda: class_of_cells(analysis.scoring.weights, analysis.scoring.class_limits),
        "segment": lambda: segment_of_cells(table_in_use(analysis.segments)),
        "performance": lambda: stars_of_cells(analysis.stars),
    }[lens.key]()
