"""Customer lists, contacts, feedback and product lists into a shop: every load kept whole, and taken back without a trace."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import duckdb
import pyarrow as pa

from segmentation.intake.sheet_kinds import SheetKind
from segmentation.locale import N_
from segmentation.store.clock import now_utc
from segmentation.store.incoming_lines import NEW_CUSTOMERS
from segmentation.store.load_log import new_load, write_load
from segmentation.store.loaded_records import CONTENT, LIVE_LOADS, settle_records
from segmentation.store.loading import STORING, LoadReport, Progress, load_history
from segmentation.store.same_customers import settle_same_customers
from segmentation.store.without_sales import keep_rows
from segmentation.store.workspace import Workspace

EXAMPLES = 20

_AS_TEXT = {"birthday": "birthday::text", "joined_on": "joined_on::text",
            "consent": "case when consent then 'yes' when not consent then 'no' end"}  # fmt: skip
_FILE_FIELDS = (
    "name",
    "phone",
    "email",
    "birthday",
    "gender",
    "occupation",
    "city",
    "joined_on",
    "consent",
    "owner",
    "tags",
)
_MOMENTS = {SheetKind.FEEDBACK: "given_at", SheetKind.INTERACTIONS: "happened_at"}

_SAID = " union all ".join(
    f"select row_number, customer_key, '{name}' as field, {_AS_TEXT.get(name, name)} as value from incoming"
    for name in _FILE_FIELDS
)
_CHANGES = f"""
insert into record_changes
select (select coalesce(max(change_id), 0) from record_changes) + row_number() over (order by row_number, field),
       customer_id, field, value, 'imported', $load, null, $at, null
from ({_SAID}) as said join customers using (customer_key) where value is not null
"""
_CUSTOMERS_SAID_BEFORE = f"""
select count(distinct row_number) from incoming where row_number not in (
    select row_number from ({_SAID}) as said join customers using (customer_key)
    where value is not null and (customer_id, field, value) not in (
        select customer_id, field, arg_max(value, change_id) from record_changes
        where load_id in ({LIVE_LOADS}) and undone_at is null group by customer_id, field
    )
)
"""
_ROWS_OF = """
insert into loaded_{table} (load_id, {content})
select $load, {content} from incoming join customers using (customer_key) order by incoming.row_number
"""
_PRODUCT_FACTS = """
insert into product_facts
select $load, key, category, cost, list_price from (
    select row_number, product_key as key, category, cost, list_price from incoming
    union all
    select row_number, product, category, cost, list_price from incoming where product is not null and product <> product_key
) order by row_number
"""
"""Under its code and under its name: sales sheets have the one or the other."""
_PRODUCTS_SAID_BEFORE = f"""
select count(*) from incoming where exists (
    from product_facts as facts where load_id in ({LIVE_LOADS}) and facts.product_key = incoming.product_key
    and facts.category is not distinct from incoming.category and facts.cost is not distinct from incoming.cost
    and facts.list_price is not distinct from incoming.list_price
)
"""
_STRANGERS = """
select count(distinct customer_key), list(distinct row_number order by row_number)[:20] from incoming
where customer_key not in (
    select customer_key from customers where customer_id in (
        select coalesce(merged_from, customer_id) from lines where is_active and customer_id is not null)
)
"""
_UNSOLD = """
select count(distinct product_key), list(distinct row_number order by row_number)[:20] from incoming
where product_key not in (select product_key from products)
      and coalesce(product, product_key) not in (select product_key from products)
