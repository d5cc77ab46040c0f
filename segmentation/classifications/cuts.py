"""Cuts: the limits between scores, as values that can be shown, edited, saved and laid on another date."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
import numpy.typing as npt

from segmentation.parameters import CutMode, Scoring

Values = npt.NDArray[np.int64] | npt.NDArray[np.int32] | npt.NDArray[np.float64]
Limits = tuple[Decimal | None, ...]

MONEY_UNITS = 10_000
"""Money goes through numpy as whole ten-thousandths, which are exact."""


def units_from(limit: Decimal) -> int:
    """The fewest whole ten-thousandths that reach a limit of the currency, however fine it is."""
    return math.ceil(limit * MONEY_UNITS)


def amount_from(limit: Decimal) -> Decimal:
    """The least amount of the currency that reaches a limit, however fine it is."""
    return Decimal(units_from(limit)) / MONEY_UNITS


@dataclass(frozen=True)
class ScoreCuts:
    """Four limits for each of R (days), F (purchases) and M (currency), from the one that parts score 1 from 2 upwards.

    None = never reached. R's limits fall (``score = 1 + number of limits ≥ value``), F's and M's rise
    (``score = 1 + number of limits ≤ value``).
    """

    r: Limits
    f: Limits
    m: Limits


def mid_rank_cuts(values: Values, parts: int) -> tuple[int | float | None, ...]:
    """The ``parts`` − 1 smallest values that reach score 2, 3 … when a higher value is better.

    Value v has the mid-rank p = (customers below v + half of those equal to v) / customers and the score
    min(parts, 1 + floor(parts · p)); equal values score equal whatever the order of rows (definitions, section 3).
    None where no value reaches the score. Linear in the number of values; ``values`` is left as it is.
    """
    n = len(values)
    if n == 0:
        return (None,) * (parts - 1)
    positions = [n * k // parts for k in range(1, parts)]
    parted = np.partition(values, positions)
    cuts: list[int | float | None] = []
    for k, position in enumerate(positions, start=1):
        candidate = parted[position]
        below = int(np.count_nonzero(values < candidate))
        up_to = int(np.count_nonzero(values <= candidate))
        # Every value left of the position has (below + up_to) · parts < 2nk; the next value to the right always reaches it.
        if (below + up_to) * parts < 2 * n * k:
            above = values[values > candidate]
            cuts.append(above.min().item() if len(above) else None)
        else:
            cuts.append(candidate.item())
    return tuple(cuts)


def quintile_cuts(values: Values, *, lower_is_better: bool = False) -> tuple[int | float | None, ...]:
    """Four limits by mid-ranks; falling where a lower value is better."""
    if lower_is_better:
        return tuple(None if cut is None else -cut for cut in mid_rank_cuts(-values, 5))
    return mid_rank_cuts(values, 5)


def repeat_aware_cuts(frequency: Values) -> tuple[int | float | None, ...]:
    """One purchase scores 1; customers with two or more are scored among themselves: 2 + min(3, floor(4p))."""
    repeating = frequency[frequency >= 2]
    return (2, *mid_rank_cuts(repeating, 4))


def _decimals(cuts: Sequence[int | float | None], units: int = 1) -> Limits:
    return tuple(None if cut is None else Decimal(cut) / units for cut in cuts)


def score_cuts(scoring: Scoring, *, recency_days: Values, frequency: Values, monetary_units: Values) -> ScoreCuts:
    """The cuts that the scoring's modes give on these customers; fixed limits are taken as they are.

    ``recency_days`` and ``frequency`` whole numbers, ``monetary_units`` whole ten-thousandths of the currency, one each a
    customer, in any order.
    """
    measured = {"r": recency_days, "f": frequency, "m": monetary_units}
    limits: dict[str, Limits] = {}
    for dimension, values in measured.items():
        choice = getattr(scoring, dimension)
        units = MONEY_UNITS if dimension == "m" else 1
        if choice.mode is CutMode.FIXED:
            limits[dimension] = choice.limits
        elif choice.mode is CutMode.REPEAT_AWARE and dimension == "f":
            limits[dimension] = _decimals(repeat_aware_cuts(values))
        else:
            limits[dimension] = _decimals(quintile_cuts(values, lower_is_better=dimension == "r"), units)
    return ScoreCuts(**limits)
