"""Saved lists and the client's own workbook: what the lists page does beside filtering."""

from __future__ import annotations

import streamlit as st

from pages.shared import cache, downloads, list_controls, messages, state
from pages.shared.cache import Shop
from pages.shared.language import _, words
from segmentation.exports.customer_list import ListFile
from segmentation.exports.file_names import download_name
from segmentation.intake import archive_gate
from segmentation.parameters import ListFilters
from segmentation.views import saved_lists
from segmentation.views.list_filters_worded import filters_in_words

_FILE = "filled"


def name_and_saved_lists(shop: Shop) -> tuple[str, bool]:
    """The list's name, and whether it is to be saved now; beside them the lists saved before."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        name = list_controls.list_name(shop)
        is_saving = st.button(_("Save"), key="lists.save")
        _saved_lists(shop)
        st.button(_("Clear all"), key="lists.clear", on_click=list_controls.put, args=(shop, ListFilters()))
    return name, is_saving


def save(shop: Shop, name: str, filters: ListFilters) -> None:
    """Keep the filters under the name, then run anew: a saved list is a change of the shop's data."""
    with messages.shown():
        kept = saved_lists.save_list(state.workspace(shop), name, filters)
        st.toast(messages.as_text(_("Saved: {list}").format(list=kept)))
        st.rerun()


def _saved_lists(shop: Shop) -> None:
    lists = cache.saved_lists(shop)
    if not lists:
        return
    with st.popover(words().count("{n} saved list", "{n} saved lists", len(lists))):
        chosen = st.selectbox(_("Saved list"), list(lists), key="lists.saved")
        if chosen is not None:
            with st.container(horizontal=True):
                st.button(
                    _("Open"),
                    key="lists.open",
                    type="primary",
                    on_click=list_controls.put,
                    args=(shop, lists[chosen], chosen),
                )
                if st.button(_("Delete"), key="lists.delete"):
                    saved_lists.forget_list(state.workspace(shop), chosen)
                    st.rerun()


def template_form(made: ListFile) -> None:
    """The client's own workbook, filled with the list."""
    with st.expander(_("Into your own template")):
        st.write(
            _(
                "Write places into the cells of an Excel workbook: {{{{shop}}}}, {{{{list}}}}, {{{{as_of}}}}, "
                "{{{{customers}}}}, {{{{revenue}}}}. One row that begins with {{{{rows}}}} is repeated for each customer; "
                "its other cells name the columns: {columns}."
            ).format(columns=", ".join(f"{{{{{key}}}}}" for key in made.places()))
        )
        upload = st.file_uploader(_("Template (.xlsx)"), type="xlsx", key="lists.template")
        if upload is None:
            return
        content = upload.getvalue()
        with messages.shown():
            made.filled(content, gate=archive_gate.walk, most=0)
            downloads.button(
                _("Filled template"),
                lambda: made.filled(content, gate=archive_gate.walk),
                file_name=download_name(
                    made.shop_name, made.list_name, made.found.analysis.period.as_of, extension="xlsx", token=_FILE
                ),
                mime=downloads.WORKBOOK,
                key="lists.template.filled",
            )


def filters_shown(shop: Shop, filters: ListFilters) -> None:
    """What is asked, in words; the workbook's cover says the same."""
    said = filters_in_words(state.workspace(shop), filters, words())
    text = " · ".join(_("{name}: {value}").format(name=label, value=value) for label, value in said)
    st.caption(messages.as_text(text) if text else _("All customers; nothing is asked yet."))


def rules_shown(made: ListFile) -> None:
    """What each number and group means under the rules in use; the workbook's cover says the same."""
    with st.expander(_("How this is counted")):
        for term, meaning in made.rules():
            st.markdown(
                _("**{term}** {meaning}").format(term=messages.as_text(term), meaning=messages.as_text(meaning))
            )
