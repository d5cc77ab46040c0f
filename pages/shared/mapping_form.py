"""What a file's columns were taken for, to look at and to change; and the questions that must be answered first."""

from __future__ import annotations

import streamlit as st

from pages.shared import load_choices, messages, uploads, value_reading
from pages.shared.language import _
from pages.shared.uploads import Upload
from segmentation.intake.column import Column
from segmentation.intake.customer_column import BY_NAME
from segmentation.intake.profiles.own import CODE as PROFILE_LEFT_OUT
from segmentation.intake.questions import ENCODINGS, READING_QUESTIONS, AnswerBy
from segmentation.intake.raw import RawTable, ReadingChoices
from segmentation.intake.sheet_kinds import KIND_FIELDS, SheetKind
from segmentation.intake.values.choices import Question
from segmentation.locale import N_
from segmentation.schema import FIELD_NAMES
from segmentation.store.file_load import Prepared
from segmentation.store.workspace import Workspace

MAIN_FIELDS = ("customer", "order", "date", "amount", "quantity", "unit_price", "product", "category")
AMOUNT_OF_ORDER = N_("Amount of the whole order (taken once)")
PREVIEW_ROWS = 8


def notices(upload: Upload, prepared: Prepared) -> None:
    """What a person should know before loading, without being asked: only a name tells customers apart, a profile is faulty."""
    for finding in prepared.raw.findings:
        if finding.code == PROFILE_LEFT_OUT:
            st.warning(messages.as_text(_(finding.message).format(**finding.values)))
    customer = prepared.recognition.column("customer")
    if customer is not None and _rule(upload, prepared, "customer_kind") == "name":
        st.warning(messages.as_text(_(BY_NAME).format(column=customer.header)))


def _rule(upload: Upload, prepared: Prepared, name: str) -> object:
    """A choice of the mapping's as it stands now, answers of this session included."""
    return upload.answers.get(name, getattr(prepared.recognition.mapping, name, None))


def columns(workspace: Workspace, upload: Upload, prepared: Prepared) -> None:
    """How the values are read; a choice of column for each field, with samples and how sure, the rarer ones folded away."""
    found = prepared.recognition
    value_reading.section(workspace, upload, prepared)
    st.markdown(f"**{_('Which column is what')}**")
    if prepared.kind is not SheetKind.SALES:
        for name, label in KIND_FIELDS[prepared.kind].items():
            _field(workspace, upload, prepared, name, label)
        return
    shown = [*MAIN_FIELDS, *(name for name in ("store", "staff", "channel") if found.column(name))]
    is_of_order = _rule(upload, prepared, "amount_level") == "order"
    for name in shown:
        label = AMOUNT_OF_ORDER if name == "amount" and is_of_order else FIELD_NAMES[name]
        _field(workspace, upload, prepared, name, label)
    with st.expander(_("More columns")):
        for name in FIELD_NAMES:
            if name not in shown:
                _field(workspace, upload, prepared, name, FIELD_NAMES[name])


def _field(workspace: Workspace, upload: Upload, prepared: Prepared, name: str, label: str) -> None:
    found: Column | None = prepared.recognition.column(name)
    headers = prepared.raw.headers
    key = f"load.{upload.token}.{prepared.kind}.{name}.{prepared.recognition.is_remembered}"

    def changed() -> None:
        uploads.choose_columns(workspace, upload, {**upload.chosen, name: st.session_state[key]})

    choice, evidence = st.columns([2, 3], vertical_alignment="center")
    with choice:
        st.selectbox(
            _(label),
            [None, *range(len(headers))],
            index=None if found is None else [None, *range(len(headers))].index(found.index),
            format_func=lambda index: _("(none)") if index is None else headers[index],
            placeholder=_("(none)"),
            key=key,
            on_change=changed,
        )
    with evidence:
        if found is not None:
            st.caption(messages.as_text(f"{_(_sureness(found.confidence))} {_(found.why)}"))
            st.text(" · ".join(found.samples))


def _sureness(confidence: float) -> str:
    if confidence >= 0.95:
        return N_("Sure.")
    return N_("Likely.") if confidence >= 0.7 else N_("Please check.")


def reading(workspace: Workspace, upload: Upload) -> None:
    """How the file was read, to change: sheet, header row, encoding."""
    prepared = upload.prepared
    if prepared is None:
        return
    raw = prepared.raw
    with st.expander(_("How the file was read")):
        if len(raw.sheets) > 1 and not raw.joined:
            names = [sheet.name for sheet in raw.sheets]
            labels = {sheet.name: _sheet_label(sheet.name, sheet.rows, sheet.is_hidden) for sheet in raw.sheets}
            chosen = st.selectbox(
                _("Sheet"),
                names,
                names.index(raw.sheet),
                format_func=labels.__getitem__,
                key=f"load.{upload.token}.sheet.{raw.sheet}",
            )
            if chosen != raw.sheet:
                _again(workspace, upload, sheet=chosen)
        load_choices.sheets(workspace, upload, raw)
        _header_row(workspace, upload, raw, "reading")
        _encoding(workspace, upload, raw, "reading")


