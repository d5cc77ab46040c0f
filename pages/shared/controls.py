"""Choices on the screen, and what they mean for the library: frozen parameters."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any, TypeVar

import streamlit as st

from pages.shared import cache, language, state
from pages.shared.cache import Shop
from pages.shared.language import _
from segmentation.parameters import Analysis
from segmentation.views.amounts import Amount
from segmentation.views.key_figures import WINDOWS, window_to_begin_with

Item = TypeVar("Item")


def in_rows(items: Iterable[Item], columns: int) -> Iterator[tuple[Any, Item]]:
    """Each with its place, so many a row: row by row, so that they stand in their order on a phone too."""
    every = list(items)
    for start in range(0, len(every), columns):
        yield from zip(st.columns(columns), every[start : start + columns], strict=False)


def sidebar() -> None:
    """What stands beside every page: the shop and the language."""
    shop_place, language_place = st.sidebar.container(), st.sidebar.container()
    with language_place:
        language.switch()
    with shop_place:
        _shop_switch()


def _shop_switch() -> None:
    state.take_next_shop()
    names = {card.id: card.name for card in state.shops()}
    if names:
        st.selectbox(_("Shop"), list(names), format_func=names.__getitem__, key=state.SHOP, bind="query-params")


def as_of(first: date, last: date) -> date:
    """The last day counted: any day of the data, its last one unless chosen otherwise."""
    chosen = st.session_state.get(state.AS_OF)
    is_former_default = chosen == st.session_state.get(state.LAST_DAY) and chosen != last
    if isinstance(chosen, date) and (is_former_default or not first <= chosen <= last):
        # The last day before newer sales came, or a day chosen in another shop.
        del st.session_state[state.AS_OF]
    st.session_state[state.LAST_DAY] = last
    return st.date_input(
        _("Counted up to"),
        last,
        min_value=first,
        max_value=last,
        key=state.AS_OF,
        bind="query-params",
        width=200,
    )


def analysis(shop: Shop) -> Analysis:
    """The shop's rules in use, up to the day chosen. Raises ``EmptyShop``."""
    span = cache.data_span(shop)
    if span is None:
        raise state.EmptyShop
    return cache.analysis(shop, as_of(*span))


def compared_days(shop: Shop, rules: Analysis) -> int:
    """Over how many days key figures are counted and compared; at first the longest that can be compared."""
    first = (cache.data_span(shop) or (rules.period.as_of, rules.period.as_of))[0]
    names = {365: _("Last 12 months"), 90: _("Last 90 days")}
    return st.segmented_control(
        _("Period"),
        list(WINDOWS),
        format_func=names.__getitem__,
        default=window_to_begin_with(first, rules.period.as_of),
        required=True,
        key=state.key_of(shop, state.COMPARED_DAYS),
        persist_state="session",
        label_visibility="collapsed",
    )


def amount(key: str, amounts: Sequence[Amount] = tuple(Amount)) -> Amount:
    """What the charts of groups of customers show."""
    chosen = st.segmented_control(
        _("Show"),
        amounts,
        default=amounts[0],
        format_func=lambda shown: _(shown),
        required=True,
        key=key,
        persist_state="session",
    )
    return Amount(chosen)
