"""A file into a shop, the whole way: read, recognised, cleaned, stored; or nothing of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from collections.abc import Mapping as Lookup
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from segmentation.errors import SegmentationError
from segmentation.intake.cleaning import CleanSales, clean
from segmentation.intake.errors import DifferentColumns
from segmentation.intake.findings import Finding
from segmentation.intake.headings import Recognition, recognise
from segmentation.intake.kind_cleaning import CleanRecords, clean_records
from segmentation.intake.kind_headings import KindRecognition, recognise_kind
from segmentation.intake.kind_telling import sheet_kind
from segmentation.intake.mapping import Mapping
from segmentation.intake.profiles import profiles
from segmentation.intake.profiles.own import CODE as PROFILE_LEFT_OUT
from segmentation.intake.profiles.own import OwnProfiles, own_profiles
from segmentation.intake.raw import RawTable, ReadingChoices
from segmentation.intake.sheet_kinds import KindMapping, SheetKind
from segmentation.intake.spreadsheets import read, read_sheets
from segmentation.locale import N_
from segmentation.store.clock import now_utc
from segmentation.store.damage import telling_a_full_disk
from segmentation.store.errors import DiskFull, ReadOnlyHome
from segmentation.store.known_keys import column_of_known_customers
from segmentation.store.loading import Incoming, LoadReport, store_sales
from segmentation.store.records import IncomingRecords, store_records
from segmentation.store.remembered_mappings import remember_mapping, remembered_mapping
from segmentation.store.shop_currency import check_currency
from segmentation.store.workspace import Workspace

Progress = Callable[[str, float], None]

_SALES_ONLY = frozenset(["order", "date", "amount", "quantity", "unit_price", "discount", "status"])
"""Fields that a person can choose a column for only where they mean sales."""


class MustAsk(SegmentationError):
    message = N_("This file cannot be loaded without an answer. Open questions: {questions}.")
    code = "MUST_ASK"


@dataclass(frozen=True)
class Prepared:
    """A file that was read and recognised, and not yet stored."""

    raw: RawTable
    recognition: Recognition | KindRecognition

    @property
    def kind(self) -> SheetKind:
        """What the sheet is taken for."""
        mapping = self.recognition.mapping
        return mapping.kind if isinstance(mapping, KindMapping) else SheetKind.SALES

    @property
    def questions(self) -> tuple[str, ...]:
        """What must be answered first: codes, in the order they were met."""
        return self.recognition.questions


def prepare(
    workspace: Workspace | None,
    source: bytes | Path,
    *,
    file_name: str,
    choices: ReadingChoices | None = None,
    chosen: Lookup[str, int | tuple[int, ...] | None] | None = None,
    kind: SheetKind | None = None,
    sheets: tuple[str, ...] = (),
    on_progress: Progress | None = None,
) -> Prepared:
    """Read a file and say what its columns are; a shop's remembered choices for files of this shape come first.

    ``kind``: what the sheet holds, where a person said so; otherwise its columns tell. ``sheets``: several of a workbook, with
    the same columns, one below the other; where nobody chose one, all of them if that was the choice for such a file before.

    Raises
    ------
    SegmentationError : the file was refused; the code says why.
    """
    choices = choices or ReadingChoices()
    if len(sheets) > 1:
        raw = read_sheets(source, file_name=file_name, sheets=sheets, choices=choices, on_progress=on_progress)
    else:
        raw = read(source, file_name=file_name, choices=choices, on_progress=on_progress)
        raw = with_remembered_sheets(workspace, raw, source, choices=choices, on_progress=on_progress)
    return recognised(workspace, raw, chosen=chosen, kind=kind)


def with_remembered_sheets(
    workspace: Workspace | None,
    raw: RawTable,
    source: bytes | Path,
    *,
    choices: ReadingChoices,
    on_progress: Progress | None = None,
) -> RawTable:
    """The file's sheets of these columns together, where they were taken so before and nobody chose one; else as it was read."""
    if workspace is None or choices.sheet is not None or raw.joined or not raw.alike:
        return raw
    remembered = remembered_mapping(workspace, raw.headers)
    if remembered is None or not remembered.all_sheets:
        return raw
    every = replace(choices, all_sheets=True)
    try:
        return read(source, file_name=raw.file_name, choices=every, on_progress=on_progress)
    except DifferentColumns:  # columns without a name, which tell nothing apart
        return raw


