"""What is computed from the lines and stored beside them, because it does not depend on the rules or on ``as_of``.

The file says by which definition it was made. A file in which it was made by another, by an earlier program or by a step of
``migrations``, is brought to this one when it is opened.
"""

from __future__ import annotations

import hashlib

import duckdb

from segmentation.store.descriptions import comment_on, drop_customers_scored

ORDERS = """
select customer_id, order_number, min(sold_at)::date as order_date, min(sold_at) as ordered_at,
       sum(net_revenue)::decimal(18, 4) as net_revenue, count(*)::integer as line_count,
       arg_min(store, sold_at) as store, arg_min(staff, sold_at) as staff, arg_min(channel, sold_at) as channel
from lines where is_active and is_counted
group by customer_id, order_number, case when order_number is null then sold_at::date end
order by customer_id, order_date
"""
"""The rows of the table ``orders``."""

DAYS_OF_PURCHASES = """
select customer_id, order_date as purchase_date, (order_date - lag(order_date) over in_order)::integer as gap_days,
       purchases, (sum(purchases) over in_order - purchases)::integer as earlier_purchases
from (select customer_id, order_date, count(*)::integer as purchases from orders
      where net_revenue > 0 and customer_id is not null group by customer_id, order_date)
window in_order as (partition by customer_id order by order_date)
order by customer_id, order_date
"""
"""The rows of the table ``purchase_days``."""

SETTLED_CUSTOMERS = """
with ordered as (
    select customer_id, min(order_date) filter (net_revenue > 0) as first_purchase_date,
           max(order_date) filter (net_revenue > 0) as last_purchase_date, max(order_date) as last_order_date,
           count(*) filter (net_revenue > 0)::integer as frequency, sum(net_revenue) as monetary
    from orders where customer_id is not null group by customer_id
), settling as (select max(order_date) as settled_on from orders), bought as (
    select customer_id, count(*) as purchase_days, median(gap_days) as median_gap,
           arg_max(gap_days, purchase_date) as last_gap, sum(gap_days * gap_days)::integer as gap_squares,
           count(*) filter (purchase_date > settled_on - 365)::integer as year_purchase_days,
           count(*) filter (purchase_date > settled_on - 90)::integer as quarter_purchase_days
    from purchase_days cross join settling group by customer_id
), spent as (
    select customer_id, sum(case when 2 * (order_date - first_purchase_date) <= settled_on - first_purchase_date
                                 then net_revenue else 0 end) as earlier_revenue,
           sum(case when order_date > settled_on - 365 then net_revenue else 0 end) as year_spending
    from orders join ordered using (customer_id) cross join settling group by customer_id
)
select customer_id, first_purchase_date, last_purchase_date, last_order_date, frequency, monetary, purchase_days,
       median_gap, last_gap, gap_squares, settled_on, earlier_revenue, year_spending, year_purchase_days,
       quarter_purchase_days
from ordered join bought using (customer_id) join spent using (customer_id) cross join settling
order by customer_id
"""
"""What all orders of a customer come to, of those with a purchase: the rows of the table ``settled_customers``.

The columns from ``settled_on`` on hold for that day alone, the last order date of the shop, on which most is looked at.
"""

DERIVED = {"orders": ORDERS, "purchase_days": DAYS_OF_PURCHASES, "settled_customers": SETTLED_CUSTOMERS}
"""Table → its rows, each from the lines and the tables before it."""

MADE_BY = "derived by"
"""The shop's fact that says by which definition these tables were made."""


def definition() -> str:
    """The digest of what ``DERIVED`` says now."""
    return hashlib.sha256(repr(DERIVED).encode()).hexdigest()


def derive(cursor: duckdb.DuckDBPyConnection) -> None:
    """Make all of ``DERIVED`` from the lines that count, inside the caller's transaction."""
    for table, select in DERIVED.items():
        cursor.execute(f"create or replace table {table} as {select}")
    comment_on(cursor, DERIVED)  # a table made anew has none
    cursor.execute("delete from shop_facts where fact = ?", [MADE_BY])
    cursor.execute("insert into shop_facts values (?, ?)", [MADE_BY, definition()])


def derive_again(cursor: duckdb.DuckDBPyConnection) -> None:
    """In one transaction: ``derive``, where the file has lines and was made by another definition, else nothing.

    Results stored in the file stand on the former tables and go with them. A file with orders and no lines was not filled by
    loads of this program; its tables stay as they are. Five million lines of a million customers take five seconds, once.
    """
    made_by = cursor.execute("select value from shop_facts where fact = ?", [MADE_BY]).fetchall()
    if made_by == [(definition(),)] or not cursor.execute("select 1 from lines limit 1").fetchall():
        return
    cursor.execute("begin")
    try:
        derive(cursor)
        drop_customers_scored(cursor)
        cursor.execute("drop schema if exists kept cascade")
        cursor.execute("create schema kept")
        cursor.execute("commit")
    except BaseException:
        cursor.execute("rollback")
        raise
