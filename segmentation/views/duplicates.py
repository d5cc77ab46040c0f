"""Customers who may be one person: the same phone, the same e-mail, or nearly the same name."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from itertools import combinations
from typing import Any

import numpy as np
from rapidfuzz import fuzz, process

from segmentation.intake.values.customers import phone_key
from segmentation.intake.values.text import comparison_key
from segmentation.locale import N_
from segmentation.store.contacts import CONTACTS
from segmentation.store.same_customers import SAME_CUSTOMERS
from segmentation.store.workspace import Workspace


class Sign(StrEnum):
    """What two customers share."""

    PHONE = "phone"
    EMAIL = "email"
    NAME = "name"


SIGNS = {Sign.PHONE: N_("Same phone"), Sign.EMAIL: N_("Same e-mail"), Sign.NAME: N_("Similar name")}
"""What a person reads of each sign (message ids)."""


@dataclass(frozen=True)
class DuplicateLimits:
    """When two customers are suspected.

    ``name_ratio``: rapidfuzz's ratio of the two names, words sorted, from 0 to 100. ``common_name``: a name that more customers
    than this have says nothing by itself. ``shared_contact``: a phone or an e-mail that more customers than this have is the
    shop's or a company's. ``shortest_name``: characters below which a name only counts when it is exactly the same.
    ``neighbours``: with how many names next in order each is compared. ``phone_digits``: last digits that two spellings of a
    phone share for sure. ``region``: of phones without a country; None = Chinese mobiles and digits as they are.
    """

    name_ratio: float = 90.0
    common_name: int = 3
    shared_contact: int = 5
    shortest_name: int = 6
    neighbours: int = 8
    phone_digits: int = 7
    region: str | None = None


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
    def key(self) -> str:
        return f"{self.kept.customer_id}-{self.merged.customer_id}"


_PEOPLE = f"""
with same as ({SAME_CUSTOMERS}), known as (
    select customer_id, customer, name, phone, email,
           customer_id in (select customer_id from record_changes) as is_filed
    from ({CONTACTS}) as contacts
    where coalesce(name, phone, email) is not null and customer_id not in (select customer_id from same)
), bought as (
    select customer_id, count(*) filter (net_revenue > 0) as purchases, sum(net_revenue) as revenue,
           min(order_date) as first_date, max(order_date) as last_date
    from orders semi join known using (customer_id) group by customer_id
)
select customer_id, customer, name, phone, email, coalesce(purchases, 0) as purchases,
       coalesce(revenue, 0)::decimal(18, 4) as revenue, first_date, last_date
