"""Purchases a month as limits of purchases: how the 4 : 8 : 8 preset's F becomes fixed limits."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from segmentation.parameters import MONTHLY_FREQUENCY_LIMITS, CutChoice, CutMode, Period

DAYS_A_MONTH = 30
"""Thirty, so that a purchase in each calendar month of a year (12 in 365 days) stays "one a month"."""


def counted_days(period: Period, first_purchase: date) -> int:
    """Days of the period's window; with the whole history, from the shop's first purchase to ``as_of``, both counted."""
    return period.window_days or (period.as_of - first_purchase).days + 1


def monthly_frequency_choice(
    days: int, limits: tuple[int, ...] = MONTHLY_FREQUENCY_LIMITS, *, days_a_month: int = DAYS_A_MONTH
) -> CutChoice:
    """Fixed F limits: up to 1, 2, 3, 4 and more purchases a month over ``days`` days score 1 … 5.

    More than k a month over n months is at least floor(k · n) + 1 purchases. Less than a month counts as one.
    """
    days = max(days, days_a_month)
    return CutChoice(CutMode.FIXED, tuple(Decimal(limit * days // days_a_month + 1) for limit in limits))
