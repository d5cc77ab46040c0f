"""A sheet's columns by field, cleaned of what the export's layout does to them."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from segmentation.intake.mapping import Mapping
from segmentation.intake.raw import RawTable
from segmentation.intake.values import columns
from segmentation.intake.values.choices import WORKBOOKS, stored_numbers
from segmentation.intake.values.currencies import currency_code
from segmentation.intake.values.scratch import scratch
from segmentation.intake.values.states import StateKind, counts, kind_of

_TEXTS = ("product", "category", "store", "staff", "channel", "name", "email")
_OF_ORDER = ("customer", "name", "phone", "email", "date", "time", "status", "currency", "store", "staff", "channel")


class SheetColumns:
    """The raw columns by field, filled within orders where the export writes an order's facts on its first line only."""

    def __init__(self, raw: RawTable, mapping: Mapping) -> None:
        self.raw, self.mapping = raw, mapping
        self.places: columns.Places | None = None
        self.stored = stored_numbers(raw)
        self.order = columns.text_column(self.text("order"), is_code=True, is_stored_number=self.is_stored("order"))
        self.places = (
            columns.order_places(self.order) if mapping.amount_level == "order" and raw.cells.num_rows else None
        )

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
        places = self.places
        if field not in _OF_ORDER or places is None:
            return found
        return [columns.filled_in_order(column, places) for column in found]

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

    def _state_columns(
        self, column: pa.ChunkedArray, kinds: dict[str, StateKind]
    ) -> tuple[pa.ChunkedArray, pa.ChunkedArray]:
        def is_counted(text: str) -> bool:
            return counts(kinds[text], text, self.mapping.order_states, self.mapping.count_open)

        counted = pc.fill_null(columns.by_value(column, is_counted, pa.bool_()), True)
        returned = columns.by_value(column, lambda text: kinds[text] is StateKind.RETURN, pa.bool_())
        return counted, pc.fill_null(returned, False)

    def _is_foreign(self) -> pa.ChunkedArray:
        chosen = self.mapping.currency
        if chosen is None or self.mapping.column("currency") is None:
            return pa.chunked_array([np.zeros(self.raw.cells.num_rows, bool)])
        found = columns.by_value(
            self.text("currency"), lambda text: currency_code(text) not in (None, chosen), pa.bool_()
        )
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


def _blank_to_null(column: pa.ChunkedArray) -> pa.ChunkedArray:
    blank = pc.equal(pc.utf8_trim_whitespace(column), "")
    return pc.if_else(blank, pa.scalar(None, pa.string()), column) if pc.any(blank).as_py() else column
