"""The search for a customer, and whose file is open. What is typed never stands in the address, only the internal number."""

from __future__ import annotations

from functools import partial

import streamlit as st

from pages.shared import cache, language, state
from pages.shared.cache import Shop
from pages.shared.language import _
from segmentation.locale import Words
from segmentation.views.customer_search import Found
from segmentation.views.customer_wording import hit_in_words

_LONGEST = 120


def open_file(shop: Shop, customer_id: int) -> None:
    """Look at this customer from now on."""
    st.session_state[state.key_of(shop, state.CUSTOMER)] = customer_id
    st.query_params[state.CUSTOMER] = str(customer_id)


def close_file(shop: Shop) -> None:
    """Look at nobody."""
    st.session_state.pop(state.key_of(shop, state.CUSTOMER), None)
    st.query_params.pop(state.CUSTOMER, None)


def forget(shop: Shop) -> None:
    """Look at nobody, and search for nobody: what was typed may be a name that was just erased."""
    close_file(shop)
    for name in (state.CUSTOMER_SEARCH, state.CUSTOMER_HIT, state.CUSTOMER_DONE):
        st.session_state.pop(state.key_of(shop, name), None)


def chosen(shop: Shop) -> int | None:
    """Whose file is open: the one in the address, else the one looked at last."""
    asked = st.query_params.get(state.CUSTOMER, "")
    if asked.isascii() and asked.isdigit() and len(asked) < 10:
        return int(asked)
    last: int | None = st.session_state.get(state.key_of(shop, state.CUSTOMER))
    return last


def find(shop: Shop) -> int | None:
    """The search box and the hits; whose file is open comes back."""
    key = state.key_of(shop, state.CUSTOMER_SEARCH)
    typed = st.text_input(
        _("Find a customer"),
        key=key,
        max_chars=_LONGEST,
        placeholder=_("Name, phone, e-mail or number, or a part of it"),
        on_change=_searched,
        args=(shop, key),
        persist_state="session",
    )
    if typed.strip():
        _hits(shop, cache.customers_found(shop, typed), language.words())
    elif chosen(shop) is None:
        st.info(_("Search for a customer above to open the file."))
    return chosen(shop)


def _searched(shop: Shop, key: str) -> None:
    """A single hit opens at once; else the file that was open makes room for the list."""
    typed = st.session_state[key]
    if not typed.strip():
        return
    hits = cache.customers_found(shop, typed).hits
    if len(hits) == 1:
        open_file(shop, hits[0].customer_id)
    else:
        close_file(shop)


def _hits(shop: Shop, found: Found, words: Words) -> None:
    if not found.count:
        st.info(_("Nobody has that in name, phone, e-mail or number. Try a shorter part of it."))
    if found.count < 2:
        return
    ids = [hit.customer_id for hit in found.hits]
    if found.count > len(ids):
        st.caption(
            _("The nearest {shown} of {all} customers. Type more to narrow it down.").format(
                shown=words.number(len(ids)), all=words.number(found.count)
            )
        )
    picked, table = state.key_of(shop, state.CUSTOMER_HIT), state.key_of(shop, "customers.hits")
    names = {hit.customer_id: hit_in_words(hit) for hit in found.hits}
    st.selectbox(
        _("Open the file of"),
        ids,
        index=None,
        format_func=names.__getitem__,
        placeholder=_("Choose a customer here, or click a row"),
        key=picked,
        on_change=lambda: _opened(shop, st.session_state[picked]),
    )
    st.dataframe(
        {
            "name": [hit.title for hit in found.hits],
            "customer": [hit.customer for hit in found.hits],
            "phone": [hit.phone for hit in found.hits],
            "email": [hit.email for hit in found.hits],
            "last": [hit.last_purchase for hit in found.hits],
            "revenue": [words.money(hit.net_revenue) for hit in found.hits],
        },
        hide_index=True,
        column_config={
            "name": st.column_config.TextColumn(_("Name"), pinned=True),
            "customer": st.column_config.TextColumn(_("Customer")),
            "phone": st.column_config.TextColumn(_("Phone")),
            "email": st.column_config.TextColumn(_("E-mail")),
            "last": st.column_config.DateColumn(_("Last purchase"), format="YYYY-MM-DD"),
            "revenue": st.column_config.TextColumn(_("Net revenue"), alignment="right"),
        },
        placeholder="",
        key=table,
        on_select=partial(_row_clicked, shop, table, ids),
        selection_mode="single-row",
    )


def _row_clicked(shop: Shop, key: str, ids: list[int]) -> None:
    rows = st.session_state[key].selection.rows
    _opened(shop, ids[rows[0]] if rows else None)


def _opened(shop: Shop, customer_id: int | None) -> None:
    if customer_id is not None:
        open_file(shop, customer_id)
