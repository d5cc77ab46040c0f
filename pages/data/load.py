"""Sheets into the shop: drop, look, load; and every load so far, each of which can be taken back."""

import streamlit as st

from pages.shared import (
    load_button,
    load_choices,
    load_history,
    load_report,
    mapping_form,
    messages,
    sheet_choice,
    state,
    uploads,
)
from pages.shared.language import _
from segmentation.errors import SegmentationError

st.title(_("Load files"))
shop = state.shop_or_stop()
workspace = state.workspace(shop)
st.caption(_(load_report.WHAT_LOADS))

dropped = st.file_uploader(
    _("Files of sales, customers, contacts, feedback or products"),
    accept_multiple_files=True,
    key=uploads.uploader_key(),
    help=_("The file stays on this machine. It is read in a closed process and checked before anything is stored."),
)
if dropped:
    uploads.take(workspace, dropped)
    st.rerun()

for upload in uploads.still_there(workspace):
    with st.container(border=True):
        st.subheader(messages.as_text(upload.file_name))
        prepared, fault = upload.prepared, upload.fault
        if prepared is None or fault is not None:
            messages.fault(fault or SegmentationError())
            if fault and fault.code in ("PASSWORD_PROTECTED", "WRONG_PASSWORD"):
                mapping_form.password(workspace, upload)
            if fault and fault.code == "UNKNOWN_ENCODING":
                mapping_form.unread_encoding(workspace, upload)
            load_button.put_aside(workspace, upload)
            continue
        st.write(messages.as_text(load_report.what_it_is(prepared)))
        load_choices.kind(workspace, upload, prepared)
        mapping_form.notices(upload, prepared)
        answered = mapping_form.questions(workspace, upload, prepared)
        is_decided = sheet_choice.ask(workspace, upload, prepared)
        rows = sheet_choice.overlap(workspace, upload, prepared)
        try:
            prepared.recognition.check()
        except SegmentationError as missing:
            messages.fault(missing)
        is_ready = is_decided and set(answered) >= set(prepared.questions)
        load_button.row(workspace, upload, rows=rows, is_ready=is_ready, answered=answered)
        mapping_form.preview(prepared)
        load_choices.sales(workspace, upload, prepared)
        mapping_form.reading(workspace, upload)
        mapping_form.columns(workspace, upload, prepared)

load_history.reports(uploads.reports(workspace), workspace)
load_history.table(workspace)
