"""Who moves when a rule changes: every customer's level by the rules in use against the level by the rules tried."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from segmentation.classifications.cell_levels import level_of_cells, levels_in_use
from segmentation.classifications.class_changes import JointCells
from segmentation.classifications.dimensions import RULED_BY
from segmentation.classifications.lens import Lens
from segmentation.classifications.lenses import DIMENSIONS, LENSES
from segmentation.classifications.levels import Level
from segmentation.parameters import Analysis
from segmentation.store.workspace import Workspace
from segmentation.views.basis import Basis
from segmentation.views.execution import under_other_names
from segmentation.views.lens_levels import LensCounts, all_lens_counts, place_sql
from segmentation.views.profile_basis import ProfileBasis, profile_basis
from segmentation.views.score_changes import joint_score_cells

_TRIED = " tried"

LENSES_OF: dict[str, tuple[str, ...]] = {
    "scoring": ("value_class", "segment", "performance"),
    "segments": ("segment",),
    "eight_types": ("eight_type",),
    # Who is lost is no VIP.
    "lifecycle": ("lifecycle_stage", "vip_level"),
    "vip": ("vip_level",),
    "final": ("final_class", "first"),
    "dimensions": tuple(lens.key for lens in DIMENSIONS),
    "stars": ("performance",),
}
"""Field of ``Analysis`` → the lenses that its rules are made for. The dimensions life cycle and buying follow them."""


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

    Lenses by cell come from the cube, the others from one query. Raises ``UnsoundSegmentTable``.
    """
    lenses = [LENSES[key] for key in LENSES_OF[rules]]
    if all(lens.is_by_cell for lens in lenses):
        cells = joint_score_cells(workspace, in_use.scores, tried.scores)
        return tuple(
            _moves(lens, in_use.analysis, tried.analysis, *_cell_places(lens, in_use, tried, cells), cells.customers)
            for lens in lenses
        )
    if needs_profile(rules):
        return _dimension_moves(workspace, profile_basis(workspace, in_use), profile_basis(workspace, tried))
    return _paired_moves(workspace, in_use, tried, lenses)


def _dimension_moves(workspace: Workspace, in_use: ProfileBasis, tried: ProfileBasis) -> tuple[LensMoves, ...]:
    """Only the dimensions that the changed limits decide are asked for; in the others everybody stays."""
    before, after = in_use.analysis.dimensions, tried.analysis.dimensions
    changed = {field for field in vars(after) if getattr(before, field) != getattr(after, field)}
    asked = [lens for lens in DIMENSIONS if changed & set(RULED_BY[lens.key])]
    moves = {one.lens.key: one for one in _paired_moves(workspace, in_use, tried, asked)} if asked else {}
    counted = all_lens_counts(workspace, in_use)
    return tuple(moves.get(lens.key) or _nobody_moves(counted[lens.key]) for lens in DIMENSIONS)


def _nobody_moves(counts: LensCounts) -> LensMoves:
    levels = (*counts.levels, *((counts.unknown,) if counts.unknown.customers else ()))
    return LensMoves(
        counts.lens,
        tuple(LevelMoves(one.level, one.customers, one.customers, 0, 0) for one in levels),
        sum(one.customers for one in levels),
    )


def _paired_moves(workspace: Workspace, in_use: Basis, tried: Basis, lenses: list[Lens]) -> tuple[LensMoves, ...]:
    counts = workspace.query_kept(*_pairs(in_use, tried, lenses))
    columns = {name: counts[name].combine_chunks().to_numpy().astype(np.int64) for name in counts.column_names}
    return tuple(
        _moves(
            lens,
            in_use.analysis,
            tried.analysis,
            columns[f"{lens.key}_before"],
            columns[lens.key],
            columns["customers"],
        )
        for lens in lenses
    )


def needs_profile(rules: str) -> bool:
    """Whether the bases must be profile bases for ``rule_moves`` not to make them anew each time."""
    return any(LENSES[key].is_dimension for key in LENSES_OF[rules])


Places = npt.NDArray[np.int64]


def _cell_places(lens: Lens, in_use: Basis, tried: Basis, cells: JointCells) -> tuple[Places, Places]:
    return level_of_cells(lens, in_use.analysis)[cells.before], level_of_cells(lens, tried.analysis)[cells.after]


def _pairs(in_use: Basis, tried: Basis, lenses: list[Lens]) -> tuple[dict[str, str], str]:
    """What is kept, and the statement: customers by the lenses' places in both, −1 where a level is not known.

    Of the rules tried only the levels asked for are computed, nothing is kept of them but what they stand on.
    """
    kept = tried.kept_of(tuple(lens.key for lens in lenses)) if isinstance(tried, ProfileBasis) else tried.kept
    *stands_on, last = under_other_names(kept, _TRIED).items()
    before, now = (
        ", ".join(f"coalesce({place_sql(lens, found.analysis)}, -1) as {lens.key}{mark}" for lens in lenses)
        for found, mark in ((in_use, "_before"), (tried, ""))
    )
    sql = f"""select * exclude (customer_id), count(*)::bigint as customers
        from (select customer_id, {before} from "{list(in_use.kept)[-1]}")
        join (select customer_id, {now} from ({last[1]})) using (customer_id) group by all"""
    return {**in_use.kept, **dict(stands_on)}, sql


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
