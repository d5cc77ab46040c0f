"""What every table, view and column of a shop's file means: what its comments say, and the tables of ``docs/data.md``.

One English line each, with unit and grain, for whoever opens the file with a tool of their own.
"""

from __future__ import annotations

_AS_THEN = "The customer whose it was then, whoever they were merged into since: customers.customer_id"

_OF_MANY = {
    "kind": "What it is, as the file writes it",
    "text": "What was said",
    "reason": "The reason as typed; null = not said",
    "load_id": "The load that brought the row: loads.load_id",
    "row_number": "Row in the sheet, header included, first row 1",
    "customer_id": "The customer: customers.customer_id; of merged ones the one that is kept; null = nobody known",
    "merged_from": "The customer_id that the row came in with, where a merge has moved it; else null",
    "undone_at": "When it was undone (UTC); null = it counts",
    "removed_at": "When it was removed (UTC); null = it stands",
    "store": "The store as the file writes it; of an order the earliest line's",
    "staff": "Who sold, as the file writes it; of an order the earliest line's",
    "channel": "The sales channel as the file writes it; of an order the earliest line's",
    "given_at": "When it was said, in the file's own clock",
    "happened_at": "When it happened, in the file's own clock",
    "rating": "Rating as the file has it",
    "satisfaction": "Satisfaction as the file has it",
    "recommendation": "Would recommend, 0 to 10",
    "product_key": "What tells products apart: the code, else the name",
    "author": "Who wrote it, as typed; null = not said",
    "mapping": "Which column was taken for what, and how values were read (JSON)",
    "order_number": "Order number as the file writes it; null = the file has none, then a customer's day is one order",
    "order_date": "Calendar day of the order's earliest line",
    "ordered_at": "Moment of the order's earliest line, in the file's own clock",
    "line_count": "Number of lines of the order",
    "customer_key": "What tells customers apart: the customer's number or name, case and width folded",
    "customer": "The customer as the sales file writes them",
    "first_purchase_date": "Day of the first purchase; a purchase is an order of more than 0",
    "last_purchase_date": "Day of the last purchase",
    "frequency": "Number of purchases",
    "monetary": "Net revenue of all orders, returns taken off (the shop's currency)",
}
"""Columns that mean the same wherever they stand."""

