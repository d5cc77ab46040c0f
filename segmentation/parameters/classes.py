"""Limits of the life-cycle stages, VIP levels, tiers and final classes."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from segmentation.locale import N_
from segmentation.parameters.checks import require


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
        require(self.new_days >= 0, "new_days", self.new_days, N_("Days are 0 or more."))
        if self.overdue_days is not None and self.lost_days is not None:
            is_legal = 0 < self.overdue_days <= self.lost_days
            require(is_legal, "lost_days", self.lost_days, N_("A customer is overdue before being lost."))


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
        require(0 < self.revenue_share <= 1, "revenue_share", self.revenue_share, N_("A share lies between 0 and 1."))
        require(
            0 < self.customer_share <= 1, "customer_share", self.customer_share, N_("A share lies between 0 and 1.")
        )
        require(self.window_days >= 1, "window_days", self.window_days, N_("A window has at least one day."))


@dataclass(frozen=True)
class ParetoRules:
    """The shares that the curve is read at, and the limits of the ABC tiers."""

    top_share: Decimal = Decimal("0.2")
    revenue_share: Decimal = Decimal("0.8")
    tier_a: Decimal = Decimal("0.8")
    tier_b: Decimal = Decimal("0.95")

    def __post_init__(self) -> None:
        require(0 < self.tier_a < self.tier_b <= 1, "tier_a, tier_b", f"{self.tier_a}, {self.tier_b}",
                 N_("The tiers' limits rise and lie between 0 and 1."))  # fmt: skip


@dataclass(frozen=True)
class FinalRules:
    """How amount is read in the first classification: the average order, or the total."""

    by_total: bool = False
