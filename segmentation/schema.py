"""Columns, types and grain of every table between layers. The words are those of the glossary.

Money and quantities are exact decimals; times are naive, in the file's own clock; texts are NFC without control
characters.
"""

from __future__ import annotations

import pyarrow as pa

from segmentation.locale import N_

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

FIELD_NAMES: dict[str, str] = {
    "customer": N_("Customer"),
    "order": N_("Order number"),
    "date": N_("Order date"),
    "amount": N_("Amount of the line"),
    "quantity": N_("Quantity"),
    "unit_price": N_("Unit price"),
    "discount": N_("Discount"),
    "product": N_("Product"),
    "product_code": N_("Product code"),
    "category": N_("Category"),
    "store": N_("Store"),
    "staff": N_("Staff"),
    "channel": N_("Channel"),
    "status": N_("Order status"),
    "name": N_("Customer's name"),
    "phone": N_("Phone"),
    "email": N_("E-mail"),
    "time": N_("Time of day"),
    "currency": N_("Currency"),
    "refunded": N_("Amount refunded"),
}
"""Each field's name as a person reads it (English message ids), in the order shown."""

GLOSSARY: dict[str, str] = {
    "sales line": "One row of a sales sheet. It needs a customer (may be blank), a date, and an amount or quantity × unit price.",
    "net revenue": "The file's own amount where it has one, else quantity × unit price − discount. Returns are negative.",
    "order": "All lines with the same order number and customer; without order numbers, one order a customer a calendar day.",
    "order date": "The calendar day of the order's earliest line, in the file's own clock.",
    "purchase": "An order whose net revenue is above 0. Cancelled lines, gifts and pure returns are no purchases.",
    "purchase day": "A calendar day with at least one purchase of that customer.",
    "unidentified": "Lines without a customer. They count in the shop's totals and are never scored.",
    "as_of": "The last day counted; the last order date in the data unless chosen otherwise, never today's date.",
    "recency_days": "Days from the last purchase to as_of.",
    "frequency": "Number of purchases.",
    "monetary": "Net revenue of all the customer's orders up to as_of, returns included.",
    "average_order_value": "monetary ÷ frequency.",
    "tenure_days": "Days from the first purchase to as_of.",
    "purchase_span_days": "Days from the first to the last purchase.",
    "gap": "Days between two consecutive purchase days of one customer.",
    "rhythm": "The customer's median gap with three or more purchase days, else the shop's median gap.",
    "score": "1 (worst) to 5 (best), made from cuts.",
    "cuts": "The four limits between the five scores of R, F or M: shown, editable, exported.",
    "weighted score": "100 · Σ weight·score ÷ (5 · Σ weight): from 20 to 100.",
    "value class": "A key from 80, B important from 60, C ordinary from 40, D dormant below.",
    "segment": "A named set of score cells, such as champions.",
    "own rule": "The fewest customers that bring 80 % of revenue, as a share of customers.",
    "life-cycle stage": "New, waiting, growing, mature, returned, at risk or lost, by the shop's own rhythm.",
    "VIP level": "VIP, quasi-VIP or non-VIP, by spending and visits in the last 12 months.",
    "final class": "Nine classes by amount an order (thirds) and frequency (often, not often, occasional).",
}
"""What the words mean, shortly; definitions in full stand behind each page's help. The README's glossary is held against it."""
