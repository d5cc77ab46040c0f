"""What is in each order: products by taste, purse and season, how many, at which price and discount."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from segmentation.demo.calendar import LEAD_DAYS, Calendar, Days, Times
from segmentation.demo.catalogue import CATEGORIES, CLUBS, PRODUCTS, SEASONS
from segmentation.demo.population import KIND, PREMIUM, Population, picked

PRICE_RISE: Final = 0.04
"""Yearly rise of every price, on 1 March."""
TRADE_PRICE: Final = 0.82
"""What a wholesale customer pays of the list price."""
COUPON: Final = 0.08
"""Discount of a personal coupon, where no promotion runs."""
OPEN_TASTE: Final = 0.14
"""Share of lines outside the customer's circle."""
TILT: Final = (-0.75, 0.0, 0.85)
"""By purse: the exponent of a product's price against its category's mean price in the odds of being chosen."""
EXTRA: Final = {"service": 0.25, "snack": 0.5, "gift": 0.25, "herbal": 0.35, "ware": 0.04}
"""Category → mean pieces beyond the first; 0.18 for those not named."""

_CATEGORY: Final = np.array([list(CATEGORIES).index(product.category) for product in PRODUCTS])
_IS_SERVICE: Final = np.array([product.category == "service" for product in PRODUCTS])
_SIZE: Final = len(PRODUCTS)


@dataclass(frozen=True)
class Lines:
    """One element a line. ``order``: place of its order. Money in fen (1/100 yuan), not negative."""

    order: Days
    product: Days
    quantity: Days
    unit_price: Days
    discount: Days

    @property
    def is_service(self) -> NDArray[np.bool_]:
        """Tastings and classes: only in a shop, never discounted."""
        return np.asarray(_IS_SERVICE[self.product])


def _odds() -> NDArray[np.float64]:
    """Odds of each product (columns) for each circle and purse (rows: circle · 3 + purse; last: anybody)."""
    price = np.array([product.price for product in PRODUCTS])
    fame = np.array([product.fame for product in PRODUCTS], dtype=np.float64)
    typical = np.array([price[place == _CATEGORY].mean() for place in range(len(CATEGORIES))])[_CATEGORY]
    rows = []
    for club, shares in (*CLUBS.items(), ("", dict.fromkeys(CATEGORIES, 10))):
        wanted = np.array([8.0 if club in product.clubs.split() else 1.0 for product in PRODUCTS])
        for tilt in TILT:
            weight = fame * wanted * (price / typical) ** tilt
            total = np.bincount(_CATEGORY, weight, len(CATEGORIES))
            share = np.array([shares.get(name, 0.4) for name in CATEGORIES])
            rows.append(weight / total[_CATEGORY] * share[_CATEGORY])
    return np.array(rows)


class _Shelf:
    """Draws products by the odds of a row, any number at once."""

    def __init__(self, odds: NDArray[np.float64]) -> None:
        ladder = np.cumsum(odds, axis=1)
        self._steps = (ladder / ladder[:, -1:] + np.arange(len(odds))[:, None]).ravel()

    def draw(self, row: Days, rng: np.random.Generator) -> Days:
        place = np.searchsorted(self._steps, row + rng.random(len(row)), side="right") - row * _SIZE
        return np.asarray(np.minimum(place, _SIZE - 1))


def _sold_then(product: Days, day: Days, days: Calendar, rng: np.random.Generator) -> NDArray[np.bool_]:
    """Whether a product drawn for a day stands: festival goods before their festival, the rest by season's liking."""
    liking = np.array([SEASONS.get(name, (10,) * 12) for name in CATEGORIES]) / 10.0
    stands = rng.random(len(product)) < liking[_CATEGORY[product], days.month[day + LEAD_DAYS] - 1]
    for season, until in (("spring_festival", days.until_spring_festival), ("mid_autumn", days.until_mid_autumn)):
        festive = np.array([each.season == season for each in PRODUCTS])[product]
        left = until[day + LEAD_DAYS]
        stands = np.where(festive, (left >= 1) & (left <= 35), stands)
    return np.asarray(stands)


