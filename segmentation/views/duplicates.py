"""Customers who may be one person: the same phone, the same e-mail, or nearly the same name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import pyarrow as pa

from segmentation.store.contacts import CONTACTS, contacts_stamp
from segmentation.store.same_customers import SAME_CUSTOMERS
from segmentation.store.workspace import Workspace
from segmentation.views.answers import Answer
from segmentation.views.duplicate_pairs import DuplicateLimits, Sign, likeness, suspected_pairs


@dataclass(frozen=True)
class Person:
    """One customer as the merge desk shows them. Orders up to the last one loaded; ``last_date`` null = none."""

    customer_id: int
    customer: str
    name: str | None
    phone: str | None
    email: str | None
    purchases: int
    revenue: Decimal
    first_date: date | None
    last_date: date | None


@dataclass(frozen=True)
class Suspicion:
    """Two customers who may be one. ``kept``: the one with more purchases. ``likeness``: of the names, 0 to 100; None where one
    has none.
    """

    kept: Person
    merged: Person
    signs: tuple[Sign, ...]
    likeness: float | None

    @property
    def ids(self) -> frozenset[int]:
        return frozenset((self.kept.customer_id, self.merged.customer_id))

    @property
    def key(self) -> str:
        return f"{self.kept.customer_id}-{self.merged.customer_id}"


_PERSON = pa.struct(
    {
        "customer_id": pa.int64(), "customer": pa.string(), "name": pa.string(), "phone": pa.string(), "email": pa.string(),
        "purchases": pa.int64(), "revenue": pa.decimal128(22, 4), "first_date": pa.date32(), "last_date": pa.date32(),
    }
)  # fmt: skip
_SUSPICIONS = pa.schema({"kept": _PERSON, "merged": _PERSON, "signs": pa.list_(pa.string()), "likeness": pa.float64()})
"""``Suspicion`` as a row, the surest first."""

_COMPARED = f"""
with same as ({SAME_CUSTOMERS})
select customer_id, name, phone, email from ({CONTACTS}) as contacts
where coalesce(name, phone, email) is not null and customer_id not in (select customer_id from same)
      and (customer_id in (select customer_id from orders) or customer_id in (select customer_id from record_changes))
order by customer_id
"""
"""Who can be compared at all: customers without name, phone and e-mail share nothing with anybody."""

_ONLY_FILED = """
select count(distinct customer_id) as n from record_changes where customer_id not in (
    select customer_id from orders where customer_id is not null)
"""
"""Customers who are compared because something was entered of them, without having bought."""

_PEOPLE = f"""
with known as (select * from ({CONTACTS}) as contacts where customer_id in (select unnest(?))
), bought as (
    select customer_id, count(*) filter (net_revenue > 0) as purchases, sum(net_revenue) as revenue,
           min(order_date) as first_date, max(order_date) as last_date
    from orders semi join known using (customer_id) group by customer_id
)
select customer_id, customer, name, phone, email, coalesce(purchases, 0) as purchases,
       coalesce(revenue, 0)::decimal(22, 4) as revenue, first_date, last_date
from known left join bought using (customer_id)
"""

_REJECTED = f"""
with same as ({SAME_CUSTOMERS})
select coalesce(one.kept_id, merges.kept_id) as one, coalesce(other.kept_id, merges.merged_id) as other
from merges left join same as one on one.customer_id = merges.kept_id
left join same as other on other.customer_id = merges.merged_id
where decision = 'rejected' and undone_at is null
"""


def suspicions(workspace: Workspace, limits: DuplicateLimits | None = None) -> tuple[Suspicion, ...]:
    """Every two customers who may be one person and of whom nobody has said otherwise, the surest first.

    Surer: more signs, a more similar name, more purchases at stake.
    """
    found = suspicions_answer(workspace, limits or DuplicateLimits()).table()
    rejected = {frozenset(row.values()) for row in workspace.query(_REJECTED).to_pylist()}
    everyone = (_suspicion(row) for row in found.to_pylist())
    return tuple(one for one in everyone if one.ids not in rejected)


def suspicions_answer(workspace: Workspace, limits: DuplicateLimits) -> Answer:
    """All suspicions before any decision."""
    stands_on = f"suspicions {limits!r} {contacts_stamp(workspace)} {workspace.query(_ONLY_FILED).to_pylist()}"
    return Answer(workspace, stands_on, lambda: _suspicions(workspace, limits))


def _suspicions(workspace: Workspace, limits: DuplicateLimits) -> pa.Table:
    pairs = _pairs(workspace.query(_COMPARED), limits).to_pylist()
    ids = sorted({pair[side] for pair in pairs for side in ("one", "other")})
    people = {row["customer_id"]: Person(**row) for row in workspace.query(_PEOPLE, [ids]).to_pylist()}
    return pa.Table.from_pylist([asdict(one) for one in _surest(_worded(pairs, people))], schema=_SUSPICIONS)


def _suspicion(row: dict[str, Any]) -> Suspicion:
    return Suspicion(
        Person(**row["kept"]), Person(**row["merged"]), tuple(Sign(sign) for sign in row["signs"]), row["likeness"]
    )


def _pairs(contacts: pa.Table, limits: DuplicateLimits) -> pa.Table:
    pairs, ids = suspected_pairs(contacts, limits), contacts["customer_id"].combine_chunks()
    for place, side in enumerate(("one", "other")):
        pairs = pairs.set_column(place, side, ids.take(pairs[side]))
    return pairs


def suspected(people: list[Person], limits: DuplicateLimits) -> tuple[Suspicion, ...]:
    """The same among people given, nothing decided yet."""
    known = {person.customer_id: person for person in people}
    columns = {name: [getattr(person, name) for person in people] for name in ("name", "phone", "email")}
    contacts = pa.table({"customer_id": pa.array(list(known), pa.int64())} | columns)
    return _surest(_worded(_pairs(contacts, limits).to_pylist(), known))


def with_sign(found: tuple[Suspicion, ...], sign: Sign | None) -> tuple[Suspicion, ...]:
    """Those that have the sign, in their order; None = all."""
    return tuple(one for one in found if sign is None or sign in one.signs)


def _worded(pairs: Iterable[dict[str, Any]], people: Mapping[int, Person]) -> Iterator[Suspicion]:
    for pair in pairs:
        both = (people[pair["one"]], people[pair["other"]])
        kept, merged = sorted(both, key=lambda person: (-person.purchases, person.customer_id))
        yield Suspicion(kept, merged, tuple(sign for sign in Sign if pair[sign]), likeness(kept.name, merged.name))


def _surest(found: Iterable[Suspicion]) -> tuple[Suspicion, ...]:
    return tuple(sorted(found, key=_surest_first))


def _surest_first(one: Suspicion) -> tuple[float, ...]:
    likeness = one.likeness if one.likeness is not None else 50.0
    return (-len(one.signs), -likeness, -one.merged.purchases, one.kept.customer_id, one.merged.customer_id)
