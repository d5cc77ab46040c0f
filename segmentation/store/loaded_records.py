"""What counts of the lists, contacts and feedback that were loaded: it follows from the loads that are not undone alone.

``loaded_feedback`` and ``loaded_interactions`` hold every load whole. ``feedback`` and ``interactions`` hold what counts: of
loads that overlap, rows equal in every field count as often as the load that has most of them says; and beside them what was
entered by hand, which has no load.
"""

from __future__ import annotations

import duckdb

CONTENT = {
    "feedback": "customer_id, given_at, rating, satisfaction, recommendation, kind, text",
    "interactions": "customer_id, happened_at, kind",
}
"""Table → the columns that a file brings, in the table's order."""

LIVE_LOADS = "select load_id from loads where undone_at is null"
"""The loads that count."""

_COUNTED = """
insert into {table} (load_id, {content})
select load_id, {content} from (
    select *, row_number() over (partition by {content}, occurrence order by load_id) as age from (
        select *, row_number() over (partition by load_id, {content}) as occurrence
        from loaded_{table} where load_id in ({live})
    )
) where age = 1
"""

_CATEGORIES = f"""
update products set category = settled.category
from (
    select product_id, coalesce(any_value(sold_category), arg_max(product_facts.category, load_id)) as category
    from products left join (
        select * from product_facts where load_id in ({LIVE_LOADS}) and category is not null
    ) as product_facts using (product_key)
    group by product_id
) as settled
where products.product_id = settled.product_id and products.category is distinct from settled.category
"""
"""A product's category: that of the sales sheets, else that of the newest product list."""

_CONTACTS = f"""
update customers set name = settled.name, phone = settled.phone, email = settled.email
from (
    select customer_id, coalesce(filed.name, sold_name) as name, coalesce(filed.phone, sold_phone) as phone,
           coalesce(filed.email, sold_email) as email
    from customers left join (
        select customer_id, arg_max(value, change_id) filter (field = 'name') as name,
               arg_max(value, change_id) filter (field = 'phone') as phone,
               arg_max(value, change_id) filter (field = 'email') as email
        from record_changes
        where load_id in ({LIVE_LOADS}) and undone_at is null and field in ('name', 'phone', 'email')
        group by customer_id
    ) as filed using (customer_id)
) as settled
where customers.customer_id = settled.customer_id
      and (customers.name, customers.phone, customers.email) is distinct from (settled.name, settled.phone, settled.email)
"""
"""A customer's loaded name, phone and e-mail: those of the newest customer list, else those of the sales sheets. What was entered
by hand stands above them (``contacts.CONTACTS``)."""


def settle_records(cursor: duckdb.DuckDBPyConnection) -> None:
    """Make what counts from what is loaded, inside the caller's transaction."""
    for table, content in CONTENT.items():
        cursor.execute(f"delete from {table} where load_id is not null")
        cursor.execute(_COUNTED.format(table=table, content=content, live=LIVE_LOADS))
    cursor.execute(_CATEGORIES)
    settle_contacts(cursor)


def settle_contacts(cursor: duckdb.DuckDBPyConnection) -> None:
    """Make the loaded names, phones and e-mails from the changes that stand, inside the caller's transaction."""
    cursor.execute(_CONTACTS)
