"""Limits of the life-cycle stages, VIP levels, tiers and final classes."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from segmentation.locale import N_
from segmentation.parameters.checks import (
    MOST_GRACE_DAYS,
    require,
    require_counts,
    require_days,
    require_factors,
    require_money,
    require_shares,
)


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
        require_days(self, ["new_days"])
        require_days(self, ["unknown_overdue_days", "unknown_lost_days"], least=1)
        require_days(self, ["overdue_days", "lost_days"], least=1, may_be_none=True)
        require_factors(self, ["overdue_factor", "lost_factor"])
        require_factors(self, ["growth_factor"], may_be_zero=True)
        require_shares(self, ["lost_percentile"], may_be_zero=True)
        require_counts(self, ["enough_returning"])
        if self.overdue_days is not None and self.lost_days is not None:
            require(self.overdue_days <= self.lost_days, "lost_days", self.lost_days, _OVERDUE_FIRST)
        is_legal = self.unknown_overdue_days <= self.unknown_lost_days
        require(is_legal, "unknown_lost_days", self.unknown_lost_days, _OVERDUE_FIRST)


_OVERDUE_FIRST = N_("A customer is overdue before being lost.")


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
        require_days(self, ["window_days", "quasi_window_days"], least=1)
        require_days(self, ["grace_days"], most=MOST_GRACE_DAYS)
        require_shares(self, ["revenue_share", "customer_share", "quasi_spending_share"])
        require_counts(self, ["purchase_days", "quasi_purchase_days"], least=1)
        require_money(self, ["spending_limit"])


@dataclass(frozen=True)
class ParetoRules:
    """The shares that the curve is read at, and the limits of the ABC tiers."""

    top_share: Decimal = Decimal("0.2")
    revenue_share: Decimal = Decimal("0.8")
    tier_a: Decimal = Decimal("0.8")
    tier_b: Decimal = Decimal("0.95")

    def __post_init__(self) -> None:
        require_shares(self, ["top_share", "revenue_share", "tier_a", "tier_b"])
        require(0 < self.tier_a < self.tier_b <= 1, "tier_a, tier_b", f"{self.tier_a}, {self.tier_b}",
                 N_("The tiers' limits rise and lie between 0 and 1."))  # fmt: skip


@dataclass(frozen=True)
class FinalRules:
    """How amount is read in the first classification: the average order, or the total."""

    by_total: bool = False

    def __post_init__(self) -> None:
        require(isinstance(self.by_total, bool), "by_total", self.by_total, N_("This is either so or not."))
