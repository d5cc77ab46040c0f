"""VIP levels set by hand, and the log of every change of level."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from segmentation.errors import SegmentationError
from segmentation.locale import N_
from segmentation.store.clock import now_utc
from segmentation.store.contacts import CONTACTS
from segmentation.store.same_customers import PERSONS
from segmentation.store.typed_text import LONGEST_LINE, typed_line
from segmentation.store.workspace import Workspace


class NoReasonForLevel(SegmentationError):
    message = N_("A level set by hand needs its reason. Type 1 to {longest} characters, then save again.")
    code = "NO_REASON_FOR_LEVEL"


class LevelEndsTooEarly(SegmentationError):
    message = N_("The level would end on {until}, before {day}, the day counted up to. Choose a later day.")
    code = "LEVEL_ENDS_TOO_EARLY"


class NoCustomerForLevel(SegmentationError):
    message = N_("There is no customer with the internal number {customer} in this shop. Search again.")
    code = "NO_CUSTOMER_FOR_LEVEL"


class NoSuchGrant(SegmentationError):
    message = N_("This level set by hand is no longer there. Open the page again.")
    code = "NO_SUCH_GRANT"


@dataclass(frozen=True)
class Grant:
    """A level set by hand, which wins over the rule up to and with ``until``. ``granted_at``: UTC."""

    grant_id: int
    customer_id: int
    customer: str
    name: str | None
    level: str
    reason: str
    until: date
    granted_at: datetime


@dataclass(frozen=True)
class Move:
    """One customer's change of level. ``from_level`` None = the first time that levels were recorded. ``said``: the words of
    who set the level by hand.
    """

    as_of: date
    customer_id: int
    from_level: str | None
    to_level: str
    reason: str
    said: str | None


GRANTS_IN_FORCE = f"""
select person as customer_id, arg_max(level, grant_id) as level, arg_max(reason, grant_id) as reason,
       arg_max(until, grant_id) as until
from vip_grants join ({PERSONS}) as persons using (customer_id) where removed_at is null and until >= ? group by person
"""
"""The levels set by hand that hold on a day (the one ``?``), one row a person: of several the latest."""

_GRANTS = f"""
select grant_id, person, customer, name, level, reason, until, granted_at
from vip_grants join ({PERSONS}) as persons using (customer_id) join ({CONTACTS}) as contacts on contacts.customer_id = person
"""

RECORDED = f"""
select person as customer_id, arg_max(to_level, age) as level, arg_max(reason, age) as reason
from (
    select person, to_level, reason, (person = customer_id, logged_at, customer_id) as age
    from vip_moves join ({PERSONS}) as persons using (customer_id)
) group by person
"""
"""Each person's level when levels were last recorded, and why; who was never above non-VIP is not in it. Of customers who are one
person, what was recorded of the one that is kept comes first."""


def set_level(
    workspace: Workspace, customer_id: int, level: str, *, reason: str, until: date, counted_up_to: date
) -> int:
    """Set a customer's level by hand; the number of the grant comes back.

    Raises
    ------
    NoReasonForLevel, LevelEndsTooEarly, NoCustomerForLevel
    """
    kept = typed_line(reason)
    if kept is None:
        raise NoReasonForLevel(longest=LONGEST_LINE)
    if until < counted_up_to:
        raise LevelEndsTooEarly(until=until, day=counted_up_to)
    with workspace.revising("vip_grants") as cursor:
        if not cursor.execute("select 1 from customers where customer_id = ?", [customer_id]).fetchall():
            raise NoCustomerForLevel(customer=customer_id)
        ((last,),) = cursor.execute("select coalesce(max(grant_id), 0) from vip_grants").fetchall()
        cursor.execute(
            "insert into vip_grants values (?, ?, ?, ?, ?, ?, null)",
            [last + 1, customer_id, level, kept, until, now_utc()],
        )
    return int(last) + 1


def end_grant(workspace: Workspace, grant_id: int) -> int:
    """The rule decides again; whose level it was comes back. The grant stays in the file, marked as removed.

    Raises ``NoSuchGrant``.
    """
    return _set_removed(workspace, grant_id, removed=True)


def restore_grant(workspace: Workspace, grant_id: int) -> int:
    """Bring an ended grant back; whose level it is comes back. Raises ``NoSuchGrant``."""
    return _set_removed(workspace, grant_id, removed=False)


def _set_removed(workspace: Workspace, grant_id: int, *, removed: bool) -> int:
    state = "is null" if removed else "is not null"
    with workspace.revising("vip_grants") as cursor:
        found = cursor.execute(
            f"select customer_id from vip_grants where grant_id = ? and removed_at {state}", [grant_id]
        ).fetchall()
        if not found:
            raise NoSuchGrant()
        moment = now_utc() if removed else None
        cursor.execute("update vip_grants set removed_at = ? where grant_id = ?", [moment, grant_id])
    return int(found[0][0])


def grants(workspace: Workspace, on: date) -> tuple[Grant, ...]:
    """The levels set by hand that have not ended before that day, the latest first; of merged customers, the one that is kept."""
    with workspace.cursor() as cursor:
        rows = cursor.execute(
            f"{_GRANTS} where removed_at is null and until >= ? order by grant_id desc", [on]
        ).fetchall()
    return tuple(Grant(*row) for row in rows)


def ended_grant(workspace: Workspace, grant_id: int) -> Grant | None:
    """A level that was ended before its time; None where it is not there or holds."""
    with workspace.cursor() as cursor:
        rows = cursor.execute(f"{_GRANTS} where removed_at is not null and grant_id = ?", [grant_id]).fetchall()
    return Grant(*rows[0]) if rows else None


def has_moves(workspace: Workspace) -> bool:
    """Whether any change of level was ever written down."""
    with workspace.cursor() as cursor:
        return bool(cursor.execute("select 1 from vip_moves limit 1").fetchall())


def log_moves(workspace: Workspace, moves: Sequence[Move]) -> None:
    """Write changes of level down; answers about sales stay."""
    if not moves:
        return
    with workspace.noting() as cursor:
        moment = now_utc()
        rows = ((m.as_of, m.customer_id, m.from_level, m.to_level, m.reason, m.said) for m in moves)
        columns = list(zip(*rows, strict=True))
        # One statement: a first record may hold a hundred thousand customers.
        cursor.execute(
            """insert into vip_moves by name
               select unnest(?::date[]) as as_of, unnest(?::integer[]) as customer_id, unnest(?::text[]) as from_level,
                      unnest(?::text[]) as to_level, unnest(?::text[]) as reason, unnest(?::text[]) as said,
                      ?::timestamp as logged_at""",
            [*(list(column) for column in columns), moment],
        )
