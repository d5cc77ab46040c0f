"""The reader's language: ``_`` for words on a page, ``words()`` for numbers, dates and money."""

from __future__ import annotations

import streamlit as st

from pages.shared import state
from segmentation.locale import LANGUAGES, Words


def _of_browser() -> str:
    """The language of ours that is nearest to the browser's first one."""
    spoken = (st.context.locale or "en").replace("_", "-").split("-")[0].lower()
    return next((code for code in LANGUAGES if code.split("_")[0] == spoken), "en")


def code() -> str:
    """The language of this session: the one chosen, else the browser's."""
    chosen = st.session_state.get(state.LANGUAGE)
    return chosen if chosen in LANGUAGES else _of_browser()


def words() -> Words:
    """The reader's language with the shop's currency."""
    card = state.shop_card()
    return Words(code(), card.currency if card else None)


def _(message: str) -> str:
    """A sentence in the reader's language."""
    return Words(code())(message)


def switch() -> None:
    """The choice of language. Drawn before all else that has words, so that a link's language holds from the start."""
    st.segmented_control(
        "Language · 语言",
        list(LANGUAGES),
        format_func=LANGUAGES.__getitem__,
        default=_of_browser(),
        required=True,
        key=state.LANGUAGE,
        bind="query-params",
        label_visibility="collapsed",
    )
