"""Columns, types and grain of every table between layers. The words are those of the glossary.

Money and quantities are exact decimals; times are naive, in the file's own clock; texts are NFC without control
characters.
"""

from __future__ import annotations

import pyarrow as pa

MONEY = pa.decimal128(18, 4)
"""Money and quantities: four decimals, 64 bits inside DuckDB."""

SALES = pa.schema(
    [
        pa.field("row_number", pa.int64(), nullable=False),
        pa.field("customer", pa.string()),
        pa.field("customer_key", pa.string()),
        pa.field("name", pa.string()),
        pa.field("phone", pa.string()),
        pa.field("email", pa.string()),
        pa.field("order_number", pa.string()),
        pa.field("sold_at", pa.timestamp("us"), nullable=False),
        pa.field("product_code", pa.string()),
        pa.field("product", pa.string()),
        pa.field("category", pa.string()),
        pa.field("quantity", MONEY),
        pa.field("unit_price", MONEY),
        pa.field("discount", MONEY),
        pa.field("net_revenue", MONEY, nullable=False),
        pa.field("store", pa.string()),
        pa.field("staff", pa.string()),
        pa.field("channel", pa.string()),
        pa.field("status", pa.string()),
        pa.field("is_counted", pa.bool_(), nullable=False),
    ]
)
"""One row a sales line, cleaned. What intake hands to the store.

``row_number``: the row in the sheet, header included, first row 1. ``customer``: as the file writes it, what a person
sees; null = unidentified. ``customer_key``: what tells customers apart (NFKC, casefold, trimmed), null where ``customer``
is. ``is_counted``: false for cancelled and unpaid lines, which are kept but bring no revenue and no purchase.
"""

FIELDS = (
    "customer", "order", "date", "product", "category", "quantity", "unit_price", "discount", "amount",
    "store", "staff", "channel", "status",
    "name", "phone", "email", "product_code", "time", "currency", "refunded",
)  # fmt: skip
"""What a column of a sales sheet can be taken for. ``amount``: the line's own net revenue. ``time``: the clock time where
the date stands alone. ``refunded``: money given back on the order, a positive number. The first thirteen are the
command line's ``--map`` fields."""
