"""Value classes A to D by the weighted score."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from segmentation.classifications.cube import weighted_scores
from segmentation.classifications.levels import Level
from segmentation.locale import N_
from segmentation.parameters import ClassLimits, Weights

LEVELS = (
    Level("A", N_("A key"), N_("Weighted score of {a} or more.")),
    Level("B", N_("B important"), N_("Weighted score from {b} to under {a}.")),
    Level("C", N_("C ordinary"), N_("Weighted score from {c} to under {b}.")),
    Level("D", N_("D dormant"), N_("Weighted score under {c}.")),
)
KEYS = tuple(level.key for level in LEVELS)


def class_of_cells(weights: Weights, limits: ClassLimits) -> npt.NDArray[np.int64]:
    """For each of the 125 cells the index of its class: 0 = A … 3 = D."""
    scores = weighted_scores(weights)
    falling = np.array([float(limits.a), float(limits.b), float(limits.c)])
    return np.asarray((scores[:, None] < falling[None, :]).sum(axis=1), dtype=np.int64)
