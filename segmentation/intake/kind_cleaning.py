"""Cells of customer lists, contacts, feedback and products as typed rows; what cannot be read is refused, or unknown."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from types import MappingProxyType
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from segmentation.intake.cleaning import DateOrderUnsure
from segmentation.intake.findings import REFUSED, Finding
from segmentation.intake.raw import RawTable
from segmentation.intake.sheet_kinds import RECORDS, SAID_FIELDS, KindMapping, SheetKind
from segmentation.intake.sheet_overlap import said
from segmentation.intake.values import columns, dates, numbers, said_values
from segmentation.intake.values.birthdays import ODD_BIRTHDAYS, BirthdayLimits, OddBirthday, birthday
from segmentation.intake.values.choices import WORKBOOKS, stored_numbers
from segmentation.intake.values.dates import DateRule
from segmentation.intake.values.lines import DateLimits, read
from segmentation.intake.values.scratch import raw_columns, scratch
from segmentation.intake.values.text import Alphabet
from segmentation.locale import N_

EXAMPLES = 20
_MONEY = "decimal(18, 4)"
_TEXTS = ("name", "email", "occupation", "city", "owner", "kind", "text", "category", "product")
_WHEN = {SheetKind.INTERACTIONS: "happened_at", SheetKind.FEEDBACK: "given_at"}
_LISTS = (SheetKind.CUSTOMERS, SheetKind.PRODUCTS)
_SCALES = {"rating": (1, 5), "satisfaction": (1, 5), "recommendation": (0, 10)}


@dataclass(frozen=True)
class CleanRecords:
    """A sheet's rows, cleaned. ``records``: of the schema ``RECORDS[kind]``; read = kept + refused + ``duplicates``, rows of
    a list that repeat an earlier one in every field.
    """

    kind: SheetKind
    records: pa.Table
    refused: pa.Table
    findings: tuple[Finding, ...]
    read: int
    left_out: int
    duplicates: int = 0


class _Sheet:
    """The sheet while it is being cleaned: its columns by field, its reasons of refusal, its findings."""

    def __init__(self, raw: RawTable, mapping: KindMapping) -> None:
        self.raw, self.mapping = raw, mapping
        self.rows: list[int] = raw.cells.column("row_number").to_pylist()
        self.reasons: list[tuple[str, str] | None] = [None] * len(self.rows)
        self.findings: list[Finding] = []
        self.stored = stored_numbers(raw)

    def cells(self, name: str) -> pa.ChunkedArray:
        found = [self.raw.cells.column(f"c{index}") for index in self.mapping.indexes(name)]
        if not found:
            return pa.chunked_array([pa.nulls(len(self.rows), pa.string())])
        return found[0] if len(found) == 1 else pc.binary_join_element_wise(*found, " ", null_handling="skip")

    def has(self, name: str) -> bool:
        return self.mapping.column(name) is not None

    def refuse(self, place: int, reason: str, name: str) -> None:
        self.reasons[place] = self.reasons[place] or (reason, name)

    def note(self, code: str, message: str, places: list[int], **values: Any) -> None:
        if places:
            rows = tuple(self.rows[place] for place in places[:EXAMPLES])
            self.findings.append(Finding(code, message, len(places), rows, None, MappingProxyType(values)))


def clean_records(
    raw: RawTable, mapping: KindMapping, *, today: date, birthdays: BirthdayLimits | None = None
) -> CleanRecords:
    """The sheet's rows, typed, with everything that was refused or is odd about them.

    A row without a customer (product), or without a readable date where the kind needs one, is refused. A birthday, rating or
    consent that cannot be believed is unknown, and counted.

    Raises
    ------
    DateOrderUnsure : the dates do not prove whether the day or the month comes first, and nobody said so.
    """
    sheet = _Sheet(raw, mapping)
    kind = mapping.kind
    with scratch() as connection:
        found = _products(connection, sheet) if kind is SheetKind.PRODUCTS else _customers(sheet)
        if kind in _WHEN:
            found[_WHEN[kind]] = _moments(connection, sheet, _WHEN[kind], today)
        if kind is SheetKind.CUSTOMERS:
            found |= _list_facts(connection, sheet, today, birthdays or BirthdayLimits())
    for name in _TEXTS:
        if sheet.has(name) and name in RECORDS[kind].names:
            found[name] = columns.text_column(sheet.cells(name))
    if kind is SheetKind.FEEDBACK:
        found |= _answers(sheet)
        _refuse_empty(sheet, found)
    table = _assembled(sheet, found)
    is_kept = pa.array([reason is None for reason in sheet.reasons], pa.bool_())
    kept = table.filter(is_kept)
    overlap = 0
    if raw.repeated is not None and mapping.drop_sheet_repeats:
        kept = kept.filter(pc.invert(raw.repeated.filter(is_kept)))
        overlap = int(pc.sum(is_kept).as_py() or 0) - kept.num_rows
    kept, repeats = _without_repeats(kept) if kind in _LISTS else (kept, 0)
    return CleanRecords(
        kind=kind,
        records=kept,
        refused=_refused(sheet),
        findings=(*said(raw.findings, mapping.drop_sheet_repeats), *sheet.findings),
        read=raw.cells.num_rows + (raw.refused.num_rows if raw.refused is not None else 0),
        left_out=raw.left_out,
        duplicates=overlap + repeats,
    )


def _customers(sheet: _Sheet) -> dict[str, Any]:
    mapping = sheet.mapping
    is_stored = any(sheet.raw.headers[index] in sheet.stored for index in mapping.indexes("customer"))
    who = columns.customer_columns(
        sheet.cells("customer"), mapping.customer_kind, mapping.phone_region, is_stored_number=is_stored
    )
    for place, key in enumerate(who.key.to_pylist()):
        if key is None:
            sheet.refuse(place, "CUSTOMER_MISSING", "customer")
    found: dict[str, Any] = {"customer": who.shown, "customer_key": who.key}
    if sheet.has("phone"):
        found["phone"] = columns.phone_column(sheet.cells("phone"))
    return found


def _products(connection: duckdb.DuckDBPyConnection, sheet: _Sheet) -> dict[str, Any]:
    code = columns.text_column(sheet.cells("product_code"), is_code=True)
    found = {"product_code": code, "product_key": pc.coalesce(code, columns.text_column(sheet.cells("product")))}
    for place, key in enumerate(found["product_key"].to_pylist()):
        if key is None:
            sheet.refuse(place, "PRODUCT_MISSING", "product")
    for name in ("cost", "list_price"):
        if not sheet.has(name):
            continue
        cells = sheet.cells(name)
        index = sheet.mapping.column(name)
        with raw_columns(connection, sheet.raw.cells, [index]):
            proof = numbers.evidence(connection, f"c{index}", Alphabet(cells), sheet.raw.kind in WORKBOOKS)
        rule = numbers.NumberRule(proof.decimal() or sheet.mapping.decimals.get(name, "."))
        found[name] = read(connection, cells, numbers.quick_query(rule, _MONEY), numbers.slow_query(rule, _MONEY))
        unread = pc.and_(cells.is_valid(), found[name].is_null()).to_pylist()
        message = N_("{count} prices in {column} cannot be read. They are not known.")
        header = sheet.raw.headers[sheet.mapping.column(name) or 0]
        sheet.note("PRICE_UNREADABLE", message, [at for at, is_bad in enumerate(unread) if is_bad], column=header)
    return found


def _read_dates(connection: duckdb.DuckDBPyConnection, sheet: _Sheet, name: str) -> pa.ChunkedArray:
    index = sheet.mapping.column(name)
    with raw_columns(connection, sheet.raw.cells, [index]):
        proof = dates.evidence(connection, f"c{index}")
    order = proof.order or sheet.mapping.date_order
    if proof.is_unsure and order is None:
        raise DateOrderUnsure(column=sheet.raw.headers[index or 0])
    rule = DateRule(order, proof.dotted_order, sheet.raw.is_1904)
    return read(connection, sheet.cells(name), dates.quick_query(rule), dates.slow_query(rule))


def _moments(connection: duckdb.DuckDBPyConnection, sheet: _Sheet, name: str, today: date) -> pa.ChunkedArray:
    """The kind's own moment of each row; rows without a believable one are refused."""
    limits, cells = DateLimits().known_today(today), sheet.cells(name)
    found = _read_dates(connection, sheet, name)
    after = limits.last + timedelta(days=1)
    for place, (text, moment) in enumerate(zip(cells.to_pylist(), found.to_pylist(), strict=True)):
        if text is None or not text.strip():
            sheet.refuse(place, "DATE_MISSING", name)
        elif moment is None:
            sheet.refuse(place, "DATE_UNREADABLE", name)
        elif not limits.first <= moment.date() < after:
            sheet.refuse(place, "DATE_IMPLAUSIBLE", name)
    return found


