"""Erasing a customer: what goes and what stays, the name typed to confirm, and older copies that may hold the customer."""

from __future__ import annotations

import streamlit as st

from pages.shared import cache, customer_finder, language, state
from pages.shared.cache import Shop
from pages.shared.language import _
from segmentation.store import erasing
from segmentation.views.customer_file import CustomerFile


def form(shop: Shop, view: CustomerFile) -> None:
    """The way to erase the customer whose file is open."""
    with st.expander(_("Erase this customer")):
        st.caption(
            _(
                "Name, contacts, file, notes, feedback and history go for good, and the shop's file is written anew so that "
                "no byte of them stays. The sales stay as sales of nobody known. It cannot be undone. A sales sheet or a "
                "list that names the customer brings them back when it is loaded again. Files dropped and not loaded yet are "
                "taken away."
            )
        )
        st.text(
            _("To erase, type exactly: {name}").format(
                name=erasing.name_to_type(state.workspace(shop), view.customer_id)
            )
        )
        with st.form(f"customers.erase.{view.customer_id}", border=False):
            typed = st.text_input(_("The customer's name"))
            if st.form_submit_button(_("Erase for good")):
                done = erasing.erase(cache.home(), shop.id, view.customer_id, typed_name=typed)
                st.session_state[state.key_of(shop, state.CUSTOMER_ERASED)] = done.lines_made_unidentified
                customer_finder.forget(shop)
                st.rerun()


def afterwards(shop: Shop) -> None:
    """What an erasing did, or still has to do, and the older copies to be deleted."""
    key, words = state.key_of(shop, state.CUSTOMER_ERASED), language.words()
    if erasing.is_rewrite_due(state.workspace(shop)):
        st.warning(
            _("An erasing was cut short: the customer is gone from all tables, but bytes may be left in the file.")
        )
        if st.button(_("Finish erasing"), key="customers.rewrite"):
            erasing.rewrite(cache.home(), shop.id)
            st.rerun()
    if key not in st.session_state:
        return
    lines = st.session_state[key]
    st.success(
        words.count(
            "Erased. {n} sales line is now of nobody known.", "Erased. {n} sales lines are now of nobody known.", lines
        )
    )
    copies = erasing.older_copies(cache.home(), shop.id)
    if not copies:
        return
    st.warning(
        _("These files were made before and may still hold the customer. Restoring one brings the customer back.")
    )
    for file in copies:
        st.text(file.name)
    if st.button(_("Delete these files"), key="customers.copies"):
        erasing.delete_copies(cache.home(), shop.id, copies)
        st.rerun()
