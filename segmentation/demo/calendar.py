"""The tea house's days: festivals, promotions, quiet weeks, and how busy each day is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import numpy as np
from numpy.typing import NDArray

from segmentation.errors import IllegalParameter
from segmentation.locale import N_

Days = NDArray[np.int64]
Times = NDArray[np.float64]

# First day of the first lunar month and fifteenth of the eighth, published by the Hong Kong Observatory's tables.
SPRING_FESTIVAL: Final = (
    (2017, 1, 28), (2018, 2, 16), (2019, 2, 5), (2020, 1, 25), (2021, 2, 12), (2022, 2, 1), (2023, 1, 22),
    (2024, 2, 10), (2025, 1, 29), (2026, 2, 17), (2027, 2, 6), (2028, 1, 26), (2029, 2, 13), (2030, 2, 3),
    (2031, 1, 23), (2032, 2, 11), (2033, 1, 31), (2034, 2, 19), (2035, 2, 8),
)  # fmt: skip
MID_AUTUMN: Final = (
    (2017, 10, 4), (2018, 9, 24), (2019, 9, 13), (2020, 10, 1), (2021, 9, 21), (2022, 9, 10), (2023, 9, 29),
    (2024, 9, 17), (2025, 10, 6), (2026, 9, 25), (2027, 9, 15), (2028, 10, 3), (2029, 9, 22), (2030, 9, 12),
    (2031, 10, 1), (2032, 9, 19), (2033, 9, 8), (2034, 9, 27), (2035, 9, 16),
)  # fmt: skip

FIRST_AS_OF: Final = date(2022, 1, 1)
LAST_AS_OF: Final = date(2034, 12, 31)
"""The days that the two tables above reach, lead included."""

HISTORY_DAYS: Final = 1096
"""Three years with one leap day: the days of the sales history, ``as_of`` the last."""
LEAD_DAYS: Final = 800
"""Before the history: the days on which customers may already have begun to come."""
REFURBISHMENT: Final = (290, 346)
"""First day and the day after the last on which the Old Street shop is closed."""
MEMBER_DAY: Final = 8
"""The day of the month on which members get ten per cent."""

WEEK: Final = (0.80, 0.78, 0.84, 0.90, 1.08, 1.42, 1.28)
MONTHS: Final = (1.05, 0.95, 1.05, 1.12, 1.02, 0.95, 0.85, 0.84, 1.00, 1.02, 1.08, 1.10)


@dataclass(frozen=True)
class Calendar:
    """Facts of each day; day 0 is the first of the history, arrays begin ``LEAD_DAYS`` before it.

    ``busy``: expected visits against an ordinary day (1). ``rate``: the promotion's discount, 0 to 1. ``until_…``:
    days from a day to the next such festival. ``promotions``: first day of each large promotion inside the history.
    """

    opening: date
    month: Days
    day_of_month: Days
    busy: Times
    rate: Times
    until_spring_festival: Days
    until_mid_autumn: Days
    promotions: Days

    def spread(self, share: Times) -> Times:
        """Times at even steps of busy-ness: 0 → the beginning of the lead, 1 → the end of the history."""
        edges = np.arange(-LEAD_DAYS, HISTORY_DAYS + 1, dtype=np.float64)
        passed = np.concatenate([[0.0], np.cumsum(self.busy)])
        return np.asarray(np.interp(share, passed / passed[-1], edges))


def _until(festivals: tuple[tuple[int, int, int], ...], day: NDArray[np.datetime64]) -> Days:
    """Days to the next festival, 0 on the day itself."""
    feasts = np.array([date(*each) for each in festivals], dtype="datetime64[D]")
    nearest: Days = (feasts[np.searchsorted(feasts, day)] - day).astype(np.int64)
    return nearest


def calendar(as_of: date) -> Calendar:
    """The calendar of the three years that end with ``as_of``.

    Raises ``IllegalParameter`` for a date whose festivals are not known.
    """
    if not FIRST_AS_OF <= as_of <= LAST_AS_OF:
        rule = N_("The demo shop can be made for days from 2022-01-01 to 2034-12-31.")
        raise IllegalParameter(name="as_of", value=as_of, rule=rule)
    opening = as_of - timedelta(days=HISTORY_DAYS - 1)
    day = np.datetime64(opening) + np.arange(-LEAD_DAYS, HISTORY_DAYS)
    month = day.astype("datetime64[M]").astype(np.int64) % 12 + 1
    day_of_month = (day - day.astype("datetime64[M]")).astype(np.int64) + 1
    weekday = (day.astype(np.int64) + 3) % 7  # 1970-01-01 was a Thursday
    spring, autumn = _until(SPRING_FESTIVAL, day), _until(MID_AUTUMN, day)
    singles_day = (month == 11) & (day_of_month >= 10) & (day_of_month <= 12)
    june_sale = (month == 6) & (day_of_month >= 16) & (day_of_month <= 18)
    new_year_sale = (spring >= 3) & (spring <= 12)
    member_day = day_of_month == MEMBER_DAY
    rate = np.select([singles_day, june_sale, new_year_sale, member_day], [0.20, 0.15, 0.12, 0.10], 0.0)

    busy = np.array(WEEK)[weekday] * np.array(MONTHS)[month - 1]
    busy = busy * np.where(spring <= 24, 1.0 + 0.04 * (24 - np.minimum(spring, 24)), 1.0)
    busy = busy * np.where(autumn <= 16, 1.0 + 0.05 * (16 - np.minimum(autumn, 16)), 1.0)
    busy = busy * np.select([singles_day, june_sale, member_day], [2.6, 1.9, 1.25], 1.0)
    new_year_week = np.convolve(spring == 0, np.ones(7), mode="full")[: len(day)] > 0
    busy = np.where(new_year_week, 0.3, busy)
    since = np.arange(-LEAD_DAYS, HISTORY_DAYS)
    busy = np.where((since >= REFURBISHMENT[0]) & (since < REFURBISHMENT[1]), busy * 0.62, busy)
    sale = singles_day | june_sale | (spring == 12)
    first = since[sale & ~np.roll(sale, 1) & (since >= 0)]
    return Calendar(opening, month, day_of_month, busy, rate, spring, autumn, first)
