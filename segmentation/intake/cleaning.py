"""Text cells as typed sales lines: what can be read is kept, what cannot is refused with its row and reason."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from segmentation.errors import SegmentationError
from segmentation.intake.findings import REFUSED, Finding
from segmentation.intake.mapping import Mapping
from segmentation.intake.raw import RawTable
from segmentation.intake.values import columns
from segmentation.intake.values.choices import WORKBOOKS, found_currencies, stored_numbers
from segmentation.intake.values.currencies import currency_code
from segmentation.intake.values.dates import evidence
from segmentation.intake.values.lines import DateLimits, typed_lines
from segmentation.intake.values.review import Reviewed, ReviewLimits, review
from segmentation.intake.values.scratch import scratch
from segmentation.intake.values.states import StateKind, counts, kind_of
from segmentation.locale import N_
from segmentation.schema import SALES

Progress = Callable[[str, float], None]
"""Told what is being done (a message id) and how far it is, from 0 to 1."""

_TEXTS = ("product", "category", "store", "staff", "channel", "name", "email")
_OF_ORDER = ("customer", "name", "phone", "email", "date", "time", "status", "currency", "store", "staff", "channel")
_AT_FAULT = {"DATE": "date", "AMOUNT": "amount", "QUANTITY": "quantity", "PRICE": "unit_price", "ERROR": "customer", "OTHER": "currency"}


class MixedCurrencies(SegmentationError):
    message = N_("The file has amounts in several currencies: {currencies}. Choose the one to load; they cannot be added up.")
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
    sheet = _Sheet(raw, mapping)
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


class _Sheet:
    """The raw columns by field, filled within orders where the export writes an order's facts on its first line only."""

    def __init__(self, raw: RawTable, mapping: Mapping) -> None:
        self.raw, self.mapping = raw, mapping
        self.stored = stored_numbers(raw)
        self.order = columns.text_column(self.text("order"), is_code=True, is_stored_number=self.is_stored("order"))
        self.places = columns.order_places(self.order) if mapping.amount_level == "order" and raw.cells.num_rows else None

    def name(self, field: str) -> str:
        return f"c{self.mapping.column(field)}"

    def is_stored(self, field: str) -> bool:
        """Whether the field's ids were stored as numbers that are too long for it."""
        return any(self.raw.headers[index] in self.stored for index in self.mapping.indexes(field))

    def text(self, field: str) -> pa.ChunkedArray:
        """The field's column as text: of several the first that is filled, of several names all of them."""
        found = self.all(field)
        if not found:
            return pa.chunked_array([pa.nulls(self.raw.cells.num_rows, pa.string())])
        if field == "name" and len(found) > 1:
            return pc.binary_join_element_wise(*found, " ", null_handling="skip")
        return pc.coalesce(*found) if len(found) > 1 else found[0]

    def all(self, field: str) -> list[pa.ChunkedArray]:
        """The field's columns as text."""
        found = [self.raw.cells.column(f"c{index}") for index in self.mapping.indexes(field)]
        if field in _OF_ORDER and getattr(self, "places", None) is not None:
            return [columns.filled_in_order(column, self.places) for column in found]
        return found

    def texts(self, customer: columns.CustomerColumns) -> dict[str, pa.ChunkedArray]:
        """The text columns of SALES."""
        found = {name: columns.text_column(self.text(name)) for name in _TEXTS if self.mapping.column(name) is not None}
        found |= {"customer": customer.shown, "customer_key": customer.key, "order_number": self.order}
        if self.mapping.column("phone") is not None:
            found["phone"] = columns.phone_column(self.text("phone"))
        if self.mapping.column("product_code") is not None:
            found["product_code"] = columns.text_column(self.text("product_code"), is_code=True)
        if self.mapping.column("status") is not None:
            found["status"] = columns.text_column(self.text("status"))
        return found

    def lines(self) -> tuple[pa.Table, dict[str, StateKind]]:
        """What ``typed_lines`` reads, and the order states met with their meaning."""
        rows = self.raw.cells.num_rows
        table = {"row_number": self.raw.cells.column("row_number")}
        for name in ("date", "time", "quantity", "unit_price", "discount", "amount", "refunded"):
            if self.mapping.column(name) is not None:
                table[name] = _blank_to_null(self.text(name))
        states: dict[str, StateKind] = {}
        is_counted = is_return = None
        for place, column in enumerate(self.all("status")):
            kinds = {text: kind_of(text, is_second=place > 0) for text in column.unique().drop_null().to_pylist()}
            states |= {text: kind for text, kind in kinds.items() if place == 0 or kind is not StateKind.NOTHING}
            counted, returned = self._state_columns(column, kinds)
            is_counted = counted if is_counted is None else pc.and_(is_counted, counted)
            is_return = returned if is_return is None or place == 0 else is_return
        no = pa.chunked_array([np.zeros(rows, bool)])
        table["is_counted"] = is_counted if is_counted is not None else pa.chunked_array([np.ones(rows, bool)])
        table["is_return"] = is_return if is_return is not None else no
        table["is_error"] = no
        if self.raw.kind in WORKBOOKS and self.mapping.column("customer") is not None:
            table["is_error"] = pc.fill_null(columns.error_cells(self.text("customer")), False)
        table["is_foreign"] = self._is_foreign()
        if self.places is not None:
            table["place"] = pa.chunked_array([self.places])
        return pa.table(table), states

    def _state_columns(self, column: pa.ChunkedArray, kinds: dict[str, StateKind]) -> tuple[pa.ChunkedArray, pa.ChunkedArray]:
        def is_counted(text: str) -> bool:
            return counts(kinds[text], text, self.mapping.order_states, self.mapping.count_open)

        counted = pc.fill_null(columns.by_value(column, is_counted, pa.bool_()), True)
        returned = columns.by_value(column, lambda text: kinds[text] is StateKind.RETURN, pa.bool_())
        return counted, pc.fill_null(returned, False)

    def _is_foreign(self) -> pa.ChunkedArray:
        chosen = self.mapping.currency
        if chosen is None or self.mapping.column("currency") is None:
            return pa.chunked_array([np.zeros(self.raw.cells.num_rows, bool)])
        found = columns.by_value(self.text("currency"), lambda text: currency_code(text) not in (None, chosen), pa.bool_())
        return pc.fill_null(found, False)

    def repeats(self) -> pa.ChunkedArray:
        """Which lines are the same as an earlier one in every cell."""
        with scratch() as connection:
            connection.register("raw", self.raw.cells)
            cells = ", ".join(f"c{index}" for index in range(len(self.raw.headers)))
            return (
                connection.sql(
                    f"""select row_number() over (partition by {cells} order by row_number) > 1 as again
                        from raw order by row_number"""
                )
                .to_arrow_table()
                .column("again")
            )


