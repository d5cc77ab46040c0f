"""A customer erased: out of every table, and out of the file's bytes.

Deleted rows stay in DuckDB's file as bytes that nothing points to any more, so the file is written anew without them and
put in the old one's place.
"""

from __future__ import annotations

import json
import secrets
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from segmentation.errors import SegmentationError
from segmentation.locale import N_
from segmentation.store.connection import connect
from segmentation.store.customer_records import current_values
from segmentation.store.damage import meaning
from segmentation.store.derived import DERIVED, derive
from segmentation.store.disk import put_in_place, writing_in
from segmentation.store.errors import BackupUnsound, DiskFull, ShopBeingRewritten, ShopStillRead
from segmentation.store.home import Home
from segmentation.store.leftovers import remove_waiting
from segmentation.store.proof import contents
from segmentation.store.workspace import Workspace

WAIT_SECONDS = 60.0
"""How long others may take to finish reading before the file is left as it is."""

_SHORTEST_PART = 4
"""A shorter text of Latin letters or digits is looked for as a whole value only: 12 is in too many of them."""

_DUE = "rewrite_due"
"""The shop's fact that says that deleted rows have left bytes in the file."""

_TEXTS = ("customer", "customer_key", "name", "phone", "email")


class CustomerNameDoesNotMatch(SegmentationError):
    message = N_("The name typed does not match. To erase this customer, type exactly: {name}.")
    code = "CUSTOMER_NAME_DOES_NOT_MATCH"


class FileNotRewritten(SegmentationError):
    message = N_(
        "The customer is gone from all tables, but the shop's file could not be written anew: it is still being read, or "
        "the disk is full. Finish the erasing in a minute."
    )
    code = "FILE_NOT_REWRITTEN"


@dataclass(frozen=True)
class Erased:
    """What was done. ``older_copies``: backups and files set aside that were made before and may still hold the customer."""

    rows_deleted: int
    lines_made_unidentified: int
    older_copies: tuple[Path, ...]


def name_to_type(workspace: Workspace, customer_id: int) -> str:
    """What a person types to erase the customer: the name, else the customer's number. Raises ``NoSuchCustomer``."""
    name = current_values(workspace, customer_id).get("name")
    if name is not None:
        return name.value
    with workspace.cursor() as cursor:
        ((customer,),) = cursor.execute(
            "select coalesce(customer, customer_key) from customers where customer_id = ?", [customer_id]
        ).fetchall()
    return str(customer)


def erase(home: Home, shop_id: str, customer_id: int, *, typed_name: str) -> Erased:
    """Erase a customer so that no byte of theirs stays in the shop's file; it cannot be undone.

    Their sales stay as sales of nobody known, so that the shop's totals stay. Every row of the customer in any other table
    goes, with those merged into them; examples in load reports that name them are blanked. Files that were dropped and are not
    loaded yet go too, as they may name the customer.

    Raises
    ------
    NoSuchCustomer, CustomerNameDoesNotMatch : nothing is changed.
    FileNotRewritten : the rows are gone; ``rewrite`` finishes the work.
    """
    workspace = home.open(shop_id)
    name = name_to_type(workspace, customer_id)
    if unicodedata.normalize("NFC", typed_name).strip() != name:
        raise CustomerNameDoesNotMatch(name=name)
    with workspace.writing() as cursor:
        ids = _with_merged(cursor, customer_id)
        texts = _texts_of(cursor, ids)
        theirs = "customer_id in (select unnest($ids)) or merged_from in (select unnest($ids))"
        lines = _one(cursor, f"select count(*) from lines where {theirs}", {"ids": ids})
        cursor.execute(f"update lines set customer_id = null, merged_from = null where {theirs}", {"ids": ids})
        rows = _delete_rows(cursor, ids)
        _blank_examples(cursor, texts)
        derive(cursor)
        cursor.execute(
            "insert into shop_facts select ?, '1' where ? not in (select fact from shop_facts)", [_DUE, _DUE]
        )
    rewrite(home, shop_id)
    return Erased(rows, lines, older_copies(home, shop_id))


def rewrite(home: Home, shop_id: str, *, wait_seconds: float = WAIT_SECONDS) -> None:
    """Write the shop's file anew from the rows that it has, so that deleted ones leave no byte. Raises ``FileNotRewritten``."""
    try:
        with home.replacing(shop_id, wait_seconds=wait_seconds) as folder:
            fresh = folder / "transfer" / f"{secrets.token_hex(8)}.duckdb"
            try:
                with writing_in(folder):
                    _copy_rows(folder, fresh)
                    put_in_place(fresh, folder / "shop.duckdb")
                remove_waiting(folder)
            finally:
                fresh.unlink(missing_ok=True)
    except (ShopStillRead, ShopBeingRewritten, DiskFull) as fault:
        raise FileNotRewritten() from fault
    with home.open(shop_id).writing() as cursor:
        cursor.execute("delete from shop_facts where fact = ?", [_DUE])


