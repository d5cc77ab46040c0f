"""Performance and influence in stars (definitions, section 10)."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from segmentation.classifications.cube import CELLS
from segmentation.classifications.dimension_levels import INFLUENCE, PERFORMANCE
from segmentation.parameters import StarRules

INFLUENCE_KEYS = tuple(level.key for level in INFLUENCE)
_PLACES = {int(level.key): place for place, level in enumerate(PERFORMANCE)}


def performance(cell: int, rules: StarRules) -> float:
    """(4 · F + 5 · M) / 9 of a score cell, under the rules' own weights: from 1 to 5."""
    f, m = cell // 10 % 10, cell % 10
    weights = rules.frequency_weight, rules.amount_weight
    return (weights[0] * f + weights[1] * m) / sum(weights)


def stars_of_cells(rules: StarRules) -> npt.NDArray[np.int64]:
    """For each of the 125 cells the index of its level: 0 = five stars … 4 = one. Performance rounded, a half upwards."""
    f, m = rules.frequency_weight, rules.amount_weight
    whole = [(2 * (f * (cell // 10 % 10) + m * (cell % 10)) + f + m) // (2 * (f + m)) for cell in CELLS]
    return np.array([_PLACES[stars] for stars in whole], dtype=np.int64)


def influence_stars(rules: StarRules) -> dict[str, int]:
    """Level of influence → its stars, 0 to 5."""
    return {key: int(getattr(rules, key)) for key in INFLUENCE_KEYS}