def _one_currency(sheet: _Sheet, found: dict[str, int]) -> str | None:
    if len(found) > 1 and sheet.mapping.currency not in found:
        raise MixedCurrencies(currencies=", ".join(found))
    return sheet.mapping.currency or next(iter(found), None)


def _one_date_order(sheet: _Sheet, is_unsure: bool) -> None:
    if is_unsure and sheet.mapping.date_order is None:
        raise DateOrderUnsure(column=sheet.raw.headers[sheet.mapping.column("date") or 0])


def _blank_to_null(column: pa.ChunkedArray) -> pa.ChunkedArray:
    blank = pc.equal(pc.utf8_trim_whitespace(column), "")
    return pc.if_else(blank, pa.scalar(None, pa.string()), column) if pc.any(blank).as_py() else column


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


def _refused(sheet: _Sheet, typed: pa.Table, is_kept: pa.ChunkedArray) -> pa.Table:
    refused = typed.filter(pc.invert(is_kept)).select(["row_number", "reason"])
    cells = sheet.raw.cells.filter(pc.invert(is_kept))
    headers, values = [], []
    for row, reason in enumerate(refused.column("reason").to_pylist()):
        index = sheet.mapping.column(_AT_FAULT[reason.partition("_")[0]])
        headers.append(None if index is None else sheet.raw.headers[index])
        text = None if index is None else cells.column(f"c{index}")[row].as_py()
        values.append(None if text is None else text[:200])
    found = pa.table(
        [refused.column("row_number"), pa.array(headers, pa.string()), pa.array(values, pa.string()), refused.column("reason")],
        schema=REFUSED,
    )
    before = sheet.raw.refused
    return found if before is None else pa.concat_tables([before.cast(REFUSED), found]).sort_by("row_number")