def is_rewrite_due(workspace: Workspace) -> bool:
    """Whether an erasing was cut short: the rows are gone, and ``rewrite`` has yet to take their bytes away."""
    return _DUE in workspace.facts()


def _copy_rows(folder: Path, fresh: Path) -> None:
    """All rows of the shop's closed file in a new one, both compared row by row. Raises ``BackupUnsound``."""
    opened = connect(folder / "shop.duckdb", transfer=folder / "transfer", spill=folder / "spill")
    try:
        ((source,),) = opened.execute("select current_database()").fetchall()
        quoted = str(fresh.resolve()).replace("'", "''")
        opened.execute(f"attach '{quoted}' as fresh")
        opened.execute(f'copy from database "{source}" to fresh')
        opened.execute("detach fresh")
        opened.execute(f"attach '{quoted}' as fresh (read_only)")
        if contents(opened, source) != contents(opened, "fresh"):
            raise BackupUnsound()
    except duckdb.Error as error:
        raise (meaning(error, folder) or error) from error
    finally:
        opened.close()


def older_copies(home: Home, shop_id: str) -> tuple[Path, ...]:
    """Backups of the shop and damaged files set aside: an erased customer may still be in them."""
    folder = home.folder / shop_id
    return tuple(
        sorted(file for pattern in ("backups/*", "quarantine-*/*") for file in folder.glob(pattern) if file.is_file())
    )


def delete_copies(home: Home, shop_id: str, copies: Iterable[Path]) -> None:
    """Delete these of ``older_copies``; others are left alone."""
    for file in set(copies) & set(older_copies(home, shop_id)):
        file.unlink(missing_ok=True)


def _one(cursor: duckdb.DuckDBPyConnection, sql: str, parameters: Any = None) -> int:
    ((found,),) = cursor.execute(sql, parameters).fetchall()
    return int(found)


def _with_merged(cursor: duckdb.DuckDBPyConnection, customer_id: int) -> list[int]:
    """The customer, and all who were found to be the same person."""
    ids = {customer_id}
    pairs = cursor.execute(
        "select kept_id, merged_id from merges where decision = 'accepted' and undone_at is null"
    ).fetchall()
    while more := {merged for kept, merged in pairs if kept in ids} - ids:
        ids |= more
    return sorted(ids)


def _texts_of(cursor: duckdb.DuckDBPyConnection, ids: list[int]) -> frozenset[str]:
    """What the customer can be known by: names, numbers, phones and addresses, now and before."""
    rows = cursor.execute(
        f"select {', '.join(_TEXTS)} from customers where customer_id in (select unnest($ids)) union all "
        "select value, null, null, null, null from record_changes where customer_id in (select unnest($ids)) "
        "and field in ('name', 'phone', 'email')",
        {"ids": ids},
    ).fetchall()
    return frozenset(_folded(text) for row in rows for text in row if text)


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold().strip()


def _names(text: str, known: frozenset[str]) -> bool:
    """Whether the text names the customer."""
    folded = _folded(text)
    return any(one == folded or (_is_telling(one) and one in folded) for one in known)


def _is_telling(text: str) -> bool:
    return len(text) >= _SHORTEST_PART or not text.isascii()


def _delete_rows(cursor: duckdb.DuckDBPyConnection, ids: list[int]) -> int:
    """All rows with the customer's number, in whichever table has one, also in those of later formats."""
    tables = cursor.execute(
        "select table_name, column_name from duckdb_columns() join duckdb_tables() "
        "using (database_name, schema_name, table_name) "
        "where database_name = current_database() and schema_name = 'main' "
        "and column_name in ('customer_id', 'kept_id', 'merged_id', 'merged_from') "
        "and table_name not in (select unnest(?))",
        [["lines", *DERIVED]],
    ).fetchall()
    deleted = 0
    for table, column in tables:
        deleted += _one(cursor, f'select count(*) from "{table}" where "{column}" in (select unnest(?))', [ids])
        cursor.execute(f'delete from "{table}" where "{column}" in (select unnest(?))', [ids])
    return deleted


def _blank_examples(cursor: duckdb.DuckDBPyConnection, known: frozenset[str]) -> None:
    """Refused values and examples of findings that name the customer."""
    refused = cursor.execute("select distinct value from refused_lines where value is not null").fetchall()
    if naming := [value for (value,) in refused if _names(value, known)]:
        cursor.execute("update refused_lines set value = null where value in (select unnest(?))", [naming])
    for load_id, findings in cursor.execute("select load_id, findings from loads").fetchall():
        said = json.loads(findings or "[]")
        blanked = _without(said, known)
        if blanked != said:
            text = json.dumps(blanked, ensure_ascii=False)
            cursor.execute("update loads set findings = ? where load_id = ?", [text, load_id])


def _without(said: Any, known: frozenset[str]) -> Any:
    if isinstance(said, str):
        return "" if _names(said, known) else said
    if isinstance(said, list):
        return [_without(one, known) for one in said]
    if isinstance(said, dict):
        return {key: _without(value, known) for key, value in said.items()}
    return said
