"""Cleaned lines into the shop's tables: the customers and products that are new, then the lines with their numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from segmentation.packed import PIECE_ROWS, PackedTable

NEW_CUSTOMERS = """
insert into customers
select (select coalesce(max(customer_id), 0) from customers) + row_number() over (order by first_row), customer_key,
       customer, null, null, null, null, null, null
from (select customer_key, min(row_number) as first_row, arg_min(customer, row_number) as customer
      from incoming where customer_key is not null group by customer_key) as seen
where customer_key not in (select customer_key from customers)
"""
"""The customers of the table ``incoming`` that the shop did not know."""

_CONTACTS = """
update customers set sold_name = coalesce(seen.name, sold_name), sold_phone = coalesce(seen.phone, sold_phone),
                     sold_email = coalesce(seen.email, sold_email)
from (select customer_key, arg_max(name, sold_at) as name, arg_max(phone, sold_at) as phone,
             arg_max(email, sold_at) as email
      from incoming where customer_key is not null and coalesce(name, phone, email) is not null
      group by customer_key) as seen
where customers.customer_key = seen.customer_key
"""

_NEW_PRODUCTS = """
insert into products
select (select coalesce(max(product_id), 0) from products) + row_number() over (order by first_row), product_key,
       product_code, product, category, category
from (select coalesce(product_code, product) as product_key, min(row_number) as first_row,
             any_value(product_code) as product_code, mode(product) as product, mode(category) as category
      from incoming where coalesce(product_code, product) is not null group by product_key) as seen
where product_key not in (select product_key from products)
"""

_NEW = {
    NEW_CUSTOMERS: ("row_number", "customer", "customer_key"),
    _CONTACTS: ("customer_key", "sold_at", "name", "phone", "email"),
    _NEW_PRODUCTS: ("row_number", "product_code", "product", "category"),
}
"""What a load brings that the shop did not know, with the columns of the table ``incoming`` that each statement reads."""

_LINES = """
insert into lines
select $load, row_number, customer_id, order_number, sold_at, product_id, quantity, unit_price, discount, net_revenue,
       store, staff, channel, status, is_counted, true, null
from incoming
"""
_LINE_FIELDS = (
    "row_number", "order_number", "sold_at", "quantity", "unit_price", "discount", "net_revenue",
    "store", "staff", "channel", "status", "is_counted",
)  # fmt: skip

_AT_ONCE = 8 * PIECE_ROWS
"""Lines stored by one statement, at the least: few statements leave few half-filled row groups, which the shop's file would
be tidied of when it is closed, in much memory."""


def store_lines(
    cursor: duckdb.DuckDBPyConnection, sales: PackedTable, load_id: int, tell: Callable[[float], None]
) -> None:
    """Store the lines of one load, inside the caller's transaction. ``tell`` is told the share done, 0 to 1."""
    for statement, names in _NEW.items():
        cursor.register("incoming", sales.only(names))
        cursor.execute(statement)
    tell(0.5)
    stored = 0
    for part in sales.parts(_AT_ONCE):
        cursor.register("incoming", _numbered(cursor, part))
        cursor.execute(_LINES, {"load": load_id})
        stored += part.num_rows
        tell(0.5 + 0.5 * stored / sales.num_rows)
    cursor.unregister("incoming")


def _numbered(cursor: duckdb.DuckDBPyConnection, sales: PackedTable) -> pa.RecordBatchReader:
    """The lines with the shop's own numbers of customer and product, piece by piece as they are asked for.

    DuckDB does not know how long a stream is, and would keep the whole of it in memory to join it.
    """
    customers, products = (
        cursor.sql(f"select {name}_key, {name}_id from {name}s").to_arrow_table() for name in ("customer", "product")
    )
    schema = pa.schema(
        [pa.field("customer_id", customers.schema.field(1).type), pa.field("product_id", products.schema.field(1).type)]
        + [sales.schema.field(name) for name in _LINE_FIELDS]
    )

    def pieces() -> Iterator[pa.RecordBatch]:
        for piece in sales.only(["customer_key", "product_code", "product", *_LINE_FIELDS]):
            goods = pc.coalesce(piece.column("product_code"), piece.column("product"))
            numbers = [_number_of(piece.column("customer_key"), customers), _number_of(goods, products)]
            fields = [piece.column(name) for name in _LINE_FIELDS]
            yield pa.RecordBatch.from_arrays([*numbers, *fields], schema=schema)

    return pa.RecordBatchReader.from_batches(schema, pieces())


def _number_of(keys: pa.Array, known: pa.Table) -> pa.Array:
    found = known.column(1).take(pc.index_in(keys, value_set=known.column(0)))
    return found.combine_chunks()
