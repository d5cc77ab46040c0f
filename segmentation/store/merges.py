"""Customers who are one person: accepted or rejected by hand, remembered, and taken back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import duckdb

from segmentation.errors import SegmentationError
from segmentation.locale import N_
from segmentation.store.clock import now_utc, on_this_clock
from segmentation.store.derived import derive
from segmentation.store.same_customers import SAME_CUSTOMERS, settle_same_customers
from segmentation.store.typed_text import typed_line
from segmentation.store.workspace import Workspace


class Verdict(StrEnum):
    """What a person said of two customers."""

    SAME = "accepted"
    DIFFERENT = "rejected"


class CannotMerge(SegmentationError):
    message = N_("These two customers are already one, or one of them is no longer there. Open the merge desk again.")
    code = "CANNOT_MERGE"


class NoSuchDecision(SegmentationError):
    message = N_("This decision is no longer there to be taken back. Open the merge desk again.")
    code = "NO_SUCH_DECISION"


@dataclass(frozen=True)
class Decision:
    """One decision. ``kept`` and ``merged``: the customers as the file writes them."""

    merge_id: int
    kept_id: int
    merged_id: int
    kept: str
    merged: str
    verdict: Verdict
    reason: str | None
    decided_at: datetime
    is_undone: bool

    @property
    def decided_at_local(self) -> datetime:
        """The moment on this machine's clock, without a zone."""
        return on_this_clock(self.decided_at)


def accept(workspace: Workspace, kept_id: int, merged_id: int, *, reason: str | None = None) -> int:
    """Take two customers for one person from now on; the decision's number comes back.

    All of the merged one stands under the kept one: orders, feedback and contacts, what is entered and written of them, and
    their levels; the shop's totals stay. A customer who was merged before brings along those who were merged into them.

    Raises
    ------
    CannotMerge : they are one already, or one of them is not there.
    """
    with workspace.writing() as cursor:
        kept, merged = (_kept_now(cursor, customer) for customer in (kept_id, merged_id))
        number = _write(cursor, kept, merged, Verdict.SAME, reason)
        settle_same_customers(cursor)
        derive(cursor)
    return number


def reject(workspace: Workspace, one_id: int, other_id: int, *, reason: str | None = None) -> int:
    """Remember that these are two people; they are not suspected again. Raises ``CannotMerge``."""
    with workspace.revising("merges") as cursor:
        one, other = (_kept_now(cursor, customer) for customer in (one_id, other_id))
        return _write(cursor, one, other, Verdict.DIFFERENT, reason)


def undo(workspace: Workspace, merge_id: int) -> None:
    """Take a decision back: all is as if it had never been made. Raises ``NoSuchDecision``."""
    with workspace.writing() as cursor:
        found = cursor.execute(
            "select decision from merges where merge_id = ? and undone_at is null", [merge_id]
        ).fetchall()
        if not found:
            raise NoSuchDecision()
        cursor.execute("update merges set undone_at = ? where merge_id = ?", [now_utc(), merge_id])
        if found[0][0] == Verdict.SAME:
            settle_same_customers(cursor)
            derive(cursor)


def decisions(workspace: Workspace) -> tuple[Decision, ...]:
    """Every decision, the newest first, those taken back too."""
    with workspace.cursor() as cursor:
        rows = cursor.execute(
            "select merge_id, kept_id, merged_id, coalesce(kept.customer, '–'), coalesce(merged.customer, '–'), decision, "
            "reason, decided_at, undone_at is not null from merges "
            "left join customers as kept on kept.customer_id = kept_id "
            "left join customers as merged on merged.customer_id = merged_id order by merge_id desc"
        ).fetchall()
    return tuple(
        Decision(number, kept_id, merged_id, kept, merged, Verdict(verdict), *rest)
        for number, kept_id, merged_id, kept, merged, verdict, *rest in rows
    )


def _kept_now(cursor: duckdb.DuckDBPyConnection, customer_id: int) -> int:
    """The customer at the end of the chain that begins here."""
    found = cursor.execute(
        f"select coalesce(kept_id, customer_id) from customers left join ({SAME_CUSTOMERS}) using (customer_id) "
        "where customer_id = ?",
        [customer_id],
    ).fetchall()
    if not found:
        raise CannotMerge()
    return int(found[0][0])


def _write(cursor: duckdb.DuckDBPyConnection, kept: int, merged: int, verdict: Verdict, reason: str | None) -> int:
    if kept == merged:
        raise CannotMerge()
    ((number,),) = cursor.execute("select coalesce(max(merge_id), 0) + 1 from merges").fetchall()
    cursor.execute(
        "insert into merges (merge_id, kept_id, merged_id, decision, reason, decided_at) values (?, ?, ?, ?, ?, ?)",
        [number, kept, merged, verdict.value, typed_line(reason or ""), now_utc()],
    )
    return int(number)
