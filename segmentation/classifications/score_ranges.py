"""What each score from 1 to 5 means in days, purchases and money, as values and in words."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from segmentation.classifications.cuts import Limits, ScoreCuts
from segmentation.locale import N_, Words

SCORES = (1, 2, 3, 4, 5)
DIMENSIONS = ("r", "f", "m")

LOWEST = {"r": Decimal(0), "f": Decimal(1)}
"""The lowest days and purchases that a customer can have; money has no lowest."""


@dataclass(frozen=True)
class ScoreRange:
    """The values of one dimension (r, f or m) that get one score.

    ``low``, ``high``: the limits; None = open to that side. Days (r) and purchases (f) are whole and both limits belong to
    the range; of money (m) ``low`` belongs to it and ``high`` does not. ``is_empty``: no value gets the score.
    """

    dimension: str
    score: int
    low: Decimal | None
    high: Decimal | None
    is_empty: bool = False


def in_order(limits: Limits, dimension: str) -> Limits:
    """The four limits as they work: R's falling, the others' rising, those never reached last.

    The score counts the limits that a value reaches, so their order changes no score.
    """
    reached = sorted((limit for limit in limits if limit is not None), reverse=dimension == "r")
    return (*reached, *((None,) * (len(limits) - len(reached))))


def score_ranges(cuts: ScoreCuts) -> dict[str, tuple[ScoreRange, ...]]:
    """Dimension → its five ranges, score 1 first. Every value lies in exactly one."""
    return {name: tuple(_range(name, score, getattr(cuts, name)) for score in SCORES) for name in DIMENSIONS}


def _range(dimension: str, score: int, limits: Limits) -> ScoreRange:
    ordered = in_order(limits, dimension)
    entry = ordered[score - 2] if score > 1 else None
    following = ordered[score - 1] if score < len(SCORES) else None
    if score > 1 and entry is None:
        return ScoreRange(dimension, score, None, None, is_empty=True)
    if dimension == "r":
        high = None if entry is None else entry.to_integral_value(ROUND_FLOOR)
        low = None if following is None else following.to_integral_value(ROUND_FLOOR) + 1
    elif dimension == "f":
        low = None if entry is None else entry.to_integral_value(ROUND_CEILING)
        high = None if following is None else following.to_integral_value(ROUND_CEILING) - 1
    else:
        low, high = entry, following
    least = LOWEST.get(dimension) if low is None else low
    is_empty = least is not None and high is not None and (least >= high if dimension == "m" else least > high)
    return ScoreRange(dimension, score, low, high, is_empty=is_empty)


_SENTENCES = {
    "r": (N_("{low} to {high} days ago"), N_("at most {high} days ago"), N_("{low} days ago or longer")),
    "f": (N_("{low} to {high} purchases"), N_("up to {high} purchases"), N_("{low} purchases or more")),
    "m": (N_("{low} to under {high}"), N_("under {high}"), N_("{low} or more")),
}
_EXACTLY = {"r": N_("{low} days ago"), "f": N_("{low} purchases")}
_ONE = {("r", 1): N_("1 day ago"), ("f", 1): N_("1 purchase"), ("r", 0): N_("on the last day")}
_EMPTY = N_("no value reaches it")
_ANY = N_("any value")


def range_in_words(found: ScoreRange, words: Words) -> str:
    """The range as a person reads it: "at most 17 days ago", "2 purchases", "£ 1,000 to under £ 3,000"."""
    if found.is_empty:
        return words(_EMPTY)
    low, high = found.low, found.high
    single = high if (low if low is not None else LOWEST.get(found.dimension)) == high else None
    if single is not None and found.dimension in _EXACTLY:
        one = _ONE.get((found.dimension, int(single)))
        return words(one) if one else words(_EXACTLY[found.dimension]).format(low=words.number(single))
    between, upper, lower = _SENTENCES[found.dimension]
    if low is None and high is None:
        return words(_ANY)
    sentence = upper if low is None else lower if high is None else between
    return words(sentence).format(low=_shown(low, found, words), high=_shown(high, found, words))


def _shown(limit: Decimal | None, found: ScoreRange, words: Words) -> str:
    if limit is None:
        return ""
    if found.dimension == "m":
        return words.money(limit, 0 if limit == limit.to_integral_value() else 2)
    return words.number(limit)