def _header_row(workspace: Workspace, upload: Upload, raw: RawTable, place: str) -> None:
    # What is shown in two places begins anew after a change: a value left in one would undo what was said in the other
    key = f"load.{upload.token}.header-row.{place}.{raw.header_row}"
    row = st.number_input(_("Row of the headings (0 = none)"), 0, 1000, raw.header_row, key=key)
    if row != raw.header_row:
        _again(workspace, upload, header_row=row)


def _encoding(workspace: Workspace, upload: Upload, raw: RawTable, place: str) -> None:
    if raw.encoding is None:
        return
    options = list(dict.fromkeys([raw.encoding, *ENCODINGS]))
    key = f"load.{upload.token}.encoding.{place}.{raw.encoding}"
    encoding = st.selectbox(_("Text encoding"), options, key=key)
    if encoding != raw.encoding:
        _again(workspace, upload, encoding=encoding)


def unread_encoding(workspace: Workspace, upload: Upload) -> None:
    """For a text that could not be read: in which encoding to try it next."""
    chosen = upload.choices.encoding
    encoding = st.selectbox(
        _("Text encoding"), ENCODINGS, ENCODINGS.index(chosen) if chosen in ENCODINGS else None,
        placeholder=_("Choose an encoding"), key=f"load.{upload.token}.encoding.unread.{chosen}",
    )  # fmt: skip
    if encoding and encoding != chosen:
        _again(workspace, upload, encoding=encoding)


def _sheet_label(name: str, rows: int, is_hidden: bool) -> str:
    label = _("{sheet}: {rows} rows").format(sheet=name, rows=rows)
    return _("{name} ({state})").format(name=label, state=_("hidden")) if is_hidden else label


def _again(workspace: Workspace, upload: Upload, **changes: object) -> None:
    values = {name: getattr(upload.choices, name) for name in ("sheet", "header_row", "encoding", "delimiter", "quote")}
    uploads.read_again(workspace, upload, ReadingChoices(**{**values, **changes}))
    st.rerun()


def password(workspace: Workspace, upload: Upload) -> None:
    """For a protected workbook: the password opens it once and is not kept."""
    with st.form(f"load.{upload.token}.password", border=False):
        typed = st.text_input(_("Password of the workbook"), type="password")
        if st.form_submit_button(_("Open")) and typed:
            _again(workspace, upload, password=typed)


def questions(workspace: Workspace, upload: Upload, prepared: Prepared) -> tuple[str, ...]:
    """Ask what must be asked; the codes that are answered come back."""
    answered: list[str] = []
    for code in dict.fromkeys(prepared.questions):
        # One code may be asked of several columns, and each must be answered.
        asked = [each for each in prepared.recognition.asked if each.code == code]
        said = [_value_question(workspace, upload, each) for each in asked]
        said = said or [_reading_question(workspace, upload, prepared.raw, code)]
        if all(said):
            answered.append(code)
    return tuple(answered)


def _reading_question(workspace: Workspace, upload: Upload, raw: RawTable, code: str) -> bool:
    question = READING_QUESTIONS.get(code)
    if question is None:
        return False
    st.warning(_(question.message))
    if question.answer_by is AnswerBy.ENCODING:
        _encoding(workspace, upload, raw, "question")
    if question.answer_by is AnswerBy.HEADER_ROW:
        _header_row(workspace, upload, raw, "question")
    label = (
        _("The rows below are right, go on")
        if question.answer_by is AnswerBy.AGREEING
        else _("It is right as it was read, go on")
    )
    return st.checkbox(label, key=f"load.{upload.token}.{code}")


def _value_question(workspace: Workspace, upload: Upload, asked: Question) -> bool:
    st.warning(messages.as_text(_(asked.message).format(**asked.values)))
    if not asked.options:
        return st.checkbox(_("I have seen it, go on"), key=f"load.{upload.token}.{asked.code}.{asked.field_name}")
    chosen = st.radio(
        _("Your answer"),
        asked.options,
        index=None,
        format_func=value_reading.option_name,
        horizontal=True,
        key=f"load.{upload.token}.{asked.code}.{asked.field_name}.{asked.values.get('column')}",
    )
    if chosen is not None:
        uploads.answer_question(workspace, upload.token, asked, chosen)
    return chosen is not None


def preview(prepared: Prepared) -> None:
    """The first rows as they were read, under their own headings."""
    raw = prepared.raw
    names = {f"c{index}": header for index, header in enumerate(raw.headers)}
    rows = raw.cells.only(["row_number", *names]).head(PREVIEW_ROWS).to_pandas()
    st.dataframe(
        rows,
        hide_index=True,
        column_config={"row_number": _("Row"), **names},
        key=None,
    )
