"""Which sheets of a workbook belong to a load, and what becomes of lines that stand in more than one of them."""

from __future__ import annotations

import streamlit as st

from pages.shared import messages, uploads
from pages.shared.language import _, words
from pages.shared.uploads import Upload
from segmentation.intake.raw import RawTable
from segmentation.store.file_load import Prepared
from segmentation.store.workspace import Workspace

ALL, ONE, SOME = "all", "one", "some"


def ask(workspace: Workspace, upload: Upload, prepared: Prepared) -> bool:
    """Where several sheets have the same columns, which of them are taken; whether that is decided.

    Nothing is decided until a person says so, now or with an earlier file of this shape: a month left out is missed in no
    figure.
    """
    raw = prepared.raw
    if not raw.alike:
        return True
    state = _state(upload, raw)
    rows = dict(raw.joined) | {sheet.name: sheet.rows for sheet in raw.sheets if sheet.name not in dict(raw.joined)}
    w = words()
    each = [w.count("{sheet}: {n} row", "{sheet}: {n} rows", rows[name], sheet=name) for name in raw.alike]
    sentence = w.count(
        "{n} sheet has these columns. {sheets}.", "{n} sheets have these columns. {sheets}.", len(each),
        sheets=" · ".join(each),
    )  # fmt: skip
    (st.warning if state is None else st.write)(messages.as_text(sentence))
    taken = [name for name, _rows in raw.joined] or [raw.sheet]
    labels = {
        ALL: w.count("Take it", "Take all {n}", len(raw.alike)),
        ONE: _("Only {sheet}").format(sheet=taken[0]),
        SOME: _("Only {sheet}").format(sheet=", ".join(taken)),
    }
    if len(raw.alike) == 2:
        labels[ALL] = _("Take both")
    options = [ALL, SOME if state == SOME else ONE]
    chosen = st.radio(
        _("Which of them belong to this load?"),
        options,
        None if state is None else options.index(state),
        format_func=lambda option: messages.as_text(labels[option]),
        horizontal=True,
        # What was chosen elsewhere begins this anew, or the two would undo each other
        key=f"load.{upload.token}.alike.{state}.{raw.sheet}",
        help=_("Others of them can be chosen below, under: How the file was read."),
    )
    if chosen is not None and chosen != state:
        uploads.choose_sheets(workspace, upload, raw.alike if chosen == ALL else [taken[0]])
        st.rerun()
    return state is not None


def _state(upload: Upload, raw: RawTable) -> str | None:
    if raw.joined:
        return ALL if {name for name, _rows in raw.joined} >= set(raw.alike) else SOME
    return ONE if upload.choices.sheet is not None else None


def overlap(workspace: Workspace, upload: Upload, prepared: Prepared) -> int:
    """Whether lines that stand in several sheets count once; how many lines that leaves to be loaded."""
    raw = prepared.raw
    if not raw.overlap:
        return raw.cells.num_rows
    st.warning(
        words().count(
            "{n} line stands in more than one of the sheets, cell for cell. Counted each time, it would be revenue twice.",
            "{n} lines stand in more than one of the sheets, cell for cell. Counted each time, they would be revenue twice.",
            raw.overlap,
        )
    )
    before = bool(upload.answers.get("drop_sheet_repeats", prepared.recognition.mapping.drop_sheet_repeats))
    is_dropped = st.toggle(
        _("Leave out the lines that stand in more than one sheet"),
        before,
        key=f"load.{upload.token}.overlap.{raw.sheet}",
        help=_("The line of the first sheet stays. Switch it off where the same was really sold again."),
    )
    if is_dropped != before:
        uploads.answer(workspace, uploads.waiting(workspace)[upload.token], drop_sheet_repeats=is_dropped)
    return raw.cells.num_rows - raw.overlap * is_dropped