def recognised(
    workspace: Workspace | None,
    raw: RawTable,
    *,
    chosen: Lookup[str, int | tuple[int, ...] | None] | None = None,
    kind: SheetKind | None = None,
) -> Prepared:
    """The same for a sheet that was read before: after a person chose another column, or another kind.

    Profiles in ``profiles`` beside the shops are known as the built-in ones are; those that cannot be read become findings.
    """
    own = own_profiles(workspace.folder.parent / "profiles") if workspace is not None else OwnProfiles()
    exports = profiles(own.profiles)
    others = tuple(finding for finding in raw.findings if finding.code != PROFILE_LEFT_OUT)
    raw = replace(raw, findings=(*others, *own.findings))
    remembered = remembered_mapping(workspace, raw.headers) if workspace is not None else None
    if isinstance(remembered, KindMapping):
        kind, of_kind, of_sales = kind or remembered.kind, remembered, None
    else:
        of_kind, of_sales = None, remembered
    if kind is None and (of_sales or set(chosen or {}) & _SALES_ONLY):
        kind = SheetKind.SALES
    if kind is None:
        sales = recognise(raw, known=exports)
        kind = sheet_kind(raw, sales)
        if kind is SheetKind.SALES and not chosen:
            return Prepared(raw, sales)
    if kind is SheetKind.SALES:
        return Prepared(raw, recognise(raw, remembered=of_sales, chosen=chosen, known=exports))
    found = recognise_kind(raw, kind, remembered=of_kind, chosen=chosen)
    if workspace is not None and not found.is_remembered and "customer" not in (chosen or {}):
        known = column_of_known_customers(workspace, raw, found)
        if known is not None:
            found = recognise_kind(raw, kind, chosen={**(chosen or {}), "customer": known})
    return Prepared(raw, found)


def load_prepared(
    workspace: Workspace,
    prepared: Prepared,
    *,
    mapping: Mapping | KindMapping | None = None,
    answered: Iterable[str] = (),
    today: date | None = None,
    on_progress: Progress | None = None,
) -> LoadReport:
    """Clean and store what was prepared, whole or not at all, and remember its columns for the next file of this shape.

    Raises
    ------
    MissingColumn : no column for customer, date or amount.
    MustAsk : a question was not ``answered``.
    AlreadyLoaded : the same file is already there.
    """
    prepared.recognition.check()
    still_open = [code for code in prepared.questions if code not in set(answered)]
    if still_open:
        raise MustAsk(questions=", ".join(still_open))
    tell = on_progress or (lambda step, share: None)
    mapping = _with_sheets(prepared.raw, mapping or prepared.recognition.mapping)
    if isinstance(mapping, KindMapping):
        return _load_records(workspace, prepared, mapping, today or now_utc().date(), tell)
    with telling_a_full_disk():
        cleaned = clean(
            prepared.raw,
            mapping,
            on_progress=lambda step, share: tell(step, 0.5 * share),
            today=today or now_utc().date(),
        )
    check_currency(workspace, cleaned)
    report = store_sales(
        workspace,
        Incoming(
            sales=cleaned.sales,
            currency=cleaned.currency if cleaned.is_currency_stated else None,
            amount_column=_amount_column(prepared.raw, mapping),
            **_facts(prepared.raw, cleaned, mapping),
        ),
        on_progress=lambda step, share: tell(step, 0.5 + 0.5 * share),
    )
    with suppress(DiskFull, ReadOnlyHome):  # the load is stored; its report must not read as if it were not
        remember_mapping(workspace, prepared.raw.headers, mapping)
    return report


def _amount_column(raw: RawTable, mapping: Mapping) -> str:
    """The heading of the amounts; without one, those of quantity and unit price."""
    fields = ("amount",) if mapping.column("amount") is not None else ("quantity", "unit_price")
    places = [place for name in fields if (place := mapping.column(name)) is not None]
    return " × ".join(raw.headers[place] for place in places) or "–"


def _with_sheets(raw: RawTable, mapping: Mapping | KindMapping) -> Mapping | KindMapping:
    """With what was chosen about the sheets; a file with one sheet of its columns says nothing about that."""
    if not raw.alike:
        return mapping
    return mapping.having(all_sheets=set(raw.alike) <= {name for name, _ in raw.joined})


def _load_records(
    workspace: Workspace, prepared: Prepared, mapping: KindMapping, today: date, tell: Progress
) -> LoadReport:
    tell(N_("Checking the lines"), 0.1)
    with telling_a_full_disk():
        cleaned = clean_records(prepared.raw, mapping, today=today)
    report = store_records(
        workspace,
        IncomingRecords(kind=mapping.kind, records=cleaned.records, **_facts(prepared.raw, cleaned, mapping)),
        on_progress=lambda step, share: tell(step, 0.5 + 0.5 * share),
    )
    with suppress(DiskFull, ReadOnlyHome):  # the load is stored; its report must not read as if it were not
        remember_mapping(workspace, prepared.raw.headers, mapping)
    return report


def _facts(raw: RawTable, cleaned: CleanSales | CleanRecords, mapping: Mapping | KindMapping) -> dict[str, Any]:
    """What is written down of a load, whatever the file holds."""
    return {
        "file_name": raw.file_name,
        "sha256": raw.sha256,
        "sheet": raw.sheet,
        "refused": cleaned.refused,
        "findings": [finding_record(finding) for finding in cleaned.findings],
        "read_count": cleaned.read,
        "left_out_count": cleaned.left_out,
        "repeat_count": cleaned.duplicates,
        "mapping": mapping.to_json(),
    }


def finding_record(finding: Finding) -> dict[str, Any]:
    """A finding as JSON takes it."""
    return {
        "code": finding.code,
        "message": finding.message,
        "count": finding.count,
        "rows": list(finding.rows),
        "example": finding.example,
        "values": dict(finding.values),
    }
