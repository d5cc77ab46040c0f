"""How far a shop has come, by its consultations a day, and what share of old or loyal customers it should have."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from segmentation.classifications.levels import Level
from segmentation.locale import N_
from segmentation.parameters import StoreStageRules

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
    low: Decimal
    high: Decimal | None = None
    is_above: bool = False

    def is_met(self, part: int, whole: int) -> bool:
        """Whether ``part`` of ``whole`` is the share aimed at."""
        top, bottom = self.low.as_integer_ratio()
        return part * bottom > whole * top if self.is_above else part * bottom >= whole * top


DEFAULT = StoreStageRules()


def target(stage: str, rules: StoreStageRules = DEFAULT) -> Target:
    """What a stage aims at; a growing one at the same as the one it grows out of."""
    if stage.startswith("new"):
        return Target("old", rules.old_target, rules.old_target_most)
    is_advanced = stage == "advanced"
    return Target(
        "loyal", rules.advanced_loyal_target if is_advanced else rules.intermediate_loyal_target, is_above=True
    )


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
