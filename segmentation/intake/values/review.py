"""What is odd about cleaned lines: counted, with examples, never in the way of a load."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from segmentation.intake.customer_column import BY_NAME
from segmentation.intake.findings import Finding
from segmentation.intake.mapping import Mapping
from segmentation.intake.raw import RawTable
from segmentation.intake.values.columns import order_places
from segmentation.intake.values.scratch import scratch
from segmentation.intake.values.states import StateKind, counts
from segmentation.intake.values.text import LONGEST_TEXT, Alphabet
from segmentation.locale import N_


@dataclass(frozen=True)
class ReviewLimits:
    """``outlier_factor``: times the median line from where an amount is odd. ``examples``: row numbers kept of each finding."""

    outlier_factor: int = 1000
    examples: int = 20


@dataclass(frozen=True)
class CustomerMarks:
    """Which lines have no customer, one hidden with stars, one whose number has lost its digits."""

    unidentified: pa.ChunkedArray
    masked: pa.ChunkedArray
    damaged: pa.ChunkedArray


@dataclass(frozen=True)
class Reviewed:
    """What is looked at: ``typed`` has every line of the sheet, ``is_kept`` tells those that stay.

    ``typed``: columns row_number, net_revenue, is_counted, reason, and of quantity, unit_price, discount those the sheet has.
    """

    raw: RawTable
    mapping: Mapping
    typed: pa.Table
    is_kept: pa.ChunkedArray
    customers: CustomerMarks
    states: dict[str, StateKind]
    duplicates: int = 0


def review(seen: Reviewed, limits: ReviewLimits) -> tuple[Finding, ...]:
    """The findings of one sheet, in the order a person would ask."""
    note = _Notes(seen, limits)
    table, mapping = seen.typed, seen.mapping
    net = table.column("net_revenue")
    _customers(note, seen)
    if mapping.column("order") is None:
        note.add(
            "NO_ORDER_NUMBER",
            N_("The file has no order number: what a customer bought on one day counts as one order."),
        )
    if mapping.amount_level == "order" and mapping.column("amount") is not None:
        header = seen.raw.headers[mapping.indexes("amount")[0]]
        note.add(
            "ORDER_AMOUNT", N_("{column} is the amount of the whole order: it is taken once an order."), column=header
        )
        _uneven_orders(note, seen)
    if not mapping.is_priced:
        note.add(
            "NO_AMOUNTS",
            N_("The file has no amounts: its lines are kept with 0 and bring neither revenue nor purchases."),
        )
    note.rows(
        "OTHER_CURRENCY",
        N_(
            "{count} lines are in another currency than {currency} and were refused: amounts of two currencies are never "
            "added up. Load them into a shop of their own."
        ),
        pc.equal(table.column("reason"), "OTHER_CURRENCY"),
        of_all=True,
        currency=mapping.currency,
    )
    uncounted = pc.invert(table.column("is_counted"))
    names = ", ".join(
        sorted(text for text, kind in seen.states.items() if kind in (StateKind.CANCELLED, StateKind.UNPAID))
    )
    note.rows(
        "NOT_COUNTED",
        N_("{count} lines are cancelled or not paid and count for nothing: {states}."),
        uncounted,
        states=names,
    )
    still_open = [
        text
        for text, kind in seen.states.items()
        if kind is StateKind.OPEN and counts(kind, text, mapping.order_states, mapping.count_open)
    ]
    if still_open:
        note.add(
            "OPEN_COUNTED",
            N_(
                "Orders in these states are paid and not finished yet, and count as sales: {states}. Before the load each state "
                "can be chosen not to count."
            ),
            states=", ".join(sorted(still_open)),
        )
    unknown = ", ".join(sorted(text for text, kind in seen.states.items() if kind is StateKind.UNKNOWN))
    if unknown:
        note.add("STATE_UNKNOWN", N_("These order states are not known and count as sales: {states}."), states=unknown)
    note.rows("RETURNS", N_("{count} lines are returns and lower the revenue."), pc.less(net, 0))
    note.rows(
        "ZERO_AMOUNT", N_("{count} lines have an amount of 0."), pc.and_(pc.equal(net, 0), table.column("is_counted"))
    )
    if (
        mapping.column("amount") is not None
        and mapping.column("quantity") is not None
        and mapping.amount_level == "line"
    ):
        quantity = table.column("quantity")
        against = pc.or_(
            pc.and_(pc.less(quantity, 0), pc.greater(net, 0)), pc.and_(pc.greater(quantity, 0), pc.less(net, 0))
        )
        note.rows(
            "SIGN_CONFLICT",
            N_("{count} lines have a quantity below 0 and an amount above it, or the other way round."),
            against,
        )
    _unread_numbers(note, seen)
    _outliers(note, net, limits)
    _texts(note, seen)
    _repeats(note, seen)
    return tuple(note.found)


class _Notes:
    def __init__(self, seen: Reviewed, limits: ReviewLimits) -> None:
        self.seen, self.limits = seen, limits
        self.found: list[Finding] = []

    def add(self, code: str, message: str, count: int = 1, rows: tuple[int, ...] = (), **values: Any) -> None:
        self.found.append(Finding(code, message, count, rows, None, MappingProxyType(values)))

    def rows(self, code: str, message: str, mask: pa.ChunkedArray, *, of_all: bool = False, **values: Any) -> None:
        """One finding about the lines where the mask is true, refused ones apart."""
        mask = pc.fill_null(mask, False)
        if not of_all:
            mask = pc.and_(mask, self.seen.is_kept)
        count = pc.sum(mask).as_py() or 0
        if count:
            at = np.flatnonzero(mask.to_numpy())[: self.limits.examples]
            rows = self.seen.typed.column("row_number").take(pa.array(at)).to_pylist()
            self.add(code, message, count, tuple(rows), **values)


def _customers(note: _Notes, seen: Reviewed) -> None:
    mapping = seen.mapping
    index = mapping.column("customer")
    header = "" if index is None else seen.raw.headers[index]
    note.rows(
        "UNIDENTIFIED",
        N_("{count} lines have no customer: they count in the shop's totals only."),
        seen.customers.unidentified,
    )
    note.rows(
        "MASKED_CUSTOMER",
        N_("{count} lines have a customer hidden with stars: they count as without a customer."),
        seen.customers.masked,
    )
    note.rows(
        "DAMAGED_CUSTOMER",
        N_("{count} lines have a customer number shortened to a form like 1.38E+10: they count as without a customer."),
        seen.customers.damaged,
    )
    if mapping.customer_kind == "name":
        note.add("CUSTOMER_BY_NAME", BY_NAME, column=header)


def _uneven_orders(note: _Notes, seen: Reviewed) -> None:
    """Orders whose lines carry different amounts although the amount is taken for the order's."""
    order, amount = seen.mapping.column("order"), seen.mapping.column("amount")
    texts = seen.raw.cells.column(f"c{amount}").combine_chunks()
    places = order_places(seen.raw.cells.column(f"c{order}"))
    filled = texts.is_valid().to_numpy(zero_copy_only=False)
    if not filled.any():
        return
    codes = texts.dictionary_encode().indices.fill_null(-1).to_numpy(zero_copy_only=False)
    first = np.full(int(places.max()) + 1, -1, np.int64)
    of_order, at = np.unique(places[filled], return_index=True)
    first[of_order] = codes[filled][at]
    uneven = filled & (codes != first[places])
    note.rows(
        "ORDER_AMOUNTS_DIFFER",
        N_("{count} lines carry another amount than the first line of their order; the first one was taken."),
        pa.chunked_array([uneven]),
    )


