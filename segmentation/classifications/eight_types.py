"""The eight types: high or low in R, F and M against the mean."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import ibis
import ibis.expr.types as ir
import numpy as np

from segmentation.classifications.cuts import MONEY_UNITS, Values, units_from
from segmentation.classifications.levels import Level
from segmentation.classifications.scores import money_units
from segmentation.locale import N_
from segmentation.parameters import EightTypeRules

LEVELS = (
    Level("111", N_("Key value"), N_("Recent, often and much.")),
    Level("011", N_("Key retention"), N_("Often and much, but not lately.")),
    Level("101", N_("Key development"), N_("Recent and much, but not often.")),
    Level("001", N_("Key win-back"), N_("Much, but neither often nor lately.")),
    Level("110", N_("General value"), N_("Recent and often, but little.")),
    Level("010", N_("General retention"), N_("Often, but little and not lately.")),
    Level("100", N_("General development"), N_("Recent, but seldom and little.")),
    Level("000", N_("General win-back"), N_("Neither recent, nor often, nor much.")),
)
KEYS = tuple(level.key for level in LEVELS)


def levels_in_use(rules: EightTypeRules) -> tuple[Level, ...]:
    """The eight types under the shop's own names where it has some."""
    return tuple(Level(level.key, rules.names.get(level.key, level.name), level.rule) for level in LEVELS)


@dataclass(frozen=True)
class EightTypeLimits:
    """From where a value is high: ``recency_days`` at most this, ``frequency`` and ``monetary`` at least this."""

    recency_days: int
    frequency: int
    monetary: Decimal


def mean_limits(*, recency_days: Values, frequency: Values, monetary_units: Values) -> EightTypeLimits:
    """The limits that compare with the mean over the customers, exactly.

    A whole number is ≤ the mean just when it is ≤ the mean rounded down, and ≥ the mean just when it is ≥ the mean rounded
    up, so the limits lose nothing by being whole (days, purchases, ten-thousandths).
    """
    n = len(recency_days)
    return EightTypeLimits(
        recency_days=int(np.sum(recency_days, dtype=np.int64)) // n,
        frequency=-(-int(np.sum(frequency, dtype=np.int64)) // n),
        monetary=Decimal(-(-int(np.sum(monetary_units, dtype=np.int64)) // n)) / MONEY_UNITS,
    )


def limits_in_use(mean: EightTypeLimits, rules: EightTypeRules) -> EightTypeLimits:
    """The limits by hand, and the mean where there is none."""
    return EightTypeLimits(
        recency_days=mean.recency_days if rules.recency_days is None else rules.recency_days,
        frequency=mean.frequency if rules.frequency is None else rules.frequency,
        monetary=mean.monetary if rules.monetary is None else rules.monetary,
    )


def eight_type(measured: ir.Table, limits: EightTypeLimits) -> ir.StringValue:
    """The key of each customer's type: three digits, R, F and M, 1 = high."""
    high = (
        measured.recency_days <= limits.recency_days,
        measured.frequency >= limits.frequency,
        money_units(measured.monetary) >= units_from(limits.monetary),
    )
    r, f, m = (ibis.cases((is_high, "1"), else_="0") for is_high in high)
    return r.concat(f, m)
