"""Scorings kept: under a name, or in use for the whole shop."""

from __future__ import annotations

import streamlit as st

from pages.shared import bench, cache, rule_use, state
from pages.shared.cache import Shop
from pages.shared.language import _
from segmentation.parameters import Scoring
from segmentation.views import scores

_SCORING = "scoring"


def in_use(shop: Shop, saved: Scoring) -> None:
    """Take the bench's scoring into use, or go back to the one before; and lay the one in use on the bench."""
    with st.container(horizontal=True):
        if st.button(_("Use for the whole shop"), type="primary", key=state.key_of(shop, "scores.use")):
            tried = bench.scoring(shop)
            if tried != saved:
                rule_use.change(shop, _SCORING, saved, tried)
        can_undo = rule_use.can_undo(shop, _SCORING, saved)
        if can_undo and st.button(_("Undo"), key=state.key_of(shop, "scores.undo.button")):
            rule_use.undo(shop, _SCORING)
        st.button(
            _("Back to the scoring in use"),
            key=state.key_of(shop, "scores.back"),
            on_click=bench.put,
            args=(shop, saved),
        )
        if saved != Scoring() and st.button(_("Reset to default"), key=state.key_of(shop, "scores.default")):
            rule_use.change(shop, _SCORING, saved, Scoring())
    if can_undo:
        st.success(_("The scoring in use on every page was changed. Undo brings the one before back."))


def named(shop: Shop) -> None:
    """Save the bench's scoring under a name; restore or delete those that were saved."""
    kept = cache.named_scorings(shop)
    saving, choosing = st.columns(2)
    with saving, st.form(state.key_of(shop, "scores.save"), clear_on_submit=True, border=False):
        name = st.text_input(_("Save under a name"), max_chars=scores.LONGEST_NAME)
        if st.form_submit_button(_("Save")):
            scores.save_scoring(state.workspace(shop), name, bench.scoring(shop))
            st.rerun()
    if not kept:
        return
    with choosing:
        chosen = st.selectbox(_("Saved scorings"), list(kept), key=state.key_of(shop, "scores.named"))
        with st.container(horizontal=True):
            st.button(
                _("Restore"),
                key=state.key_of(shop, "scores.restore"),
                on_click=bench.put,
                args=(shop, kept[chosen]),
            )
            if st.button(_("Delete"), key=state.key_of(shop, "scores.delete")):
                scores.delete_scoring(state.workspace(shop), chosen)
                st.rerun()
