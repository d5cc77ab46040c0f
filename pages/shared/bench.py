"""The weight bench's controls: weights, where the scores begin, class limits. They hold a scoring of the shop's own."""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any

import streamlit as st

from pages.shared import state
from pages.shared.cache import Cuts, Shop
from pages.shared.language import _
from segmentation.classifications.cuts import Limits, ScoreCuts
from segmentation.classifications.monthly_frequency import counted_days, monthly_frequency_choice
from segmentation.classifications.score_ranges import DIMENSIONS, in_order
from segmentation.errors import SegmentationError
from segmentation.locale import N_
from segmentation.parameters import (
    FOUR_EIGHT_EIGHT,
    RECENCY_30_90_180_365,
    WEIGHT_PRESETS,
    ClassLimits,
    CutChoice,
    CutMode,
    Scoring,
    Weights,
)
from segmentation.parameters.checks import MOST_MONEY
from segmentation.views.basis import ScoreBasis

MOST_WEIGHT = 10
_MOST_LIMIT = float(MOST_MONEY)
CLASSES = ("a", "b", "c")

NAMES = {"r": N_("Recency"), "f": N_("Frequency"), "m": N_("Monetary value")}
MEANINGS = {
    "r": N_("How long ago the last purchase was: the fewer days, the higher the score."),
    "f": N_("How many purchases: the more, the higher the score."),
    "m": N_("How much revenue, returns taken off: the more, the higher the score."),
}

_MODES = {
    CutMode.QUINTILES: N_("Fifths of the customers"),
    CutMode.REPEAT_AWARE: N_("One purchase, then quarters"),
    CutMode.FIXED: N_("Fixed limits"),
}
_MODE_MEANINGS = N_(
    "Fifths: each score gets about a fifth of the customers, equal values always the same score. "
    "One purchase, then quarters: one purchase scores 1, the others are divided into four. "
    "Fixed limits: your own, which stay when the data change."
)
_LIMIT_LABELS = {
    "r": N_("R {score} up to (days)"),
    "f": N_("F {score} from"),
    "m": N_("M {score} from"),
}

RULES = N_(
    "Each customer gets a score from 1 (worst) to 5 (best) for recency, frequency and monetary value. "
    "The **weighted score** is 100 × (R weight × R + F weight × F + M weight × M) / (5 × the sum of the weights), "
    "from 20 to 100. Example: R 5, M 4 and F 1 at weights R 4, F 8 and M 8 make 5 × 4 + 4 × 8 + 1 × 8 = 60. "
    "A class holds the customers from its limit up to the next higher one. "
    "**Monetary value** is all revenue of a customer, returns taken off. A purchase is an order that brought more than 0. "
    "With the 4 : 8 : 8 limits, purchases are counted a month of 30 days over the days counted."
)


class NoWeight(SegmentationError):
    message = N_("All three weights are 0, so nothing counts. Give at least one of them a weight above 0.")
    code = "NO_WEIGHT"


class ClassLimitsOutOfOrder(SegmentationError):
    message = N_(
        "The class limits must fall from A to C and lie above 0 and up to 100. They are {a}, {b} and {c}. Change one of them."
    )
    code = "CLASS_LIMITS_OUT_OF_ORDER"


def begin(shop: Shop, saved: Scoring) -> None:
    """On the first visit of a session the bench holds the scoring in use."""
    if _key(shop, "weight", "r") not in st.session_state:
        put(shop, saved)


def put(shop: Shop, scoring: Scoring) -> None:
    """Lay a whole scoring on the bench. For callbacks: a widget's value cannot change after it is drawn."""
    put_weights(shop, scoring.weights)
    for name in CLASSES:
        st.session_state[_key(shop, "class", name)] = float(getattr(scoring.class_limits, name))
    put_cuts(shop, (scoring.r, scoring.f, scoring.m))


def put_weights(shop: Shop, weights: Weights) -> None:
    """Other weights, all else as it is. For callbacks."""
    for name in DIMENSIONS:
        st.session_state[_key(shop, "weight", name)] = min(MOST_WEIGHT, round(getattr(weights, name)))


def put_cuts(shop: Shop, cuts: tuple[CutChoice | None, ...]) -> None:
    """Other cuts for R, F and M; None leaves a dimension as it is. For callbacks."""
    for name, choice in zip(DIMENSIONS, cuts, strict=True):
        if choice is None:
            continue
        st.session_state[_key(shop, "mode", name)] = choice.mode
        if choice.mode is CutMode.FIXED:
            _put_limits(shop, name, choice.limits)


def _put_limits(shop: Shop, name: str, limits: Limits) -> None:
    for score, limit in enumerate(in_order(limits, name), start=2):
        st.session_state[_key(shop, "limit", name, score)] = None if limit is None else _typed(name, limit)


def _typed(name: str, limit: Decimal) -> int | float:
    """The limit as its field takes it. Days and purchases are whole, so rounding to the strict side changes no score."""
    if name == "m":
        return float(limit)
    return int(limit.to_integral_value(ROUND_FLOOR if name == "r" else ROUND_CEILING))


def cuts(shop: Shop) -> Cuts:
    """How R, F and M are cut by what stands on the bench."""
    r, f, m = (_choice(shop, name) for name in DIMENSIONS)
    return r, f, m


def _choice(shop: Shop, name: str) -> CutChoice:
    mode = CutMode(st.session_state[_key(shop, "mode", name)])
    if mode is not CutMode.FIXED:
        return CutChoice(mode)
    return CutChoice(mode, in_order(_limits(shop, name), name))


