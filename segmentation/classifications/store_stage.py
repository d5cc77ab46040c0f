"""How far a shop has come, by its consultations a day, and what share of old or loyal customers it should have."""

from __future__ import annotations

from dataclasses import dataclass

from segmentation.classifications.levels import Level
from segmentation.locale import N_

LEVELS = (
    Level("new", N_("New store"), N_("Fewer than {next} consultations a day.")),
    Level("new growing", N_("New store, growing"), N_("{first} to {last} consultations a day.")),
    Level("intermediate", N_("Intermediate store"), N_("{first} to {last} consultations a day.")),
    Level("intermediate growing", N_("Intermediate store, growing"), N_("{first} to {last} consultations a day.")),
    Level("advanced", N_("Advanced store"), N_("{first} or more consultations a day.")),
)
KEYS = tuple(level.key for level in LEVELS)


@dataclass(frozen=True)
class Target:
    """The share of customers that a stage aims at: of ``old`` or of ``loyal`` ones, 0 to 1.

    ``is_above``: the share must lie above ``low``, not on it. ``high`` None = the more the better.
    """

    kind: str
    low: float
    high: float | None = None
    is_above: bool = False

    def is_met(self, share: float) -> bool:
        return share > self.low if self.is_above else share >= self.low


@dataclass(frozen=True)
class StoreStageRules:
    """From how many consultations a day each stage of ``KEYS`` begins, and its target.

    Old: two or more purchase days ever. Loyal: ``loyal_purchase_days`` or more and not overdue (definitions, section 10).
    """

    begins: tuple[int, int, int, int, int] = (0, 50, 101, 300, 501)
    old_purchase_days: int = 2
    loyal_purchase_days: int = 3
    new_target: Target = Target("old", 0.05, 0.10)
    intermediate_target: Target = Target("loyal", 0.05, is_above=True)
    advanced_target: Target = Target("loyal", 0.10, is_above=True)

    def target(self, stage: str) -> Target:
        """What a stage aims at; a growing one at the same as the one it grows out of."""
        if stage.startswith("new"):
            return self.new_target
        return self.intermediate_target if stage.startswith("intermediate") else self.advanced_target


DEFAULT = StoreStageRules()


def stage_of(per_day: int, rules: StoreStageRules = DEFAULT) -> str:
    """The key of the stage with so many consultations a day."""
    return KEYS[sum(per_day >= begin for begin in rules.begins) - 1]


@dataclass(frozen=True)
class NextStage:
    """``more``: consultations a day that are missing to it."""

    key: str
    more: int


def next_stage(per_day: int, rules: StoreStageRules = DEFAULT) -> NextStage | None:
    """What is missing to the next stage; None for the last one."""
    for key, begin in zip(KEYS, rules.begins, strict=True):
        if per_day < begin:
            return NextStage(key, begin - per_day)
    return None


def care_stage(stage: str) -> str:
    """The stage whose care list holds: a growing store keeps that of the stage it grows out of."""
    return stage.split(" ")[0]
