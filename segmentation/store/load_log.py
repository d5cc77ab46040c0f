"""What is written down of every load, of sales and of all other kinds alike."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Protocol

import duckdb
import pyarrow as pa

from segmentation.store.clock import now_utc
from segmentation.store.errors import AlreadyLoaded


class IncomingFile(Protocol):
    """What is the same of a cleaned file whatever it holds. ``findings``: JSON-ready; ``refused``: intake's REFUSED."""

    @property
    def kind(self) -> str: ...
    @property
    def file_name(self) -> str: ...
    @property
    def sha256(self) -> str: ...
    @property
    def sheet(self) -> str: ...
    @property
    def refused(self) -> pa.Table: ...
    @property
    def findings(self) -> Sequence[dict[str, Any]]: ...
    @property
    def read_count(self) -> int: ...
    @property
    def left_out_count(self) -> int: ...
    @property
    def repeat_count(self) -> int: ...
    @property
    def mapping(self) -> str: ...


def new_load(cursor: duckdb.DuckDBPyConnection, incoming: IncomingFile) -> int:
    """The number of the load that begins, inside the caller's transaction.

    Raises
    ------
    AlreadyLoaded : the same bytes and sheet are already there and not undone.
    """
    found = cursor.execute(
        "select loaded_at, file_name from loads where sha256 = ? and sheet = ? and kind = ? and undone_at is null",
        [incoming.sha256, incoming.sheet, str(incoming.kind)],
    ).fetchall()
    if found:
        raise AlreadyLoaded(when=f"{found[0][0]:%Y-%m-%d %H:%M}", file=found[0][1])
    ((load_id,),) = cursor.execute("select coalesce(max(load_id), 0) + 1 from loads").fetchall()
    return int(load_id)


def write_load(
    cursor: duckdb.DuckDBPyConnection,
    incoming: IncomingFile,
    load_id: int,
    *,
    known: int,
    findings: Sequence[dict[str, Any]],
    span: str = "null, null",
    revenue: str = "0",
    currency: str | None = None,
) -> None:
    """The load's line in the history and its refused lines, inside the caller's transaction.

    ``known``: rows that the shop knew already. ``span`` and ``revenue``: SQL of ours for the first and last day and the net
    revenue, over the table ``incoming``, which has a row a kept line. ``currency``: the one that the file names.
    """
    cursor.execute(
        "insert into loads select $load, $kind, $file, $sha, $sheet, $at, $mapping, $read, count(*) - $known, $refused, "
        f"$known + $repeats, $left_out, {span}, {revenue}, $findings, null, $currency from incoming",
        {
            "load": load_id, "kind": str(incoming.kind), "file": incoming.file_name, "sha": incoming.sha256,
            "sheet": incoming.sheet, "at": now_utc(), "mapping": incoming.mapping, "read": incoming.read_count,
            "known": known, "repeats": incoming.repeat_count, "refused": incoming.refused.num_rows,
            "left_out": incoming.left_out_count,
            "currency": currency,
            "findings": json.dumps(list(findings), ensure_ascii=False, default=str),
        },
    )  # fmt: skip
    cursor.register("incoming_refused", incoming.refused)
    cursor.execute(
        f'insert into refused_lines select {int(load_id)}, row_number, "column", value, reason from incoming_refused'
    )
