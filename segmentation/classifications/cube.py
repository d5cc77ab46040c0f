"""The score cube: customers, purchases and revenue in the 5 × 5 × 5 cells of R, F and M scores.

Weights, class limits and segment rules act on its 125 cells and never touch a customer, so a slider costs the same for a
thousand customers as for ten million.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
import numpy.typing as npt

from segmentation.classifications.cuts import MONEY_UNITS
from segmentation.parameters import Weights

SHAPE = (5, 5, 5)

CELLS: tuple[int, ...] = tuple(100 * r + 10 * f + m for r in range(1, 6) for f in range(1, 6) for m in range(1, 6))
"""The 125 cells, 111 to 555, in the order of the cube's flattened arrays."""

_SCORES = np.array([(cell // 100, cell // 10 % 10, cell % 10) for cell in CELLS], dtype=np.int64)


@dataclass(frozen=True, eq=False)
class ScoreCube:
    """Arrays of shape (5, 5, 5), indexed [R − 1, F − 1, M − 1]; int64. ``revenue_units``: ten-thousandths of the currency."""

    customers: npt.NDArray[np.int64]
    purchases: npt.NDArray[np.int64]
    revenue_units: npt.NDArray[np.int64]

    @property
    def customer_count(self) -> int:
        return int(self.customers.sum())

    @property
    def revenue(self) -> Decimal:
        return Decimal(int(self.revenue_units.sum())) / MONEY_UNITS


def cube_of(rows: Iterable[tuple[int, int, int, Decimal]]) -> ScoreCube:
    """The cube from rows of (cell, customers, purchases, revenue)."""
    arrays = np.zeros((3, 125), dtype=np.int64)
    place = {cell: index for index, cell in enumerate(CELLS)}
    for cell, customers, purchases, revenue in rows:
        arrays[:, place[cell]] = customers, purchases, int(revenue * MONEY_UNITS)
    customers_, purchases_, revenue_ = (part.reshape(SHAPE) for part in arrays)
    return ScoreCube(customers_, purchases_, revenue_)


def weighted_scores(weights: Weights) -> npt.NDArray[np.float64]:
    """100 · Σ weight · score / (5 · Σ weight) of each of the 125 cells, from 20 to 100; shape (125,).

    Whole numbers up to the one division, so that a score that is exactly a limit compares as equal to it.
    """
    scaled = np.array([int(weight * 100) for weight in (weights.r, weights.f, weights.m)], dtype=np.int64)
    return np.asarray((100 * (_SCORES @ scaled)) / (5 * int(scaled.sum())), dtype=np.float64)


def weighted_score(r: int, f: int, m: int, weights: Weights) -> float:
    """The weighted score of one customer: R 5, F 1, M 4 at weights 4, 8, 8 is 60."""
    return float(weighted_scores(weights)[CELLS.index(100 * r + 10 * f + m)])


@dataclass(frozen=True)
class GroupTotals:
    """What one named group of cells holds. ``revenue`` in the shop's currency."""

    key: str
    customers: int
    purchases: int
    revenue: Decimal


def totals(cube: ScoreCube, labels: npt.NDArray[np.int64], keys: tuple[str, ...]) -> tuple[GroupTotals, ...]:
    """Customers, purchases and revenue of each group. ``labels``: for each of the 125 cells the index into ``keys``."""
    parts = np.stack([cube.customers.ravel(), cube.purchases.ravel(), cube.revenue_units.ravel()])
    sums = parts @ (labels[:, None] == np.arange(len(keys))).astype(np.int64)
    return tuple(
        GroupTotals(key, int(sums[0, i]), int(sums[1, i]), Decimal(int(sums[2, i])) / MONEY_UNITS)
        for i, key in enumerate(keys)
    )
