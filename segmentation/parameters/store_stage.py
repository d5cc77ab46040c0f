"""From how many consultations a day a store is at which stage, who counts as old and as loyal, and the targets."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from segmentation.locale import N_
from segmentation.parameters.checks import require, require_counts, require_shares


@dataclass(frozen=True)
class StoreStageRules:
    """The limits of the store's stage.

    The four ``…_from``: consultations a day from which that stage begins; below the first the store is new. Old and loyal:
    customers with so many purchase days or more, the loyal ones not overdue. Targets: shares of customers, 0 to 1; of old
    customers in a new store from ``old_target`` to ``old_target_most``, of loyal ones in a later store more than its target.
    """

    new_growing_from: int = 50
    intermediate_from: int = 101
    intermediate_growing_from: int = 300
    advanced_from: int = 501
    old_purchase_days: int = 2
    loyal_purchase_days: int = 3
    old_target: Decimal = Decimal("0.05")
    old_target_most: Decimal = Decimal("0.10")
    intermediate_loyal_target: Decimal = Decimal("0.05")
    advanced_loyal_target: Decimal = Decimal("0.10")

    def __post_init__(self) -> None:
        starts = ("new_growing_from", "intermediate_from", "intermediate_growing_from", "advanced_from")
        require_counts(self, [*starts, "old_purchase_days", "loyal_purchase_days"], least=1)
        require_shares(self, ["old_target", "old_target_most", "intermediate_loyal_target", "advanced_loyal_target"])
        for before, name in pairwise(starts):
            begin = getattr(self, name)
            require(
                getattr(self, before) < begin,
                name,
                begin,
                N_("Each stage begins at more consultations than the one before."),
            )
        require(self.old_purchase_days <= self.loyal_purchase_days, "loyal_purchase_days", self.loyal_purchase_days,
                N_("A loyal customer has at least as many purchase days as an old one."))  # fmt: skip
        require(self.old_target <= self.old_target_most, "old_target_most", self.old_target_most,
                N_("The upper limit is not below the lower one."))  # fmt: skip

    @property
    def begins(self) -> tuple[int, int, int, int, int]:
        """From how many consultations a day each stage begins, the first from none."""
        return 0, self.new_growing_from, self.intermediate_from, self.intermediate_growing_from, self.advanced_from
