"""Every load of the shop, the newest first; each can be undone and brought back."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import streamlit as st

from pages.shared import load_report, messages, navigation
from pages.shared.language import _, words
from segmentation.errors import SegmentationError
from segmentation.intake.sheet_kinds import KIND_TITLES, SheetKind
from segmentation.store.loading import LoadReport, load_history, redo, undo
from segmentation.store.workspace import Workspace


def reports(loaded: Iterable[LoadReport], workspace: Workspace) -> None:
    """What became of the files of this session."""
    for report in loaded:
        with st.container(border=True):
            st.subheader(messages.as_text(report.file_name))
            st.success(_("Loaded and saved."))
            load_report.show(workspace, report, key=f"report.{report.load_id}")
            navigation.link(navigation.OVERVIEW, _("See who brings the money"))


def table(workspace: Workspace) -> None:
    """One folded line a load, with its report inside."""
    history = load_history(workspace)
    if not history:
        return
    st.subheader(_("Loads so far"))
    for load in history:
        with st.expander(messages.as_text(_title(load))):
            load_report.show(workspace, load, key=f"history.{load.load_id}")
            if load.is_undone:
                is_wanted, change = st.button(_("Bring this load back"), key=f"redo.{load.load_id}"), redo
            else:
                back = _("The shop is then as if this file had never been loaded. You can bring it back.")
                is_wanted, change = st.button(_("Undo this load"), key=f"undo.{load.load_id}", help=back), undo
            if is_wanted:
                _do(change, workspace, load)


def _do(change: Callable[[Workspace, int], None], workspace: Workspace, load: LoadReport) -> None:
    try:
        with st.spinner(_("Putting the shop's sales in order")):
            change(workspace, load.load_id)
    except SegmentationError as fault:
        messages.fault(fault)
    else:
        st.rerun()


def _title(load: LoadReport) -> str:
    line = _("{file} ({kind}): {kept} lines kept, loaded {when}").format(
        kind=_(KIND_TITLES[SheetKind(load.kind)]),
        file=load.file_name,
        kept=words().number(load.kept),
        when=words().moment(load.loaded_at_local),
    )
    return _("{name} ({state})").format(name=line, state=_("undone")) if load.is_undone else line
