"""What turns measures into scores, one value and a class."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from segmentation.locale import N_
from segmentation.parameters.checks import ANY_MONEY, MOST_MONEY, is_number, require

MOST_WEIGHT = Decimal(1_000_000)


@dataclass(frozen=True)
class Weights:
    """How much R, F and M count in the weighted score. At least 0 each and not all 0; at most two decimals."""

    r: Decimal = Decimal(4)
    f: Decimal = Decimal(8)
    m: Decimal = Decimal(8)

    def __post_init__(self) -> None:
        for name in ("r", "f", "m"):
            value = getattr(self, name)
            is_legal = is_number(value, Decimal(0), MOST_WEIGHT, 2)
            object.__setattr__(self, name, Decimal(value) if is_legal else value)
            require(is_legal, name, value, N_("A weight lies between 0 and 1000000, with at most two decimals."))
        require(self.total > 0, "r, f, m", "0, 0, 0", N_("At least one weight must be above 0."))

    @property
    def total(self) -> Decimal:
        return self.r + self.f + self.m


WEIGHT_PRESETS: dict[str, Weights] = {
    N_("4 : 8 : 8"): Weights(),
    N_("Equal"): Weights(Decimal(5), Decimal(5), Decimal(5)),
    N_("Recency first"): Weights(Decimal(8), Decimal(4), Decimal(4)),
    N_("Value first"): Weights(Decimal(2), Decimal(4), Decimal(10)),
}


class CutMode(StrEnum):
    """Where the four limits of a dimension come from."""

    QUINTILES = "quintiles"
    REPEAT_AWARE = "repeat-aware"
    FIXED = "fixed"


@dataclass(frozen=True)
class CutChoice:
    """The mode of one dimension, and with ``fixed`` its four limits, from the one that parts score 1 from 2 upwards.

    A limit of None is never reached: no customer gets that score.
    """

    mode: CutMode
    limits: tuple[Decimal | None, ...] = ()

    def __post_init__(self) -> None:
        if self.mode is CutMode.FIXED:
            require(
                len(self.limits) == 4, "limits", len(self.limits), N_("There are four limits, between five scores.")
            )
        for limit in self.limits:
            require(limit is None or is_number(limit, -MOST_MONEY, MOST_MONEY), "limits", limit, ANY_MONEY)


FOUR_EIGHT_EIGHT = {
    "r": CutChoice(CutMode.FIXED, (Decimal(365), Decimal(182), Decimal(91), Decimal(31))),
    "m": CutChoice(CutMode.FIXED, (Decimal(1000), Decimal(3000), Decimal(5000), Decimal(10000))),
}
"""The 4 : 8 : 8 preset's fixed limits for R (days) and M (currency); F is purchases a month over the window."""

MONTHLY_FREQUENCY_LIMITS = (1, 2, 3, 4)
"""F of the 4 : 8 : 8 preset: up to 1, 2, 3, 4 and more purchases a month score 1 … 5."""

RECENCY_30_90_180_365 = CutChoice(CutMode.FIXED, (Decimal(365), Decimal(180), Decimal(90), Decimal(30)))


@dataclass(frozen=True)
class ClassLimits:
    """From which weighted score (20 to 100) a customer is of class A, B or C; D is below."""

    a: Decimal = Decimal(80)
    b: Decimal = Decimal(60)
    c: Decimal = Decimal(40)

    def __post_init__(self) -> None:
        is_legal = all(is_number(value, Decimal(0), Decimal(100)) for value in (self.a, self.b, self.c))
        if is_legal:
            for name in ("a", "b", "c"):
                object.__setattr__(self, name, Decimal(getattr(self, name)))
            is_legal = self.a > self.b > self.c > 0
        require(
            is_legal, "a, b, c", f"{self.a}, {self.b}, {self.c}", N_("The limits fall from A to C, between 0 and 100.")
        )


@dataclass(frozen=True)
class Scoring:
    """Everything that turns measures into scores, one value and a class."""

    weights: Weights = field(default_factory=Weights)
    r: CutChoice = CutChoice(CutMode.QUINTILES)
    f: CutChoice = CutChoice(CutMode.REPEAT_AWARE)
    m: CutChoice = CutChoice(CutMode.QUINTILES)
    class_limits: ClassLimits = field(default_factory=ClassLimits)
