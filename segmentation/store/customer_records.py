"""A customer's file as a row of changes: what stands in each field, where it is from, and every step back.

A field's value is its latest change that is not undone and whose load is not undone. What was entered by hand wins over
what was imported: a list that is loaded later does not overwrite what staff know. A change to nothing empties the field.
Customers who were found to be one person have one file (``contacts`` says which of them is heard first).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import duckdb

from segmentation.errors import SegmentationError
from segmentation.locale import N_
from segmentation.store.clock import now_utc
from segmentation.store.contacts import STANDING
from segmentation.store.customer_fields import UnknownField, fields_of
from segmentation.store.loaded_records import settle_contacts
from segmentation.store.same_customers import same_customers
from segmentation.store.typed_text import typed_line
from segmentation.store.workspace import Workspace

ENTERED, IMPORTED = "entered", "imported"


class NoSuchCustomer(SegmentationError):
    message = N_(
        "There is no customer with the internal number {customer} in this shop. Search for the customer again."
    )
    code = "NO_SUCH_CUSTOMER"


class NoSuchChange(SegmentationError):
    message = N_("This change is no longer there to be undone or brought back. Open the file again.")
    code = "NO_SUCH_CHANGE"


@dataclass(frozen=True)
class FieldValue:
    """What stands in a field. ``changed_at``: UTC; None for what sales sheets brought along, whose change is not kept."""

    field: str
    value: str
    provenance: str
    changed_at: datetime | None
    author: str | None


@dataclass(frozen=True)
class Change:
    """One change of one field. ``value`` None = emptied. ``changed_at``: UTC."""

    change_id: int
    field: str
    value: str | None
    provenance: str
    author: str | None
    changed_at: datetime
    is_undone: bool
    is_load_undone: bool
    file_name: str | None


def current_values(workspace: Workspace, customer_id: int) -> dict[str, FieldValue]:
    """Field → what stands in it; a field without a value is left out. Raises ``NoSuchCustomer``."""
    found = values_of(workspace, [customer_id])
    if customer_id not in found:
        raise NoSuchCustomer(customer=customer_id)
    return found[customer_id]


def values_of(workspace: Workspace, customer_ids: Sequence[int]) -> dict[int, dict[str, FieldValue]]:
    """``current_values`` of several customers, those of them that there are."""
    with workspace.cursor() as cursor:
        return _values(cursor, customer_ids)


def _values(cursor: duckdb.DuckDBPyConnection, customer_ids: Sequence[int]) -> dict[int, dict[str, FieldValue]]:
    ids = list(customer_ids)
    found: dict[int, dict[str, FieldValue]] = {
        number: {}
        for (number,) in cursor.execute(
            "select customer_id from customers where customer_id in (select unnest(?))", [ids]
        ).fetchall()
    }
    for number, field, value, provenance, changed_at, author in cursor.execute(STANDING, [ids]).fetchall():
        if value:
            found[number][field] = FieldValue(field, value, provenance, changed_at, author)
    return found


def history(workspace: Workspace, customer_id: int) -> tuple[Change, ...]:
    """Every change of the customer's file, the newest first, undone ones too; with those of who was merged into them."""
    ids = list(same_customers(workspace, customer_id))
    with workspace.cursor() as cursor:
        rows = cursor.execute(
            "select change_id, field, value, provenance, author, changed_at, record_changes.undone_at is not null, "
            "loads.undone_at is not null, file_name from record_changes left join loads using (load_id) "
            "where customer_id in (select unnest(?)) order by changed_at desc, change_id desc",
            [ids],
        ).fetchall()
    return tuple(Change(*row) for row in rows)


def change(
    workspace: Workspace, customer_id: int, values: Mapping[str, str | None], *, author: str | None = None
) -> tuple[int, ...]:
    """Enter values by hand; the numbers of the changes come back, none for a field that already says so.

    ``values``: field → what was typed; nothing or blanks empty the field. All of them or none.

    Raises
    ------
    NoSuchCustomer, UnknownField, NotADay, NotAChoice
    """
    fields = {field.key: field for field in fields_of(workspace)}
    if unknown := [key for key in values if key not in fields]:
        raise UnknownField(field=unknown[0], fields=", ".join(fields))
    kept = {key: fields[key].kept(typed) for key, typed in values.items()}
    signed = typed_line(author or "")
    with workspace.cursor() as cursor:
        standing = _values(cursor, [customer_id])
    if customer_id not in standing:
        raise NoSuchCustomer(customer=customer_id)
    before = standing[customer_id]
    new = [(key, value) for key, value in kept.items() if value != (before[key].value if key in before else None)]
    if not new:
        return ()
    with workspace.revising("record_changes") as cursor:
        ((last,),) = cursor.execute("select coalesce(max(change_id), 0) from record_changes").fetchall()
        moment, numbers = now_utc(), tuple(range(last + 1, last + 1 + len(new)))
        for number, (field, value) in zip(numbers, new, strict=True):
            cursor.execute(
                "insert into record_changes values (?, ?, ?, ?, ?, null, ?, ?, null)",
                [number, customer_id, field, value, ENTERED, signed, moment],
            )
    return numbers


def undo_changes(workspace: Workspace, change_ids: Iterable[int]) -> None:
    """Take changes back, entered or imported: what stood before stands again. Raises ``NoSuchChange``."""
    _set_undone(workspace, list(change_ids), undone=True)


def redo_changes(workspace: Workspace, change_ids: Iterable[int]) -> None:
    """Bring undone changes back. Raises ``NoSuchChange``."""
    _set_undone(workspace, list(change_ids), undone=False)


def _set_undone(workspace: Workspace, change_ids: list[int], *, undone: bool) -> None:
    state = "is null" if undone else "is not null"
    with workspace.cursor() as cursor:
        ((imported,),) = cursor.execute(
            "select count(load_id) from record_changes where change_id in (select unnest(?))", [change_ids]
        ).fetchall()
    with workspace.writing() if imported else workspace.revising("record_changes") as cursor:
        ((found,),) = cursor.execute(
            f"select count(*) from record_changes where change_id in (select unnest(?)) and undone_at {state}",
            [change_ids],
        ).fetchall()
        if found != len(set(change_ids)):
            raise NoSuchChange()
        moment = now_utc() if undone else None
        cursor.execute(
            "update record_changes set undone_at = ? where change_id in (select unnest(?))", [moment, change_ids]
        )
        if imported:
            settle_contacts(cursor)
