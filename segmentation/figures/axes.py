"""Ticks in the reader's language: Plotly itself knows only English short forms."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from math import ceil, floor, log10
from typing import Any

from babel.dates import format_skeleton

from segmentation.figures.colours import QUIET, Scheme
from segmentation.locale import Words

_ROUND = (1.0, 2.0, 2.5, 5.0, 10.0)


def round_ticks(low: float, high: float, *, most: int = 5) -> tuple[float, ...]:
    """At most ``most`` + 2 round numbers, evenly apart, from at or below ``low`` to at or above ``high``."""
    low, high = min(low, 0.0), max(high, 0.0)
    if low == high:
        return (0.0,)
    rough = (high - low) / most
    power = 10.0 ** floor(log10(rough))
    step = next(one * power for one in _ROUND if one * power >= rough * (1 - 1e-9))
    return tuple(step * k for k in range(floor(low / step), ceil(high / step) + 1))


def compact_axis(low: float, high: float, short: Callable[[float], str]) -> dict[str, Any]:
    """An axis for amounts or numbers, each tick as ``short`` writes it: 200K, 20万."""
    ticks = round_ticks(low, high)
    return {"tickvals": list(ticks), "ticktext": [short(tick) for tick in ticks]}


def score_axis(name: str, scheme: Scheme) -> dict[str, Any]:
    """An axis of the scores 1 to 5 between cells. ``name``: R, F or M."""
    scores = range(1, 6)
    return {
        "tickvals": list(scores), "ticktext": [f"{name} {score}" for score in scores], "range": [0.5, 5.5],
        "fixedrange": True, "showgrid": False, "zeroline": False, "ticks": "", "tickfont": {"color": QUIET.on(scheme)},
    }  # fmt: skip


def percent_axis(words: Words, **settings: Any) -> dict[str, Any]:
    """An axis for shares from 0 to 1."""
    ticks = [place / 5 for place in range(6)]
    return {"tickvals": ticks, "ticktext": [words.percent(tick, 0) for tick in ticks], "range": [0, 1.02], **settings}


def month_name(first_day: date, words: Words) -> str:
    """Year and month: Jun 2026, 2026年6月."""
    return str(format_skeleton("yMMM", first_day, locale=words.language))
