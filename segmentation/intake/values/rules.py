"""How one thing of a sheet is read, and how that is known: from the values, from last time, from a known export, or not."""

from __future__ import annotations

from collections.abc import Mapping as Lookup
from dataclasses import dataclass, field, replace
from enum import StrEnum

from segmentation.intake.mapping import Mapping
from segmentation.locale import N_
from segmentation.schema import FIELDS


class How(StrEnum):
    """How a rule is known; the value is the sentence a person reads."""

    PROVEN = N_("The values prove it.")
    REMEMBERED = N_("As for the last file like this.")
    EXPORT = N_("This known export always has it so.")
    GUESSED = N_("Taken as the likely one; the values do not prove it.")
    ASKED = N_("Nothing proves it; it is asked above.")
    ONE_WAY = N_("The values can be read in one way only.")


@dataclass(frozen=True)
class Rule:
    """One choice about how values are read.

    ``choice``: the field of ``Mapping`` that holds it; ``field_name``: whose column, read by ``column``, its heading.
    ``options``: what it may be set to, none where nothing is to be chosen. ``against``: option → different values that it
    cannot read, so that their lines would be refused. ``lines``: option → its lines, where options are parts of the sheet.
    """

    choice: str
    field_name: str
    column: str
    how: How
    options: tuple[str, ...] = ()
    against: Lookup[str, int] = field(default_factory=dict)
    lines: Lookup[str, int] = field(default_factory=dict)

    def chosen(self, mapping: Mapping) -> str | None:
        """What the mapping says; null where it is open."""
        if self.choice == "decimals":
            return mapping.decimals.get(self.field_name)
        found = getattr(mapping, self.choice)
        return None if found is None else str(found)

    def changed(self, mapping: Mapping, option: str) -> dict[str, object]:
        """What ``Mapping.having`` takes to have this option. A decimal mark is that of its own column."""
        if self.choice == "decimals":
            return {"decimals": {**mapping.decimals, self.field_name: option}}
        return {self.choice: option}


def rules_kept(mapping: Mapping, remembered: Mapping | None) -> tuple[Mapping, frozenset[str]]:
    """The mapping without what was remembered of other columns than its own, and the fields whose columns are the same."""
    if remembered is None:
        return mapping, frozenset()
    same = frozenset(
        name for name in FIELDS if mapping.indexes(name) and mapping.indexes(name) == remembered.indexes(name)
    )
    first = Mapping({})
    if "date" not in same:
        mapping = replace(mapping, date_order=first.date_order, dotted_order=first.dotted_order)
    if not {"order", "amount"} <= same:
        mapping = replace(mapping, amount_level=first.amount_level)
    if "customer" not in same:
        mapping = replace(mapping, customer_kind=first.customer_kind)
    return replace(mapping, decimals={name: mark for name, mark in mapping.decimals.items() if name in same}), same
