"""The VIP page's form: a level set by hand."""

from __future__ import annotations

from datetime import date, timedelta

import streamlit as st

from pages.shared import language, messages, state
from pages.shared.cache import Shop
from pages.shared.language import _
from segmentation.classifications import vip
from segmentation.store.vip_levels import Grant, ended_grant, grants
from segmentation.views import vip_wording as wording
from segmentation.views.vip import customers_like
from segmentation.views.vip_by_hand import end_by_hand, restore_by_hand, set_by_hand

_HALF_A_YEAR = timedelta(days=182)


def form(shop: Shop, as_of: date) -> None:
    """Set a customer's level with a reason and an end date; end one that was set, and bring the one just ended back."""
    workspace = state.workspace(shop)
    typed = st.text_input(_("Find a customer by number, name or phone"), key=state.key_of(shop, "vip.hand.find"))
    matches = customers_like(workspace, typed)
    if typed.strip() and not matches:
        st.info(_("No customer is called so. Type a part of the number, name or phone."))
    if matches:
        with st.form(state.key_of(shop, "vip.hand"), border=False):
            customer = st.selectbox(_("Customer"), list(matches), format_func=matches.__getitem__)
            level = st.selectbox(
                _("Level"), vip.KEYS, format_func=lambda key: wording.level_name(key, language.words())
            )
            reason = st.text_input(_("Reason"))
            until = st.date_input(_("Until"), as_of + _HALF_A_YEAR, min_value=as_of)
            if st.form_submit_button(_("Set the level"), type="primary"):
                with messages.shown():
                    set_by_hand(workspace, customer, level, reason=reason, until=until, counted_up_to=as_of)
                    st.rerun()
    ended = state.key_of(shop, state.VIP_ENDED)
    for grant in grants(workspace, as_of):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.text(_in_words(grant))
            if st.button(_("End now"), key=f"vip.end.{shop.id}.{grant.grant_id}"):
                with messages.shown():
                    end_by_hand(workspace, grant.grant_id)
                    st.session_state[ended] = grant.grant_id
                    st.rerun()
    was = ended_grant(workspace, st.session_state[ended]) if ended in st.session_state else None
    if was:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.text(_("Ended: {level}").format(level=_in_words(was)))
            if st.button(_("Undo"), key="vip.end.undo"):
                with messages.shown():
                    restore_by_hand(workspace, st.session_state.pop(ended))
                    st.rerun()


def _in_words(grant: Grant) -> str:
    words = language.words()
    return _("{who}: {level} until {until} – {reason}").format(
        who=" · ".join(filter(None, (grant.customer, grant.name))),
        level=wording.level_name(grant.level, words),
        until=words.date(grant.until),
        reason=grant.reason,
    )
