"""Text cells as typed sales lines: what can be read is kept, what cannot is refused with its row and reason."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

from segmentation.errors import SegmentationError
from segmentation.intake.findings import REFUSED, Finding
from segmentation.intake.mapping import Mapping
from segmentation.intake.raw import RawTable
from segmentation.intake.values import columns
from segmentation.intake.values.choices import found_currencies
from segmentation.intake.values.dates import evidence
from segmentation.intake.values.lines import DateLimits, typed_lines
from segmentation.intake.values.review import Reviewed, ReviewLimits, review
from segmentation.intake.values.scratch import scratch
from segmentation.intake.values.sheet import SheetColumns
from segmentation.locale import N_
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


@dataclass(frozen=True)
class CleanSales:
    """A sheet's sales lines, cleaned.

    ``sales``: the kept lines, of schema SALES. ``refused``: one row a refused line, those of the reading included. ``read``:
    lines the sheet holds; read = kept + refused + ``duplicates``, the exact repeats that were dropped because the mapping
    says so. ``left_out``: totals and footers, which are no lines. ``currency``: ISO code, or null where the file says none.
    """

    sales: pa.Table
    refused: pa.Table
    findings: tuple[Finding, ...]
    read: int
    kept: int
    left_out: int
    duplicates: int = 0
    currency: str | None = None


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
    """
    tell = on_progress or (lambda message, share: None)
    tell(N_("Reading customers and products"), 0.0)
    sheet = SheetColumns(raw, mapping)
    with scratch() as connection:
        connection.register("raw", raw.cells)
        currency = _one_currency(sheet, found_currencies(connection, raw, mapping))
        _one_date_order(sheet, evidence(connection, sheet.name("date")).is_unsure)
        connection.unregister("raw")
        customer = columns.customer_columns(
            sheet.text("customer"),
            mapping.customer_kind,
            mapping.phone_region,
            is_stored_number=sheet.is_stored("customer"),
        )
        texts = sheet.texts(customer)
        tell(N_("Reading dates and amounts"), 0.4)
        lines, states = sheet.lines()
        typed = typed_lines(connection, lines, mapping, (dates or DateLimits()).known_today(today), raw.is_1904)
    tell(N_("Checking the lines"), 0.8)
    is_kept = pc.is_null(typed["reason"])
    refused = _refused(sheet, typed, is_kept)
    repeats = sheet.repeats() if mapping.drop_exact_duplicates else None
    duplicates = 0
    if repeats is not None:
        is_dropped = pc.and_(is_kept, repeats)
        duplicates = int(pc.sum(is_dropped).as_py() or 0)
        is_kept = pc.and_not(is_kept, repeats)
    table = _assembled(typed, texts, lines["is_counted"])
    sales = table if pc.all(is_kept).as_py() in (True, None) else table.filter(is_kept)
    seen = Reviewed(raw, mapping, table, is_kept, customer, states, duplicates)
    findings = review(seen, review_limits or ReviewLimits())
    tell(N_("Checking the lines"), 1.0)
    return CleanSales(
        sales=sales,
        refused=refused,
        findings=(*raw.findings, *findings),
        read=raw.cells.num_rows + (raw.refused.num_rows if raw.refused is not None else 0),
        kept=sales.num_rows,
        left_out=raw.left_out,
        duplicates=duplicates,
        currency=currency,
    )


def _one_currency(sheet: SheetColumns, found: dict[str, int]) -> str | None:
    if len(found) > 1 and sheet.mapping.currency not in found:
        raise MixedCurrencies(currencies=", ".join(found))
    return sheet.mapping.currency or next(iter(found), None)


def _one_date_order(sheet: SheetColumns, is_unsure: bool) -> None:
    if is_unsure and sheet.mapping.date_order is None:
        raise DateOrderUnsure(column=sheet.raw.headers[sheet.mapping.column("date") or 0])


def _assembled(typed: pa.Table, texts: dict[str, pa.ChunkedArray], is_counted: pa.ChunkedArray) -> pa.Table:
    rows = typed.num_rows
    arrays = []
    for field in SALES:
        if field.name in typed.column_names:
            arrays.append(typed.column(field.name).cast(field.type))
        elif field.name == "is_counted":
            arrays.append(is_counted)
        else:
            arrays.append(texts.get(field.name, pa.chunked_array([pa.nulls(rows, field.type)])).cast(field.type))
    # Rows to be refused may still lack a date or an amount; the filter that follows takes them out.
    return pa.Table.from_arrays(arrays, schema=SALES)


def _refused(sheet: SheetColumns, typed: pa.Table, is_kept: pa.ChunkedArray) -> pa.Table:
    refused = typed.filter(pc.invert(is_kept)).select(["row_number", "reason"])
    cells = sheet.raw.cells.filter(pc.invert(is_kept))
    headers, values = [], []
    for row, reason in enumerate(refused.column("reason").to_pylist()):
        index = sheet.mapping.column(_AT_FAULT[reason.partition("_")[0]])
        headers.append(None if index is None else sheet.raw.headers[index])
        text = None if index is None else cells.column(f"c{index}")[row].as_py()
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
