"""What a person may choose. Frozen, checked when made, JSON in and out.

Every threshold of the definitions that one could argue with is a field here, with its default.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

from pydantic import TypeAdapter

from segmentation.errors import IllegalParameter
from segmentation.locale import N_

T = TypeVar("T")


def to_json(parameters: object) -> str:
    """Any parameter object as JSON text."""
    return TypeAdapter(type(parameters)).dump_json(parameters).decode()


def from_json(kind: type[T], text: str) -> T:
    """A parameter object from JSON text, checked like a new one."""
    return TypeAdapter(kind).validate_json(text)


def _require(is_legal: bool, name: str, value: object, rule: str) -> None:
    if not is_legal:
        raise IllegalParameter(name=name, value=value, rule=rule)


@dataclass(frozen=True)
class Period:
    """Up to which day is counted, and how far back. ``window_days`` None = the whole history."""

    as_of: date
    window_days: int | None = None

    def __post_init__(self) -> None:
        _require(
            self.window_days is None or self.window_days >= 1,
            "window_days", self.window_days, N_("A window has at least one day."),
        )  # fmt: skip


@dataclass(frozen=True)
class Weights:
    """How much R, F and M count in the weighted score. At least 0 each and not all 0; at most two decimals."""

    r: Decimal = Decimal(4)
    f: Decimal = Decimal(8)
    m: Decimal = Decimal(8)

    def __post_init__(self) -> None:
        for name in ("r", "f", "m"):
            value = Decimal(getattr(self, name))
            object.__setattr__(self, name, value)
            is_legal = value.is_finite() and value >= 0 and value == round(value, 2)
            _require(is_legal, name, value, N_("A weight is 0 or more, with at most two decimals."))
        _require(self.total > 0, "r, f, m", "0, 0, 0", N_("At least one weight must be above 0."))

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
            _require(
                len(self.limits) == 4, "limits", len(self.limits), N_("There are four limits, between five scores.")
            )


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
        for name in ("a", "b", "c"):
            object.__setattr__(self, name, Decimal(getattr(self, name)))
        is_legal = 100 >= self.a > self.b > self.c > 0
        _require(
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


@dataclass(frozen=True)
class LifecycleRules:
    """Limits of the life-cycle stages. Days set by hand win over the shop's own rhythm."""

    new_days: int = 30
    overdue_factor: Decimal = Decimal("1.5")
    lost_factor: Decimal = Decimal(2)
    lost_percentile: Decimal = Decimal("0.9")
    growth_factor: Decimal = Decimal("1.1")
    enough_returning: int = 100
    unknown_overdue_days: int = 90
    unknown_lost_days: int = 180
    overdue_days: int | None = None
    lost_days: int | None = None

    def __post_init__(self) -> None:
        _require(self.new_days >= 0, "new_days", self.new_days, N_("Days are 0 or more."))
        if self.overdue_days is not None and self.lost_days is not None:
            is_legal = 0 < self.overdue_days <= self.lost_days
            _require(is_legal, "lost_days", self.lost_days, N_("A customer is overdue before being lost."))


@dataclass(frozen=True)
class VipRules:
    """Limits of the VIP levels. ``spending_limit`` None = from the shop's own window."""

    window_days: int = 365
    revenue_share: Decimal = Decimal("0.8")
    customer_share: Decimal = Decimal("0.2")
    spending_limit: Decimal | None = None
    purchase_days: int = 2
    quasi_window_days: int = 90
    quasi_purchase_days: int = 3
    quasi_spending_share: Decimal = Decimal("0.5")
    grace_days: int = 60

    def __post_init__(self) -> None:
        _require(0 < self.revenue_share <= 1, "revenue_share", self.revenue_share, N_("A share lies between 0 and 1."))
        _require(
            0 < self.customer_share <= 1, "customer_share", self.customer_share, N_("A share lies between 0 and 1.")
        )
        _require(self.window_days >= 1, "window_days", self.window_days, N_("A window has at least one day."))


