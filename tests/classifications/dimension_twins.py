"""The levels that are not of one customer's orders alone, in plain Python from definitions.md, section 9."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

from segmentation.parameters import DimensionRules

Told = dict[str, Any]


def _between(value: float | None, high: Decimal, low: Decimal, keys: tuple[str, str, str]) -> str | None:
    if value is None:
        return None
    return keys[0] if value >= high else keys[2] if value <= low else keys[1]


def preference(told: Told, rules: DimensionRules) -> str | None:
    if not (told["categorised_line_count"] or told["told_line_count"]):
        return None
    if Fraction(told["discounted_spending"]) >= Fraction(told["spending"]) * Fraction(rules.marketing_share):
        return "marketing"
    is_service = Fraction(told["service_spending"]) >= Fraction(told["spending"]) * Fraction(rules.service_share)
    return "service" if is_service else "product"


def psychology(told: Told, rules: DimensionRules) -> str | None:
    if not told["told_line_count"]:
        return None
    if Fraction(told["discounted_spending"]) >= Fraction(told["spending"]) * Fraction(rules.impulsive_share):
        return "impulsive"
    if not told["compared_line_count"]:
        return None
    is_rational = told["modest_line_count"] > told["compared_line_count"] * Fraction(rules.rational_share)
    return "rational" if is_rational else "emotional"


def interaction(told: Told, rules: DimensionRules, has_contacts: bool) -> str | None:
    if not has_contacts:
        return None
    contacts = told["contact_count"] or 0
    return "high" if contacts >= rules.contacts_high else "middle" if contacts >= rules.contacts_middle else "low"


def recommendation(told: Told, rules: DimensionRules) -> str | None:
    said = told["last_recommendation"]
    if said is None:
        return None
    return "high" if said >= rules.recommendation_high else "middle" if said >= rules.recommendation_middle else "low"


def loyalty(told: Told, everyone: list[int]) -> str:
    """By thirds of the mid-rank p: min(3, 1 + floor(3p))."""
    less = sum(points < told["loyalty_points"] for points in everyone)
    same = sum(points == told["loyalty_points"] for points in everyone)
    p = Fraction(2 * less + same, 2 * len(everyone))
    return ("low", "middle", "high")[min(3, 1 + int(3 * p)) - 1]


def levels(told: Told, rules: DimensionRules, has_contacts: bool, everyone: list[int]) -> dict[str, str | None]:
    """Dimension → level, None = not known. ``everyone``: the loyalty points of all customers."""
    return {
        "interaction": interaction(told, rules, has_contacts),
        "feedback": _between(
            told["last_rating"], rules.rating_high, rules.rating_low, ("positive", "neutral", "negative")
        ),
        "satisfaction": _between(
            told["last_satisfaction"], rules.satisfaction_high, rules.satisfaction_low, ("high", "middle", "low")
        ),
        "recommendation": recommendation(told, rules),
        "preference": preference(told, rules),
        "psychology": psychology(told, rules),
        "loyalty": loyalty(told, everyone),
    }
