"""Text cells as typed sales lines: what can be read is kept, what cannot is refused with its row and reason."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

from segmentation.errors import SegmentationError
from segmentation.intake.errors import NothingKept
from segmentation.intake.findings import REASONS, REFUSED, Finding
from segmentation.intake.mapping import Mapping
from segmentation.intake.raw import RawTable
from segmentation.intake.sheet_overlap import said
from segmentation.intake.values.dates import evidence
from segmentation.intake.values.found_currencies import found_currencies
from segmentation.intake.values.lines import DateLimits, typed_lines
from segmentation.intake.values.numbers import bar_code_in
from segmentation.intake.values.review import CustomerMarks, Reviewed, ReviewLimits, review
from segmentation.intake.values.scratch import raw_columns, scratch
from segmentation.intake.values.sheet import SheetColumns
from segmentation.locale import N_
from segmentation.packed import PackedTable, give_back
from segmentation.schema import SALES

Progress = Callable[[str, float], None]
"""Told what is being done (a message id) and how far it is, from 0 to 1."""

_AT_FAULT = {
    "DATE": "date",
    "AMOUNT": "amount",
    "QUANTITY": "quantity",
    "PRICE": "unit_price",
    "ERROR": "customer",
    "OTHER": "currency",
}


class MixedCurrencies(SegmentationError):
    message = N_(
        "The file has amounts in several currencies: {currencies}. Choose the one to load; they cannot be added up."
    )
    code = "MIXED_CURRENCIES"


class DateOrderUnsure(SegmentationError):
    message = N_("The dates in {column} can be read with the day or with the month first. Choose which it is.")
    code = "DATE_ORDER_UNSURE"


class AmountsAreBarCodes(SegmentationError):
    message = N_(
        "The column {column} holds bar codes or numbers of things, such as {example}, not amounts. Nothing was loaded. "
        "Choose the column that holds the amount."
    )
    code = "AMOUNTS_ARE_BAR_CODES"


@dataclass(frozen=True)
class CleanSales:
    """A sheet's sales lines, cleaned.

    ``sales``: the kept lines, of schema SALES. ``refused``: one row a refused line, those of the reading included. ``read``:
    lines the sheet holds; read = kept + refused + ``duplicates``, the exact repeats and the lines of an earlier sheet that were
    dropped because the mapping says so. ``left_out``: totals and footers, which are no lines. ``currency``: ISO code, or null
    where the file says none;
    ``is_currency_stated``: by a column of its own, not by a sign that several countries share.
    """

    sales: PackedTable
    refused: pa.Table
    findings: tuple[Finding, ...]
    read: int
    kept: int
    left_out: int
    duplicates: int = 0
    currency: str | None = None
    is_currency_stated: bool = False


def clean(
    raw: RawTable,
    mapping: Mapping,
    *,
    on_progress: Progress | None = None,
    today: date | None = None,
    dates: DateLimits | None = None,
    review_limits: ReviewLimits | None = None,
) -> CleanSales:
    """The sheet's lines, typed and exact, with everything that was refused, repaired or is odd about them.

    Lines dated before 1990 or after tomorrow are refused; without ``today``, after this century. Nothing is guessed: a
    sheet whose dates or currencies are undecided is not cleaned.

    Raises
    ------
    DateOrderUnsure, MixedCurrencies
        Where the mapping leaves open what the recognition asked.
    AmountsAreBarCodes
        The column of amounts holds bar codes.
    NothingKept
        Every line was refused; a sheet loaded with nothing in it would only stand in the way of the next try.
    """
    tell = on_progress or (lambda message, share: None)
    tell(N_("Reading dates and amounts"), 0.0)
    sheet = SheetColumns(raw, mapping)
    with scratch() as connection:
        currency = _one_currency(sheet, found_currencies(connection, raw, mapping))
        _no_bar_codes(raw, mapping)
        with raw_columns(connection, raw.cells, [mapping.column("date")]):
            _one_date_order(sheet, evidence(connection, sheet.name("date")).is_unsure)
        tell(N_("Reading dates and amounts"), 0.1)
        lines, states = sheet.lines()
        days = (dates or DateLimits()).known_today(today)
        typed = typed_lines(connection, lines, sheet.measured(), mapping, days, raw.is_1904)
        # Money given back lowers the revenue whatever the state is called, unless a person decided about that state
        is_given_back = pc.and_not(pc.fill_null(pc.less(typed["net_revenue"], 0), False), lines.column("is_decided"))
        typed = typed.append_column("is_counted", pc.or_(lines.column("is_counted"), is_given_back))
        del lines
    give_back(raw.cells.num_rows)
    tell(N_("Reading customers and products"), 0.4)
    is_kept = pc.is_null(typed["reason"])
    refused = _refused(sheet, typed, is_kept)
    if refused.num_rows and not pc.any(is_kept).as_py():
        first = refused.slice(0, 1).to_pylist()[0]
        raise NothingKept(count=refused.num_rows, row=first["row_number"], found=REASONS[first["reason"]])
    is_once = mapping.drop_sheet_repeats
    is_kept, overlap = _without(is_kept, raw.repeated if is_once else None)
    is_kept, duplicates = _without(is_kept, sheet.repeats() if mapping.drop_exact_duplicates else None)
    customer = sheet.customer()
    marks = CustomerMarks(customer.key.is_null(), customer.masked, customer.damaged)
    sales = _Kept(is_kept)
    sales.add("customer", customer.shown)
    sales.add("customer_key", customer.key)
    del customer  # two texts a line are a fifth of what all of this takes
    for name in SALES.names:
        if name not in sales.table.column_names:
            sales.add(name, typed.column(name) if name in typed.column_names else sheet.cleaned(name))
    tell(N_("Checking the lines"), 0.8)
    findings = review(
        Reviewed(raw, mapping, typed, is_kept, marks, states, duplicates), review_limits or ReviewLimits()
    )
    tell(N_("Checking the lines"), 1.0)
    del typed, marks, is_kept
    give_back(raw.cells.num_rows)
    return CleanSales(
        sales=sales.table.only(SALES.names),
        refused=refused,
        findings=(*said(raw.findings, is_once), *findings),
        read=raw.cells.num_rows + (raw.refused.num_rows if raw.refused is not None else 0),
        kept=sales.table.num_rows,
        left_out=raw.left_out,
        duplicates=overlap + duplicates,
        currency=currency,
        is_currency_stated=mapping.column("currency") is not None,
    )


def _without(is_kept: pa.ChunkedArray, repeats: pa.ChunkedArray | None) -> tuple[pa.ChunkedArray, int]:
    """The lines that stay without the repeats, and how many of them go for it."""
    if repeats is None:
        return is_kept, 0
    return pc.and_not(is_kept, repeats), int(pc.sum(pc.and_(is_kept, repeats)).as_py() or 0)


def _no_bar_codes(raw: RawTable, mapping: Mapping) -> None:
    for name in ("amount", "unit_price"):
        index = mapping.column(name)
        if index is not None and (example := bar_code_in(raw.cells.column(f"c{index}"))):
            raise AmountsAreBarCodes(column=raw.headers[index], example=example)


def _one_currency(sheet: SheetColumns, found: dict[str, int]) -> str | None:
    if len(found) > 1 and sheet.mapping.currency not in found:
        raise MixedCurrencies(currencies=", ".join(found))
    return sheet.mapping.currency or next(iter(found), None)


def _one_date_order(sheet: SheetColumns, is_unsure: bool) -> None:
    if is_unsure and sheet.mapping.date_order is None:
        raise DateOrderUnsure(column=sheet.raw.headers[sheet.mapping.column("date") or 0])


class _Kept:
    """The lines that stay, packed column by column."""

    def __init__(self, is_kept: pa.ChunkedArray) -> None:
        self.table = PackedTable(pa.schema([]))
        self._count = int(pc.sum(is_kept).as_py() or 0)
        self._filter = None if self._count == len(is_kept) else is_kept

    def add(self, name: str, column: pa.ChunkedArray | None) -> None:
        """One column of SALES, of all lines; None where the sheet has none."""
        field = SALES.field(name)
        if column is None:
            column = pa.chunked_array([pa.nulls(self._count, field.type)])
        elif self._filter is not None:
            column = column.filter(self._filter)
        self.table.add_column(field, column)


def _refused(sheet: SheetColumns, typed: pa.Table, is_kept: pa.ChunkedArray) -> pa.Table:
    refused = typed.filter(pc.invert(is_kept)).select(["row_number", "reason"])
    cells: dict[int, pa.ChunkedArray] = {}
    headers, values = [], []
    for row, reason in enumerate(refused.column("reason").to_pylist()):
        index = sheet.mapping.column(_AT_FAULT[reason.partition("_")[0]])
        headers.append(None if index is None else sheet.raw.headers[index])
        if index is not None and index not in cells:
            cells[index] = sheet.raw.cells.column(f"c{index}").filter(pc.invert(is_kept))
        text = None if index is None else cells[index][row].as_py()
        values.append(None if text is None else text[:200])
    found = pa.table(
        [
            refused.column("row_number"),
            pa.array(headers, pa.string()),
            pa.array(values, pa.string()),
            refused.column("reason"),
        ],
        schema=REFUSED,
    )
    before = sheet.raw.refused
    return found if before is None else pa.concat_tables([before.cast(REFUSED), found]).sort_by("row_number")
