"""One customer's measures and levels, reckoned from the orders alone: what an explanation and a "what if" stand on.

The expressions do this for all customers at once; here the same rules are laid on a single one, whose orders can be
added to. A test holds the two against each other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from itertools import pairwise
from statistics import median

from segmentation.classifications.cell_levels import level_of_cells, levels_in_use
from segmentation.classifications.cube import CELLS
from segmentation.classifications.cuts import MONEY_UNITS, Limits, ScoreCuts, units_from
from segmentation.classifications.dimensions import LIFE_CYCLE_OF_STAGE, ValueLimits
from segmentation.classifications.eight_types import EightTypeLimits
from segmentation.classifications.lenses import LENSES
from segmentation.classifications.lifecycle import ShopRhythm
from segmentation.classifications.loyalty_places import LoyaltyPlaces
from segmentation.parameters import Analysis, Period, VipRules

Order = tuple[date, int]
"""The day of an order and its net revenue in ten-thousandths of the currency."""


@dataclass(frozen=True)
class CustomerState:
    """A customer's measures on one day; names and units as in ``customer_measures``, money in ten-thousandths."""

    recency_days: int
    frequency: int
    monetary_units: int
    tenure_days: int
    purchase_span_days: int
    purchase_days: int
    median_gap: float | None
    last_gap: int | None
    gap_squares: int
    earlier_units: int
    later_units: int
    window_units: int | None
    window_purchase_days: int
    recent_purchase_days: int

    @property
    def mean_gap(self) -> float | None:
        """Days; None with one purchase day."""
        return None if self.purchase_days == 1 else self.purchase_span_days / (self.purchase_days - 1)


