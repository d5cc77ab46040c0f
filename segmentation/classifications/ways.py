"""What would bring a customer into a better level: so many more visits, so much more money, until when."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from segmentation.classifications.cuts import MONEY_UNITS
from segmentation.classifications.final_classification import FIRST, SECOND
from segmentation.classifications.one_customer import (
    CustomerState,
    Order,
    RulesAsValues,
    half_limit_units,
    level_of,
    state_of,
)

MOST_VISITS = 12
"""With more visits than these a suggestion is no help."""
DAYS_TO_ACT = (30, 14, 7, 3)
"""A way holds for so many days at least; where there is none, for fewer."""
HORIZON_DAYS = 365
"""A way that still holds after so long has no end that needs saying."""
SMALLEST = MONEY_UNITS // 100
"""The least that a visit spends: a hundredth of the currency, in ten-thousandths."""

SUGGESTED = (
    "value_class", "segment", "eight_type", "vip_level", "first", "second", "final_class", "lifecycle_stage",
    "value", "buying", "life_cycle", "loyalty", "performance",
)  # fmt: skip
"""The lenses with a next level that buying leads to. Loyalty needs its ranks in the rules."""

STAGES = ("lifecycle_stage", "life_cycle")
"""The lenses whose levels are no ranks. Of these only the next purchase is spoken of: what follows depends on when it comes."""

TIMELESS = ("value_class", "segment", "eight_type", "first", "value", "performance")
"""Of these, the lenses in which the day of the visits changes nothing while the period is the whole history."""


@dataclass(frozen=True)
class Way:
    """Buy on ``visits`` more days and spend ``amount`` in all, and the level is reached on the day of the last purchase.

    ``amount`` in the shop's currency; None = any amount. ``until``: the last day on which it holds, all limits staying as
    they are; None = for the next year at least. Whichever days are chosen up to then, and however the amount is split.
    """

    level: str
    visits: int
    amount: Decimal | None
    until: date | None


def _at_least(before: str, after: str, order: Sequence[str]) -> bool:
    """``order``: the best first."""
    return order.index(after) <= order.index(before)


def is_better(lens_key: str, before: str, after: str, rules: RulesAsValues) -> bool:
    """Whether ``after`` is the better level. Where levels have no single order, better in one thing and worse in none."""
    if before == after:
        return False
    if lens_key == "lifecycle_stage":
        return before in ("new", "waiting", "at risk", "lost") and after in ("growing", "mature", "returned")
    if lens_key == "life_cycle":
        return before in ("new", "lost") and after in ("growing", "mature")
    if lens_key == "eight_type":
        return all(new >= old for old, new in zip(before, after, strict=True))
    if lens_key == "final_class":
        (first, second), (new_first, new_second) = before.split(" / "), after.split(" / ")
        return _at_least(first, new_first, FIRST[::-1]) and _at_least(second, new_second, SECOND)
    order = rules.order[lens_key]
    return order.index(after) < order.index(before)


def spending(state: CustomerState, units: int) -> CustomerState:
    """The state with an amount more, spent on its visits."""
    return replace(
        state,
        monetary_units=state.monetary_units + units,
        later_units=state.later_units + units,
        window_units=None if state.window_units is None else state.window_units + units,
    )


class Prospects:
    """One customer's possible visits: states are reckoned once for all lenses."""

    def __init__(self, orders: Sequence[Order], rules: RulesAsValues) -> None:
        self.orders, self.rules = orders, rules
        self.as_of = rules.analysis.period.as_of
        self._states: dict[tuple[int, int, bool], CustomerState] = {}

    def now(self) -> CustomerState | None:
        """The state as it is."""
        return state_of(self.orders, self.rules.analysis.period, self.rules.analysis.vip)

    def state(self, visits: int, last_day: int, *, is_early: bool) -> CustomerState:
        """After so many visits, the last of them ``last_day`` days from now and the rest as early, or as late, as can be."""
        key = visits, last_day, is_early
        if key not in self._states:
            before = range(1, visits) if is_early else range(last_day - visits + 1, last_day)
            days = [self.as_of + timedelta(days=day) for day in (*before, last_day)]
            period = replace(self.rules.analysis.period, as_of=days[-1])
            state = state_of(self.orders, period, self.rules.analysis.vip, days)
            assert state is not None  # the visits themselves are purchases
            self._states[key] = state
        return self._states[key]

    def levels(self, lens_key: str, visits: int, last_day: int, units: int) -> set[str]:
        """The levels that the amount leads to, whether the visits come early or late."""
        kinds = (True,) if visits == 1 else (True, False)
        states = (self.state(visits, last_day, is_early=is_early) for is_early in kinds)
        return {level_of(lens_key, spending(state, units), self.rules) for state in states}


