"""What ends a file's waiting: it is loaded, or put aside."""

from __future__ import annotations

import streamlit as st

from pages.shared import messages, uploads
from pages.shared.language import _, words
from pages.shared.uploads import Upload
from segmentation.store.workspace import Workspace


def row(workspace: Workspace, upload: Upload, *, rows: int, is_ready: bool, answered: tuple[str, ...]) -> None:
    """Load so many rows, once everything is answered; or put the file aside."""
    go, aside = st.columns(2)
    label = words().count("Load {n} row", "Load {n} rows", rows)
    if go.button(label, type="primary", disabled=not is_ready, key=f"go.{upload.token}", width="stretch"):
        with messages.shown():
            uploads.load(workspace, uploads.waiting(workspace)[upload.token], answered=answered)
            st.rerun()
    with aside:
        put_aside(workspace, upload)


def put_aside(workspace: Workspace, upload: Upload) -> None:
    """Forget the file; nothing of it was stored."""
    gone = (workspace, upload.token)
    st.button(_("Put aside"), on_click=uploads.discard, args=gone, key=f"aside.{upload.token}", width="stretch")
