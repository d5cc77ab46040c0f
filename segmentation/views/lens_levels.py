"""Customers by level of any lens: the condition, the counts, and the cross of two."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np
import numpy.typing as npt

from segmentation.classifications.cell_levels import level_of_cells, levels_in_use
from segmentation.classifications.cube import CELLS
from segmentation.classifications.lens import Lens, Provenance
from segmentation.classifications.lenses import LENSES
from segmentation.classifications.levels import Level
from segmentation.parameters import Analysis
from segmentation.store.workspace import Workspace
from segmentation.views.execution import kept_rows
from segmentation.views.profile_basis import PROFILE, ProfileBasis
from segmentation.views.profiled import SAID

COUNTS = "kept_lens_counts"


def place_sql(lens: Lens, analysis: Analysis) -> str:
    """A customer's level over the columns of ``kept_profile``, as its place in ``levels_in_use``; null = not known.

    Places, not keys: the keys of a shop's own segments were typed by a person and are no part of a statement.
    """
    if lens.is_by_cell:
        cells: dict[int, list[int]] = {}
        for cell, place in zip(CELLS, level_of_cells(lens, analysis).tolist(), strict=True):
            cells.setdefault(place, []).append(cell)
        arms = [f"when cell in ({', '.join(map(str, members))}) then {place}" for place, members in cells.items()]
    else:
        arms = [f"when {lens.column} = '{level.key}' then {place}" for place, level in enumerate(lens.levels)]
    return f"case {' '.join(arms)} end"


def provenance_sql(lens: Lens) -> str:
    """Where a customer's level comes from: the keys of ``Provenance``."""
    if lens.key in SAID:
        return f"{lens.key}_provenance"
    return f"case when {lens.column} is null then 'unknown' else 'computed' end"


@dataclass(frozen=True)
class LevelCount:
    """Customers of one level, or of none (``level`` None = not known). ``customer_share``: of all customers, 0 to 1."""

    level: Level | None
    customers: int
    purchases: int
    revenue: Decimal
    customer_share: float


@dataclass(frozen=True)
class LensCounts:
    """A lens's customers by level (each level, then those not known), and by where the level comes from."""

    lens: Lens
    levels: tuple[LevelCount, ...]
    unknown: LevelCount
    provenance: dict[Provenance, int]

    @property
    def coverage(self) -> float:
        """Share of the customers whose level is known, 0 to 1."""
        return 1 - self.unknown.customer_share


def kept_counts(found: ProfileBasis) -> dict[str, str]:
    """For ``Workspace.query_kept``: all lenses' counts in one result, behind the tables it stands on."""
    parts = [
        f"""select '{lens.key}' as lens, {place_sql(lens, found.analysis)} as place, {provenance_sql(lens)} as provenance,
                   count(*) as customers, sum(frequency)::bigint as purchases, sum(monetary) as revenue
            from "{PROFILE}" group by all"""
        for lens in LENSES.values()
    ]
    return {**found.kept, COUNTS: " union all ".join(parts)}


def lens_counts(workspace: Workspace, found: ProfileBasis, lens: Lens) -> LensCounts:
    """The customers grouped by the lens's level and where it comes from."""
    return all_lens_counts(workspace, found)[lens.key]


def all_lens_counts(workspace: Workspace, found: ProfileBasis) -> dict[str, LensCounts]:
    """``lens_counts`` of every lens, by key."""
    grouped: dict[str, list[dict[str, Any]]] = {key: [] for key in LENSES}
    for row in kept_rows(workspace, kept_counts(found)).to_pylist():
        grouped[row["lens"]].append(row)
    return {key: _counts(lens, grouped[key], found.analysis) for key, lens in LENSES.items()}


def _counts(lens: Lens, grouped: list[dict[str, Any]], analysis: Analysis) -> LensCounts:
    n = max(sum(row["customers"] for row in grouped), 1)

    def count(level: Level | None, place: int | None) -> LevelCount:
        of_level = [row for row in grouped if row["place"] == place]
        customers = sum(row["customers"] for row in of_level)
        revenue = sum((row["revenue"] for row in of_level), Decimal(0))
        return LevelCount(level, customers, sum(row["purchases"] for row in of_level), revenue, customers / n)

    return LensCounts(
        lens=lens,
        levels=tuple(count(level, place) for place, level in enumerate(levels_in_use(lens, analysis))),
        unknown=count(None, None),
        provenance={
            source: sum(row["customers"] for row in grouped if row["provenance"] == source) for source in Provenance
        },
    )


@dataclass(frozen=True, eq=False)
class LensCross:
    """Two lenses against each other.

    Arrays [place in ``row_levels``, place in ``column_levels``], the last row and column for those not known; int64.
    ``revenue``: in the shop's currency, as float.
    """

    rows: Lens
    columns: Lens
    row_levels: tuple[Level, ...]
    column_levels: tuple[Level, ...]
    customers: npt.NDArray[np.int64]
    revenue: npt.NDArray[np.float64]


def lens_cross(workspace: Workspace, found: ProfileBasis, rows: Lens, columns: Lens) -> LensCross:
    """Customers and revenue by pair of levels."""
    analysis = found.analysis
    row_levels, column_levels = levels_in_use(rows, analysis), levels_in_use(columns, analysis)
    grouped = workspace.query_kept(
        found.kept,
        f"""select coalesce({place_sql(rows, analysis)}, {len(row_levels)}) as first,
                   coalesce({place_sql(columns, analysis)}, {len(column_levels)}) as second,
                   count(*) as customers, sum(monetary)::double as revenue
            from "{PROFILE}" group by all""",
    ).to_pylist()
    shape = len(row_levels) + 1, len(column_levels) + 1
    customers, revenue = np.zeros(shape, dtype=np.int64), np.zeros(shape)
    for row in grouped:
        customers[row["first"], row["second"]] = row["customers"]
        revenue[row["first"], row["second"]] = row["revenue"]
    return LensCross(rows, columns, row_levels, column_levels, customers, revenue)


def level_keys(workspace: Workspace, found: ProfileBasis, customer_id: int) -> dict[str, tuple[str | None, Provenance]]:
    """One customer's level in every lens: lens key → (level key, where it comes from). Empty for an unknown customer."""
    parts = [
        f"{place_sql(lens, found.analysis)} as {key}, {provenance_sql(lens)} as {key}_from"
        for key, lens in LENSES.items()
    ]
    rows = workspace.query_kept(
        found.kept, f'select {", ".join(parts)} from "{PROFILE}" where customer_id = ?', [customer_id]
    ).to_pylist()
    if not rows:
        return {}
    levels: dict[str, tuple[str | None, Provenance]] = {}
    for key, lens in LENSES.items():
        place = rows[0][key]
        named = None if place is None else levels_in_use(lens, found.analysis)[place].key
        levels[key] = named, Provenance(rows[0][f"{key}_from"])
    return levels
