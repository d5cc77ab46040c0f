"""How a sheet's values are read, beside three of them as read: what was proven, remembered or guessed, all to be changed."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import streamlit as st

from pages.shared import messages, uploads
from pages.shared.language import _, words
from pages.shared.uploads import Upload
from segmentation.intake.headings import Recognition
from segmentation.intake.readings import Reading, Sample
from segmentation.intake.values.rules import How
from segmentation.locale import N_
from segmentation.store.file_load import Prepared
from segmentation.store.workspace import Workspace

OPTION_NAMES = {
    "dmy": N_("Day first (31/12/2024)"),
    "mdy": N_("Month first (12/31/2024)"),
    "ymd": N_("Year first (2024/12/31)"),
    ".": N_("Dot (1,234.50)"),
    ",": N_("Comma (1.234,50)"),
    "line": N_("The amount of the line"),
    "order": N_("The amount of the whole order"),
    "id": N_("Customer number"),
    "email": N_("E-mail address"),
    "phone": N_("Phone number"),
    "name": N_("Name"),
}
"""What a person reads for an option of the mapping's."""

RULE_NAMES = {
    "date_order": N_("Dates in {column}"),
    "dotted_order": N_("Dates with dots in {column}"),
    "decimals": N_("Decimal mark in {column}"),
    "amount_level": N_("{column} is"),
    "currency": N_("Currency that is loaded"),
    "customer_kind": N_("{column} tells customers apart by"),
}

_ALWAYS_SHOWN = frozenset(["date", "amount"])
"""Fields whose values are shown as read even where there is nothing to choose."""


def section(workspace: Workspace, upload: Upload, prepared: Prepared) -> None:
    """A choice for each rule, how it is known, and samples; and the way back from what was remembered."""
    if isinstance(prepared.recognition, Recognition) and prepared.recognition.rules:
        st.markdown(f"**{_('How the values are read')}**")
        for reading in uploads.readings_in_use(workspace, upload.token):
            if reading.rule.options or reading.rule.field_name in _ALWAYS_SHOWN:
                _row(workspace, upload, prepared.recognition, reading)
    if prepared.recognition.is_remembered:
        st.button(
            _("Forget what was remembered for files like this"),
            on_click=uploads.forget,
            args=(workspace, upload.token),
            help=_(
                "The columns are then looked for anew, and what nothing proves is asked again. Loads stay as they are."
            ),
            key=f"forget.{upload.token}",
        )


def option_name(option: object) -> str:
    """An option as a person reads it; a currency is its own name."""
    return _(OPTION_NAMES.get(str(option), str(option)))


def _row(workspace: Workspace, upload: Upload, found: Recognition, reading: Reading) -> None:
    rule = reading.rule
    label = messages.as_text(_(RULE_NAMES[rule.choice]).format(column=rule.column))
    first = rule.chosen(found.mapping)
    key = f"load.{upload.token}.read.{rule.choice}.{rule.field_name}.{rule.column}.{found.is_remembered}.{first}"

    def changed() -> None:
        uploads.choose_rule(workspace, upload.token, rule, st.session_state[key])

    is_chosen = rule.how is not How.ASKED and reading.chosen != first
    is_open = rule.how is How.ASKED and not uploads.has_answered(workspace, upload.token, rule)
    choice, evidence = st.columns([2, 3], vertical_alignment="center")
    with choice:
        if rule.options and rule.how is not How.ASKED:
            options = list(rule.options)
            place = options.index(first) if first in options else None
            st.selectbox(label, options, place, format_func=option_name, key=key, on_change=changed)
        else:
            st.markdown(label if is_open or not rule.options else f"{label}: {option_name(reading.chosen)}")
    with evidence:
        said = N_("You chose it.") if is_chosen or (rule.how is How.ASKED and not is_open) else rule.how.value
        st.caption(_(said))
        if not is_open:
            shown = [f"{sample.text} → {_as_read(reading, sample)}" for sample in reading.samples]
            shown += [_lines_of(code, lines, is_loaded=code == reading.chosen) for code, lines in rule.lines.items()]
            st.text("\n".join(shown))
    if reading.refused:
        st.warning(
            words().count(
                "{n} value of this column cannot be read this way. Its lines would be refused.",
                "{n} different values of this column cannot be read this way. Their lines would be refused.",
                reading.refused,
            )
        )


def _lines_of(currency: str, lines: int, *, is_loaded: bool) -> str:
    if is_loaded:
        return words().count("{currency}: {n} line, loaded", "{currency}: {n} lines, loaded", lines, currency=currency)
    return words().count("{currency}: {n} line, refused", "{currency}: {n} lines, refused", lines, currency=currency)


def _as_read(reading: Reading, sample: Sample) -> str:
    w, value = words(), sample.value
    if isinstance(value, datetime):
        clock = f" {value:%H:%M}" if (value.hour, value.minute) != (0, 0) else ""
        return w.date(value) + clock
    if isinstance(value, Decimal):
        exponent = value.normalize().as_tuple().exponent
        return w.number(value, max(2, -exponent if isinstance(exponent, int) else 0))
    if value is None:
        return _("no customer") if reading.rule.choice == "customer_kind" else _("cannot be read")
    return value
