"""The weight bench: what weights, cuts and class limits make of the customers, against the scoring in use.

``scores_view`` asks the engine nothing: it works on the score cube and on what ``score_changes`` keeps, so a weight costs
the same for a thousand customers as for ten million.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from segmentation.classifications import value_classes
from segmentation.classifications.class_changes import ClassChanges, Indexes, class_changes
from segmentation.classifications.cube import GroupTotals, ScoreCube, totals, weighted_scores
from segmentation.classifications.cuts import MONEY_UNITS
from segmentation.classifications.score_ranges import DIMENSIONS, ScoreRange, score_ranges
from segmentation.errors import SegmentationError
from segmentation.locale import N_
from segmentation.parameters import Scoring, Weights, to_json
from segmentation.store.saved import forget, save
from segmentation.store.workspace import Workspace
from segmentation.views.basis import ScoreBasis
from segmentation.views.chosen import SCORINGS
from segmentation.views.score_changes import SHOWN_MOVERS, ScoreChanges

LONGEST_NAME = 60
"""Characters of the name that a scoring is saved under."""


class NoName(SegmentationError):
    message = N_("A scoring is saved under a name. Type one first.")
    code = "NO_NAME"


@dataclass(frozen=True)
class ScoreSize:
    """The customers with one score in one dimension. ``revenue`` in the shop's currency."""

    range: ScoreRange
    customers: int
    revenue: Decimal
    customer_share: float


@dataclass(frozen=True)
class ClassSize:
    """One value class. Shares from 0 to 1; ``revenue_share`` 0 where the shop's revenue is not above 0."""

    key: str
    customers: int
    revenue: Decimal
    customer_share: float
    revenue_share: float
    customers_before: int


@dataclass(frozen=True, eq=False)
class ScoreDistribution:
    """Customers and revenue of each value that the weighted score takes, ascending; revenue in the shop's currency."""

    values: npt.NDArray[np.float64]
    customers: Indexes
    revenue: npt.NDArray[np.float64]
    classes: Indexes


@dataclass(frozen=True, eq=False)
class ScoresView:
    """One step of the bench. ``movers``: the customers with the largest spending among those that change class, at most
    ``SHOWN_MOVERS``: customer, name, class_before, class_now, score_before, score_now, recency_days, frequency, monetary.
    """

    scoring: Scoring
    saved: Scoring
    customers: int
    classes: tuple[ClassSize, ...]
    changes: ClassChanges
    distribution: ScoreDistribution
    movers: pa.Table

    @property
    def has_names(self) -> bool:
        """Whether any of the movers has a name besides what the file calls them."""
        return bool(self.movers["name"].null_count < self.movers.num_rows)


def score_sizes(basis: ScoreBasis) -> dict[str, tuple[ScoreSize, ...]]:
    """Dimension (r, f, m) → the customers of its scores 1 to 5 with their limits. Weights do not matter."""
    cube, total = basis.cube, max(basis.cube.customer_count, 1)
    sizes: dict[str, tuple[ScoreSize, ...]] = {}
    for axis, name in enumerate(DIMENSIONS):
        others = tuple(other for other in range(3) if other != axis)
        customers, units = cube.customers.sum(axis=others), cube.revenue_units.sum(axis=others)
        sizes[name] = tuple(
            ScoreSize(found, int(n), Decimal(int(unit)) / MONEY_UNITS, int(n) / total)
            for found, n, unit in zip(score_ranges(basis.cuts)[name], customers, units, strict=True)
        )
    return sizes


def scores_view(tried: ScoreBasis, changes: ScoreChanges, scoring: Scoring, saved: Scoring) -> ScoresView:
    """The classes under ``scoring``, whose cuts ``tried`` holds, and what changes against ``saved``."""
    before = value_classes.class_of_cells(saved.weights, saved.class_limits)
    now = value_classes.class_of_cells(scoring.weights, scoring.class_limits)
    moved = class_changes(changes.cells, before, now, len(value_classes.KEYS))
    return ScoresView(
        scoring=scoring,
        saved=saved,
        customers=tried.cube.customer_count,
        classes=_class_sizes(totals(tried.cube, now, value_classes.KEYS), moved),
        changes=moved,
        distribution=score_distribution(tried.cube, scoring.weights, now),
        movers=_movers(changes, before, now, scoring.weights, saved.weights),
    )


def _class_sizes(classes: tuple[GroupTotals, ...], moved: ClassChanges) -> tuple[ClassSize, ...]:
    customers = max(sum(group.customers for group in classes), 1)
    revenue = sum((group.revenue for group in classes), Decimal(0))
    return tuple(
        ClassSize(
            key=group.key,
            customers=group.customers,
            revenue=group.revenue,
            customer_share=group.customers / customers,
            revenue_share=float(group.revenue / revenue) if revenue > 0 else 0.0,
            customers_before=int(before),
        )
        for group, before in zip(classes, moved.customers.sum(axis=1), strict=True)
    )


def score_distribution(cube: ScoreCube, weights: Weights, classes: Indexes) -> ScoreDistribution:
    """Only values with customers. ``classes``: for each of the 125 cells the index of its class."""
    used = np.flatnonzero(cube.customers)
    values, first, place = np.unique(weighted_scores(weights)[used], return_index=True, return_inverse=True)
    sums = np.zeros((2, len(values)), dtype=np.int64)
    np.add.at(sums[0], place, cube.customers.ravel()[used])
    np.add.at(sums[1], place, cube.revenue_units.ravel()[used])
    return ScoreDistribution(values, sums[0], sums[1] / MONEY_UNITS, classes[used][first])


def _movers(changes: ScoreChanges, before: Indexes, now: Indexes, weights: Weights, saved: Weights) -> pa.Table:
    class_before, class_now = before[changes.leading_before], now[changes.leading_after]
    rows = np.flatnonzero(class_before != class_now)[:SHOWN_MOVERS]
    keys = np.array(value_classes.KEYS)
    return (
        changes.leading.take(rows)
        .append_column("class_before", pa.array(keys[class_before[rows]]))
        .append_column("class_now", pa.array(keys[class_now[rows]]))
        .append_column("score_before", pa.array(weighted_scores(saved)[changes.leading_before[rows]]))
        .append_column("score_now", pa.array(weighted_scores(weights)[changes.leading_after[rows]]))
    )


def save_scoring(workspace: Workspace, name: str, scoring: Scoring) -> None:
    """Keep a scoring under a name, in place of the one that had it. Raises ``NoName``."""
    name = " ".join(name.split())[:LONGEST_NAME]
    if not name:
        raise NoName
    save(workspace, SCORINGS, name, to_json(scoring))


def delete_scoring(workspace: Workspace, name: str) -> None:
    """Forget the scoring of that name."""
    forget(workspace, SCORINGS, name)