def _list_facts(
    connection: duckdb.DuckDBPyConnection, sheet: _Sheet, today: date, limits: BirthdayLimits
) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if sheet.has("birthday"):
        found["birthday"] = _birthdays(sheet, _read_dates(connection, sheet, "birthday"), today, limits)
    if sheet.has("joined_on"):
        moments, cells = _read_dates(connection, sheet, "joined_on").to_pylist(), sheet.cells("joined_on").to_pylist()
        earliest = DateLimits().first
        days = [moment.date() if moment and earliest <= moment.date() <= today else None for moment in moments]
        odd = [at for at, (text, day) in enumerate(zip(cells, days, strict=True)) if text and text.strip() and not day]
        sheet.note("JOINED_ON_UNREADABLE", N_("{count} dates of joining cannot be believed. They are not known."), odd)
        found["joined_on"] = pa.array(days, pa.date32())
    if sheet.has("gender"):
        found["gender"] = columns.by_value(sheet.cells("gender"), said_values.gender, pa.string())
    if sheet.has("consent"):
        found["consent"] = columns.by_value(sheet.cells("consent"), said_values.consent, pa.bool_())
        texts = columns.text_column(sheet.cells("consent"))
        odd = pc.and_(texts.is_valid(), found["consent"].is_null()).to_pylist()
        message = N_("{count} entries on consent are neither yes nor no. They are not known.")
        sheet.note("CONSENT_UNREADABLE", message, [at for at, is_odd in enumerate(odd) if is_odd])
    if sheet.has("tags"):
        found["tags"] = columns.by_value(sheet.cells("tags"), said_values.tags, pa.string())
    return found


