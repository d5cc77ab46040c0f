"""Who moves when a rule changes: every customer's level by the rules in use against the level by the rules tried."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from segmentation.classifications.cell_levels import level_of_cells, levels_in_use
from segmentation.classifications.lens import Lens
from segmentation.classifications.lenses import DIMENSIONS, LENSES
from segmentation.classifications.levels import Level
from segmentation.parameters import Analysis
from segmentation.store.workspace import Workspace
from segmentation.views.basis import Basis
from segmentation.views.execution import LABELLED
from segmentation.views.lens_levels import place_sql
from segmentation.views.profile_basis import PROFILE, profile_basis

LENSES_OF: dict[str, tuple[str, ...]] = {
    "segments": ("segment",),
    "eight_types": ("eight_type",),
    # Who is lost is no VIP.
    "lifecycle": ("lifecycle_stage", "vip_level"),
    "vip": ("vip_level",),
    "final": ("final_class",),
    "dimensions": tuple(lens.key for lens in DIMENSIONS),
    "stars": ("performance",),
}
"""Field of ``Analysis`` → the lenses whose levels its rules decide."""


@dataclass(frozen=True)
class LevelMoves:
    """One level: customers by the rules in use and by those tried, and how many come in and go out. ``level`` None: not known."""

    level: Level | None
    in_use: int
    tried: int
    come: int
    go: int


@dataclass(frozen=True)
class LensMoves:
    """One lens under both rules; its levels in the order shown, then those that only the rules in use have, then not known."""

    lens: Lens
    levels: tuple[LevelMoves, ...]
    customers: int

    @property
    def moved(self) -> int:
        """Customers whose level is another one."""
        return sum(level.come for level in self.levels)


def rule_moves(workspace: Workspace, in_use: Basis, tried: Basis, rules: str) -> tuple[LensMoves, ...]:
    """The lenses that ``rules``, a field of ``Analysis``, decides. Both bases are of one period.

    Lenses by cell come from the cube. Raises ``UnsoundSegmentTable``.
    """
    lenses = [LENSES[key] for key in LENSES_OF[rules]]
    if all(lens.is_by_cell for lens in lenses):
        weights = in_use.scores.cube.customers.ravel()
        return tuple(
            _moves(lens, in_use.analysis, tried.analysis, *_cell_places(lens, in_use, tried), weights)
            for lens in lenses
        )
    before, now = (_customer_places(workspace, found, lenses) for found in (in_use, tried))
    ones = np.ones(len(before[0]), dtype=np.int64)
    return tuple(
        _moves(lens, in_use.analysis, tried.analysis, before[at], now[at], ones) for at, lens in enumerate(lenses)
    )


Places = npt.NDArray[np.int64]


def _cell_places(lens: Lens, in_use: Basis, tried: Basis) -> tuple[Places, Places]:
    return level_of_cells(lens, in_use.analysis), level_of_cells(lens, tried.analysis)


def _customer_places(workspace: Workspace, found: Basis, lenses: list[Lens]) -> list[Places]:
    """For each lens every customer's place in its levels, −1 where it is not known; in one order for all."""
    columns = ", ".join(f"coalesce({place_sql(lens, found.analysis)}, -1) as {lens.key}" for lens in lenses)
    is_profile = any(lens.is_dimension for lens in lenses)
    kept = profile_basis(workspace, found).kept if is_profile else found.kept
    table = workspace.query_kept(
        kept, f'select {columns} from "{PROFILE if is_profile else LABELLED}" order by customer_id'
    )
    return [table[lens.key].combine_chunks().to_numpy(zero_copy_only=False).astype(np.int64) for lens in lenses]


def _moves(
    lens: Lens, in_use: Analysis, tried: Analysis, before: Places, now: Places, weights: npt.NDArray[np.int64]
) -> LensMoves:
    levels = list(levels_in_use(lens, tried))
    keys = [level.key for level in levels]
    earlier = levels_in_use(lens, in_use)
    gone = [level for level in earlier if level.key not in keys]
    keys += [level.key for level in gone]
    shown: list[Level | None] = [*levels, *gone, None]
    # Places by the rules in use, in the order of ``shown``; its last place, −1 too, is for those not known.
    translated = np.array([*(keys.index(level.key) for level in earlier), len(keys)], dtype=np.int64)[before]
    found = np.where(now < 0, len(keys), now)
    matrix = np.zeros((len(shown), len(shown)), dtype=np.int64)
    np.add.at(matrix, (translated, found), weights)
    stayed = matrix.diagonal()
    counts = zip(shown, matrix.sum(axis=1), matrix.sum(axis=0), stayed, strict=True)
    moves = tuple(LevelMoves(level, int(b), int(n), int(n - s), int(b - s)) for level, b, n, s in counts)
    return LensMoves(lens, moves if moves[-1].in_use or moves[-1].tried else moves[:-1], customers=int(matrix.sum()))