def ways_up(lens_key: str, prospects: Prospects, *, most: int = 3) -> tuple[Way, ...]:
    """The cheapest ways into a better level: the fewest visits first, each further one with less money.

    Empty where no purchase leads higher, or the lens is not in ``SUGGESTED``; ``no_way.why_none`` says which.
    """
    state, rules = prospects.now(), prospects.rules
    if state is None or not is_told(lens_key, rules):
        return ()
    level = level_of(lens_key, state, rules)
    found: list[_Found] = []
    for visits in range(1, most_visits(lens_key) + 1):
        way = _way(lens_key, prospects, level, visits)
        if way is not None and (not found or way.units < found[-1].units):
            found.append(way)
        if found and (found[-1].is_any_amount or len(found) == most):
            break
    return tuple(
        Way(
            way.level,
            way.visits,
            None if way.is_any_amount else Decimal(way.units) / MONEY_UNITS,
            _until(lens_key, prospects, way),
        )
        for way in found
    )


def is_told(lens_key: str, rules: RulesAsValues) -> bool:
    """Whether ways up are looked for in this lens."""
    if lens_key == "segment" and rules.analysis.segments.boxes:
        return False  # the rows of an own table stand in no order
    return lens_key in SUGGESTED and (lens_key != "loyalty" or rules.loyalty is not None)


def most_visits(lens_key: str) -> int:
    """Up to how many visits a way is looked for."""
    return 1 if lens_key in STAGES else MOST_VISITS


@dataclass(frozen=True)
class _Found:
    """A way that holds for ``days`` days at least."""

    level: str
    visits: int
    units: int
    days: int

    @property
    def is_any_amount(self) -> bool:
        return self.units == self.visits * SMALLEST


def _way(lens_key: str, prospects: Prospects, level: str, visits: int) -> _Found | None:
    """The least amount that so many visits need, for the longest of ``DAYS_TO_ACT`` that can be had."""
    rules = prospects.rules
    enough = _enough(prospects, visits)

    def reached(day: int, units: int) -> set[str]:
        return prospects.levels(lens_key, visits, day, units)

    def least(day: int, from_units: int) -> int | None:
        return _least(
            lambda units: all(is_better(lens_key, level, after, rules) for after in reached(day, units)),
            from_units,
            enough,
        )

    for days in (
        (visits,) if _is_timeless(lens_key, rules) else dict.fromkeys(max(days, visits) for days in DAYS_TO_ACT)
    ):
        units = visits * SMALLEST
        for day in (days, *range(visits, days)):
            more = least(day, units)
            if more is None:
                break
            units = more
        else:
            target = _common(
                lens_key, {after for day in range(visits, days + 1) for after in reached(day, units)}, rules
            )
            if target is not None:
                return _Found(target, visits, units, days)
    return None


def _common(lens_key: str, reached: set[str], rules: RulesAsValues) -> str | None:
    """The level that all of these are, or better; None where they cannot be compared."""
    for target in sorted(reached):
        if all(_is_reached(lens_key, target, after, rules) for after in reached):
            return target
    return None


def _is_reached(lens_key: str, target: str, after: str, rules: RulesAsValues) -> bool:
    return after == target or is_better(lens_key, target, after, rules)


def _is_timeless(lens_key: str, rules: RulesAsValues) -> bool:
    return lens_key in TIMELESS and rules.analysis.period.window_days is None


def _until(lens_key: str, prospects: Prospects, way: _Found) -> date | None:
    """The last day on which the way holds."""
    if _is_timeless(lens_key, prospects.rules):
        return None
    for day in range(way.days + 1, HORIZON_DAYS + 1):
        reached = prospects.levels(lens_key, way.visits, day, way.units)
        if not all(_is_reached(lens_key, way.level, after, prospects.rules) for after in reached):
            return prospects.as_of + timedelta(days=day - 1)
    return None


def _least(is_enough: Callable[[int], bool], low: int, high: int) -> int | None:
    """The least amount from ``low`` to ``high``, in steps of ``SMALLEST``, that is enough; None where ``high`` is not.

    More money never leads to a worse level, so halving finds it.
    """
    if is_enough(low):
        return low
    if not is_enough(high):
        return None
    first, last = 0, (high - low) // SMALLEST
    while last - first > 1:
        middle = (first + last) // 2
        first, last = (first, middle) if is_enough(low + middle * SMALLEST) else (middle, last)
    return low + last * SMALLEST


def _enough(prospects: Prospects, visits: int) -> int:
    """An amount beyond every limit of money that there is; a whole number of ``SMALLEST``."""
    rules = prospects.rules
    half = half_limit_units(rules)
    limits = [
        *(limit * MONEY_UNITS for limit in rules.cuts.m if limit is not None),
        *(limit * MONEY_UNITS for limit in (rules.vip_limit, rules.value.high, rules.eight_types.monetary) if limit),
        *(limit * (len(prospects.orders) + visits) for limit in rules.thirds if limit is not None),
        Decimal(half or 0),
    ]
    owed = sum(abs(units) for _, units in prospects.orders)
    return (int(max(limits)) + owed + 2 * MONEY_UNITS) // SMALLEST * SMALLEST + visits * SMALLEST
