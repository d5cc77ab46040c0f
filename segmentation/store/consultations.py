"""Consultations a day as they were typed in, and which care of a stage was done when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from segmentation.errors import SegmentationError
from segmentation.locale import N_
from segmentation.store.clock import now_utc
from segmentation.store.workspace import Workspace

MOST_A_DAY = 1_000_000


class NotACount(SegmentationError):
    message = N_("Consultations a day are a whole number from 0 to {most}. Found: {found}.")
    code = "NOT_A_COUNT"


class NotTicked(SegmentationError):
    message = N_("This care is not ticked on {day}. Open the page again.")
    code = "NOT_TICKED"


@dataclass(frozen=True)
class Consultations:
    """How many people asked the shop something on a day. ``entered_at``: UTC."""

    counted_on: date
    per_day: int
    entered_at: datetime


def enter_consultations(workspace: Workspace, counted_on: date, per_day: int) -> None:
    """Keep a day's count; one entered later for the same day takes its place, the earlier one stays in the file.

    Raises ``NotACount``.
    """
    if not 0 <= per_day <= MOST_A_DAY:
        raise NotACount(found=per_day, most=MOST_A_DAY)
    with workspace.noting() as cursor:
        cursor.execute("insert into consultations values (?, ?, ?)", [counted_on, per_day, now_utc()])


def consultations(workspace: Workspace) -> tuple[Consultations, ...]:
    """One count a day, the latest that was entered for it; by day."""
    with workspace.cursor() as cursor:
        rows = cursor.execute(
            """select counted_on, arg_max(per_day, entered_at), max(entered_at) from consultations
               group by counted_on order by counted_on"""
        ).fetchall()
    return tuple(Consultations(*row) for row in rows)


def tick_care(workspace: Workspace, stage: str, item: str, ticked_on: date) -> None:
    """This care was done on that day; ticking the same day again changes nothing."""
    with workspace.noting() as cursor:
        if not _ticks(cursor.execute(_STANDING, [stage, item]).fetchall(), ticked_on):
            cursor.execute("insert into care_ticks values (?, ?, ?, ?, null)", [stage, item, ticked_on, now_utc()])


_STANDING = "select ticked_on from care_ticks where stage = ? and item = ? and removed_at is null"


def _ticks(rows: list[tuple[date]], day: date) -> bool:
    return any(found == day for (found,) in rows)


def untick_care(workspace: Workspace, stage: str, item: str, ticked_on: date) -> None:
    """Take a tick back; what was ticked before stands again. Raises ``NotTicked``."""
    with workspace.noting() as cursor:
        if not _ticks(cursor.execute(_STANDING, [stage, item]).fetchall(), ticked_on):
            raise NotTicked(day=ticked_on)
        cursor.execute(
            "update care_ticks set removed_at = ? where stage = ? and item = ? and ticked_on = ? and removed_at is null",
            [now_utc(), stage, item, ticked_on],
        )


def care_done(workspace: Workspace, stage: str) -> dict[str, date]:
    """Item → the last day on which it was ticked."""
    with workspace.cursor() as cursor:
        rows = cursor.execute(
            "select item, max(ticked_on) from care_ticks where stage = ? and removed_at is null group by item", [stage]
        ).fetchall()
    return dict(rows)
