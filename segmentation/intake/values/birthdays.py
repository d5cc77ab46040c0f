"""Birthdays as lists have them: the believable ones kept, the odd ones unknown and counted by what is odd."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from segmentation.intake.values.text import clean_text, is_null_word
from segmentation.locale import N_


class OddBirthday(StrEnum):
    """Why a birthday is not taken: the finding's code."""

    NO_YEAR = "BIRTHDAY_NO_YEAR"
    LUNAR = "BIRTHDAY_LUNAR"
    PLACEHOLDER = "BIRTHDAY_PLACEHOLDER"
    FUTURE = "BIRTHDAY_FUTURE"
    UNREADABLE = "BIRTHDAY_UNREADABLE"


ODD_BIRTHDAYS = {
    OddBirthday.NO_YEAR: N_("{count} birthdays have no whole date. They are not known."),
    OddBirthday.LUNAR: N_("{count} birthdays are by the lunar calendar. They are not known."),
    OddBirthday.PLACEHOLDER: N_(
        "{count} birthdays are what programs write for none, such as 1900-01-01. They are not known."
    ),
    OddBirthday.FUTURE: N_("{count} birthdays are in the future. They are not known."),
    OddBirthday.UNREADABLE: N_("{count} birthdays cannot be read. They are not known."),
}
"""What a person reads of each (message ids)."""

_LUNAR = re.compile(
    r"[农農阴陰]历?|闰|閏|lunar|初[一二三四五六七八九十]|廿|腊月|臘月|正月|[一二三四五六七八九十]月", re.IGNORECASE
)
_FOUR_DIGIT_YEAR = re.compile(r"\d{4}")
_NO_YEAR = re.compile(r"^\D*\d{1,2}\D{1,3}\d{1,2}\D*$|^\d{1,4}$|^\d{4}\s*[-/.年]\s*(?:\d{1,2}\s*月?)?$")
_PLACEHOLDERS = frozenset(
    [date(1900, 1, 1), date(1899, 12, 31), date(1899, 12, 30), date(1900, 1, 2), date(1753, 1, 1)]
)


@dataclass(frozen=True)
class BirthdayLimits:
    """``oldest``: years from which nobody is believed to be a customer."""

    oldest: int = 115


def birthday(text: str, read: datetime | None, today: date, limits: BirthdayLimits) -> date | OddBirthday | None:
    """The birthday of a cell, what is odd about it, or None for a cell that says nothing. ``read``: the cell as a date.

    A year of two digits that gives a day in the future is a hundred years earlier. 29 February is kept.
    """
    cleaned = clean_text(text)
    if cleaned is None or is_null_word(cleaned) or not cleaned.strip("0-/. :"):
        return OddBirthday.PLACEHOLDER if cleaned and cleaned.startswith("0000") else None
    if _LUNAR.search(cleaned):
        return OddBirthday.LUNAR
    if _NO_YEAR.match(cleaned):
        return OddBirthday.NO_YEAR
    if read is None:
        return OddBirthday.UNREADABLE
    day = read.date()
    if day in _PLACEHOLDERS:
        return OddBirthday.PLACEHOLDER
    if day > today and not _FOUR_DIGIT_YEAR.search(cleaned):
        try:
            day = day.replace(year=day.year - 100)
        except ValueError:  # 29 February of a year that has none, 1900
            return OddBirthday.UNREADABLE
    if day > today:
        return OddBirthday.FUTURE
    return day if today.year - day.year <= limits.oldest else OddBirthday.PLACEHOLDER
