"""Choices on the screen, and what they mean for the library: frozen parameters."""

from __future__ import annotations

from datetime import date

import streamlit as st

from pages.shared import cache, language, state
from pages.shared.cache import Shop
from pages.shared.language import _
from segmentation.parameters import Analysis


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
    chosen = st.session_state.get(state.AS_OF)
    if isinstance(chosen, date) and not first <= chosen <= last:
        # Chosen in another shop, or before its data changed.
        del st.session_state[state.AS_OF]
    return st.date_input(
        _("Counted up to"), last, min_value=first, max_value=last, key=state.AS_OF, bind="query-params"
    )


def analysis(shop: Shop) -> Analysis:
    """The shop's rules in use, up to the day chosen. Raises ``EmptyShop``."""
    span = cache.data_span(shop)
    if span is None:
        raise state.EmptyShop
    return cache.analysis(shop, as_of(*span))
