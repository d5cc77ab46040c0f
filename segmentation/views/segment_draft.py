"""A segment table while it is being made: what its rows come to, what the linter finds, and whom it concerns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, groupby, product

from segmentation.classifications.cube import CELLS, ScoreCube
from segmentation.classifications.rfm_segments import (
    DEFAULT,
    LintReport,
    SegmentTable,
    box_text,
    lint,
    names_of_cells,
    table_in_use,
)
from segmentation.locale import LANGUAGES, Words
from segmentation.parameters import SegmentName, SegmentRule, SegmentRules
from segmentation.parameters.checks import clean_name
from segmentation.parameters.segments import Range


@dataclass(frozen=True)
class DraftRow:
    """One row of the editor: a box of cells and the name typed for it. ``key``: of the segment it was made from, or "".

    ``box``: the ranges; its own key is not looked at.
    """

    key: str
    name: str
    box: SegmentRule


def drafted(rows: Sequence[DraftRow]) -> SegmentRules:
    """The rows as rules. Rows of one name are one segment; the built-in table as it is comes back as no rules of one's own."""
    keys: dict[str, str] = {}
    names: dict[str, str] = {}
    boxes: list[SegmentRule] = []
    taken = {row.key for row in rows}
    for row in rows:
        name = clean_name(row.name)
        known = name.casefold()
        if known not in keys:
            keys[known] = _key(row.key, set(keys.values()), taken)
            names[keys[known]] = name
        boxes.append(SegmentRule(keys[known], row.box.r, row.box.f, row.box.m))
    rules = SegmentRules(
        tuple(boxes),
        tuple(_named(key, name, [box for box in boxes if box.key == key]) for key, name in names.items()),
    )
    # The built-in table's sentences stand for its own boxes, so equal names and boxes make it the built-in one.
    is_built_in = boxes == list(DEFAULT.rules) and table_in_use(rules).levels == DEFAULT.levels
    return SegmentRules() if is_built_in else rules


def _key(wished: str, used: set[str], taken: set[str]) -> str:
    if wished and wished not in used:
        return wished
    return next(key for n in range(1, len(taken) + len(used) + 2) if (key := f"own {n}") not in used | taken)


def _named(key: str, name: str, boxes: list[SegmentRule]) -> SegmentName:
    """Under the built-in name's message id where it was left as it is, so that it is still translated."""
    for level in DEFAULT.levels:
        if level.key == key and name in {Words(language)(level.name) for language in LANGUAGES}:
            name = level.name
            if boxes == [rule for rule in DEFAULT.rules if rule.key == key]:
                return SegmentName(key, name, level.rule)
    return SegmentName(key, name, " / ".join(box_text(box) for box in boxes))


@dataclass(frozen=True)
class Collision:
    """Two segments, by key in the order of the rows, that claim the same cells; and how many customers are in those."""

    first: str
    second: str
    cells: tuple[int, ...]
    customers: int


@dataclass(frozen=True)
class Picture:
    """The 25 cells of R and F, at M scores that neighbour each other and at which every cell has the same names.

    ``m``: from and to, both included. ``names``: (R, F) → the segments that claim it. ``customers``: (R, F) → how many are in
    its cells at those M.
    """

    m: Range
    names: dict[tuple[int, int], tuple[str, ...]]
    customers: dict[tuple[int, int], int]


@dataclass(frozen=True, eq=False)
class SegmentCheck:
    """A table and its faults. ``names``: cell → the segments that claim it. ``customers``: cell → how many are in it."""

    table: SegmentTable
    report: LintReport
    names: dict[int, tuple[str, ...]]
    customers: dict[int, int]

    @property
    def is_sound(self) -> bool:
        """Every cell has one name, every name a cell, and no name is empty."""
        return self.report.is_sound and all(level.name for level in self.table.levels)

    @property
    def customers_in_holes(self) -> int:
        return sum(self.customers[cell] for cell in self.report.holes)

    @property
    def customers_in_overlaps(self) -> int:
        return sum(self.customers[cell] for cell in self.report.overlaps)

    @property
    def collisions(self) -> tuple[Collision, ...]:
        """Every pair of segments that claim a cell together, the pair with most cells first."""
        shared: dict[tuple[str, str], list[int]] = {}
        order = {key: place for place, key in enumerate(dict.fromkeys(box.key for box in self.table.rules))}
        for cell in self.report.overlaps:
            for first, second in combinations(sorted(self.names[cell], key=order.__getitem__), 2):
                shared.setdefault((first, second), []).append(cell)
        found = [
            Collision(*pair, tuple(cells), sum(self.customers[cell] for cell in cells))
            for pair, cells in shared.items()
        ]
        return tuple(sorted(found, key=lambda one: (-len(one.cells), order[one.first], order[one.second])))

    def rivals(self, row: int) -> dict[str, int]:
        """The segments of other names that claim cells of this row of the table (from 0), and how many of its cells."""
        box = self.table.rules[row]
        found: dict[str, int] = {}
        for cell in self.report.overlaps:
            if box.has(cell):
                for key in self.names[cell]:
                    if key != box.key:
                        found[key] = found.get(key, 0) + 1
        return found

    @property
    def pictures(self) -> tuple[Picture, ...]:
        """All 125 cells, M from 1 to 5: one picture where M changes no name, else as many as there are different ones."""
        named = groupby(range(1, 6), lambda m: {(r, f): self.names[100 * r + 10 * f + m] for r, f in _R_AND_F})
        alike = [(names, list(scores)) for names, scores in named]
        return tuple(
            Picture(
                (scores[0], scores[-1]),
                names,
                {(r, f): sum(self.customers[100 * r + 10 * f + m] for m in scores) for r, f in _R_AND_F},
            )
            for names, scores in alike
        )


_R_AND_F = tuple(product(range(1, 6), repeat=2))


def segment_check(cube: ScoreCube, rules: SegmentRules) -> SegmentCheck:
    """What the linter says of these rules, on the shop's own customers."""
    table = table_in_use(rules)
    return SegmentCheck(
        table, lint(table), names_of_cells(table), dict(zip(CELLS, cube.customers.ravel().tolist(), strict=True))
    )
