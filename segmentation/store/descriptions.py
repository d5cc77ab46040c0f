"""What the shop's file tells whoever opens it with another tool: comments on all that is in it, and views of what people want."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

import duckdb

from segmentation.store.data_dictionary import DATA_DICTIONARY, meaning

CUSTOMERS_SCORED = "customers_scored"
"""The view of all customers on the last day under the rules in use. Its text comes from above the store, with the shop's limits
in it as values; so it goes with the transaction that changes the sales or the rules, and is put back as soon as they are known.
"""

_ORDERS_COUNTED = """
create or replace view orders_counted as
select customer_id, customer_key, customer, order_number, order_date, ordered_at, orders.net_revenue,
       orders.net_revenue > 0 as is_purchase, line_count, store, staff, channel
from orders left join customers using (customer_id)
"""

_DESCRIBED_BY = "described by"
_SCORED_BY = f"{CUSTOMERS_SCORED} by"


def comment_on(cursor: duckdb.DuckDBPyConnection, names: Iterable[str]) -> None:
    """Write the comments of these tables and views, where the file has them."""
    columns = cursor.execute(
        """select table_name, column_name, view_oid is not null from duckdb_columns() as columns
           left join (select database_oid, view_oid from duckdb_views()) as views
             on columns.database_oid = views.database_oid and columns.table_oid = views.view_oid
           where database_name = current_database() and schema_name = 'main' and table_name in (select unnest(?))""",
        [[name for name in names if name in DATA_DICTIONARY]],
    ).fetchall()
    statements = {
        f'comment on {"view" if is_view else "table"} "{name}"': DATA_DICTIONARY[name][0]
        for name, _, is_view in columns
    }
    statements |= {f'comment on column "{name}"."{column}"': meaning(name, column) for name, column, _ in columns}
    cursor.execute("; ".join(f"{on} is {_literal(text)}" for on, text in statements.items()))


def describe(cursor: duckdb.DuckDBPyConnection) -> None:
    """Comments and the views that stand on tables alone, written where the file was described in other words, or not yet."""
    words = hashlib.sha256(repr((DATA_DICTIONARY, _ORDERS_COUNTED)).encode()).hexdigest()
    if cursor.execute("select value from shop_facts where fact = ?", [_DESCRIBED_BY]).fetchall() == [(words,)]:
        return
    cursor.execute("begin")
    try:
        cursor.execute(_ORDERS_COUNTED)
        comment_on(cursor, DATA_DICTIONARY)
        _say(cursor, _DESCRIBED_BY, words)
        cursor.execute("commit")
    except BaseException:
        cursor.execute("rollback")
        raise


def forget_descriptions(cursor: duckdb.DuckDBPyConnection) -> None:
    """The tables change, inside the caller's transaction: what describes them is written anew."""
    cursor.execute("delete from shop_facts where fact = ?", [_DESCRIBED_BY])
    drop_customers_scored(cursor)


def put_customers_scored(cursor: duckdb.DuckDBPyConnection, text: str) -> None:
    """Put the view into the file, inside the caller's transaction. ``text``: a statement of ours without parameters."""
    cursor.execute(f'create or replace view "{CUSTOMERS_SCORED}" as {text}')
    comment_on(cursor, [CUSTOMERS_SCORED])
    _say(cursor, _SCORED_BY, _digest(text))


def has_customers_scored(facts: dict[str, str], text: str) -> bool:
    """Whether the view with this text is in the file of these ``Workspace.facts``."""
    return facts.get(_SCORED_BY) == _digest(text)


def drop_customers_scored(cursor: duckdb.DuckDBPyConnection) -> None:
    """The view goes with the caller's transaction, which changes what its limits were found by."""
    cursor.execute(f'drop view if exists "{CUSTOMERS_SCORED}"')
    cursor.execute("delete from shop_facts where fact = ?", [_SCORED_BY])


def _digest(text: str) -> str:
    return hashlib.sha256(repr((text, DATA_DICTIONARY[CUSTOMERS_SCORED])).encode()).hexdigest()


def _say(cursor: duckdb.DuckDBPyConnection, fact: str, value: str) -> None:
    cursor.execute("delete from shop_facts where fact = ?", [fact])
    cursor.execute("insert into shop_facts values (?, ?)", [fact, value])


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
