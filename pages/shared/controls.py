"""Choices on the screen, and what they mean for the library: frozen parameters."""

from __future__ import annotations

from datetime import date

import streamlit as st

from pages.shared import language, state
from pages.shared.language import _


def sidebar() -> None:
    """What stands beside every page: the shop and the language."""
    shop_place, language_place = st.sidebar.container(), st.sidebar.container()
    with language_place:
        language.switch()
    with shop_place:
        _shop_switch()


def _shop_switch() -> None:
    names = {card.id: card.name for card in state.shops()}
    if names:
        st.selectbox(_("Shop"), list(names), format_func=names.__getitem__, key=state.SHOP, bind="query-params")


def as_of(first: date, last: date) -> date:
    """The last day counted: any day of the data, its last one unless chosen otherwise."""
    return st.date_input(
        _("Counted up to"), last, min_value=first, max_value=last, key=state.AS_OF, bind="query-params"
    )
