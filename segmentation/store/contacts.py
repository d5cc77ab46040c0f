"""What stands in a customer's file, by one rule for every reader: the file itself, lists, searches and the workbook.

Of one customer the latest change that stands, what was entered by hand before what was imported, and last what sales sheets
bring along. Customers who were found to be one person say it together, in this order: what was entered of the one that is
kept, emptied fields too; what was entered of the others; what was imported of the one that is kept; and of the others.
Nothing is moved for it, so taking a merge back leaves every file as it was.
"""

from __future__ import annotations

from segmentation.store.same_customers import SAME_CUSTOMERS
from segmentation.store.workspace import Workspace

_IS_CONTACT = "field in ('name', 'phone', 'email')"

_STANDING = f"""
with same as ({SAME_CUSTOMERS}), who as ({{who}}), family as (
    select customer_id as person, customer_id from customers where customer_id in (select customer_id from who)
    union all
    select kept_id, customer_id from same where kept_id in (select customer_id from who)
), said as (
    select person, record_changes.customer_id, field, value, provenance, changed_at, change_id, author
    from record_changes join family using (customer_id) left join loads using (load_id)
    where {{which}} and record_changes.undone_at is null
      and (record_changes.load_id is null or (loads.load_id is not null and loads.undone_at is null))
    union all
    select person, customer_id, unnest(['name', 'phone', 'email']), unnest([sold_name, sold_phone, sold_email]), 'imported',
           null, null, null
    from customers join family using (customer_id)
), of_each as (
    select *, row_number() over (
        partition by person, customer_id, field
        order by provenance = 'entered' desc, changed_at desc nulls last, change_id desc nulls last) as age
    from said where value <> '' or provenance = 'entered'
), of_person as (
    -- What is emptied of another says nothing of the one that is kept.
    select *, row_number() over (
        partition by person, field
        order by provenance = 'entered' desc, customer_id = person desc, customer_id) as place
    from of_each where age = 1 and (value <> '' or customer_id = person)
)
select person as customer_id, field, value, provenance, changed_at, author from of_person where place = 1
"""

STANDING = _STANDING.format(who="select unnest(?) as customer_id", which="true")
"""What stands in the fields of some customers (the one ``?``), one row a customer and field: customer_id, field, value (null =
emptied by hand), provenance, changed_at (null = by a sales sheet), author."""

_CORRECTED = f"""
select customer_id, max(value) filter (field = 'name') as name, max(value) filter (field = 'phone') as phone,
       max(value) filter (field = 'email') as email
from ({
    _STANDING.format(
        who=f"select customer_id from record_changes where provenance = 'entered' and undone_at is null and {_IS_CONTACT} "
        "union select kept_id from same",
        which=_IS_CONTACT,
    )
}) group by customer_id
"""

CONTACT_COLUMNS = ", ".join(
    f"case when corrected.customer_id is null then customers.{name} else corrected.{name} end as {name}"
    for name in ("name", "phone", "email")
)

CONTACTS = f"""
select customers.customer_id, customers.customer, customers.customer_key, {CONTACT_COLUMNS}
from customers left join ({_CORRECTED}) as corrected using (customer_id)
"""
"""Every customer with name, phone and e-mail as they stand. Only those of whom something was entered, or who are several
customers in one, are looked at one by one; the rest is as the table of customers has it."""

CORRECTED = "kept_corrected"
KEPT_CONTACTS = {CORRECTED: _CORRECTED}
"""For ``Workspace.query_kept``: the few whose contacts are not those of the table of customers, found once a data version."""

CONTACT_TABLES = f'customers left join "{CORRECTED}" as corrected using (customer_id)'
"""The columns and tables of a statement over ``KEPT_CONTACTS`` that shows or asks for contacts, fast in a shop of any size."""


def contacts_stamp(workspace: Workspace) -> str:
    """Changes whenever a name, a phone, an e-mail or a number may have: what an index is kept by.

    Notes and other fields leave it alone, so that the next search after them is as fast as any.
    """
    found = workspace.query(
        """
        select (select (count(*), max(customer_id)) from customers) as customers,
               (select (count(*), max(load_id), max(loaded_at), count(undone_at), max(undone_at)) from loads) as loads,
               (select (count(*), max(change_id), max(changed_at), count(undone_at), max(undone_at))
                from record_changes where field in ('name', 'phone', 'email')) as changed,
               (select (count(*), max(merge_id), count(undone_at), max(undone_at))
                from merges where decision = 'accepted') as merged
        """
    )
    return repr(found.to_pylist()[0])
