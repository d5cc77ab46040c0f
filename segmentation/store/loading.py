"""Sales lines into a shop: every load is kept whole, and the newest load of an order is the one that counts.

Each line is stored with its load. Which lines are active follows from the loads that are not undone alone, so that undoing
any of them gives what would stand had it never been loaded:

- lines with an order number: those of the newest load that has that order number with that first day;
- lines without one: lines equal in every field count as the same line, as often as the load that has most of them says.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import duckdb
import pyarrow as pa

from segmentation.locale import N_
from segmentation.packed import PackedTable, give_back
from segmentation.store.clock import now_utc, on_this_clock
from segmentation.store.derived import derive
from segmentation.store.errors import NoSuchLoad, SumTooLarge
from segmentation.store.incoming_lines import store_lines
from segmentation.store.load_log import new_load, write_load
from segmentation.store.loaded_records import settle_records
from segmentation.store.same_customers import settle_same_customers
from segmentation.store.shop_currency import check_stated, settle_currency
from segmentation.store.workspace import Workspace

Progress = Callable[[str, float], None]

MOST_SUM = Decimal(9) * 10**14
"""From here on a sum of amounts may be too large for 64 bits of ten-thousandths, which whole shops are counted in."""


@dataclass(frozen=True)
class Incoming:
    """A cleaned file, ready to be stored.

    ``sales``: schema.SALES, packed, because millions of lines lie beside what DuckDB needs to store them; ``refused``:
    intake's REFUSED; ``findings``: JSON-ready; ``repeat_count``: lines dropped because they repeat another line of the
    file, at the person's wish; ``currency``: the one that the file names; ``amount_column``: the heading of the amounts.
    """

    file_name: str
    sha256: str
    sheet: str
    sales: PackedTable
    refused: pa.Table
    findings: Sequence[dict[str, Any]]
    read_count: int
    left_out_count: int
    repeat_count: int = 0
    mapping: str = "{}"
    kind: str = "sales"
    currency: str | None = None
    amount_column: str = "–"


@dataclass(frozen=True)
class LoadReport:
    """What became of a file: ``read`` = ``kept`` + ``refused`` + ``duplicates`` lines; ``left_out`` rows are no lines.

    ``kind``: what the sheet held, "sales" or one of ``intake.sheet_kinds``.
    """

    load_id: int
    file_name: str
    loaded_at: datetime
    read: int
    kept: int
    refused: int
    duplicates: int
    left_out: int
    first_date: date | None
    last_date: date | None
    net_revenue: Decimal
    findings: tuple[dict[str, Any], ...]
    is_undone: bool = False
    kind: str = "sales"

    @property
    def loaded_at_local(self) -> datetime:
        """The moment of loading on this machine's clock, without a zone."""
        return on_this_clock(self.loaded_at)


_CONTENT = (
    "buyer, order_number, sold_at, product_id, quantity, unit_price, discount, net_revenue, "
    "store, staff, channel, status, is_counted"
)

_BUYER = "coalesce(merged_from, customer_id) as buyer"
"""The customer as the file has them, whoever they were merged into since."""

_DUPLICATES = f"""
select coalesce(sum(least(now.n, before.n)), 0)
from (select {_CONTENT}, count(*) as n from (select *, {_BUYER} from lines) where load_id = $load group by all) as now
join (select {_CONTENT}, count(*) as n from (select *, {_BUYER} from lines) where load_id <> $load and is_active
      group by all) as before
on ({", ".join(f"now.{column.strip()}" for column in _CONTENT.split(","))})
   is not distinct from ({", ".join(f"before.{column.strip()}" for column in _CONTENT.split(","))})
"""

_ACTIVE = f"""
create or replace temp table active_lines as
with live as (
    select line, load_id, {_CONTENT}, min(sold_at::date) over (partition by load_id, order_number) as first_day
    from (select *, rowid as line, {_BUYER} from lines) where load_id in (select load_id from loads where undone_at is null)
)
select line from (
    select line, load_id, max(load_id) over (partition by order_number, first_day) as newest
    from live where order_number is not null
) where load_id = newest
union all
select line from (
    select line, row_number() over (partition by {_CONTENT}, occurrence order by load_id desc) as age from (
        select *, row_number() over (partition by load_id, {_CONTENT} order by line) as occurrence
        from live where order_number is null
    )
) where age = 1
"""

STORING = N_("Storing the lines")
ORDERING = N_("Putting the orders together")


