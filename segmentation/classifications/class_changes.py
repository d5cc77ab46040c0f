"""Who goes up and who goes down when the scoring changes: cells under one scoring against cells under another."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
import numpy.typing as npt

from segmentation.classifications.cube import CELLS, ScoreCube
from segmentation.classifications.cuts import MONEY_UNITS

Indexes = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class JointCells:
    """Customers and revenue by pair of cells; one entry a pair in use.

    ``before``, ``after``: places in ``cube.CELLS`` under the two scorings' cuts. ``revenue_units``: ten-thousandths of the
    currency. All int64, of one length (at most 125 with equal cuts).
    """

    before: Indexes
    after: Indexes
    customers: Indexes
    revenue_units: Indexes


def places(cells: npt.ArrayLike) -> Indexes:
    """The place in ``cube.CELLS`` of each cell number (111 to 555)."""
    return np.searchsorted(np.asarray(CELLS), np.asarray(cells)).astype(np.int64)


def unmoved_cells(cube: ScoreCube) -> JointCells:
    """With equal cuts every customer stays in its cell."""
    used = np.flatnonzero(cube.customers)
    return JointCells(used, used, cube.customers.ravel()[used], cube.revenue_units.ravel()[used])


def joint_cells(rows: Iterable[tuple[int, int, int, Decimal]]) -> JointCells:
    """From rows of (cell before, cell after, customers, revenue)."""
    found = [(before, after, n, int(revenue * MONEY_UNITS)) for before, after, n, revenue in rows]
    columns = np.array(found, dtype=np.int64).reshape(-1, 4).T
    return JointCells(places(columns[0]), places(columns[1]), columns[2], columns[3])


@dataclass(frozen=True, eq=False)
class ClassChanges:
    """Matrices [class before, class after], the best class first; int64. ``revenue_units``: ten-thousandths."""

    customers: Indexes
    revenue_units: Indexes

    @property
    def up(self) -> int:
        """Customers in a better class than before."""
        return int(np.tril(self.customers, -1).sum())

    @property
    def down(self) -> int:
        """Customers in a worse class than before."""
        return int(np.triu(self.customers, 1).sum())

    @property
    def same(self) -> int:
        return int(np.trace(self.customers))


def class_changes(joint: JointCells, before: Indexes, after: Indexes, class_count: int) -> ClassChanges:
    """Count the pairs of classes.

    ``before``, ``after``: for each of the 125 cells the index of its class, 0 the best, under the two scorings.
    """
    pair = before[joint.before] * class_count + after[joint.after]
    matrices = np.zeros((2, class_count * class_count), dtype=np.int64)
    np.add.at(matrices[0], pair, joint.customers)
    np.add.at(matrices[1], pair, joint.revenue_units)
    customers, revenue_units = matrices.reshape(2, class_count, class_count)
    return ClassChanges(customers, revenue_units)
