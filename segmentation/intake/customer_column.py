"""Which column tells customers apart: a number, else an e-mail, else a phone, else a name, which is said."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from segmentation.intake.column import Column
from segmentation.intake.raw import RawTable
from segmentation.intake.values.customers import customer
from segmentation.intake.values.look import SAMPLE, Look
from segmentation.locale import N_

BY_NAME = N_("Customers are told apart by {column} alone: two people of one name count as one.")

_PERSON = re.compile(
    r"^(?:customers?|clients?|buyers?|members?|guest|shopper|客户|顾客|会员|买家|客人|购买人|购买者|kunden?|clientes?|acheteur|käufer|comprador)$",
    re.IGNORECASE,
)
_ROWS = 200_000
"""Lines looked at, from the top, so that orders stay whole."""
_INSTEAD = N_("There is no customer number: this tells customers apart.")
_BESIDE = N_("The customer column holds names: this tells customers apart.")
_ONLY_NAME = N_("There is nothing but a name to tell customers apart.")


@dataclass(frozen=True)
class KeyLimits:
    """When a column can tell customers apart, as shares of lines or of different values.

    ``names``: a column of people has fewer values with a digit than this. ``hidden``: from this share of values hidden with stars
    or short of digits a column is of no use. ``reached``: of the lines that name somebody, those with an e-mail or phone of
    their own, for it to win over the name; the others would be nobody's. ``variety``: different e-mails or phones for each
    different name; far fewer are the shop's own. ``name_confidence``: how sure a name alone can be.
    """

    names: float = 0.5
    hidden: float = 0.9
    reached: float = 0.8
    variety: float = 0.5
    name_confidence: float = 0.5


def holds_names(header: str, look: Look, limits: KeyLimits | None = None) -> bool:
    """Whether a column called "customer" or the like holds people's names instead of numbers."""
    is_called_so = _PERSON.match(header.strip()) is not None
    return is_called_so and look.filled > 0 and look.digits < (limits or KeyLimits()).names and look.email < 0.5


def with_customer(
    raw: RawTable,
    columns: list[Column],
    look: Callable[[int], Look],
    *,
    is_settled: bool = False,
    limits: KeyLimits | None = None,
) -> list[Column]:
    """The columns with the one that tells customers apart; unchanged where that one holds numbers.

    A customer column of names gives way to an e-mail or phone that most of its lines have. Hidden values tell nobody apart.
    The e-mail, phone or name stays what it was besides. ``is_settled``: a person chose the columns before; a name
    then stays.
    """
    limits = limits or KeyLimits()
    found = {each.field: each for each in reversed(columns)}
    usable = {name: each for name, each in found.items() if _is_readable(look(each.index), limits)}
    usable = usable if is_settled else _telling(raw, usable, look)
    taken = usable.get("customer")
    rest = [each for each in columns if each.field != "customer"]
    if taken is None:
        for name in ("email", "phone"):
            if name in usable:
                return [*rest, replace(usable[name], field="customer", why=_INSTEAD)]
        if "name" in usable:
            return [*rest, _only_name(replace(usable["name"], field="customer"), limits)]
        return rest
    if is_settled or not holds_names(taken.header, look(taken.index), limits):
        return columns
    names = [] if "name" in found else [replace(taken, field="name")]
    for name in ("email", "phone"):
        if name in usable and _reaches(raw, taken.index, usable[name].index, limits):
            return [*rest, *names, replace(usable[name], field="customer", why=_BESIDE)]
    return [*rest, *(_only_name(each, limits) for each in columns if each.field == "customer")]


def _telling(raw: RawTable, usable: dict[str, Column], look: Callable[[int], Look]) -> dict[str, Column]:
    """Those that can tell anybody apart, where there are such: filled, of more than one value, and one for each order."""
    people = [name for name in ("customer", "email", "phone", "name") if name in usable]
    order = usable.get("order")

    def tells(name: str) -> bool:
        seen, index = look(usable[name].index), usable[name].index
        if name == "customer" and holds_names(usable[name].header, seen):
            return True
        is_one = seen.filled > 1 and seen.distinct * seen.filled < 1.5
        if not seen.filled or (is_one and (name == "customer" or "customer" not in usable)):
            return False
        return order is None or name == "customer" or not _differs_within(raw, order.index, index)

    telling = {name for name in people if tells(name)}
    return {name: each for name, each in usable.items() if name not in people or name in telling or not telling}


def _differs_within(raw: RawTable, order_at: int, index: int) -> bool:
    """Whether the lines of one order have different values, in most orders of several lines: they are no buyer's then."""
    cells = raw.cells.only(list(dict.fromkeys([f"c{order_at}", f"c{index}"]))).head(_ROWS)
    table = pa.table({"order": cells.column(f"c{order_at}"), "value": cells.column(f"c{index}")}).drop_null()
    counts = table.group_by("order").aggregate([("value", "count"), ("value", "count_distinct")])
    several = counts.filter(pc.greater(counts["value_count"], 1))
    return several.num_rows > 0 and bool(
        2 * pc.sum(pc.greater(several["value_count_distinct"], 1)).as_py() > several.num_rows
    )


def _is_readable(look: Look, limits: KeyLimits) -> bool:
    return max(look.masked, look.damaged) < limits.hidden


def _only_name(column: Column, limits: KeyLimits) -> Column:
    return replace(column, confidence=min(column.confidence, limits.name_confidence), why=_ONLY_NAME)


def _reaches(raw: RawTable, name_at: int, contact_at: int, limits: KeyLimits) -> bool:
    """Whether most lines that name somebody have an e-mail or phone, and not all of them the same few."""
    rows = np.unique(np.linspace(0, max(raw.cells.num_rows - 1, 0), min(SAMPLE, raw.cells.num_rows)).astype(np.int64))
    names, contacts = (
        raw.cells.column(f"c{index}").take(pa.array(rows, pa.int64())).to_pylist() for index in (name_at, contact_at)
    )
    named = [(name, contact) for name, contact in zip(names, contacts, strict=True) if _says(name, "name")]
    reached = [(name, contact) for name, contact in named if _says(contact, "id")]
    if not named or len(reached) < limits.reached * len(named):
        return False
    return len({contact for _, contact in reached}) >= limits.variety * len({name for name, _ in reached})


def _says(value: str | None, kind: str) -> bool:
    """Whether the cell tells who somebody is: not empty, no guest, not hidden, no digits lost."""
    return value is not None and customer(value, kind).key is not None
