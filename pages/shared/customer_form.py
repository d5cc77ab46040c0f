"""A customer's fields as a form, the history with undo of any change, and fields of the shop's own."""

from __future__ import annotations

from datetime import date
from typing import Any

import streamlit as st

from pages.shared import controls, customer_notes, language, state
from pages.shared.cache import Shop
from pages.shared.language import _
from segmentation.locale import N_
from segmentation.store import customer_fields
from segmentation.store.customer_fields import CustomerField, FieldKind
from segmentation.store.customer_records import Change, change, redo_changes, undo_changes
from segmentation.store.typed_text import LONGEST_LINE, LONGEST_TEXT
from segmentation.views import customer_wording as wording
from segmentation.views.customer_file import CustomerFile, Filled

_SHOWN_CHANGES = 100
_FIRST_DAY, _LAST_DAY = date(1900, 1, 1), date(2100, 12, 31)
_KINDS = {FieldKind.LINE: N_("Text"), FieldKind.DATE: N_("Date"), FieldKind.CHOICE: N_("Choice")}


def editor(shop: Shop, view: CustomerFile) -> None:
    """All fields; what was changed is saved with one click, and the last saving can be undone."""
    workspace, done = state.workspace(shop), state.key_of(shop, state.CUSTOMER_DONE)
    signed = customer_notes.author()
    made = st.session_state.get(done)
    if made and made[0] == view.customer_id:
        said, back = st.columns([4, 1])
        said.success(_("Saved. Every change stands in the history."))
        if back.button(_("Undo"), key="customers.undo"):
            undo_changes(workspace, st.session_state.pop(done)[1])
            st.rerun()
    # Other values stand in the fields after each change, so each state of the file has widgets of its own.
    stamp = f"{view.customer_id}.{len(view.changes)}.{sum(one.is_undone for one in view.changes)}"
    with st.form(f"customers.form.{stamp}"):
        typed = {
            one.field.key: _typed(place, one, f"customers.field.{stamp}")
            for place, one in controls.in_rows(view.filled, 2)
        }
        if st.form_submit_button(_("Save"), type="primary"):
            changed = {key: text for key, text in typed.items() if text != (view.value(key) or "")}
            numbers = change(workspace, view.customer_id, changed, author=signed)
            if numbers:
                st.session_state[done] = view.customer_id, numbers
            st.rerun()
    with st.expander(_("Fields of your own")):
        _own_fields(shop)


def _typed(place: Any, one: Filled, prefix: str) -> str:
    """The field's widget; what stands in it comes back as text, empty for nothing."""
    field, now = one.field, one.value.value if one.value else ""
    label, key = wording.label_of(field, language.words()), f"{prefix}.{field.key}"
    if field.kind is FieldKind.DATE and (day := _day(now)) is not False:
        chosen = place.date_input(label, day, min_value=_FIRST_DAY, max_value=_LAST_DAY, key=key)
        return chosen.isoformat() if chosen else ""
    if field.kind is FieldKind.CHOICE:
        options = list(dict.fromkeys(["", *(choice for choice, _name in field.choices), now]))
        words = language.words()
        picked: str = place.selectbox(
            label,
            options,
            index=options.index(now),
            format_func=lambda value: wording.value_in_words(field, value, words) or "–",
            key=key,
        )
        return picked
    if field.kind is FieldKind.LINES:
        return str(place.text_area(label, now, max_chars=LONGEST_TEXT, height=80, key=key))
    return str(place.text_input(label, now, max_chars=LONGEST_LINE, key=key))


def _day(text: str) -> date | bool | None:
    """The day; None for nothing, False for what the calendar cannot show: another text that a list brought in, a far day."""
    try:
        day = date.fromisoformat(text) if text else None
    except ValueError:
        return False
    return day if day is None or (_FIRST_DAY <= day <= _LAST_DAY and day.isoformat() == text) else False


def history(shop: Shop, view: CustomerFile) -> None:
    """Every change, the newest first; each can be undone and brought back."""
    st.caption(
        _("A field shows its latest change that is not undone; what was entered by hand wins over imported lists.")
    )
    if not view.changes:
        st.info(_("Nothing was changed yet. What stands in the file came with the files loaded."))
    fields = {one.field.key: one.field for one in view.filled}
    for one in view.changes[:_SHOWN_CHANGES]:
        _change(shop, one, fields.get(one.field))
    if len(view.changes) > _SHOWN_CHANGES:
        st.caption(_("The latest {n} changes.").format(n=language.words().number(_SHOWN_CHANGES)))


def _change(shop: Shop, one: Change, field: CustomerField | None) -> None:
    said, button = st.columns([5, 1], vertical_alignment="center")
    said.text(wording.change_in_words(one, field, language.words()))
    act, label = (redo_changes, _("Bring back")) if one.is_undone else (undo_changes, _("Undo"))
    button.button(
        label, key=f"customers.change.{one.change_id}", on_click=act, args=(state.workspace(shop), [one.change_id])
    )


def _own_fields(shop: Shop) -> None:
    workspace = state.workspace(shop)
    st.caption(_("A field of your own stands in the file of every customer of this shop."))
    with st.form("customers.own", clear_on_submit=True, border=False):
        name = st.text_input(_("Name of the field"), max_chars=customer_fields.LONGEST_NAME)
        kind = st.selectbox(_("Kind"), list(_KINDS), format_func=lambda one: _(_KINDS[one]))
        choices = st.text_area(_("Entries of a choice, one a line"), height=80)
        if st.form_submit_button(_("Add the field")):
            customer_fields.define_own_field(workspace, name, kind, choices.splitlines())
            st.rerun()
    for field in customer_fields.own_fields(workspace):
        said, button = st.columns([5, 1], vertical_alignment="center")
        said.text(field.label)
        button.button(
            _("Remove"),
            key=f"customers.{field.key}.remove",
            on_click=customer_fields.forget_own_field,
            args=(workspace, field.label),
            help=_("What was typed into it is kept, and is back when a field of that name is added again."),
        )