"""
WITHOUT_SALES = {
    SheetKind.CUSTOMERS: N_(
        "{count} customers of the list have no sales in this shop. They are kept and wait for their first."
    ),
    SheetKind.INTERACTIONS: N_(
        "{count} customers who were in contact have no sales in this shop. Their contacts are kept."
    ),
    SheetKind.FEEDBACK: N_("{count} customers who said something have no sales in this shop. What they said is kept."),
    SheetKind.PRODUCTS: N_("{count} products of the list were never sold in this shop."),
}
"""What a person reads of rows that meet no sales (message ids)."""


@dataclass(frozen=True)
class IncomingRecords:
    """A cleaned sheet, ready to be stored. ``records``: of the kind's schema in ``sheet_kinds.RECORDS``; ``refused``: intake's
    REFUSED; ``findings``: JSON-ready; ``repeat_count``: rows that repeat another row of the sheet.
    """

    kind: SheetKind
    file_name: str
    sha256: str
    sheet: str
    records: pa.Table
    refused: pa.Table
    findings: Sequence[dict[str, Any]]
    read_count: int
    left_out_count: int
    repeat_count: int = 0
    mapping: str = "{}"


def store_records(
    workspace: Workspace, incoming: IncomingRecords, *, on_progress: Progress | None = None
) -> LoadReport:
    """Store a cleaned sheet, whole or not at all; the shop's data version goes up by one.

    A customer list becomes changes of the customers' files, imported; a customer that no sale knows is kept as well. The
    report's ``duplicates`` are rows that repeat another or say what the shop knew already.

    Raises
    ------
    AlreadyLoaded : the same bytes and sheet are already there and not undone; nothing is changed.
    """
    tell = on_progress or (lambda step, share: None)
    with workspace.writing() as cursor:
        load_id = new_load(cursor, incoming)
        cursor.register("incoming", incoming.records)
        tell(STORING, 0.0)
        findings = [*incoming.findings, *_without_sales(cursor, incoming.kind)]
        known = _stored(cursor, incoming.kind, load_id)
        keep_rows(cursor, incoming.kind, load_id)
        tell(STORING, 0.6)
        moment = _MOMENTS.get(incoming.kind)
        span = f"min({moment})::date, max({moment})::date" if moment else "null, null"
        write_load(cursor, incoming, load_id, known=known, findings=findings, span=span)
        settle_records(cursor)
        settle_same_customers(cursor)
        tell(STORING, 1.0)
    return load_history(workspace)[0]


def _stored(cursor: duckdb.DuckDBPyConnection, kind: SheetKind, load_id: int) -> int:
    """Store the rows; how many of them the shop knew already comes back."""
    if kind is SheetKind.PRODUCTS:
        known = _one(cursor, _PRODUCTS_SAID_BEFORE)
        cursor.execute(_PRODUCT_FACTS, {"load": load_id})
        return known
    cursor.execute(NEW_CUSTOMERS)
    if kind is SheetKind.CUSTOMERS:
        known = _one(cursor, _CUSTOMERS_SAID_BEFORE)
        cursor.execute(_CHANGES, {"load": load_id, "at": now_utc()})
        return known
    table = kind.value
    content = CONTENT[table]
    cursor.execute(_ROWS_OF.format(table=table, content=content), {"load": load_id})
    return _one(
        cursor,
        f"""select coalesce(sum(least(now.n, before.n)), 0) from
            (select {content}, count(*) as n from loaded_{table} where load_id = $load group by all) as now
            join (select {content}, max(n) as n from (
                select load_id, {content}, count(*) as n from loaded_{table} where load_id in ({LIVE_LOADS}) group by all
            ) group by all) as before
            on ({", ".join(f"now.{column}" for column in content.split(", "))})
            is not distinct from ({", ".join(f"before.{column}" for column in content.split(", "))})""",
        {"load": load_id},
    )


def _without_sales(cursor: duckdb.DuckDBPyConnection, kind: SheetKind) -> list[dict[str, Any]]:
    ((count, rows),) = cursor.execute(_UNSOLD if kind is SheetKind.PRODUCTS else _STRANGERS).fetchall()
    if not count:
        return []
    found = {"code": "WITHOUT_SALES", "message": WITHOUT_SALES[kind], "count": count}
    return [found | {"rows": rows[:EXAMPLES], "example": None, "values": {}}]


def _one(cursor: duckdb.DuckDBPyConnection, sql: str, parameters: Any = None) -> int:
    ((found,),) = cursor.execute(sql, parameters).fetchall()
    return int(found)
