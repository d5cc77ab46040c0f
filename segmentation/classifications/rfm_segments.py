"""Named segments: tables of rules on the R, F and M scores, and the proof that a table is complete."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from segmentation.classifications.cube import CELLS
from segmentation.classifications.levels import Level
from segmentation.errors import SegmentationError
from segmentation.locale import N_
from segmentation.parameters import ANY, SegmentRule, SegmentRules


@dataclass(frozen=True)
class SegmentTable:
    """Rules with their levels in the order shown. Several rules may share a name."""

    levels: tuple[Level, ...]
    rules: tuple[SegmentRule, ...]

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(level.key for level in self.levels)


@dataclass(frozen=True)
class LintReport:
    """Faults of a table: cells without a name, cells with several, names without a cell."""

    holes: tuple[int, ...]
    overlaps: tuple[int, ...]
    unreachable: tuple[str, ...]

    @property
    def is_sound(self) -> bool:
        return not (self.holes or self.overlaps or self.unreachable)


class UnsoundSegmentTable(SegmentationError):
    message = N_(
        "The segment table cannot be used: {holes} cells have no name, {overlaps} have several, "
        "and these names have no cell: {unreachable}."
    )
    code = "UNSOUND_SEGMENT_TABLE"


class NoSuchSegment(SegmentationError):
    message = N_("There is no segment {segment}. The shop's segments are: {segments}.")
    code = "NO_SUCH_SEGMENT"


def names_of_cells(table: SegmentTable) -> dict[int, tuple[str, ...]]:
    """For each of the 125 cells the names that claim it, in the order of the rules; each once."""
    return {cell: tuple(dict.fromkeys(rule.key for rule in table.rules if rule.has(cell))) for cell in CELLS}


def lint(table: SegmentTable) -> LintReport:
    """Check all 125 cells. A name is reached where it would be the first to match: no rule above claims the cell for another."""
    names = names_of_cells(table)
    reached = {claimed[0] for claimed in names.values() if claimed}
    return LintReport(
        holes=tuple(cell for cell in CELLS if not names[cell]),
        overlaps=tuple(cell for cell in CELLS if len(names[cell]) > 1),
        unreachable=tuple(key for key in table.keys if key not in reached),
    )


def segment_of_cells(table: SegmentTable) -> npt.NDArray[np.int64]:
    """For each of the 125 cells the index of its level. Raises ``UnsoundSegmentTable``."""
    report = lint(table)
    if not report.is_sound:
        raise UnsoundSegmentTable(
            holes=len(report.holes), overlaps=len(report.overlaps), unreachable=", ".join(report.unreachable) or "–"
        )
    place = {key: index for index, key in enumerate(table.keys)}
    return np.array([next(place[rule.key] for rule in table.rules if rule.has(cell)) for cell in CELLS], dtype=np.int64)


DEFAULT = SegmentTable(
    levels=(
        Level("champions", N_("Champions"), N_("Bought lately and most often: R 5 and F 4-5.")),
        Level("loyal", N_("Loyal"), N_("Buy often, not long ago: R 3-4 and F 4-5.")),
        Level("potential loyalist", N_("Potential loyalists"), N_("Recent, on their way to more: R 4-5 and F 2-3.")),
        Level("new", N_("New"), N_("Bought once, lately: R 5 and F 1.")),
        Level("promising", N_("Promising"), N_("Bought once, not long ago: R 4 and F 1.")),
        Level("need attention", N_("Need attention"), N_("Middling in both: R 3 and F 3.")),
        Level("about to sleep", N_("About to sleep"), N_("Few purchases, some time ago: R 3 and F 1-2.")),
        Level("at risk", N_("At risk"), N_("Bought often, but long ago: R 1-2 and F 3-4.")),
        Level("can't lose", N_("Can't lose"), N_("Bought most often, but long ago: R 1-2 and F 5.")),
        Level("hibernating", N_("Hibernating"), N_("Few purchases, long ago: R 1-2 and F 1-2.")),
    ),
    rules=(
        SegmentRule("champions", r=(5, 5), f=(4, 5)),
        SegmentRule("loyal", r=(3, 4), f=(4, 5)),
        SegmentRule("potential loyalist", r=(4, 5), f=(2, 3)),
        SegmentRule("new", r=(5, 5), f=(1, 1)),
        SegmentRule("promising", r=(4, 4), f=(1, 1)),
        SegmentRule("need attention", r=(3, 3), f=(3, 3)),
        SegmentRule("about to sleep", r=(3, 3), f=(1, 2)),
        SegmentRule("at risk", r=(1, 2), f=(3, 4)),
        SegmentRule("can't lose", r=(1, 2), f=(5, 5)),
        SegmentRule("hibernating", r=(1, 2), f=(1, 2)),
    ),
)
"""The default segments by R and F (definitions, section 4)."""


def box_text(rule: SegmentRule) -> str:
    """The box as a person reads it in any language: "R 4-5 · F 2-3"; "1-5" in all three where it is every cell."""
    ranges = {"R": rule.r, "F": rule.f, "M": rule.m}
    said = {name: found for name, found in ranges.items() if found != ANY} or ranges
    return " · ".join(f"{name} {low}" if low == high else f"{name} {low}-{high}" for name, (low, high) in said.items())


def table_in_use(rules: SegmentRules) -> SegmentTable:
    """The shop's own table, or the built-in one where it has none."""
    names = {level.key: level for level in DEFAULT.levels}
    own = {name.key: Level(name.key, name.name, name.rule) for name in rules.names}
    if not rules.boxes:
        return SegmentTable(tuple(own.get(key, level) for key, level in names.items()), DEFAULT.rules)
    names |= own
    used = list(own) or [key for key in names if any(box.key == key for box in rules.boxes)]
    used += [key for key in dict.fromkeys(box.key for box in rules.boxes) if key not in used]
    return SegmentTable(tuple(names.get(key, Level(key, key, "")) for key in used), rules.boxes)
