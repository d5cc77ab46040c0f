"""A sheet's columns by field, cleaned of what the export's layout does to them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from segmentation.intake.mapping import Mapping
from segmentation.intake.raw import RawTable
from segmentation.intake.values import columns
from segmentation.intake.values.choices import WORKBOOKS, stored_numbers
from segmentation.intake.values.currencies import currency_code
from segmentation.intake.values.customers import is_guest
from segmentation.intake.values.identities import identities
from segmentation.intake.values.lines import TYPED
from segmentation.intake.values.scratch import scratch
from segmentation.intake.values.states import StateKind, counts, kind_of
from segmentation.intake.values.text import comparison_key

_TEXTS = ("product", "category", "store", "staff", "channel", "name", "email", "phone", "product_code", "status")
_OF_ORDER = ("customer", "name", "phone", "email", "date", "time", "status", "currency", "store", "staff", "channel")


def _first_filled(found: list[pa.ChunkedArray]) -> pa.ChunkedArray:
    filled = [
        pc.if_else(pc.equal(pc.utf8_trim_whitespace(each), ""), pa.scalar(None, pa.string()), each) for each in found
    ]
    return pc.coalesce(*filled) if len(filled) > 1 else filled[0]


class SheetColumns:
    """The raw columns by field, filled within orders where the export writes an order's facts on its first line only."""

    def __init__(self, raw: RawTable, mapping: Mapping) -> None:
        self.raw, self.mapping = raw, mapping
        self.places: columns.Places | None = None
        self.stored = stored_numbers(raw)
        self._heads = self._first_rows()
        if mapping.amount_level == "order" and raw.cells.num_rows:
            self.places = columns.order_places(self.order())

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
        if field == "amount" and len(found) > 1 and not found[0].null_count:
            # An adjusted amount on every line is 0 where nothing was adjusted; with blanks among them a 0 is an amount
            is_unset = pc.match_substring_regex(found[0], r"^[^1-9]*$")
            found[0] = pc.if_else(is_unset, pa.scalar(None, pa.string()), found[0])
        return pc.coalesce(*found) if len(found) > 1 else found[0]

    def all(self, field: str) -> list[pa.ChunkedArray]:
        """The field's columns as text."""
        found = [self.raw.cells.column(f"c{index}") for index in self.mapping.indexes(field)]
        places = self.places
        if self._heads is not None and field in (*_OF_ORDER, "order"):
            return [column.take(self._heads) for column in found]
        if field not in _OF_ORDER or places is None:
            return found
        return [columns.filled_in_order(column, places) for column in found]

    def _first_rows(self) -> pa.Array | None:
        """For each row the one with its order's facts, where order, customer and date stand on the first row only; else null.

        The rows below name a product and none of the three; a total that closes a sheet names none.
        """
        head = [self.raw.cells.column(f"c{i}") for f in ("order", "customer", "date") for i in self.mapping.indexes(f)]
        goods = [self.raw.cells.column(f"c{i}") for i in self.mapping.indexes("product")]
        if (
            self.mapping.column("order") is None
            or not goods
            or not self.raw.cells.num_rows
            or self.mapping.column("date") is None
        ):
            return None
        is_bare = pc.and_(pc.is_null(_first_filled(head)), _first_filled(goods).is_valid())
        bare = is_bare.to_numpy()
        if not bare.any() or bare[0]:
            return None
        return pa.array(np.maximum.accumulate(np.where(bare, 0, np.arange(len(bare)))))

    def order(self) -> pa.ChunkedArray:
        """The order numbers, cleaned."""
        return columns.text_column(self.text("order"), is_code=True, is_stored_number=self.is_stored("order"))

    def customer(self) -> columns.CustomerColumns:
        """The customers, as shown and as compared."""
        mapping, is_stored = self.mapping, self.is_stored("customer")
        found = columns.customer_columns(
            self.text("customer"), mapping.customer_kind, mapping.phone_region, is_stored_number=is_stored
        )
        if mapping.customer_kind == "name":
            return found
        others = [
            (columns.customer_columns(self.text(kind), kind, mapping.phone_region), kind == "phone")
            for kind in ("phone", "email")
            if mapping.column(kind) not in (None, *mapping.indexes("customer"))
        ]
        walk_ins = None
        if mapping.column("name") not in (None, *mapping.indexes("customer")):
            walk_ins = columns.by_value(self.text("name"), is_guest, pa.bool_())
        return identities(found, others, walk_ins)

    def cleaned(self, field: str) -> pa.ChunkedArray | None:
        """A text column of SALES, cleaned; None where the sheet has none."""
        if field == "order_number":
            return self.order()
        if field not in _TEXTS or self.mapping.column(field) is None:
            return None
        if field == "phone":
            return columns.phone_column(self.text(field))
        return columns.text_column(self.text(field), is_code=field == "product_code")

    def measured(self) -> dict[str, Callable[[], pa.ChunkedArray]]:
        """The texts that ``typed_lines`` reads as times and numbers, each unpacked when it is asked for."""
        present = [name for name in TYPED if self.mapping.column(name) is not None]
        return {name: partial(self._without_blanks, name) for name in present}

    def _without_blanks(self, field: str) -> pa.ChunkedArray:
        column = self.text(field)
        blank = pc.equal(pc.utf8_trim_whitespace(column), "")
        return pc.if_else(blank, pa.scalar(None, pa.string()), column) if pc.any(blank).as_py() else column

    def lines(self) -> tuple[pa.Table, dict[str, StateKind]]:
        """What else ``typed_lines`` needs of each line, and the order states met with their meaning."""
        rows = self.raw.cells.num_rows
        # Rows of several sheets may bear the same numbers, so what keeps their order is a number of its own
        table = {"row_number": self.raw.cells.column("row_number"), "position": pa.chunked_array([np.arange(rows)])}
        states: dict[str, StateKind] = {}
        is_counted = is_return = None
        no = is_decided = pa.chunked_array([np.zeros(rows, bool)])
        for place, column in enumerate(self.all("status")):
            kinds = {text: kind_of(text, is_second=place > 0) for text in column.unique().drop_null().to_pylist()}
            states |= {text: kind for text, kind in kinds.items() if place == 0 or kind is not StateKind.NOTHING}
            counted, returned = self._state_columns(column, kinds)
            is_counted = counted if is_counted is None else pc.and_(is_counted, counted)
            is_return = returned if is_return is None or place == 0 else is_return
            decided = columns.by_value(
                column, lambda text: comparison_key(text) in self.mapping.order_states, pa.bool_()
            )
            is_decided = pc.or_(is_decided, pc.fill_null(decided, False))
        table["is_decided"] = is_decided
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
                    f"""select row_number() over (partition by {cells} order by position) > 1 as again
                        from (select *, row_number() over () as position from raw) order by position"""
                )
                .to_arrow_table()
                .column("again")
            )
