"""Who buys: kinds of customers, their circle of taste, purse, home shop and appetite."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from segmentation.demo.calendar import Days, Times
from segmentation.demo.catalogue import CLUBS

CLUB: Final = {name: place for place, name in enumerate(CLUBS)}
"""Circle of taste → its number."""

PREMIUM: Final = 2
"""Purses are 0 to 2: what a customer reaches for within a category, cheap to dear."""


@dataclass(frozen=True)
class Habit:
    """One kind of customer. Never written into a sales line.

    ``share``: of all customers. ``gap_days``: mean days between visits, gamma-distributed over the customers with the
    shape ``likeness``. ``steadiness``: gamma shape of one customer's gaps (1 = purely random). ``stay_days``: mean
    of the exponential time after which a customer stops coming. ``clubs``, ``purses``: odds.
    """

    name: str
    share: float
    gap_days: float
    likeness: float
    steadiness: float
    stay_days: float
    clubs: Mapping[str, float]
    purses: tuple[float, float, float]


_MIXED: Final = {"classic": 34, "collectors": 9, "young": 34, "givers": 9, "circle": 14}

HABITS: Final = (
    Habit("regular", 0.180, 64, 2.4, 2.6, 520, {"classic": 42, "collectors": 12, "young": 28, "circle": 18}, (4, 5, 1)),
    Habit("devotee", 0.028, 25, 3.0, 3.0, 700, {"classic": 25, "collectors": 38, "circle": 22, "young": 15}, (3, 4, 3)),
    Habit("occasional", 0.190, 125, 2.4, 1.2, 750, _MIXED, (4, 5, 1)),
    Habit("once", 0.240, 0, 1, 1, 0, _MIXED, (5, 4, 1)),
    Habit("gift buyer", 0.150, 0, 1, 1, 1400, {"givers": 88, "classic": 12}, (5, 4, 1)),
    Habit("bargain hunter", 0.110, 0, 1, 1, 1000, {"young": 62, "classic": 38}, (7, 3, 0)),
    Habit("wholesale", 0.005, 38, 8.0, 6.0, 1500, {"classic": 70, "circle": 30}, (4, 6, 0)),
    Habit("returned", 0.027, 50, 3.0, 2.0, 9999, {"classic": 4, "young": 3, "circle": 2, "collectors": 1}, (3, 5, 2)),
    Habit("new", 0.028, 30, 2.0, 1.3, 400, {"young": 50, "classic": 25, "circle": 20, "collectors": 5}, (5, 4, 1)),
)
"""Every kind; its place is its number. ``once``, gift buyers and bargain hunters come by occasion, not by rhythm."""

KIND: Final = {habit.name: place for place, habit in enumerate(HABITS)}
"""Kind of customer → its number."""


@dataclass(frozen=True)
class Population:
    """One element a customer in each array.

    ``begin_share``: 0 to 1, how late in the time open to the kind the customer begins. ``extra_lines``: mean lines of
    an order beyond the first. ``online``: share of orders in the web shop. ``shop``: home shop, 0 or 1. ``coupons``:
    share of orders with a personal coupon. ``favourites``: share of lines for one of the customer's three favourites.
    """

    kind: Days
    club: Days
    purse: Days
    begin_share: Times
    extra_lines: Times
    online: Times
    shop: Days
    coupons: Times
    favourites: Times

    def __len__(self) -> int:
        return len(self.kind)

    def take(self, index: Days) -> Population:
        """The customers with these numbers, in this order."""
        return Population(**{name: values[index] for name, values in vars(self).items()})

    def of(self, kind: str) -> Days:
        """The numbers of one kind of customer."""
        return np.flatnonzero(self.kind == KIND[kind])


def picked(odds: NDArray[np.float64], rng: np.random.Generator) -> Days:
    """For each row of odds, the number of one column, drawn by them."""
    ladder = np.cumsum(odds, axis=1)
    point = rng.random(len(odds)) * ladder[:, -1]
    return np.asarray((ladder <= point[:, None]).sum(axis=1), dtype=np.int64)


def population(size: int, rng: np.random.Generator) -> Population:
    """``size`` customers, drawn by the habits' shares."""
    kind = picked(np.tile([habit.share for habit in HABITS], (size, 1)), rng)
    clubs = np.array([[habit.clubs.get(name, 0.0) for name in CLUBS] for habit in HABITS], dtype=np.float64)
    club = picked(clubs[kind], rng)
    purse = picked(np.array([habit.purses for habit in HABITS], dtype=np.float64)[kind], rng)
    young = club == CLUB["young"]
    appetite = rng.gamma(2.0, 0.58, size) * np.where(kind == KIND["wholesale"], 1.6, 1.0) + 0.15
    hunter = kind == KIND["bargain hunter"]
    return Population(
        kind=kind,
        club=club,
        purse=purse,
        begin_share=rng.random(size),
        extra_lines=appetite,
        online=np.where(young | hunter, rng.beta(2.2, 1.6, size), rng.beta(0.8, 2.4, size)),
        shop=rng.integers(0, 2, size),
        coupons=np.where(hunter, 0.5, rng.beta(0.35, 3.2, size)),
        favourites=rng.beta(2.5, 2.5, size) * 0.8,
    )
