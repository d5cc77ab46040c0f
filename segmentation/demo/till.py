"""Where and by whom each order is taken, at what hour, and what comes back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from segmentation.demo.baskets import Lines
from segmentation.demo.calendar import HISTORY_DAYS, REFURBISHMENT, Days, Times
from segmentation.demo.population import KIND, Population, picked

STORES: Final = ("湖滨店 Lakeside", "老街店 Old Street", "网店 Online")
CHANNELS: Final = ("到店 in store", "网店 web shop", "小程序 mini-program", "电话 phone")
IN_STORE, WEB_SHOP, MINI_PROGRAM, PHONE = range(4)
LAKESIDE, OLD_STREET, ONLINE = range(3)


@dataclass(frozen=True)
class Seller:
    """One of the staff: shop, first day, the day after the last, odds of serving."""

    name: str
    store: int
    first_day: int
    end_day: int
    odds: float


STAFF: Final = (
    Seller("林小满 Lin Xiaoman", LAKESIDE, -9999, 9999, 5),
    Seller("周文博 Zhou Wenbo", LAKESIDE, -9999, 9999, 3),
    Seller("黄国庆 Huang Guoqing", OLD_STREET, -9999, 9999, 5),
    Seller("吴静 Wu Jing", OLD_STREET, -9999, 640, 4),
    Seller("陈雨桐 Chen Yutong", OLD_STREET, 610, 9999, 3),
    Seller("苏安然 Su Anran", ONLINE, -9999, 9999, 1),
)
"""Wu Jing left; Chen Yutong came in her place."""

OWNER_LOYALTY: Final = 0.6
"""Share of a customer's orders served by the one who looks after that customer, while both are there."""
CANCELLED: Final = 0.012
"""Share of online orders that are cancelled."""
RETURNED: Final = 0.03
"""Share of lines that come back, within 16 days; of these, three in five under an order number of their own."""
OLD_GOODS_DAYS: Final = 120
"""So long after the opening of the history people also bring back what they bought before it."""


@dataclass(frozen=True)
class Orders:
    """One element an order: place in ``STORES``, ``CHANNELS`` and ``STAFF`` (-1 = nobody), moment in whole seconds."""

    customer: Days
    second: Days
    store: Days
    channel: Days
    staff: Days
    is_cancelled: NDArray[np.bool_]


def owners(people: Population, rng: np.random.Generator) -> Days:
    """For each customer the member of staff who looks after them, by home shop; one who left may still be written."""
    at_home = np.array([[seller.odds * (seller.store == shop) for seller in STAFF] for shop in (LAKESIDE, OLD_STREET)])
    return picked(at_home[people.shop], rng)


def _seconds(is_online: NDArray[np.bool_], rng: np.random.Generator) -> Days:
    """Clock time: the shops are open from 9:30 to 21:00, the web shop is busiest in the evening."""
    size = len(is_online)
    peak = rng.choice(np.array([10.8, 15.4, 19.2]), size, p=[0.3, 0.42, 0.28])
    in_shop = np.clip(rng.normal(peak, 1.25), 9.5 + rng.random(size) * 0.5, 20.9 - rng.random(size) * 0.4)
    evening = np.clip(rng.normal(20.6, 1.6, size), 7.0, 23.95)
    daytime = rng.uniform(7.5, 22.0, size)
    at_home = np.where(rng.random(size) < 0.6, evening, daytime)
    return np.asarray((np.where(is_online, at_home, in_shop) * 3600).astype(np.int64))


def orders(
    people: Population, owner: Days, customer: Days, day: Days, has_service: NDArray[np.bool_], rng: np.random.Generator
) -> Orders:
    """The orders' place, hour and seller. Walk-ins and whoever books a tasting come to a shop."""
    size = len(customer)
    known = customer >= 0
    trade = known & (people.kind[customer] == KIND["wholesale"])
    online = known & ~has_service & ~trade & (rng.random(size) < people.online[customer])
    home = np.where(known & (rng.random(size) < 0.88), people.shop[customer], rng.integers(0, 2, size))
    closed = (day >= REFURBISHMENT[0]) & (day < REFURBISHMENT[1])
    store = np.where(online, ONLINE, np.where(closed, LAKESIDE, home))
    remote = np.where(rng.random(size) < 0.3 + 0.4 * day / HISTORY_DAYS, MINI_PROGRAM, WEB_SHOP)
    channel = np.where(online, remote, np.where(trade & ~has_service, PHONE, IN_STORE))
    by_store = [[seller.odds * (seller.store == place) for seller in STAFF] for place in range(len(STORES))]
    there = [(day >= seller.first_day) & (day < seller.end_day) for seller in STAFF]
    odds = np.array(by_store)[store] * np.stack(there, axis=1)
    staff = picked(odds, rng)
    hers = np.where(known, owner[customer], 0)
    served = known & (odds[np.arange(size), hers] > 0) & (rng.random(size) < OWNER_LOYALTY)
    staff = np.where(served, hers, staff)
    nobody = online & (rng.random(size) < 0.55)  # most web orders need no adviser
    second = day * 86_400 + _seconds(online, rng)
    cancelled = online & (rng.random(size) < CANCELLED)
    return Orders(customer, second, store, channel, np.where(nobody, -1, staff), cancelled)


@dataclass(frozen=True)
class Returns:
    """One element a returned line: the line, when, how many pieces, whether under an order number of its own."""

    line: Days
    second: Days
    quantity: Days
    has_own_order: NDArray[np.bool_]


def returns(sold: Orders, lines: Lines, rng: np.random.Generator) -> Returns:
    """What comes back before the history ends. Nothing of cancelled orders, no tastings."""
    open_to = ~sold.is_cancelled[lines.order] & ~lines.is_service & (sold.customer[lines.order] >= 0)
    line = np.flatnonzero(open_to & (rng.random(len(lines.order)) < RETURNED))
    later: Times = 1.0 + rng.gamma(2.0, 2.6, len(line))
    day = sold.second[lines.order[line]] // 86_400 + np.minimum(later, 16).astype(np.int64)
    second = day * 86_400 + _seconds(np.zeros(len(line), dtype=np.bool_), rng)
    quantity = rng.integers(1, lines.quantity[line], endpoint=True)
    quantity = quantity + np.where(day < OLD_GOODS_DAYS, rng.poisson(4.0, len(line)), 0)
    own = rng.random(len(line)) < 0.6
    inside = day < HISTORY_DAYS
    return Returns(line[inside], second[inside], quantity[inside], own[inside])
