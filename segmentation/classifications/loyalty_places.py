"""One customer's loyalty among all others as they stand: what further purchases would make of it.

Loyalty is the mean of ranks, so it can be told for one customer alone once the values of the others are known.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from segmentation.classifications.cuts import Limits

LEVELS = ("low", "middle", "high")


@dataclass(frozen=True, eq=False)
class Others:
    """The values of the other customers. ``values``: each once, ascending. ``customers``: how many have it."""

    values: npt.NDArray[np.float64]
    customers: npt.NDArray[np.int64]

    @cached_property
    def _running(self) -> npt.NDArray[np.int64]:
        """How many customers have one of the first k values, for each k from 0 on."""
        return np.concatenate(([0], np.cumsum(self.customers)))

    def points(self, value: float) -> int:
        """Twice the tie-safe rank of a customer with this value among them, as ``measures.loyalty.loyalty_points`` counts."""
        below = self._running[np.searchsorted(self.values, value, side="left")]
        up_to = self._running[np.searchsorted(self.values, value, side="right")]
        return int(below + up_to) + 1


def regularity(purchase_days: int, span_days: int, gap_squares: int, regular_from: int) -> float:
    """``measures.loyalty.regularity`` of one customer."""
    parts = float(purchase_days - 1) * float(gap_squares)
    if purchase_days < regular_from or parts == 0:
        return 0.0
    return float(span_days) * float(span_days) / parts


@dataclass(frozen=True, eq=False)
class LoyaltyPlaces:
    """``tenure_points``: the customer's own, which no purchase changes. ``limits``: from how many points on a customer is of
    middle and of high loyalty. ``regular_from``: with fewer purchase days nobody is regular.
    """

    tenure_points: int
    purchase_days: Others
    regularity: Others
    limits: Limits
    regular_from: int

    def level(self, purchase_days: int, span_days: int, gap_squares: int) -> str:
        """The level with these purchases, the others staying as they are."""
        even = regularity(purchase_days, span_days, gap_squares, self.regular_from)
        points = self.tenure_points + self.purchase_days.points(purchase_days) + self.regularity.points(even)
        return LEVELS[sum(limit is not None and points >= limit for limit in self.limits)]
