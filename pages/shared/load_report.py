"""What became of a file: the sum that adds up, the findings, the refused lines to take away."""

from __future__ import annotations

import streamlit as st

from pages.shared import downloads, messages
from pages.shared.language import _, words
from segmentation.exports import refused_file, without_sales_file
from segmentation.intake.findings import REASONS
from segmentation.intake.sheet_kinds import SheetKind
from segmentation.locale import N_
from segmentation.store.file_load import Prepared
from segmentation.store.loading import LoadReport, refused_lines
from segmentation.store.without_sales import without_sales
from segmentation.store.workspace import Workspace

SHOWN_LINES = 200

WHAT_LOADS = N_(
    "Sales first: a row a sales line, where customer, date and amount are enough. Then customer lists, contacts, feedback "
    "and products; their columns tell what they are. xlsx, xlsm, xls, xlsb, ods, csv, tsv or txt."
)
SPAN_OF_SALES = N_("Sales from {first} to {last}, {revenue} in all. {left_out} rows were no sales lines.")
CUSTOMERS_UNSOLD = N_("Customers without sales now: {count}")
PRODUCTS_UNSOLD = N_("Products never sold: {count}")
CUSTOMER, PRODUCT = N_("Customer"), N_("Product")
SPAN = N_("From {first} to {last}. {left_out} rows were no lines.")


def what_it_is(prepared: Prepared) -> str:
    """In a sentence: how many rows, and which shop system's export it looks like."""
    found = prepared.recognition
    rows = words().number(prepared.raw.cells.num_rows)
    if found.is_remembered:
        return _("{rows} rows. The columns are as you chose them last time.").format(rows=rows)
    if found.profile:
        return _("{rows} rows. It looks like an export of {system}.").format(rows=rows, system=found.profile)
    return _("{rows} rows. Check the columns, then load.").format(rows=rows)


def show(workspace: Workspace, report: LoadReport, *, key: str) -> None:
    """All that there is to say of a load."""
    summary(report)
    findings(report)
    refused(workspace, report, key=key)
    strangers(workspace, report, key=key)


def summary(report: LoadReport) -> None:
    """lines read = kept + refused + already there, and the rows that are no lines."""
    w = words()
    parts = st.columns(4)
    parts[0].metric(_("Lines read"), w.number(report.read), border=True)
    parts[1].metric(_("Kept"), w.number(report.kept), border=True)
    parts[2].metric(_("Refused"), w.number(report.refused), border=True)
    parts[3].metric(_("Already there"), w.number(report.duplicates), border=True)
    if report.first_date and report.last_date:
        st.caption(
            messages.as_text(
                _(SPAN_OF_SALES if report.kind == "sales" else SPAN).format(
                    first=w.date(report.first_date),
                    last=w.date(report.last_date),
                    revenue=w.money(report.net_revenue),
                    left_out=w.number(report.left_out),
                )
            )
        )


def findings(report: LoadReport) -> None:
    """What was repaired, left out or refused, a sentence each, with rows as examples."""
    for finding in report.findings:
        sentence = _(finding["message"]).format(count=finding["count"], **finding["values"])
        rows = ", ".join(str(row) for row in finding["rows"][:5])
        where = _("Rows: {rows}").format(rows=rows) if rows else ""
        st.text(f"• {sentence} {where}")


def refused(workspace: Workspace, report: LoadReport, *, key: str) -> None:
    """The refused lines with row, column, value and reason, on screen and as csv."""
    if not report.refused:
        return
    lines = refused_lines(workspace, report.load_id)
    with st.expander(_("Refused lines")):
        shown = lines.slice(0, SHOWN_LINES).to_pandas()
        shown["reason"] = [_(REASONS.get(code, code)) for code in shown["reason"]]
        st.dataframe(
            shown,
            hide_index=True,
            column_config={
                "row_number": _("Row"),
                "column_name": _("Column"),
                "value": _("Value found"),
                "reason": _("Reason"),
            },
            key=f"{key}.lines",
        )
        reader = words()
        downloads.button(
            _("Refused lines as csv"),
            lambda: refused_file.as_csv(lines, words=reader),
            file_name=f"refused-{report.load_id}.csv",
            mime=downloads.CSV,
            key=f"{key}.csv",
        )


def strangers(workspace: Workspace, report: LoadReport, *, key: str) -> None:
    """Customers of a list without sales now, or products never sold: row, key and name, on screen and as csv."""
    kind = SheetKind(report.kind)
    if kind is SheetKind.SALES:
        return
    found = without_sales(workspace, report.load_id, kind)
    if not found.num_rows:
        return
    reader = words()
    title, of_key = (PRODUCTS_UNSOLD, PRODUCT) if kind is SheetKind.PRODUCTS else (CUSTOMERS_UNSOLD, CUSTOMER)
    with st.expander(_(title).format(count=reader.number(found.num_rows))):
        if found.num_rows > SHOWN_LINES:
            st.caption(_("The first {shown}; the csv holds all.").format(shown=reader.number(SHOWN_LINES)))
        st.dataframe(
            found.slice(0, SHOWN_LINES),
            hide_index=True,
            placeholder="",
            column_config={
                "row_number": st.column_config.NumberColumn(_("Row"), format="%d"),
                "key": st.column_config.TextColumn(_(of_key)),
                "name": st.column_config.TextColumn(_("Name")),
            },
            key=f"{key}.strangers",
        )
        downloads.button(
            _("All of them as csv"),
            lambda: without_sales_file.as_csv(found, words=reader, key=of_key),
            file_name=f"without-sales-{report.load_id}.csv",
            mime=downloads.CSV,
            key=f"{key}.strangers.csv",
        )