from known left join bought using (customer_id) where bought.customer_id is not null or is_filed order by customer_id
"""
"""Who can be compared at all: customers without name, phone and e-mail share nothing with anybody."""

_REJECTED = f"""
with same as ({SAME_CUSTOMERS})
select coalesce(one.kept_id, merges.kept_id) as one, coalesce(other.kept_id, merges.merged_id) as other
from merges left join same as one on one.customer_id = merges.kept_id
left join same as other on other.customer_id = merges.merged_id
where decision = 'rejected' and undone_at is null
"""
Pair = tuple[int, int]
_NOT_DIGITS = re.compile(r"\D")


def suspicions(workspace: Workspace, limits: DuplicateLimits | None = None) -> tuple[Suspicion, ...]:
    """Every two customers who may be one person and of whom nobody has said otherwise, the surest first.

    Surer: more signs, a more similar name, more purchases at stake.
    """
    limits = limits or DuplicateLimits()
    people = [Person(**row) for row in workspace.query(_PEOPLE).to_pylist()]
    rejected = {frozenset(row.values()) for row in workspace.query(_REJECTED).to_pylist()}
    found = suspected(people, limits)
    return tuple(one for one in found if frozenset((one.kept.customer_id, one.merged.customer_id)) not in rejected)


def with_sign(found: tuple[Suspicion, ...], sign: Sign | None) -> tuple[Suspicion, ...]:
    """Those that have the sign, in their order; None = all."""
    return tuple(one for one in found if sign is None or sign in one.signs)


def suspected(people: list[Person], limits: DuplicateLimits) -> tuple[Suspicion, ...]:
    """The same among people given, nothing decided yet."""
    phones, emails = _phones(people, limits), _emails(people)
    names = [comparison_key(person.name) if person.name else "" for person in people]
    signs: defaultdict[Pair, list[Sign]] = defaultdict(list)
    for sign, keys in ((Sign.PHONE, phones), (Sign.EMAIL, emails)):
        for pair in _sharing(keys, limits.shared_contact):
            signs[pair].append(sign)
    for one, other in _near_names(names, limits):
        is_other_person = any(keys[one] and keys[other] and keys[one] != keys[other] for keys in (phones, emails))
        if (one, other) in signs or not is_other_person:
            signs[one, other].append(Sign.NAME)
    made = [_suspicion(people[one], people[other], tuple(shared)) for (one, other), shared in signs.items()]
    return tuple(sorted(made, key=_surest_first))


def _suspicion(one: Person, other: Person, signs: tuple[Sign, ...]) -> Suspicion:
    kept, merged = sorted((one, other), key=lambda person: (-person.purchases, person.customer_id))
    return Suspicion(kept, merged, signs, _likeness(one.name, other.name))


def _surest_first(one: Suspicion) -> tuple[float, ...]:
    likeness = one.likeness if one.likeness is not None else 50.0
    return (-len(one.signs), -likeness, -one.merged.purchases, one.kept.customer_id, one.merged.customer_id)


def _likeness(one: str | None, other: str | None) -> float | None:
    if not one or not other:
        return None
    return fuzz.ratio(_sorted_words(comparison_key(one)), _sorted_words(comparison_key(other)))


def _phones(people: list[Person], limits: DuplicateLimits) -> list[str]:
    """Each one's phone as spellings share it. Only those that can match at all are parsed, which is what takes time."""
    plain = [person.phone or "" for person in people]
    plain = [phone if phone.isascii() else comparison_key(phone) for phone in plain]  # full-width digits
    tails = [_NOT_DIGITS.sub("", phone)[-limits.phone_digits :] for phone in plain]
    often: defaultdict[str, int] = defaultdict(int)
    for tail in tails:
        often[tail] += 1
    return [
        phone_key(phone, limits.region) if len(tail) == limits.phone_digits and often[tail] > 1 else phone
        for phone, tail in zip(plain, tails, strict=True)
    ]


def _emails(people: list[Person]) -> list[str]:
    return [comparison_key(person.email) if person.email and "@" in person.email else "" for person in people]


def _sharing(keys: list[str], most: int) -> Iterator[Pair]:
    """Pairs of places with the same key, of keys that not more than ``most`` share."""
    places: defaultdict[str, list[int]] = defaultdict(list)
    for place, key in enumerate(keys):
        if key:
            places[key].append(place)
    for sharing in places.values():
        if 2 <= len(sharing) <= most:
            yield from combinations(sharing, 2)


def _sorted_words(name: str) -> str:
    return " ".join(sorted(re.sub(r"[\W_]+", " ", name).split()))


def _near_names(names: list[str], limits: DuplicateLimits) -> Iterator[Pair]:
    """Pairs of places with nearly the same name.

    Different names are put in order, and each is compared with the next few: once by their beginnings and once by their
    ends, so that one odd letter anywhere leaves them neighbours in one of the two. That takes 2 · ``neighbours`` comparisons
    a name, however many there are.
    """
    places: defaultdict[str, list[int]] = defaultdict(list)
    for place, name in enumerate(names):
        key = _sorted_words(name) if name else ""
        if len(key) > 1:
            places[key].append(place)
    rare = {name: who for name, who in places.items() if len(who) <= limits.common_name}
    for who in rare.values():
        yield from combinations(who, 2)
    for one, other in _alike(rare, limits):
        for pair in ((a, b) for a in rare[one] for b in rare[other]):
            yield (min(pair), max(pair))


def _alike(names: Iterable[str], limits: DuplicateLimits) -> set[tuple[str, str]]:
    long = [name for name in names if len(name) >= limits.shortest_name]
    found: set[tuple[str, str]] = set()
    for in_order in (sorted(long), sorted(long, key=lambda name: name[::-1])):
        for step in range(1, min(limits.neighbours, len(in_order) - 1) + 1):
            first, second = in_order[:-step], in_order[step:]
            ratios: np.ndarray[Any, Any] = process.cpdist(
                first, second, scorer=fuzz.ratio, score_cutoff=limits.name_ratio, workers=1
            )
            found.update((first[at], second[at]) for at in np.flatnonzero(ratios >= limits.name_ratio).tolist())
    return {(one, other) for one, other in found if one < other} | {(other, one) for one, other in found if other < one}
