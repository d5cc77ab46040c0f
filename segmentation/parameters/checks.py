"""The checks behind every parameter object: which numbers have a meaning, and the sentence that says so.

The upper ends are there so that no legal number breaks a date or an exact amount: a hundred years of days, and amounts that the
shop's decimals hold.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from decimal import Decimal

from segmentation.errors import IllegalParameter
from segmentation.locale import N_

LONGEST_NAME = 40
MOST_DAYS = 36_525
MOST_GRACE_DAYS = 3_660
MOST_COUNT = 1_000_000_000
MOST_MONEY = Decimal(10) ** 14
MOST_FACTOR = Decimal(1_000)
SHARE_PLACES = 6
FACTOR_PLACES = 2

DAYS = N_("Days are a whole number from 0 to 36525, a hundred years.")
WINDOW = N_("Days are a whole number from 1 to 36525, a hundred years.")
GRACE = N_("Days of grace are a whole number from 0 to 3660, ten years.")
COUNT = N_("This is a whole number from 0 to 1000000000.")
COUNT_FROM_ONE = N_("This is a whole number from 1 to 1000000000.")
SHARE = N_("A share is above 0 and up to 1, with at most six decimals.")
SHARE_FROM_ZERO = N_("A share lies between 0 and 1, with at most six decimals.")
FACTOR = N_("A factor is above 0 and up to 1000, with at most two decimals.")
FACTOR_FROM_ZERO = N_("A factor lies between 0 and 1000, with at most two decimals.")
NAME = N_("A name has at most 40 letters in one line, without blanks at its ends.")
MONEY = N_("An amount lies between 0 and 100000000000000.")
ANY_MONEY = N_("An amount lies between -100000000000000 and 100000000000000.")


def require(is_legal: bool, name: str, value: object, rule: str) -> None:
    """Raises ``IllegalParameter`` unless legal. ``rule``: the sentence that says what would be (message id)."""
    if not is_legal:
        raise IllegalParameter(name=name, value=value, rule=rule)


def is_whole(value: object, least: int, most: int) -> bool:
    """A whole number in this range, both ends included."""
    return isinstance(value, int) and not isinstance(value, bool) and least <= value <= most


def is_number(value: object, least: Decimal, most: Decimal, places: int | None = None) -> bool:
    """A number in this range, both ends included, with at most so many decimals."""
    if isinstance(value, bool) or not isinstance(value, (int, float, Decimal)):
        return False
    number = Decimal(str(value))
    return number.is_finite() and least <= number <= most and (places is None or number == round(number, places))


def require_days(
    parameters: object, names: Iterable[str], *, least: int = 0, most: int = MOST_DAYS, may_be_none: bool = False
) -> None:
    """Each of these fields is a number of days."""
    rule = GRACE if most == MOST_GRACE_DAYS else DAYS if least == 0 else WINDOW
    for name, value in _given(parameters, names, may_be_none):
        require(is_whole(value, least, most), name, value, rule)


def require_counts(parameters: object, names: Iterable[str], *, least: int = 0, may_be_none: bool = False) -> None:
    """Each of these fields counts something."""
    for name, value in _given(parameters, names, may_be_none):
        require(is_whole(value, least, MOST_COUNT), name, value, COUNT if least == 0 else COUNT_FROM_ONE)


def require_shares(parameters: object, names: Iterable[str], *, may_be_zero: bool = False) -> None:
    """Each of these fields is a share of something."""
    for name, value in _given(parameters, names):
        is_legal = is_number(value, Decimal(0), Decimal(1), SHARE_PLACES) and (may_be_zero or value != 0)
        require(is_legal, name, value, SHARE_FROM_ZERO if may_be_zero else SHARE)


def require_factors(parameters: object, names: Iterable[str], *, may_be_zero: bool = False) -> None:
    """Each of these fields multiplies something."""
    for name, value in _given(parameters, names):
        is_legal = is_number(value, Decimal(0), MOST_FACTOR, FACTOR_PLACES) and (may_be_zero or value != 0)
        require(is_legal, name, value, FACTOR_FROM_ZERO if may_be_zero else FACTOR)


def require_money(parameters: object, names: Iterable[str], *, may_be_negative: bool = False) -> None:
    """Each of these fields is an amount of the shop's currency, or None."""
    for name, value in _given(parameters, names, may_be_none=True):
        is_legal = is_number(value, -MOST_MONEY if may_be_negative else Decimal(0), MOST_MONEY)
        require(is_legal, name, value, ANY_MONEY if may_be_negative else MONEY)


def clean_name(typed: str) -> str:
    """A name as it is kept: one line, no control characters, at most ``LONGEST_NAME`` letters."""
    spaced = " ".join(unicodedata.normalize("NFC", typed).split())
    whole = "".join(sign for sign in spaced if unicodedata.category(sign)[0] != "C")
    return " ".join(whole.split())[:LONGEST_NAME].strip()


def require_names(parameters: object, names: Iterable[str]) -> None:
    """Each of these fields is a clean name, or empty."""
    for name, value in _given(parameters, names):
        require(isinstance(value, str) and value == clean_name(value), name, value, NAME)


def _given(parameters: object, names: Iterable[str], may_be_none: bool = False) -> list[tuple[str, object]]:
    found = [(name, getattr(parameters, name)) for name in names]
    return [(name, value) for name, value in found if value is not None or not may_be_none]
