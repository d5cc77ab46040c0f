"""What staff write down of a customer, and what the customer said: shown as text, letter by letter."""

from __future__ import annotations

import streamlit as st

from pages.shared import language, state
from pages.shared.cache import Shop
from pages.shared.language import _
from segmentation.store.notes import Note, NoteKind, add_note, remove_note, restore_note
from segmentation.store.typed_text import LONGEST_LINE, LONGEST_TEXT
from segmentation.views import customer_wording as wording
from segmentation.views.customer_file import CustomerFile


def author() -> str:
    """Who writes: typed once a session."""
    name: str = st.text_input(
        _("Your name"),
        key=state.AUTHOR,
        persist_state="session",
        max_chars=LONGEST_LINE,
        help=_("Stands beside what you enter. May be left empty."),
    )
    return name


def board(shop: Shop, view: CustomerFile) -> None:
    """A new note, those that stand, those removed, and what came with feedback sheets."""
    signed = author()
    _new_note(shop, view.customer_id, signed)
    for note in view.notes:
        _note(shop, note)
    if view.said:
        st.markdown(f"##### {_('From feedback sheets')}")
    for said in view.said:
        with st.container(border=True):
            st.text(wording.said_in_words(said, language.words()))
            if said.text:
                st.text(said.text)
    if view.removed_notes:
        with st.expander(_("Removed notes")):
            for note in view.removed_notes:
                _note(shop, note)


def _new_note(shop: Shop, customer_id: int, signed: str) -> None:
    with st.form(f"customers.note.{customer_id}", clear_on_submit=True):
        kind = st.selectbox(
            _("What it is"), list(NoteKind), format_func=lambda one: _(wording.NOTE_KINDS[NoteKind(one)])
        )
        text = st.text_area(_("Text"), max_chars=LONGEST_TEXT, height=100)
        if st.form_submit_button(_("Save the note"), type="primary"):
            add_note(state.workspace(shop), customer_id, text, kind=NoteKind(str(kind)), author=signed)
            st.rerun()


def _note(shop: Shop, note: Note) -> None:
    with st.container(border=True):
        st.text(wording.note_heading(note, language.words()))
        st.text(note.text)
        act, label = (restore_note, _("Bring back")) if note.is_removed else (remove_note, _("Remove"))
        st.button(
            label, key=f"customers.note.{note.note_id}.change", on_click=act, args=(state.workspace(shop), note.note_id)
        )
