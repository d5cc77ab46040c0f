"""When customers buy: rhythms, festivals, promotions and pauses, each bent to the shop's busy and quiet days."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from segmentation.demo.calendar import HISTORY_DAYS, LEAD_DAYS, MEMBER_DAY, Calendar, Days, Times
from segmentation.demo.population import HABITS, KIND, Population

GROWTH: Final = 0.14
"""Yearly growth of the number of customers won, as the exponent."""
SHORTEST_GAP: Final = 6.0
"""Mean gap in days below which no customer's rhythm falls."""


@dataclass(frozen=True)
class Visits:
    """One element an order: the customer's number (-1 = walk-in) and the time in days since the opening."""

    customer: Days
    time: Times


def _begin(people: Population, which: Days, first: float) -> Times:
    """First visits from day ``first`` on, more of them each year."""
    span = (HISTORY_DAYS - first) / 365.0
    return np.asarray(first + 365.0 * np.log1p(people.begin_share[which] * np.expm1(GROWTH * span)) / GROWTH)


def _rhythm(
    kind: str, which: Days, begin: Times, end: Times, rng: np.random.Generator, steadiness: float | None = None
) -> Visits:
    """Visits by a renewal process: the first at ``begin``, then gamma gaps until ``end``."""
    habit = HABITS[KIND[kind]]
    shape = steadiness or habit.steadiness
    mean = np.maximum(rng.gamma(habit.likeness, habit.gap_days / habit.likeness, len(which)), SHORTEST_GAP)
    longest = float(np.max(end - begin, initial=1.0))
    steps = int(1.25 * longest / max(float(mean.min(initial=habit.gap_days)), SHORTEST_GAP)) + 12
    gaps = rng.standard_gamma(shape, (len(which), steps)) / shape * mean[:, None]
    time = begin[:, None] + np.concatenate([np.zeros((len(which), 1)), np.cumsum(gaps, axis=1)], axis=1)
    person, step = np.nonzero(time < end[:, None])
    return Visits(which[person], time[person, step])


def _lasting(people: Population, kind: str, first: float, rng: np.random.Generator) -> Visits:
    which = people.of(kind)
    begin = _begin(people, which, first)
    stay = rng.exponential(HABITS[KIND[kind]].stay_days, len(which))
    return _rhythm(kind, which, begin, np.minimum(begin + stay, HISTORY_DAYS), rng)


def _returned(people: Population, rng: np.random.Generator) -> tuple[Visits, Visits]:
    """Customers who came, stayed away for most of a year, and are back since a few weeks."""
    which = people.of("returned")
    back = HISTORY_DAYS - 1 - rng.uniform(0, 60, len(which))
    left = back - rng.uniform(240, 480, len(which))
    before = _rhythm("returned", which, left - rng.uniform(60, 420, len(which)), left, rng)
    after = _rhythm("returned", which, back, np.full(len(which), float(HISTORY_DAYS)), rng)
    return before, after


def _occasions(
    which: Days, first_day: Days, chance: Times, lead_days: Times, begin: Times, rng: np.random.Generator
) -> Visits:
    """Visits ``lead_days`` (customers × occasions) before each occasion's day that a customer takes part in."""
    time = first_day[None, :] - lead_days
    takes = (rng.random(time.shape) < chance) & (time >= begin[:, None]) & (time >= 0) & (time < HISTORY_DAYS)
    person, occasion = np.nonzero(takes)
    return Visits(which[person], time[person, occasion])


def _gift_buyers(people: Population, days: Calendar, rng: np.random.Generator) -> Visits:
    """Before Spring Festival and Mid-Autumn, and some in between."""
    which = people.of("gift buyer")
    since = np.arange(-LEAD_DAYS, HISTORY_DAYS)
    feasts = since[((days.until_spring_festival == 0) | (days.until_mid_autumn == 0)) & (since > 0)]
    faithful = rng.beta(1.3, 1.5, len(which))[:, None]
    lead = 2.0 + rng.gamma(2.2, 3.6, (len(which), len(feasts)))
    begin = _begin(people, which, -300.0)
    is_next = np.cumsum(feasts >= begin[:, None], axis=1) == 1
    by_feast = _occasions(which, feasts, np.where(is_next, 0.85, faithful), lead, begin - 30.0, rng)
    between = np.arange(200, HISTORY_DAYS, 180)
    chance = np.full((len(which), len(between)), 0.07)
    few = _occasions(which, between, chance, lead[:, : len(between)] * 6, begin, rng)
    return _joined(by_feast, few)


def _bargain_hunters(people: Population, days: Calendar, rng: np.random.Generator) -> Visits:
    """On the days of large promotions and some member days, never otherwise."""
    which = people.of("bargain hunter")
    since = np.arange(-LEAD_DAYS, HISTORY_DAYS)
    member = since[(days.day_of_month == MEMBER_DAY) & (since >= 0)]
    keen = rng.beta(1.4, 1.5, len(which))[:, None]
    begin = _begin(people, which, -400.0)
    into = -rng.uniform(0.0, 2.99, (len(which), len(days.promotions)))
    large = _occasions(which, days.promotions, keen, into, begin, rng)
    small = _occasions(which, member, 0.22 * keen, -rng.uniform(0, 1, (len(which), len(member))), begin, rng)
    return _joined(large, small)


def _joined(*visits: Visits) -> Visits:
    return Visits(np.concatenate([v.customer for v in visits]), np.concatenate([v.time for v in visits]))


def visits(people: Population, days: Calendar, walk_ins: int, rng: np.random.Generator) -> Visits:
    """Every visit of the three years, unsorted. Rhythms run in even time and are then bent to the busy days."""
    once = people.of("once")
    new = people.of("new")
    fresh = HISTORY_DAYS - rng.uniform(0, 75, len(new))
    steady = _joined(
        _lasting(people, "regular", -LEAD_DAYS, rng),
        _lasting(people, "devotee", -LEAD_DAYS, rng),
        _lasting(people, "occasional", -LEAD_DAYS, rng),
        _lasting(people, "wholesale", -LEAD_DAYS, rng),
        _rhythm("new", new, fresh, np.full(len(new), float(HISTORY_DAYS)), rng),
        Visits(once, _begin(people, once, 0.0)),
        Visits(np.full(walk_ins, -1), HISTORY_DAYS * rng.random(walk_ins) ** 0.92),
        *_returned(people, rng),
    )
    bent = days.spread((steady.time + LEAD_DAYS) / (HISTORY_DAYS + LEAD_DAYS))
    every = _joined(Visits(steady.customer, bent), _gift_buyers(people, days, rng), _bargain_hunters(people, days, rng))
    inside = (every.time >= 0) & (every.time < HISTORY_DAYS)
    return Visits(every.customer[inside], every.time[inside])