def _limits(shop: Shop, name: str) -> Limits:
    typed = (st.session_state.get(_key(shop, "limit", name, score)) for score in range(2, 6))
    return tuple(None if limit is None else Decimal(str(limit)) for limit in typed)


def scoring(shop: Shop) -> Scoring:
    """The scoring on the bench. Raises ``NoWeight`` and ``ClassLimitsOutOfOrder``."""
    weights = {name: Decimal(st.session_state[_key(shop, "weight", name)]) for name in DIMENSIONS}
    limits = {name: _class_limit(shop, name) for name in CLASSES}
    if not any(weights.values()):
        raise NoWeight
    if not 100 >= limits["a"] > limits["b"] > limits["c"] > 0:
        raise ClassLimitsOutOfOrder(**limits)
    return Scoring(Weights(**weights), *cuts(shop), ClassLimits(**limits))


def _class_limit(shop: Shop, name: str) -> Decimal:
    typed = st.session_state[_key(shop, "class", name)]
    return Decimal(0) if typed is None else Decimal(f"{typed:g}")


def weight_sliders(shop: Shop) -> None:
    """A slider each for R, F and M, and the presets."""
    for name in DIMENSIONS:
        st.slider(_(NAMES[name]), 0, MOST_WEIGHT, step=1, help=_(MEANINGS[name]), **_kept(shop, "weight", name))
    with st.container(horizontal=True):
        for title, weights in WEIGHT_PRESETS.items():
            st.button(_(title), key=_key(shop, "preset", title), on_click=put_weights, args=(shop, weights))


def class_limits(shop: Shop) -> None:
    """From which weighted score a customer is of class A, B or C."""
    with st.container(horizontal=True):
        for name in CLASSES:
            st.number_input(
                _("Class {name} from").format(name=name.upper()),
                min_value=0.0,
                max_value=100.0,
                step=1.0,
                format="%g",
                width=108,
                **_kept(shop, "class", name),
            )


def cut_presets(shop: Shop, found: ScoreBasis) -> None:
    """Buttons that lay whole sets of limits on the bench."""
    monthly = monthly_frequency_choice(counted_days(found.period, found.first_purchase))
    presets: dict[str, tuple[CutChoice | None, ...]] = {
        N_("The shop's own customers (default)"): (Scoring().r, Scoring().f, Scoring().m),
        N_("4 : 8 : 8 limits"): (FOUR_EIGHT_EIGHT["r"], monthly, FOUR_EIGHT_EIGHT["m"]),
        N_("Recency 30 / 90 / 180 / 365 days"): (RECENCY_30_90_180_365, None, None),
    }
    with st.container(horizontal=True):
        for title, choices in presets.items():
            st.button(_(title), key=_key(shop, "cuts", title), on_click=put_cuts, args=(shop, choices))


def rules(shop: Shop, found: ScoreBasis) -> Scoring:
    """All of the bench as fields, without pictures; the scoring they say comes back. ``found``: by the cuts on the bench.

    Raises ``NoWeight`` and ``ClassLimitsOutOfOrder``.
    """
    weights, classes = st.columns(2, gap="large")
    with weights:
        weight_sliders(shop)
    with classes:
        class_limits(shop)
    cut_presets(shop, found)
    for name, place in zip(DIMENSIONS, st.columns(3, gap="large"), strict=True):
        with place:
            st.markdown(f"**{_(NAMES[name])}**", help=_(MEANINGS[name]))
            cut_controls(shop, name, found.cuts)
    return scoring(shop)


def cut_controls(shop: Shop, name: str, found: ScoreCuts) -> None:
    """One dimension's mode and its four limits; changing a limit makes the limits fixed. ``found``: the limits in force."""
    modes = [mode for mode in _MODES if name == "f" or mode is not CutMode.REPEAT_AWARE]
    if st.session_state[_key(shop, "mode", name)] is not CutMode.FIXED:
        _put_limits(shop, name, getattr(found, name))
    st.selectbox(
        _("Where the scores begin"),
        modes,
        format_func=lambda mode: _(_MODES[mode]),
        help=_(_MODE_MEANINGS),
        **_kept(shop, "mode", name),
    )
    fields = st.container(horizontal=name != "m")  # money needs the whole width
    for score in range(5, 1, -1):
        fields.number_input(
            _(_LIMIT_LABELS[name]).format(score=score),
            value=None,
            min_value=-_MOST_LIMIT if name == "m" else 0,
            max_value=_MOST_LIMIT if name == "m" else int(_MOST_LIMIT),
            step=100.0 if name == "m" else 1,
            format="%.2f" if name == "m" else "%d",
            placeholder=_("not reached"),
            width="stretch" if name == "m" else 132,
            on_change=_fix,
            args=(shop, name),
            **_kept(shop, "limit", name, score),
        )
    if _limits(shop, name) != in_order(_limits(shop, name), name):
        st.caption(_("These limits stand out of order. They are used from the easiest to reach to the hardest."))


def _fix(shop: Shop, name: str) -> None:
    st.session_state[_key(shop, "mode", name)] = CutMode.FIXED


def _key(shop: Shop, *parts: object) -> str:
    return state.key_of(shop, "scores." + ".".join(map(str, parts)))


def _kept(shop: Shop, *parts: object) -> dict[str, Any]:
    """What makes a widget's value outlast a change of page."""
    return {"key": _key(shop, *parts), "persist_state": "session"}
