"""The named segments, the grids of two scores, and the eight types: how many customers, what they bring."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import product

import numpy as np
import numpy.typing as npt

from segmentation.classifications import eight_types, rfm_segments
from segmentation.classifications.cube import SHAPE, GroupTotals, ScoreCube, totals
from segmentation.classifications.cuts import MONEY_UNITS
from segmentation.classifications.eight_types import EightTypeLimits
from segmentation.classifications.levels import Level
from segmentation.classifications.score_ranges import DIMENSIONS
from segmentation.parameters import ANY, Analysis, Between, ListFilters, SegmentRules
from segmentation.store.workspace import Workspace
from segmentation.views.amounts import Amount
from segmentation.views.basis import Basis
from segmentation.views.execution import LABELLED

PAIRS = (("r", "f"), ("f", "m"), ("r", "m"))
"""The grids: the first score from bottom to top, the second from left to right."""

SEGMENT, CELL, TYPE = "segment", "cell", "type"


@dataclass(frozen=True)
class GroupSize:
    """One segment or type. Shares from 0 to 1; ``revenue_share`` 0 where the shop's revenue is not above 0."""

    key: str
    customers: int
    purchases: int
    revenue: Decimal
    customer_share: float
    revenue_share: float

    @property
    def average_order_value(self) -> Decimal | None:
        return Amount.AVERAGE_ORDER_VALUE.of(self.customers, self.purchases, self.revenue)


@dataclass(frozen=True, eq=False)
class Grid:
    """Two scores against each other; arrays of shape (5, 5), [first score − 1, second score − 1], int64."""

    pair: tuple[str, str]
    customers: npt.NDArray[np.int64]
    purchases: npt.NDArray[np.int64]
    revenue_units: npt.NDArray[np.int64]

    def amount(self, shown: Amount, first: int, second: int) -> Decimal | None:
        """What a cell holds; scores from 1 to 5."""
        at = first - 1, second - 1
        revenue = Decimal(int(self.revenue_units[at])) / MONEY_UNITS
        return shown.of(int(self.customers[at]), int(self.purchases[at]), revenue)


@dataclass(frozen=True, eq=False)
class SegmentsView:
    """``segment_of``: the segment's key by (R, F), scores from 1 to 5: the one of most M scores where a shop's own table splits
    by M. ``limits``: from where the eight types are high.
    """

    analysis: Analysis
    segments: tuple[GroupSize, ...]
    segment_of: dict[tuple[int, int], str]
    grids: dict[tuple[str, str], Grid]
    types: tuple[GroupSize, ...]
    limits: EightTypeLimits

    @property
    def levels(self) -> tuple[Level, ...]:
        """The named segments of the table in use, as ``segments`` holds them."""
        return rfm_segments.table_in_use(self.analysis.segments).levels

    @property
    def type_levels(self) -> tuple[Level, ...]:
        """The eight types by the names in use, as ``types`` holds them."""
        return eight_types.levels_in_use(self.analysis.eight_types)

    @property
    def is_split_by_monetary(self) -> bool:
        """Some pair of R and F has several segments."""
        table = rfm_segments.table_in_use(self.analysis.segments)
        return any(rule.m != ANY for rule in table.rules)


def segments_view(workspace: Workspace, found: Basis) -> SegmentsView:
    """Everything from the score cube, but for the eight types, which are one grouped query."""
    cube, table = found.scores.cube, rfm_segments.table_in_use(found.analysis.segments)
    labels = rfm_segments.segment_of_cells(table)
    return SegmentsView(
        analysis=found.analysis,
        segments=_sizes(totals(cube, labels, table.keys)),
        segment_of={
            (r, f): table.keys[np.bincount(labels.reshape(SHAPE)[r - 1, f - 1]).argmax()]
            for r, f in product(range(1, 6), repeat=2)
        },
        grids={pair: grid(cube, pair) for pair in PAIRS},
        types=_sizes(_type_totals(workspace, found)),
        limits=found.scores.mean,
    )


def grid(cube: ScoreCube, pair: tuple[str, str]) -> Grid:
    """The cube summed over the score that is not in ``pair`` (r and f, f and m, or r and m, in this order)."""
    (summed,) = (axis for axis, name in enumerate(DIMENSIONS) if name not in pair)
    return Grid(pair, *(part.sum(axis=summed) for part in (cube.customers, cube.purchases, cube.revenue_units)))


def _type_totals(workspace: Workspace, found: Basis) -> tuple[GroupTotals, ...]:
    rows = workspace.query_kept(
        found.kept,
        f"""select eight_type, count(*) as customers, sum(frequency)::bigint as purchases, sum(monetary) as revenue
            from "{LABELLED}" group by 1""",
    ).to_pylist()
    by_key = {row["eight_type"]: GroupTotals(*row.values()) for row in rows}
    return tuple(by_key.get(key, GroupTotals(key, 0, 0, Decimal(0))) for key in eight_types.KEYS)


def _sizes(groups: Iterable[GroupTotals]) -> tuple[GroupSize, ...]:
    groups = tuple(groups)
    customers = max(sum(group.customers for group in groups), 1)
    revenue = sum((group.revenue for group in groups), Decimal(0))
    return tuple(
        GroupSize(
            group.key,
            group.customers,
            group.purchases,
            group.revenue,
            group.customers / customers,
            float(group.revenue / revenue) if revenue > 0 else 0.0,
        )
        for group in groups
    )


@dataclass(frozen=True)
class Pick:
    """What was clicked or chosen: a segment or type by its key, or a cell of a grid like "r5 f4"."""

    kind: str
    key: str

    @property
    def text(self) -> str:
        """As a link holds it."""
        return f"{self.kind}:{self.key}"

    @property
    def scores(self) -> dict[str, int]:
        """The scores of a cell by dimension; none for a segment or type."""
        return {part[0]: int(part[1]) for part in self.key.split()} if self.kind == CELL else {}


def cell_pick(pair: tuple[str, str], first: int, second: int) -> Pick:
    """The pick of a grid's cell."""
    return Pick(CELL, f"{pair[0]}{first} {pair[1]}{second}")


def picks(rules: SegmentRules) -> dict[str, Pick]:
    """Everything that can be picked under these segments, by its text."""
    return {
        pick.text: pick
        for pick in (
            *(Pick(SEGMENT, key) for key in rfm_segments.table_in_use(rules).keys),
            *(Pick(TYPE, key) for key in eight_types.KEYS),
            *(cell_pick(pair, a, b) for pair in PAIRS for a in range(5, 0, -1) for b in range(5, 0, -1)),
        )
    }


PICKS = picks(SegmentRules())
"""What can be picked with the built-in segments."""


def filters_of(pick: Pick) -> ListFilters:
    """The list of the customers that were picked."""
    if pick.kind == SEGMENT:
        return ListFilters(segments=frozenset({pick.key}))
    if pick.kind == TYPE:
        return ListFilters(eight_types=frozenset({pick.key}))
    scores = {name: Between(Decimal(score), Decimal(score)) for name, score in pick.scores.items()}
    r, f, m = (scores.get(name, Between()) for name in DIMENSIONS)
    return ListFilters(r_score=r, f_score=f, m_score=m)