def _unread_numbers(note: _Notes, seen: Reviewed) -> None:
    for name in ("quantity", "unit_price", "discount"):
        index = seen.mapping.column(name)
        if index is None or (name == "discount" and seen.mapping.discount_is_rate):
            continue
        filled = seen.raw.cells.column(f"c{index}").is_valid()
        note.rows(
            "NUMBER_UNREADABLE",
            N_("{count} cells in {column} are no numbers and stay empty; the lines are kept by their amount."),
            pc.and_(filled, seen.typed.column(name).is_null()),
            column=seen.raw.headers[index],
        )


def _outliers(note: _Notes, net: pa.ChunkedArray, limits: ReviewLimits) -> None:
    size = pc.abs(net.cast(pa.float64()))
    usual = pc.quantile(size.filter(pc.greater(size, 0)), 0.5)[0].as_py()
    if usual:
        odd = pc.greater(size, usual * limits.outlier_factor)
        note.rows(
            "AMOUNT_OUTLIER",
            N_("{count} lines have an amount over {factor} times the usual one."),
            odd,
            factor=limits.outlier_factor,
        )


def _texts(note: _Notes, seen: Reviewed) -> None:
    indexes = {
        index for name in ("customer", "name", "product", "category", "order") for index in seen.mapping.indexes(name)
    }
    for index in sorted(indexes):
        column = seen.raw.cells.column(f"c{index}")
        alphabet = Alphabet(column)
        header = seen.raw.headers[index]
        if alphabet.longest > LONGEST_TEXT:
            long = pc.greater(pc.utf8_length(column), LONGEST_TEXT)
            note.rows(
                "TEXT_CUT",
                N_("{count} texts in {column} are longer than a cell can hold and were cut."),
                long,
                column=header,
            )
        if not alphabet.is_plain:
            invisible = pc.match_substring_regex(column, _INVISIBLE)
            message = N_("{count} texts in {column} held invisible characters, which were taken out.")
            note.rows("INVISIBLE_CHARACTERS", message, invisible, column=header)


