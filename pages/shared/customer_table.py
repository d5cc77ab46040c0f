"""Customers as a table with their files: the same piece under every list, cell, curve and stage."""

from __future__ import annotations

from typing import Any

import streamlit as st

from pages.shared import cache, downloads, language, messages, state, table_columns
from pages.shared.cache import Shop
from pages.shared.language import _
from segmentation.classifications import eight_types
from segmentation.classifications.rfm_segments import table_in_use
from segmentation.exports.customer_list import ListFile, shown
from segmentation.exports.description import Column, Kind
from segmentation.exports.list_cover import ADVICE
from segmentation.locale import Words
from segmentation.parameters import Analysis, ListFilters
from segmentation.store.clock import now_utc, on_this_clock
from segmentation.views.customer_list import ListView
from segmentation.views.playbook import advice_for_list

_PINNED = ("customer",)

_FORMATS = {Kind.INTEGER: "%,d", Kind.SCORE: "%d"}


def show(
    shop: Shop, analysis: Analysis, filters: ListFilters, *, title: str, key: str, group_by: str | None = None
) -> ListView:
    """The list's true count and revenue, its first customers, and its workbook and csv.

    ``title``: in the reader's language, shown as text; it names the files too. ``key``: the page's own, as each widget
    needs one. ``group_by``: the workbook gets a sheet for each value of this column. The view comes back, for pages that
    say more.
    """
    view, words = cache.customer_list(shop, analysis, filters), language.words()
    st.subheader(messages.as_text(title))
    _figures(view, words)
    if not view.customer_count:
        st.info(_("Nobody meets these conditions. Take one away, or widen it."))
        return view
    advice = advice_for_list(state.workspace(shop), analysis, filters, words)
    types = eight_types.levels_in_use(analysis.eight_types)
    table, columns = shown(view.rows, view.contacts, words, table_in_use(analysis.segments), advice, types)
    helps = {"suggested_action": _(ADVICE).format(lens=_(advice.lens.name))}
    st.dataframe(
        table,
        hide_index=True,
        column_config={column.key: _config(column, helps.get(column.key)) for column in columns},
        column_order=[column.key for column in columns],
        placeholder="",
        key=f"{key}.table",
    )
    if not view.is_whole_on_screen:
        st.caption(
            _("The first {shown} of {all} customers. The files hold all of them.").format(
                shown=words.number(view.rows.num_rows), all=words.number(view.customer_count)
            )
        )
    made = list_file(shop, analysis, filters, title=title, group_by=group_by)
    downloads.files(
        made.shop_name, made.list_name, analysis.period.as_of, workbook=made.workbook, csv=made.csv, key=key
    )
    return view


def list_file(
    shop: Shop, analysis: Analysis, filters: ListFilters, *, title: str, group_by: str | None = None
) -> ListFile:
    """What makes the list's files, later and in another thread."""
    card = state.shop_card()
    return ListFile(
        workspace=state.workspace(shop),
        found=cache.basis_of_list(shop, analysis, filters),
        filters=filters,
        words=language.words(),
        shop_name=card.name if card else "",
        list_name=title,
        made_at=on_this_clock(now_utc()),
        group_by=group_by,
    )


def _figures(view: ListView, words: Words) -> None:
    share = view.revenue_share
    with st.container(horizontal=True):
        st.metric(_("Customers"), words.number(view.customer_count), width="content")
        st.metric(_("Revenue, all time"), words.money(view.revenue), width="content")
        st.metric(_("Share of all customers"), words.percent(view.customer_share), width="content")
        st.metric(_("Share of all revenue"), "–" if share is None else words.percent(share), width="content")


def _config(column: Column, said: str | None) -> Any:
    """How a column shows its values; texts are never read as anything else. ``said``: what its heading says on asking."""
    is_pinned = column.key in _PINNED
    if column.kind.is_text:
        return st.column_config.TextColumn(column.heading, pinned=is_pinned, help=said)
    if column.kind is Kind.DATE:
        return st.column_config.DateColumn(column.heading, format="YYYY-MM-DD")
    if column.kind is Kind.MONEY:
        return table_columns.money(column.heading)
    return st.column_config.NumberColumn(column.heading, format=_FORMATS.get(column.kind, "%,.1f"))