def store_sales(workspace: Workspace, incoming: Incoming, *, on_progress: Progress | None = None) -> LoadReport:
    """Store a cleaned file, whole or not at all; the shop's data version goes up by one.

    Raises
    ------
    AlreadyLoaded : the same bytes and sheet are already there and not undone; nothing is changed.
    SumTooLarge : what would count then adds up to ``MOST_SUM`` or more, or one order to
        more than its column holds; nothing is changed.
    """
    tell = on_progress or (lambda step, share: None)
    with workspace.writing() as cursor:
        load_id = new_load(cursor, incoming)
        tell(STORING, 0.0)
        store_lines(cursor, incoming.sales, load_id, lambda share: tell(STORING, 0.6 * share))
        _check_sum(cursor, incoming.amount_column, "load_id = ?", [load_id])
        cursor.register("incoming", incoming.sales.only(["sold_at", "net_revenue", "is_counted"]))
        has_others = _one(cursor, "select count(*) from loads where undone_at is null and kind = 'sales'") > 0
        duplicates = int(_one(cursor, _DUPLICATES, {"load": load_id})) if has_others else 0
        write_load(
            cursor,
            incoming,
            load_id,
            known=duplicates,
            findings=incoming.findings,
            span="min(sold_at)::date, max(sold_at)::date",
            revenue="coalesce(sum(net_revenue) filter (is_counted), 0)",
            currency=incoming.currency,
        )
        tell(ORDERING, 0.7)
        if has_others:
            _settle_active(cursor)
        settle_records(cursor)
        settle_same_customers(cursor)
        _derive(cursor, incoming.amount_column)
        tell(ORDERING, 1.0)
    settle_currency(workspace)
    give_back(incoming.sales.num_rows)
    return load_history(workspace)[0]


def undo(workspace: Workspace, load_id: int) -> None:
    """Take a load back: the shop's sales are then what they would be had it never been loaded. Raises ``NoSuchLoad``."""
    _set_undone(workspace, load_id, undone=True)


def redo(workspace: Workspace, load_id: int) -> None:
    """Bring an undone load back. Raises ``NoSuchLoad``; ``OtherCurrency`` where the shop has taken another one since."""
    _set_undone(workspace, load_id, undone=False)


def _set_undone(workspace: Workspace, load_id: int, *, undone: bool) -> None:
    with workspace.writing() as cursor:
        state = "is null" if undone else "is not null"
        found = _one(cursor, f"select count(*) from loads where load_id = ? and undone_at {state}", [load_id])
        if not found:
            raise NoSuchLoad(load=load_id)
        if not undone:
            check_stated(workspace, _one(cursor, "select currency from loads where load_id = ?", [load_id]))
        moment = now_utc() if undone else None
        cursor.execute("update loads set undone_at = ? where load_id = ?", [moment, load_id])
        is_sales = _one(cursor, "select kind from loads where load_id = ?", [load_id]) == "sales"
        if is_sales:
            _settle_active(cursor)
        settle_records(cursor)
        settle_same_customers(cursor)
        if is_sales:
            _derive(cursor, _one(cursor, "select file_name from loads where load_id = ?", [load_id]))
    settle_currency(workspace)


def load_history(workspace: Workspace) -> tuple[LoadReport, ...]:
    """Every load, the newest first, undone ones too."""
    with workspace.cursor() as cursor:
        rows = cursor.execute(
            "select load_id, file_name, loaded_at, read_count, kept_count, refused_count, duplicate_count, "
            "left_out_count, first_date, last_date, net_revenue, findings, undone_at, kind "
            "from loads order by load_id desc"
        ).fetchall()
    return tuple(
        LoadReport(*row[:11], tuple(json.loads(row[11])), row[12] is not None, row[13])  # type: ignore[call-arg] # rows are Any
        for row in rows
    )


def refused_lines(workspace: Workspace, load_id: int) -> pa.Table:
    """The refused lines of one load: row_number, column_name, value, reason."""
    return workspace.query(
        "select row_number, column_name, value, reason from refused_lines where load_id = ? order by row_number",
        [load_id],
    )


def _settle_active(cursor: duckdb.DuckDBPyConnection) -> None:
    cursor.execute(_ACTIVE)
    cursor.execute(
        "update lines set is_active = false where is_active and rowid not in (select line from active_lines)"
    )
    cursor.execute("update lines set is_active = true where not is_active and rowid in (select line from active_lines)")
    cursor.execute("drop table active_lines")


def _check_sum(
    cursor: duckdb.DuckDBPyConnection, column: str, which: str = "is_active", parameters: Sequence[object] = ()
) -> None:
    """Whatever is summed of these lines that count stays below ``MOST_SUM``. Raises ``SumTooLarge``."""
    is_too_large = _one(
        cursor,
        f"select sum(abs(net_revenue)) >= ? from lines where is_counted and {which}",
        [MOST_SUM, *parameters],
    )
    if is_too_large:
        raise SumTooLarge(column=column, most=f"{MOST_SUM:,}")


def _derive(cursor: duckdb.DuckDBPyConnection, column: str) -> None:
    """What is derived of the lines that count, inside the caller's transaction. Raises ``SumTooLarge``."""
    _check_sum(cursor, column)
    try:
        derive(cursor)
    except duckdb.ConversionException:  # one order's sum is more than its column holds
        raise SumTooLarge(column=column, most=f"{10**14:,}") from None


def _one(cursor: duckdb.DuckDBPyConnection, sql: str, parameters: Any = None) -> Any:
    rows = cursor.execute(sql, parameters).fetchall()
    return rows[0][0]
