"""A segment, a type or a cell of scores: clicked in a figure or chosen from a list, and its customers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from pages.shared import state
from pages.shared.language import _
from segmentation.classifications import eight_types
from segmentation.classifications.rfm_segments import table_in_use
from segmentation.parameters import Analysis, SegmentRules
from segmentation.views.segments import SEGMENT, TYPE, Pick, picks


def title(pick: Pick, analysis: Analysis) -> str:
    """What was picked, in the reader's language, by the names in use."""
    if pick.kind == SEGMENT:
        names = {level.key: level.name for level in table_in_use(analysis.segments).levels}
        return _("Segment: {name}").format(name=_(names[pick.key]))
    if pick.kind == TYPE:
        types = {level.key: level.name for level in eight_types.levels_in_use(analysis.eight_types)}
        return _("Type: {name}").format(name=_(types[pick.key]))
    return " · ".join(f"{name.upper()} {score}" for name, score in pick.scores.items())


def clicked(data: Any) -> None:
    """For figures: the mark that was clicked is what is picked now. Its data begin with the pick's text."""
    text = data[0] if isinstance(data, (list, tuple)) and data else data
    if isinstance(text, str):
        st.session_state[state.PICKED] = text


def row_clicked(key: str, kind: str, keys: Sequence[str]) -> None:
    """For tables: the row that was clicked is what is picked now. ``keys``: the rows' groups."""
    rows = st.session_state[key].selection.rows
    if rows:
        st.session_state[state.PICKED] = Pick(kind, keys[rows[0]]).text


def now(rules: SegmentRules) -> Pick | None:
    """What is picked; None at first, and where the segments in use no longer have it."""
    picked = st.session_state.get(state.PICKED)
    found = picks(rules).get(picked or "")
    if picked and not found:
        st.session_state[state.PICKED] = None
    return found


def choice(analysis: Analysis) -> Pick | None:
    """The list to pick from by keyboard, which shows what was clicked too. What is picked comes back."""
    offered = picks(analysis.segments)
    chosen = st.selectbox(
        _("Whose customers"),
        list(offered),
        index=None,
        format_func=lambda text: title(offered[text], analysis),
        placeholder=_("Click a segment or a cell, or choose one here"),
        key=state.PICKED,
        persist_state="session",
    )
    return offered.get(chosen or "")
