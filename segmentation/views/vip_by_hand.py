"""A VIP level set by hand, ended and brought back: each writes the customer's change of level into the log at once.

What counts is the level in force on the last day of the data, whichever day is looked at.
"""

from __future__ import annotations

from datetime import date

from segmentation.store.vip_levels import Move, end_grant, has_moves, log_moves, restore_grant, set_level
from segmentation.store.workspace import Workspace
from segmentation.views.latest import latest_basis
from segmentation.views.vip import changes_of_level, record_levels


def set_by_hand(
    workspace: Workspace, customer_id: int, level: str, *, reason: str, until: date, counted_up_to: date
) -> int:
    """Set a customer's level; the number of the grant comes back. Raises what ``set_level`` raises."""
    before = _unwritten(workspace)
    number = set_level(workspace, customer_id, level, reason=reason, until=until, counted_up_to=counted_up_to)
    _record(workspace, before, customer_id)
    return number


def end_by_hand(workspace: Workspace, grant_id: int) -> None:
    """The rule decides again. Raises ``NoSuchGrant``."""
    before = _unwritten(workspace)
    _record(workspace, before, end_grant(workspace, grant_id))


def restore_by_hand(workspace: Workspace, grant_id: int) -> None:
    """Bring an ended level back. Raises ``NoSuchGrant``."""
    before = _unwritten(workspace)
    _record(workspace, before, restore_grant(workspace, grant_id))


def _unwritten(workspace: Workspace) -> list[Move]:
    """In a shop whose levels were never written down all of them, as they are before one is changed."""
    found = None if has_moves(workspace) else latest_basis(workspace)
    return [] if found is None else changes_of_level(workspace, found)


def _record(workspace: Workspace, before: list[Move], customer_id: int) -> None:
    log_moves(workspace, before)
    found = latest_basis(workspace)
    if found is not None:
        record_levels(workspace, found, customer_id)
