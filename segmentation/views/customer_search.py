"""Customers found by what a person remembers of them: name, phone in any writing, e-mail or number, or a part of it.

Everything that can be searched is folded into one text a customer, once a state of the contacts; a search is a scan of
those texts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pyarrow as pa
import pyarrow.compute as pc

from segmentation.intake.values.text import comparison_key, folded
from segmentation.store.contacts import CONTACTS, contacts_stamp
from segmentation.store.customer_records import values_of
from segmentation.store.same_customers import PERSONS
from segmentation.store.workspace import Workspace
from segmentation.views.answers import Answer

MOST_HITS = 50

FEWEST_PHONE_DIGITS = 3
"""From so many digits on a text of digits and their usual marks is looked for as a phone number too."""

FEWEST_NATIONAL_DIGITS = 7
"""A number with its country code is also looked for without, where so many digits are left."""

_BETWEEN = "\x1f"
_PHONE = re.compile(r"^[\d\s()+./·–-]+$")
_NOT_DIGITS = r"[^0-9]+"


@dataclass(frozen=True)
class Hit:
    """One customer found. ``customer``: as the sales sheet writes it."""

    customer_id: int
    customer: str
    name: str | None
    phone: str | None
    email: str | None
    last_purchase: date | None
    net_revenue: Decimal

    @property
    def title(self) -> str:
        """What a person reads first: the name, else the number."""
        return self.name or self.customer


@dataclass(frozen=True)
class Found:
    """The best hits, at most ``MOST_HITS``, of ``count`` in all."""

    hits: tuple[Hit, ...]
    count: int


@dataclass(frozen=True, eq=False)
class CustomerIndex:
    """``table``: customer_id and one folded text a customer: number, name, e-mail, the phone's digits and the phone, each
    between two ``_BETWEEN``. What a customer who was merged is known by is part of the text of the one that is kept.
    """

    table: pa.Table


def customer_index(workspace: Workspace) -> CustomerIndex:
    """The texts of all customers, as their files have them; what was corrected by hand is found, and what it replaced is not."""
    return CustomerIndex(index_answer(workspace).table())


def index_answer(workspace: Workspace) -> Answer:
    """The index's table."""
    return Answer(workspace, f"customer index {contacts_stamp(workspace)}", lambda: _texts(workspace))


def _texts(workspace: Workspace) -> pa.Table:
    table = workspace.query(
        f"""select customer_id, person, concat_ws(?, '', customer, name, email, '') as text, phone
            from ({CONTACTS}) as contacts join ({PERSONS}) as persons using (customer_id) order by customer_id""",
        [_BETWEEN],
    )
    phones = pc.replace_substring_regex(folded(pc.fill_null(table["phone"], "")), r"\.0$", "")
    digits = pc.replace_substring_regex(phones, _NOT_DIGITS, "")
    # The phone as it is written is found too: by words, such as those of an extension.
    texts = pc.binary_join_element_wise(folded(table["text"]), digits, phones, _BETWEEN)
    texts = pc.binary_join_element_wise(texts, "", _BETWEEN)
    return _persons(table.select(["customer_id", "person"]).append_column("text", texts))


def _persons(table: pa.Table) -> pa.Table:
    """One row a person: the texts of merged customers behind that of the one who is kept. ``table``: in order of customer_id."""
    is_merged = pc.not_equal(table["customer_id"], table["person"])
    more: dict[int, str] = {}
    for row in table.filter(is_merged).to_pylist():
        more[row["person"]] = more.get(row["person"], "") + row["text"]
    kept = table.filter(pc.invert(is_merged)).drop_columns(["person"])
    if not more:
        return kept
    has_more = pc.is_in(kept["customer_id"].combine_chunks(), value_set=pa.array(list(more), kept["customer_id"].type))
    longer = [row["text"] + more[row["customer_id"]] for row in kept.filter(has_more).to_pylist()]
    texts = pc.replace_with_mask(kept["text"].combine_chunks(), has_more, pa.array(longer, kept["text"].type))
    return kept.set_column(1, "text", texts)


def _phone_digits(typed: str) -> tuple[str, ...]:
    """The digits to look for: as typed, and without the country code or the 0 before them."""
    if not _PHONE.match(typed):
        return ()
    digits = re.sub(r"\D", "", typed)
    if len(digits) < FEWEST_PHONE_DIGITS:
        return ()
    national = digits.lstrip("0")
    forms = [digits, national]
    if typed.startswith(("+", "00")):
        forms += [national[code:] for code in (1, 2, 3)]
    return tuple(dict.fromkeys(form for form in forms if form == digits or len(form) >= FEWEST_NATIONAL_DIGITS))


def search(workspace: Workspace, index: CustomerIndex, typed: str) -> Found:
    """The customers that have all words typed, or the phone number in one of its forms; nothing for blanks.

    Whole values first, then beginnings, then the rest; among equals the customer who came first.
    """
    asked = comparison_key(typed).replace(_BETWEEN, "")
    if not asked:
        return Found((), 0)
    # The longest first: fewest customers have it, and of the others nothing more is looked at.
    words, phones = sorted(asked.split(), key=len, reverse=True), _phone_digits(asked)
    forms = [asked, *phones]
    has_words = " and ".join("contains(text, ?)" for _ in words)
    has_phone = "".join(" or contains(text, ?)" for _ in phones)
    is_so = " or ".join("contains(text, ?)" for _ in forms)
    with workspace.cursor() as cursor:
        cursor.register("customer_index", index.table)
        rows = cursor.execute(
            f"""
            with hits as materialized (
                select customer_id, case when not ({is_so}) then 2 when {is_so} then 0 else 1 end as rank
                from customer_index where ({has_words}){has_phone}
            )
            select customer_id, (select count(*) from hits) from hits order by rank, customer_id limit {MOST_HITS}
            """,
            [
                *(f"{_BETWEEN}{form}" for form in forms),
                *(f"{_BETWEEN}{form}{_BETWEEN}" for form in forms),
                *words,
                *phones,
            ],
        ).fetchall()
        cursor.unregister("customer_index")
    return Found(_hits(workspace, [number for number, _ in rows]), rows[0][1] if rows else 0)


def _hits(workspace: Workspace, customer_ids: list[int]) -> tuple[Hit, ...]:
    values = values_of(workspace, customer_ids)
    bought = workspace.query(
        """
        select customer_id, any_value(coalesce(customer, customer_key)) as customer,
               max(order_date) filter (net_revenue > 0) as last_purchase, coalesce(sum(net_revenue), 0) as net_revenue
        from customers left join orders using (customer_id)
        where customer_id in (select unnest(?)) group by customer_id
        """,
        [customer_ids],
    )
    by_id = {row["customer_id"]: row for row in bought.to_pylist()}
    hits = []
    for number in customer_ids:
        if number in by_id and number in values:
            said = {field: value.value for field, value in values[number].items()}
            row = by_id[number]
            name, phone, email = (said.get(field) for field in ("name", "phone", "email"))
            hits.append(Hit(number, row["customer"], name, phone, email, row["last_purchase"], row["net_revenue"]))
    return tuple(hits)
