"""A segment, a type or a cell of scores: clicked in a figure or chosen from a list, and its customers."""

from __future__ import annotations

from typing import Any

import streamlit as st

from pages.shared import state
from pages.shared.language import _
from segmentation.classifications import eight_types, rfm_segments
from segmentation.views.segments import PICKS, SEGMENT, TYPE, Pick

_NAMES = {
    SEGMENT: {level.key: level.name for level in rfm_segments.DEFAULT.levels},
    TYPE: {level.key: level.name for level in eight_types.LEVELS},
}


def title(pick: Pick) -> str:
    """What was picked, in the reader's language."""
    if pick.kind == SEGMENT:
        return _("Segment: {name}").format(name=_(_NAMES[SEGMENT][pick.key]))
    if pick.kind == TYPE:
        return _("Type: {name}").format(name=_(_NAMES[TYPE][pick.key]))
    return " · ".join(f"{name.upper()} {score}" for name, score in pick.scores.items())


def clicked(data: Any) -> None:
    """For figures: the mark that was clicked is what is picked now. Its data begin with the pick's text."""
    text = data[0] if isinstance(data, (list, tuple)) and data else data
    if text in PICKS:
        st.session_state[state.PICKED] = text


def row_clicked(key: str, kind: str) -> None:
    """For tables: the row that was clicked is what is picked now."""
    rows = st.session_state[key].selection.rows
    if rows:
        st.session_state[state.PICKED] = Pick(kind, tuple(_NAMES[kind])[rows[0]]).text


def now() -> Pick | None:
    """What is picked; None at first."""
    return PICKS.get(st.session_state.get(state.PICKED) or "")


def choice() -> Pick | None:
    """The list to pick from by keyboard, which shows what was clicked too. What is picked comes back."""
    st.selectbox(
        _("Whose customers"),
        list(PICKS),
        index=None,
        format_func=lambda text: title(PICKS[text]),
        placeholder=_("Click a segment or a cell, or choose one here"),
        key=state.PICKED,
        persist_state="session",
    )
    return now()