_INVISIBLE = r"[\x00-\x1f\x7f-\x{9f}\x{ad}\x{61c}\x{200b}\x{200e}\x{200f}\x{202a}-\x{202e}\x{2060}-\x{206f}\x{feff}]"


def _repeats(note: _Notes, seen: Reviewed) -> None:
    if seen.duplicates:
        note.add(
            "DUPLICATES_DROPPED",
            N_("{count} lines repeated an earlier one in every cell and were dropped."),
            seen.duplicates,
        )
        return
    with scratch() as connection:
        connection.register("raw", seen.raw.cells)
        cells = ", ".join(f"c{index}" for index in range(len(seen.raw.headers)))
        # Equal hashes of 64 bits are equal rows but for one chance in a million at 5 million lines; this only counts.
        hashes = connection.sql(f"select hash({cells}) as h from raw").to_arrow_table().column("h").to_numpy()
    rows = seen.raw.cells.column("row_number").to_numpy()
    if seen.raw.repeated is not None:  # what stands in several sheets has a finding of its own
        is_own = ~seen.raw.repeated.to_numpy()
        hashes, rows = hashes[is_own], rows[is_own]
    usual = np.sort(hashes)
    again = usual[1:][usual[1:] == usual[:-1]]
    if again.size:
        places = np.flatnonzero(np.isin(hashes, np.unique(again)[: note.limits.examples]))
        later = places[_is_repeat(hashes[places])][: note.limits.examples]
        message = N_(
            "{count} lines repeat an earlier one in every cell. They are kept: two of the same may have been sold."
        )
        note.add("EXACT_DUPLICATES", message, int(again.size), tuple(sorted(rows[later].tolist())))


def _is_repeat(values: np.ndarray[tuple[int], np.dtype[np.uint64]]) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Which values stood before."""
    is_repeat = np.ones(len(values), bool)
    is_repeat[np.unique(values, return_index=True)[1]] = False
    return is_repeat