def state_of(
    orders: Iterable[Order], period: Period, vip: VipRules, visits: Sequence[date] = ()
) -> CustomerState | None:
    """The state on ``period.as_of``; None without a purchase in the period.

    ``orders``: all of the customer, in any order. ``visits``: days of purchases that bring nothing, to which an amount is
    added with ``spending``.
    """
    last = period.as_of
    opening = date.min if period.window_days is None else last - timedelta(days=period.window_days)
    known = [order for order in orders if order[0] <= last]
    counted = [order for order in known if order[0] > opening]
    bought = sorted([day for day, units in counted if units > 0] + [day for day in visits if opening < day <= last])
    if not bought:
        return None
    days = sorted(set(bought))
    gaps = [(later - earlier).days for earlier, later in pairwise(days)]
    tenure = (last - days[0]).days
    middle = days[0] + timedelta(days=tenure // 2)
    window = last - timedelta(days=vip.window_days)
    recent = last - timedelta(days=vip.quasi_window_days)
    # The VIP window is its own, whatever the period.
    every_day = {day for day, units in known if units > 0} | {day for day in visits if day <= last}
    in_window = sorted(day for day in every_day if day > window)
    return CustomerState(
        recency_days=(last - days[-1]).days,
        frequency=len(bought),
        monetary_units=sum(units for _, units in counted),
        tenure_days=tenure,
        purchase_span_days=(days[-1] - days[0]).days,
        purchase_days=len(days),
        median_gap=float(median(gaps)) if gaps else None,
        last_gap=gaps[-1] if gaps else None,
        gap_squares=sum(gap * gap for gap in gaps),
        earlier_units=sum(units for day, units in counted if day <= middle),
        later_units=sum(units for day, units in counted if day > middle),
        window_units=sum(units for day, units in known if day > window) if in_window else None,
        window_purchase_days=len(in_window),
        recent_purchase_days=sum(1 for day in in_window if day > recent),
    )


@dataclass(frozen=True)
class RulesAsValues:
    """Every limit that a single customer is held against, as a value: what the shop's data came to under the rules.

    ``loyalty``: of one customer, their ranks among the others; None where ranks say nothing of another day.
    """

    analysis: Analysis
    cuts: ScoreCuts
    eight_types: EightTypeLimits
    rhythm: ShopRhythm
    vip_limit: Decimal | None
    thirds: Limits
    value: ValueLimits
    loyalty: LoyaltyPlaces | None = None

    @cached_property
    def order(self) -> dict[str, tuple[str, ...]]:
        """Lens → the keys of its levels, the best first."""
        return {key: tuple(level.key for level in levels_in_use(lens, self.analysis)) for key, lens in LENSES.items()}

    @cached_property
    def by_cell(self) -> dict[str, dict[int, str]]:
        """Lens decided by the score cell → cell → key of its level."""
        return {
            key: {
                cell: self.order[key][place]
                for cell, place in zip(CELLS, level_of_cells(lens, self.analysis).tolist(), strict=True)
            }
            for key, lens in LENSES.items()
            if lens.is_by_cell
        }


def amount_of(state: CustomerState, rules: RulesAsValues) -> float:
    """What the first classification ranks, in ten-thousandths."""
    units = state.monetary_units
    return float(units) if rules.analysis.final.by_total else float(units) / float(state.frequency)


def rhythm_of(state: CustomerState, rules: RulesAsValues) -> float | None:
    """The customer's median gap with three or more purchase days, else the shop's; days."""
    return state.median_gap if state.purchase_days >= 3 else rules.rhythm.median_gap


def overdue_after(state: CustomerState, rules: RulesAsValues) -> float | None:
    """O: the days after which the customer is overdue."""
    by_hand, chosen = rules.analysis.lifecycle.overdue_days, rules.analysis.lifecycle
    if by_hand is not None:
        return float(by_hand)
    rhythm = rhythm_of(state, rules)
    if not rules.rhythm.is_known:
        return float(chosen.unknown_overdue_days)
    return None if rhythm is None else rhythm * float(chosen.overdue_factor)


def lost_after(state: CustomerState, rules: RulesAsValues) -> float:
    """L: the days after which the customer is lost."""
    chosen = rules.analysis.lifecycle
    if chosen.lost_days is not None:
        return float(chosen.lost_days)
    if not rules.rhythm.is_known or rules.rhythm.lost_gap is None:
        return float(chosen.unknown_lost_days)
    rhythm = rhythm_of(state, rules)
    return max(rules.rhythm.lost_gap, 0.0 if rhythm is None else rhythm * float(chosen.lost_factor))


def scores_of(state: CustomerState, rules: RulesAsValues) -> tuple[int, int, int]:
    """R, F and M, from 1 to 5."""
    cuts, money = rules.cuts, Decimal(state.monetary_units) / MONEY_UNITS
    return (
        1 + sum(limit is not None and state.recency_days <= limit for limit in cuts.r),
        1 + sum(limit is not None and state.frequency >= limit for limit in cuts.f),
        1 + sum(limit is not None and money >= limit for limit in cuts.m),
    )


def _eight_type(state: CustomerState, rules: RulesAsValues) -> str:
    limits = rules.eight_types
    high = (
        state.recency_days <= limits.recency_days,
        state.frequency >= limits.frequency,
        state.monetary_units >= units_from(limits.monetary),
    )
    return "".join("1" if is_high else "0" for is_high in high)


def _first(state: CustomerState, rules: RulesAsValues) -> str:
    reached = sum(limit is not None and amount_of(state, rules) >= float(limit) for limit in rules.thirds)
    return ("low", "middle", "high")[reached]


def _second(state: CustomerState, rules: RulesAsValues) -> str:
    if state.mean_gap is None:
        return "occasional"
    return "often" if state.mean_gap <= (rules.rhythm.median_gap or 0.0) else "not often"


def _stage(state: CustomerState, rules: RulesAsValues) -> str:
    chosen = rules.analysis.lifecycle
    once, overdue, lost = state.purchase_days == 1, overdue_after(state, rules), lost_after(state, rules)
    if once and state.recency_days <= chosen.new_days:
        return "new"
    if state.recency_days > lost:
        return "lost"
    if overdue is not None and state.recency_days > overdue:
        return "at risk"
    if once:
        return "waiting"
    if state.last_gap is not None and state.last_gap > lost:
        return "returned"
    has_grown = state.later_units >= state.earlier_units * chosen.growth_factor
    return "growing" if state.purchase_days == 2 or has_grown else "mature"


def half_limit_units(rules: RulesAsValues) -> int | None:
    """The spending that makes a quasi-VIP, in ten-thousandths."""
    if rules.vip_limit is None:
        return None
    return units_from(rules.vip_limit * rules.analysis.vip.quasi_spending_share)


def _vip_level(state: CustomerState, rules: RulesAsValues) -> str:
    limit, half, chosen = rules.vip_limit, half_limit_units(rules), rules.analysis.vip
    if limit is None or half is None or _stage(state, rules) == "lost":
        return "non-VIP"
    spent = state.window_units
    if spent is not None and spent >= units_from(limit) and state.window_purchase_days >= chosen.purchase_days:
        return "VIP"
    visits = state.recent_purchase_days >= chosen.quasi_purchase_days
    return "quasi-VIP" if visits or (spent is not None and spent >= half) else "non-VIP"


def _value(state: CustomerState, rules: RulesAsValues) -> str:
    for key, limit in (("high", rules.value.high), ("middle", rules.value.middle)):
        if limit is not None and state.monetary_units >= units_from(limit):
            return key
    return "low"


_BUYING = {"often": "frequent", "not often": "occasional", "occasional": "one-time"}

_LEVELS: dict[str, Callable[[CustomerState, RulesAsValues], str]] = {
    "eight_type": _eight_type,
    "vip_level": _vip_level,
    "first": _first,
    "second": _second,
    "final_class": lambda state, rules: f"{_first(state, rules)} / {_second(state, rules)}",
    "lifecycle_stage": _stage,
    "value": _value,
    "buying": lambda state, rules: _BUYING[_second(state, rules)],
    "life_cycle": lambda state, rules: LIFE_CYCLE_OF_STAGE[_stage(state, rules)],
}

BY_SALES: tuple[str, ...] = ("value_class", "segment", *_LEVELS, "performance")
"""The lenses that orders alone decide, one customer at a time once the limits are values."""


def level_of(lens_key: str, state: CustomerState, rules: RulesAsValues) -> str:
    """The key of the customer's level, for a lens in ``BY_SALES``, or for loyalty where the rules have its ranks."""
    if lens_key == "loyalty" and rules.loyalty is not None:
        return rules.loyalty.level(state.purchase_days, state.purchase_span_days, state.gap_squares)
    if lens_key in rules.by_cell:
        r, f, m = scores_of(state, rules)
        return rules.by_cell[lens_key][100 * r + 10 * f + m]
    return _LEVELS[lens_key](state, rules)