def _birthdays(sheet: _Sheet, moments: pa.ChunkedArray, today: date, limits: BirthdayLimits) -> pa.Array:
    days: list[date | None] = []
    odd: dict[OddBirthday, list[int]] = {kind: [] for kind in OddBirthday}
    for place, (text, moment) in enumerate(zip(sheet.cells("birthday").to_pylist(), moments.to_pylist(), strict=True)):
        said = birthday(text, moment, today, limits) if text else None
        if isinstance(said, OddBirthday):
            odd[said].append(place)
            said = None
        days.append(said)
    for kind, places in odd.items():
        sheet.note(kind.value, ODD_BIRTHDAYS[kind], places)
    return pa.array(days, pa.date32())


def _answers(sheet: _Sheet) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, (lowest, highest) in _SCALES.items():
        if not sheet.has(name):
            continue
        cells = columns.text_column(sheet.cells(name))
        rule = partial(said_values.score, lowest=lowest, highest=highest)
        values = columns.by_value(cells, rule, pa.decimal128(4, 2))
        off = pc.and_(cells.is_valid(), values.is_null()).to_pylist()
        message = N_("{count} answers in {column} are not from {lowest} to {highest}. They are not known.")
        header = sheet.raw.headers[sheet.mapping.column(name) or 0]
        places = [at for at, is_off in enumerate(off) if is_off]
        sheet.note("OFF_SCALE", message, places, column=header, lowest=lowest, highest=highest)
        found[name] = pc.round(values).cast(pa.int32()) if name == "recommendation" else values
    return found


def _refuse_empty(sheet: _Sheet, found: dict[str, Any]) -> None:
    said = [found[name].to_pylist() for name in SAID_FIELDS if name in found]
    for place, values in enumerate(zip(*said, strict=True)):
        if all(value is None for value in values):
            sheet.refuse(place, "NOTHING_SAID", "")


def _assembled(sheet: _Sheet, found: dict[str, Any]) -> pa.Table:
    schema, size = RECORDS[sheet.mapping.kind], len(sheet.rows)
    arrays = [
        sheet.raw.cells.column("row_number")
        if field.name == "row_number"
        else found.get(field.name, pa.nulls(size, field.type)).cast(field.type)
        for field in schema
    ]
    return pa.Table.from_arrays(arrays, schema=schema)


def _without_repeats(table: pa.Table) -> tuple[pa.Table, int]:
    """Rows that repeat an earlier one in every field go: a list names each person and each product once."""
    seen: Counter[tuple[Any, ...]] = Counter()
    keep = []
    for row in zip(*(column.to_pylist() for column in table.columns[1:]), strict=True):
        seen[row] += 1
        keep.append(seen[row] == 1)
    kept = table.filter(pa.array(keep, pa.bool_())) if keep else table
    return kept, table.num_rows - kept.num_rows


def _refused(sheet: _Sheet) -> pa.Table:
    rows = []
    for place, reason in enumerate(sheet.reasons):
        if reason is None:
            continue
        code, name = reason
        index = sheet.mapping.column(name) if name else None
        text = None if index is None else sheet.raw.cells.column(f"c{index}")[place].as_py()
        rows.append(
            {
                "row_number": sheet.rows[place],
                "column": None if index is None else sheet.raw.headers[index],
                "value": None if text is None else text[:200],
                "reason": code,
            }
        )
    found = pa.Table.from_pylist(rows, schema=REFUSED)
    before = sheet.raw.refused
    return found if before is None else pa.concat_tables([before.cast(REFUSED), found]).sort_by("row_number")