def _unit_prices(days: Calendar, day: Days, product: Days) -> Days:
    """List price in fen on that day; the odd fen of a price survive its rises."""
    first = np.array([round(each.price * 100) for each in PRODUCTS])[product]
    year = (np.datetime64(days.opening) + day).astype("datetime64[M]").astype(np.int64) - 2  # a year begins in March
    opened = np.datetime64(days.opening, "M").astype(np.int64) - 2
    rises = year // 12 - opened // 12
    return np.asarray(np.round(first * (1 + PRICE_RISE) ** rises / 100).astype(np.int64) * 100 - (-first) % 100)


def baskets(people: Population, days: Calendar, customer: Days, day: Days, rng: np.random.Generator) -> Lines:
    """The lines of each order, in the orders' order; no product twice in one order."""
    known = customer >= 0
    anyone = picked(np.tile([30.0, 6.0, 34.0, 12.0, 18.0], (len(customer), 1)), rng)
    club = np.where(known, people.club[customer], anyone)
    purse = np.where(known, people.purse[customer], picked(np.tile([5.0, 4.0, 1.0], (len(customer), 1)), rng))
    trade = known & (people.kind[customer] == KIND["wholesale"])
    extra = np.where(known, people.extra_lines[customer], 1.1)

    count = 1 + np.minimum(rng.poisson(extra), 8)
    order = np.repeat(np.arange(len(customer)), count)
    odds = _odds()
    festive = np.array([product.season != "" for product in PRODUCTS])
    whole, plain = _Shelf(odds), _Shelf(np.where(festive, 0.0, odds))
    open_taste = rng.random(len(order)) < OPEN_TASTE
    row = np.where(open_taste, len(CLUBS), club[order]) * len(TILT) + purse[order]
    product = whole.draw(row, rng)
    favourites = plain.draw(np.repeat(people.club * len(TILT) + people.purse, 3), rng).reshape(-1, 3)
    usual = known[order] & (rng.random(len(order)) < people.favourites[customer[order]])
    product = np.where(usual, favourites[customer[order], rng.integers(0, 3, len(order))], product)
    again = ~_sold_then(product, day[order], days, rng)
    product[again] = plain.draw(row[again], rng)
    _, first = np.unique(order * _SIZE + product, return_index=True)
    order, product = order[first], product[first]

    more = np.array([EXTRA.get(name, 0.18) for name in CATEGORIES])[_CATEGORY[product]]
    more = np.where((purse[order] == PREMIUM) & (_CATEGORY[product] == list(CATEGORIES).index("gift")), 1.6, more)
    more = np.where(trade[order] & ~_IS_SERVICE[product], 1.6, more)
    quantity = 1 + rng.poisson(more)
    unit_price = _unit_prices(days, day[order], product)
    unit_price = np.where(trade[order] & ~_IS_SERVICE[product], np.round(unit_price * TRADE_PRICE), unit_price)
    unit_price = unit_price.astype(np.int64)
    rate = np.where(_IS_SERVICE[product] | trade[order], 0.0, _rates(people, days, customer, day, rng)[order])
    discount = np.round(quantity * unit_price * rate).astype(np.int64)
    return Lines(order, product, quantity, unit_price, discount)


def _rates(people: Population, days: Calendar, customer: Days, day: Days, rng: np.random.Generator) -> Times:
    """The discount of each order, 0 to 1: the day's promotion where the customer takes it, else a coupon or none."""
    known = customer >= 0
    hunter = known & (people.kind[customer] == KIND["bargain hunter"])
    offered = np.where(known | (days.day_of_month[day + LEAD_DAYS] > 9), days.rate[day + LEAD_DAYS], 0.0)
    takes = hunter | (rng.random(len(day)) < 0.85)
    coupon = np.where(known & (rng.random(len(day)) < people.coupons[customer]), COUPON, 0.0)
    return np.asarray(np.maximum(offered * takes, coupon))