@dataclass(frozen=True)
class ParetoRules:
    """The shares that the curve is read at, and the limits of the ABC tiers."""

    top_share: Decimal = Decimal("0.2")
    revenue_share: Decimal = Decimal("0.8")
    tier_a: Decimal = Decimal("0.8")
    tier_b: Decimal = Decimal("0.95")

    def __post_init__(self) -> None:
        _require(0 < self.tier_a < self.tier_b <= 1, "tier_a, tier_b", f"{self.tier_a}, {self.tier_b}",
                 N_("The tiers' limits rise and lie between 0 and 1."))  # fmt: skip


@dataclass(frozen=True)
class FinalRules:
    """How amount is read in the first classification: the average order, or the total."""

    by_total: bool = False


@dataclass(frozen=True)
class Analysis:
    """All choices behind a page: the period and every rule. Together with shop and data version a whole cache key."""

    period: Period
    scoring: Scoring = field(default_factory=Scoring)
    lifecycle: LifecycleRules = field(default_factory=LifecycleRules)
    vip: VipRules = field(default_factory=VipRules)
    pareto: ParetoRules = field(default_factory=ParetoRules)
    final: FinalRules = field(default_factory=FinalRules)


@dataclass(frozen=True)
class Between:
    """From and to, both included; None = no limit on that side."""

    low: Decimal | None = None
    high: Decimal | None = None

    def __post_init__(self) -> None:
        for name in ("low", "high"):
            value = getattr(self, name)
            object.__setattr__(self, name, None if value is None else Decimal(str(value)))
        is_legal = self.low is None or self.high is None or self.low <= self.high
        _require(is_legal, "high", self.high, N_("The upper limit is not below the lower one."))


@dataclass(frozen=True)
class Days:
    """From and to a calendar day, both included; None = no limit on that side."""

    first: date | None = None
    last: date | None = None

    def __post_init__(self) -> None:
        is_legal = self.first is None or self.last is None or self.first <= self.last
        _require(is_legal, "last", self.last, N_("The last day is not before the first one."))


class ListOrder(StrEnum):
    """Which customers of a list come first."""

    MOST_REVENUE = "most revenue"
    HIGHEST_SCORE = "highest score"
    MOST_PURCHASES = "most purchases"
    LARGEST_ORDERS = "largest orders"
    LATEST_PURCHASE = "latest purchase"
    LONGEST_AWAY = "longest away"
    NEWEST_CUSTOMER = "newest customer"


@dataclass(frozen=True)
class ListFilters:
    """Who belongs to a list. Empty or None = not asked; a customer of the list meets all that is asked.

    ``cells``: score cells, 111 to 555. Groups by their keys. ``products``: ids. Products, categories, stores, staff and
    channels: any one of them, in any order of the period. ``limit``: no more than so many, the first in ``order``.
    """

    cells: frozenset[int] = frozenset()
    segments: frozenset[str] = frozenset()
    value_classes: frozenset[str] = frozenset()
    lifecycle_stages: frozenset[str] = frozenset()
    eight_types: frozenset[str] = frozenset()
    final_classes: frozenset[str] = frozenset()
    vip_levels: frozenset[str] = frozenset()
    r_score: Between = Between()
    f_score: Between = Between()
    m_score: Between = Between()
    weighted_score: Between = Between()
    recency_days: Between = Between()
    frequency: Between = Between()
    monetary: Between = Between()
    average_order_value: Between = Between()
    purchase_days: Between = Between()
    tenure_days: Between = Between()
    last_purchase: Days = Days()
    first_purchase: Days = Days()
    products: frozenset[int] = frozenset()
    categories: frozenset[str] = frozenset()
    stores: frozenset[str] = frozenset()
    staff: frozenset[str] = frozenset()
    channels: frozenset[str] = frozenset()
    has_phone: bool | None = None
    has_email: bool | None = None
    order: ListOrder = ListOrder.MOST_REVENUE
    limit: int | None = None

    def __post_init__(self) -> None:
        _require(self.limit is None or self.limit >= 1, "limit", self.limit, N_("A list has at least one place."))
