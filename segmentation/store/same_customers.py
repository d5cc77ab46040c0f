"""Who is who after merges: rows of customers found to be the same person stand under the one that is kept.

``merged_from`` of a row is the customer that it came in with, null where it never moved; so every step back is exact.
"""

from __future__ import annotations

import duckdb

from segmentation.store.workspace import Workspace

MOVED_TABLES = ("lines", "feedback", "interactions")
"""Tables whose rows go with a merge. What staff wrote and entered of a customer, and levels, stay where they are: who reads
them reads those of all who are one person."""

SAME_CUSTOMERS = """
with recursive edges as (
    select merged_id, kept_id from merges where decision = 'accepted' and undone_at is null
), chains(customer_id, kept_id) as (
    select merged_id, kept_id from edges
    union all
    select chains.customer_id, edges.kept_id from chains join edges on edges.merged_id = chains.kept_id
)
select customer_id, kept_id from chains where kept_id not in (select merged_id from edges)
"""
"""One row a customer who was merged into another: customer_id, and kept_id at the end of the chain. No merge that stands can
close a circle, because only customers that are not merged themselves are merged."""

PERSONS = f"""
select customer_id, coalesce(same.kept_id, customer_id) as person
from customers left join ({SAME_CUSTOMERS}) as same using (customer_id)
"""
"""One row a customer: customer_id, and person, the customer under whom they stand."""

CHANGES_OF_PERSONS = f"""
with live as (
    select * from record_changes
    where undone_at is null and (load_id is null or load_id in (select load_id from loads where undone_at is null))
), of_persons as (select live.*, person from live join ({PERSONS}) as persons using (customer_id))
select * exclude (person) replace (person as customer_id) from of_persons as one
where customer_id = person or (coalesce(value, '') <> '' and not exists (
    select 1 from live as own
    where own.customer_id = one.person and own.field = one.field and own.provenance = one.provenance))
"""
"""The record changes that stand, each under the customer who is kept. What a merged customer's file says counts where the kept
one's own says nothing of the field in the same way (entered or imported); a field emptied there says nothing."""

_BACK = """
update {table} set customer_id = merged_from, merged_from = null
where merged_from in (select customer_id from customers) and merged_from not in (select customer_id from same_customers)
      and customer_id is not null
"""
_ERASED = """
update {table} set merged_from = null, customer_id = null
where merged_from is not null and (customer_id is null or merged_from not in (select customer_id from customers))
"""
_MOVE = """
update {table} set customer_id = same.kept_id, merged_from = coalesce(merged_from, {table}.customer_id)
from same_customers as same
where same.customer_id = coalesce({table}.merged_from, {table}.customer_id) and {table}.customer_id <> same.kept_id
"""


def same_customers(workspace: Workspace, customer_id: int) -> tuple[int, ...]:
    """The customer's number, and those of all who were merged into them, in order."""
    rows = workspace.query(
        f"select customer_id from ({SAME_CUSTOMERS}) where kept_id = ? order by customer_id", [customer_id]
    )
    return (customer_id, *rows["customer_id"].to_pylist())


def settle_same_customers(cursor: duckdb.DuckDBPyConnection) -> None:
    """Put every row under the customer whose it is by the merges that stand, inside the caller's transaction."""
    cursor.execute(f"create or replace temp table same_customers as {SAME_CUSTOMERS}")
    for table in MOVED_TABLES:
        for statement in (_ERASED, _BACK, _MOVE):
            cursor.execute(statement.format(table=table))
    cursor.execute("drop table same_customers")