DATA_DICTIONARY: dict[str, tuple[str, dict[str, str]]] = {
    "orders_counted": (
        "View: one row an order that counts, with the customer's key; those of nobody known too",
        {
            "net_revenue": "Net revenue of the order's counted lines; below 0 = more given back than sold (the shop's currency)",
            "is_purchase": "Whether the order is a purchase: its net revenue is above 0",
        },
    ),
    "customers_scored": (
        "View: one row a customer with a purchase, as the dashboard shows them on the last order date under the rules in use",
        {
            "as_of": "The day looked at: the shop's last order date",
            "name": "Name, as corrected by hand",
            "phone": "Phone, as corrected by hand",
            "email": "E-mail, as corrected by hand",
            "recency_days": "Days from the last purchase to as_of",
            "average_order_value": "monetary / frequency, four decimals (the shop's currency)",
            "r_score": "Recency score, 1 (longest ago) to 5",
            "f_score": "Frequency score, 1 (fewest) to 5",
            "m_score": "Monetary score, 1 (least) to 5",
            "weighted_score": "R, F and M weighted by the rules in use, 20 to 100",
            "segment": "Segment (key) by the segment table in use; own 1, own 2, ... are the shop's own",
            "segment_name": "The segment's name: in English, or as typed in",
            "value_class": "Value class A to D by the weighted score",
            "lifecycle_stage": "Life-cycle stage (key) by the shop's own rhythm",
            "vip_level": "VIP level in force: by hand, by grace, else by rule",
            "vip_decided_by": "What decided the VIP level: rule, grace or hand",
            "eight_type": "One of eight types: R, F and M each high or low",
            "final_class": "Final class: amount / rhythm",
        },
    ),
    "orders": (
        "One row an order that counts: made from the lines that are counted and active",
        {
            "net_revenue": "Sum of the net revenue of its lines (the shop's currency)",
        },
    ),
    "lines": (
        "One row a sales line of every load, also of loads that are undone; those that count are counted and active",
        {
            "sold_at": "When it was sold, in the file's own clock",
            "product_id": "The product: products.product_id; null = the file names none",
            "quantity": "Quantity; negative = given back",
            "unit_price": "Price of one (the shop's currency)",
            "discount": "Discount on the line (the shop's currency)",
            "net_revenue": "The line's own amount, else quantity * unit_price - discount; negative = given back",
            "status": "Order status as the file writes it",
            "is_counted": "False for cancelled and unpaid lines: no revenue, no purchase",
            "is_active": "False where a newer load has the order, or the load is undone",
        },
    ),
    "customers": (
        "One row a customer of any load, merged ones too; corrections by hand stand in record_changes",
        {
            "customer_id": "The customer's internal number; it stays the same for good",
            "name": "Loaded name: the newest customer list's, else the sales sheets'",
            "phone": "Loaded phone: the newest customer list's, else the sales sheets'",
            "email": "Loaded e-mail: the newest customer list's, else the sales sheets'",
            "sold_name": "Name by the sales sheets alone",
            "sold_phone": "Phone by the sales sheets alone",
            "sold_email": "E-mail by the sales sheets alone",
        },
    ),
    "products": (
        "One row a product that was sold",
        {
            "product_id": "The product's internal number",
            "product_code": "Product code as the file writes it",
            "product": "Product name, the one written most",
            "category": "Category: the sales sheets', else the newest product list's",
            "sold_category": "Category by the sales sheets alone",
        },
    ),
    "purchase_days": (
        "One row a customer and day with a purchase",
        {
            "purchase_date": "The day",
            "gap_days": "Days since the purchase day before; null = the first one",
            "purchases": "Number of purchases on the day",
            "earlier_purchases": "Number of purchases on all days before",
        },
    ),
    "settled_customers": (
        "One row a customer with a purchase: what all orders come to on the shop's last order date",
        {
            "last_order_date": "Day of the last order, returns too",
            "purchase_days": "Number of days with a purchase",
            "median_gap": "Median of the days between purchase days; null = one day only",
            "last_gap": "Days between the last two purchase days; null = one day only",
            "gap_squares": "Sum of the squares of the gaps (days squared)",
            "settled_on": "The shop's last order date, on which the columns behind this one hold",
            "earlier_revenue": "Net revenue in the first half of the time since the first purchase (the shop's currency)",
            "year_spending": "Net revenue of the last 365 days (the shop's currency)",
            "year_purchase_days": "Days with a purchase in the last 365 days",
            "quarter_purchase_days": "Days with a purchase in the last 90 days",
        },
    ),
    "loads": (
        "One row a load of a sheet, undone ones too",
        {
            "load_id": "The load's number, in the order of loading",
            "kind": "What the sheet held: sales, customers, interactions, feedback or products",
            "file_name": "Name of the file",
            "sha256": "SHA-256 of the file's bytes",
            "sheet": "Name of the sheet",
            "loaded_at": "When it was loaded (UTC)",
            "read_count": "Rows read = kept + refused + duplicates",
            "kept_count": "Rows kept that the shop did not know",
            "refused_count": "Rows refused: see refused_lines",
            "duplicate_count": "Rows that the shop knew already, or that repeat another",
            "left_out_count": "Rows that are no data, such as totals and titles",
            "first_date": "First day in the sheet",
            "last_date": "Last day in the sheet",
            "net_revenue": "Net revenue of its counted lines (the shop's currency)",
            "findings": "What was found in the data (JSON)",
            "currency": "Currency that the file names; null = none",
        },
    ),
    "refused_lines": (
        "One row a refused value of a load",
        {
            "column_name": "The column of the value",
            "value": "The value as the file has it; blanked where its customer was erased",
            "reason": "Why it was refused",
        },
    ),
    "load_rows": (
        "One row a customer or product of a loaded list: where in the sheet it stands first",
        {
            "customer_id": "The customer of a customer list; null in a product list",
            "product": "The product's name in a product list; null in a customer list",
        },
    ),
    "record_changes": (
        "One row a change of one field of a customer's file; the newest that stands counts, entered before imported",
        {
            "change_id": "The change's number",
            "customer_id": _AS_THEN,
            "field": "The field's key, such as name, phone, birthday; own:... is a field of the shop's own",
            "value": "The value as text, dates in ISO 8601; null = emptied",
            "provenance": "entered (by hand) or imported (by a load)",
            "load_id": "The load of an imported change; null = entered",
            "changed_at": "When it was changed (UTC)",
        },
    ),
    "notes": (
        "One row a note on a customer",
        {
            "note_id": "The note's number",
            "customer_id": _AS_THEN,
            "kind": "note, complaint or suggestion",
            "written_at": "When it was written (UTC)",
            "text": "The note",
        },
    ),
    "feedback": ("One row a piece of feedback that counts, loads that overlap counted once", {}),
    "interactions": ("One row a contact with a customer that counts, loads that overlap counted once", {}),
    "loaded_feedback": ("One row a piece of feedback of every load, whole", {"customer_id": _AS_THEN}),
    "loaded_interactions": ("One row a contact of every load, whole", {"customer_id": _AS_THEN}),
    "product_facts": (
        "One row a product of a loaded product list, under its code and under its name",
        {
            "category": "Category by the list",
            "cost": "What one costs the shop (the shop's currency)",
            "list_price": "List price of one (the shop's currency)",
        },
    ),
    "merges": (
        "One row a decision whether two customers are one person",
        {
            "merge_id": "The decision's number",
            "kept_id": "The customer that is kept: customers.customer_id",
            "merged_id": "The customer found to be the same person: customers.customer_id",
            "decision": "accepted (one person) or rejected (two people)",
            "decided_at": "When it was decided (UTC)",
        },
    ),
    "vip_grants": (
        "One row a VIP level set by hand",
        {
            "grant_id": "The number of the level set by hand",
            "customer_id": _AS_THEN,
            "level": "The level set: VIP, quasi-VIP or non-VIP",
            "until": "The last day on which it holds",
            "granted_at": "When it was set (UTC)",
        },
    ),
    "vip_moves": (
        "One row a change of a customer's VIP level",
        {
            "as_of": "The day on which the new level holds",
            "from_level": "The level before; null = levels were recorded for the first time",
            "to_level": "The level after",
            "reason": "What moved it",
            "logged_at": "When it was written down (UTC)",
            "said": "The words of who set the level by hand; null = the rule moved it",
        },
    ),
    "consultations": (
        "One row a count of people who asked the shop something; the latest entered of a day counts",
        {
            "counted_on": "The day",
            "per_day": "How many people asked on that day",
            "entered_at": "When it was typed in (UTC)",
        },
    ),
    "care_ticks": (
        "One row a piece of care of a store stage that was done",
        {
            "stage": "The store's stage (key)",
            "item": "Which care of the stage (key)",
            "ticked_on": "The day on which it was done",
            "ticked_at": "When it was ticked (UTC)",
        },
    ),
    "saved_parameters": (
        "One row a thing saved under a name: rules in use, lists, own fields",
        {
            "kind": "What it is; in use = rules that hold for the shop",
            "name": "Its name",
            "value": "What was saved (JSON)",
            "saved_at": "When it was saved (UTC)",
        },
    ),
    "rule_versions": (
        "One row a set of rules taken into use, all that ever were",
        {
            "version_id": "In the order of use",
            "name": "Which rules, such as vip or scoring",
            "value": "The rules (JSON); null = back to the default",
            "used_at": "When they were taken into use (UTC)",
        },
    ),
    "remembered_mappings": (
        "One row a kind of sheet whose reading is remembered",
        {"fingerprint": "Digest of the headers", "remembered_at": "When it was remembered (UTC)"},
    ),
    "shop_facts": (
        "One row a fact about the file: its format, data version and by which definitions it was made",
        {"fact": "The fact's name", "value": "Its value as text"},
    ),
}
"""Table or view → what a row is, and column → what it holds; those of ``_OF_MANY`` are left out. Those met most come first."""


def meaning(table: str, column: str) -> str:
    """What a column holds. Raises ``KeyError`` where nothing says it."""
    own = DATA_DICTIONARY[table][1]
    return own[column] if column in own else _OF_MANY[column]
