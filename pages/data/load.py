"""Sales sheets into the shop: drop, look, load; and every load so far, each of which can be taken back."""

import streamlit as st

from pages.shared import (
    load_button,
    load_choices,
    load_history,
    load_report,
    mapping_form,
    messages,
    navigation,
    sheet_choice,
    state,
    uploads,
)
from pages.shared.language import _
from segmentation.errors import SegmentationError

st.title(_("Load sales"))
shop = state.shop_or_stop()
workspace = state.workspace(shop)
st.caption(
    _("A sheet with one row a sales line: customer, date and amount are enough. xlsx, xls, xlsb, ods, csv or tsv.")
)

st.caption(_("Customer lists, contacts, feedback and products load here too; their columns tell what they are."))

dropped = st.file_uploader(
    _("Sales files"),
    accept_multiple_files=True,
    key=uploads.uploader_key(),
    help=_("The file stays on this machine. It is read in a closed process and checked before anything is stored."),
)
if dropped:
    uploads.take(workspace, dropped)
    st.rerun()

for upload in list(uploads.waiting(workspace).values()):
    with st.container(border=True):
        st.subheader(messages.as_text(upload.file_name))
        prepared, fault = upload.prepared, upload.fault
        if prepared is None or fault is not None:
            messages.fault(fault or SegmentationError())
            if fault and fault.code in ("PASSWORD_PROTECTED", "WRONG_PASSWORD"):
                mapping_form.password(workspace, upload)
            load_button.put_aside(workspace, upload)
            continue
        st.write(messages.as_text(load_report.what_it_is(prepared)))
        load_choices.kind(workspace, upload, prepared)
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

for report in uploads.reports(workspace):
    with st.container(border=True):
        st.subheader(messages.as_text(report.file_name))
        st.success(_("Loaded and saved."))
        load_report.summary(report)
        load_report.findings(report)
        load_report.refused(workspace, report, key=f"report.{report.load_id}")
        load_report.strangers(workspace, report, key=f"report.{report.load_id}")
        navigation.link(navigation.OVERVIEW, _("See who brings the money"))

load_history.table(workspace)
