"""What staff write down of a customer: notes, complaints and suggestions, with author and moment.

They change no sales and no level, so that all answers about these stay.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from segmentation.errors import SegmentationError
from segmentation.locale import N_
from segmentation.store.clock import now_utc
from segmentation.store.customer_records import NoSuchCustomer
from segmentation.store.same_customers import same_customers
from segmentation.store.typed_text import LONGEST_TEXT, typed_line, typed_text
from segmentation.store.workspace import Workspace


class NoteKind(StrEnum):
    """What a note is."""

    NOTE = "note"
    COMPLAINT = "complaint"
    SUGGESTION = "suggestion"


class EmptyNote(SegmentationError):
    message = N_("There is nothing to keep: type 1 to {longest} characters, then save again.")
    code = "EMPTY_NOTE"


class NoSuchNote(SegmentationError):
    message = N_("This note is no longer there to be removed or brought back. Open the file again.")
    code = "NO_SUCH_NOTE"


@dataclass(frozen=True)
class Note:
    """One thing written down. ``written_at``: UTC."""

    note_id: int
    kind: NoteKind
    author: str | None
    written_at: datetime
    text: str
    is_removed: bool = False


def add_note(
    workspace: Workspace, customer_id: int, text: str, *, kind: NoteKind = NoteKind.NOTE, author: str | None = None
) -> int:
    """Keep a note; its number comes back. Raises ``EmptyNote`` and ``NoSuchCustomer``."""
    kept = typed_text(text)
    if kept is None:
        raise EmptyNote(longest=LONGEST_TEXT)
    with workspace.noting() as cursor:
        if not cursor.execute("select 1 from customers where customer_id = ?", [customer_id]).fetchall():
            raise NoSuchCustomer(customer=customer_id)
        ((last,),) = cursor.execute("select coalesce(max(note_id), 0) from notes").fetchall()
        cursor.execute(
            "insert into notes values (?, ?, ?, ?, ?, ?, null)",
            [last + 1, customer_id, kind.value, typed_line(author or ""), now_utc(), kept],
        )
    return int(last) + 1


def notes(workspace: Workspace, customer_id: int, *, with_removed: bool = False) -> tuple[Note, ...]:
    """The customer's notes of all kinds, the newest first; with those of who was merged into them."""
    ids = list(same_customers(workspace, customer_id))
    with workspace.cursor() as cursor:
        rows = cursor.execute(
            "select note_id, kind, author, written_at, text, removed_at is not null from notes "
            "where customer_id in (select unnest(?)) order by written_at desc, note_id desc",
            [ids],
        ).fetchall()
    every = (Note(number, NoteKind(kind), *rest) for number, kind, *rest in rows)
    return tuple(note for note in every if with_removed or not note.is_removed)


def remove_note(workspace: Workspace, note_id: int) -> None:
    """Take a note out of sight; it can be brought back. Raises ``NoSuchNote``."""
    _set_removed(workspace, note_id, removed=True)


def restore_note(workspace: Workspace, note_id: int) -> None:
    """Bring a removed note back. Raises ``NoSuchNote``."""
    _set_removed(workspace, note_id, removed=False)


def _set_removed(workspace: Workspace, note_id: int, *, removed: bool) -> None:
    state = "is null" if removed else "is not null"
    with workspace.noting() as cursor:
        if not cursor.execute(f"select 1 from notes where note_id = ? and removed_at {state}", [note_id]).fetchall():
            raise NoSuchNote()
        cursor.execute("update notes set removed_at = ? where note_id = ?", [now_utc() if removed else None, note_id])
