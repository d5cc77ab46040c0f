"""What a person decides about a waiting file besides its columns: its kind, its sheets, its order states, its repeats."""

from __future__ import annotations

import streamlit as st

from pages.shared import uploads
from pages.shared.language import _, words
from pages.shared.uploads import Upload
from segmentation.intake.raw import RawTable
from segmentation.intake.sheet_kinds import KIND_NAMES, SheetKind
from segmentation.intake.values.text import comparison_key
from segmentation.store.file_load import Prepared
from segmentation.store.workspace import Workspace


def kind(workspace: Workspace, upload: Upload, prepared: Prepared) -> None:
    """What the sheet holds, as its columns tell, to be changed."""
    chosen = st.selectbox(
        _("What the sheet holds"),
        list(SheetKind),
        list(SheetKind).index(prepared.kind),
        format_func=lambda one: _(KIND_NAMES[one]),
        key=f"load.{upload.token}.kind",
    )
    if chosen is not prepared.kind and chosen is not None:
        uploads.choose_kind(workspace, upload, chosen)
        st.rerun()


def sheets(workspace: Workspace, upload: Upload, raw: RawTable) -> None:
    """Several sheets of a workbook as one, where they have the same columns."""
    names = [sheet.name for sheet in raw.sheets]
    if len(names) < 2:
        return
    taken = [name for name, _rows in raw.joined] or [raw.sheet]
    chosen = st.multiselect(
        _("Sheets taken together"),
        names,
        taken,
        key=f"load.{upload.token}.sheets.{raw.sheet}",
        help=_(
            "One below the other, where they have the same columns. Lines that stand in several are shown before the load."
        ),
    )
    for name, rows in raw.joined:
        st.caption(words().count("{sheet}: {n} row", "{sheet}: {n} rows", rows, sheet=name))
    if chosen and set(chosen) != set(taken):
        uploads.choose_sheets(workspace, upload, [name for name in names if name in chosen])
        st.rerun()


def sales(workspace: Workspace, upload: Upload, prepared: Prepared) -> None:
    """Which order states count, and whether lines that stand twice in the file count twice."""
    if prepared.kind is not SheetKind.SALES:
        return
    if prepared.recognition.states:
        _states(workspace, upload, prepared)
    is_dropped = st.toggle(
        _("Drop lines that stand in the file twice"),
        bool(getattr(prepared.recognition.mapping, "drop_exact_duplicates", False)),
        key=f"load.{upload.token}.repeats",
        help=_(
            "Lines that are the same in every column. Two pieces sold one by one look like this too: they stay unless you say."
        ),
    )
    if bool(upload.answers.get("drop_exact_duplicates", False)) != is_dropped:
        uploads.answer(workspace, uploads.waiting(workspace)[upload.token], drop_exact_duplicates=is_dropped)


def _states(workspace: Workspace, upload: Upload, prepared: Prepared) -> None:
    states = prepared.recognition.states
    with st.expander(_("Order states: which of them count")):
        by_text = {state.text: state for state in states}
        counted = st.multiselect(
            _("States that count as sales"),
            list(by_text),
            [state.text for state in states if state.is_counted],
            key=f"load.{upload.token}.states",
        )
        w = words()
        for state in states:
            lines = w.count("{n} line", "{n} lines", state.lines)
            st.text(f"{state.text}: {lines}. {_(state.kind.sentence)}")
        before = getattr(prepared.recognition.mapping, "order_states", {})
        changed = {
            comparison_key(text): text in counted
            for text, state in by_text.items()
            if (text in counted) is not state.is_counted
        }
        decided = {**before, **changed}
        if decided != upload.answers.get("order_states", before):
            uploads.answer(workspace, uploads.waiting(workspace)[upload.token], order_states=decided)
