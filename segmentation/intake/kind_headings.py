"""Which column of a customer list, of contacts, feedback or products is which field."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping as Lookup
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from rapidfuzz import fuzz

from segmentation.intake.column import Column
from segmentation.intake.mapping import NoCustomerColumn, fingerprint
from segmentation.intake.raw import RawTable
from segmentation.intake.sheet_kinds import (
    DATE_FIELDS,
    KIND_FIELDS,
    SAID_FIELDS,
    KindMapping,
    NoKindDateColumn,
    NoProductColumn,
    NothingSaidColumn,
    SheetKind,
)
from segmentation.intake.values import dates
from segmentation.intake.values.choices import Question, stored_numbers
from segmentation.intake.values.look import Look, look_at
from segmentation.intake.values.names import MatchLimits, header_key, spaced_name
from segmentation.intake.values.scratch import raw_columns, scratch
from segmentation.intake.values.states import State
from segmentation.locale import N_

Chosen = Lookup[str, int | tuple[int, ...] | None]

_NEAR = 92.0
_KEYS = ("customer", "email", "phone", "name")
_FROM_SALES = ("customer", "name", "phone", "email", "product", "product_code", "category")


@dataclass(frozen=True)
class KindRecognition:
    """What the columns of a sheet that is no sales were taken for. As ``Recognition``, of which a page reads the same."""

    mapping: KindMapping
    headers: tuple[str, ...]
    columns: tuple[Column, ...]
    questions: tuple[str, ...] = ()
    asked: tuple[Question, ...] = ()
    fingerprint: str = ""
    is_remembered: bool = False
    profile: str | None = None
    states: tuple[State, ...] = ()

    def column(self, name: str) -> Column | None:
        """The first column of a field."""
        return next((each for each in self.columns if each.field == name), None)

    def check(self) -> None:
        """Nothing, where the sheet can be loaded as far as its columns go. Raises a ``MissingColumn``."""
        names, have = ", ".join(self.headers), set(self.mapping.columns)
        kind = self.mapping.kind
        if kind is SheetKind.PRODUCTS:
            if not have & {"product", "product_code"}:
                raise NoProductColumn(columns=names)
        elif "customer" not in have:
            raise NoCustomerColumn(columns=names)
        if kind in (SheetKind.INTERACTIONS, SheetKind.FEEDBACK) and not have & {"happened_at", "given_at"}:
            raise NoKindDateColumn(columns=names)
        if (
            (kind is SheetKind.FEEDBACK and not have & set(SAID_FIELDS))
            or (kind is SheetKind.PRODUCTS and not have & {"category", "cost", "list_price"})
            or (kind is SheetKind.CUSTOMERS and not have - {"customer"} and self.mapping.customer_kind == "id")
        ):
            raise NothingSaidColumn(columns=names)


def recognise_kind(
    raw: RawTable,
    kind: SheetKind,
    *,
    remembered: KindMapping | None = None,
    chosen: Chosen | None = None,
    looks: dict[int, Look] | None = None,
) -> KindRecognition:
    """What the columns of a sheet of that kind are taken for; as ``headings.recognise``.

    ``looks``: what columns of this sheet were seen to look like; what is looked at is added.
    """
    sheet = _Sheet(raw, {} if looks is None else looks)
    chosen = dict(chosen or {})
    is_remembered = remembered is not None and remembered.kind is kind and _fits(remembered, raw)
    if remembered is not None and is_remembered:
        why = N_("As you chose for the last file like this.")
        found = [_column(sheet, name, at, 1.0, why) for name in remembered.columns for at in remembered.indexes(name)]
        base = remembered
    else:
        found, base = _by_name(sheet, kind), KindMapping(kind, {})
    wanted = {name: (at,) if isinstance(at, int) else tuple(at or ()) for name, at in chosen.items()}
    taken = {at for indexes in wanted.values() for at in indexes}
    found = [each for each in found if each.field not in wanted and each.index not in taken]
    found += [_column(sheet, name, at, 1.0, N_("You chose it.")) for name, indexes in wanted.items() for at in indexes]
    if kind is not SheetKind.PRODUCTS and "customer" not in wanted:
        found = _with_customer(sheet, found)
    mapping = replace(base, columns=_indexes(found))
    if not is_remembered or "customer" in wanted:
        mapping = replace(mapping, customer_kind=_customer_kind(sheet, mapping, found))
    asked = _date_questions(raw, mapping)
    fields = list(KIND_FIELDS[kind])
    return KindRecognition(
        mapping=mapping,
        headers=raw.headers,
        columns=tuple(sorted(found, key=lambda each: fields.index(each.field))),
        questions=(*raw.questions, *(each.code for each in asked if each.code not in raw.questions)),
        asked=asked,
        fingerprint=fingerprint(raw.headers),
        is_remembered=is_remembered,
    )


def _fits(mapping: KindMapping, raw: RawTable) -> bool:
    return all(at < len(raw.headers) for name in mapping.columns for at in mapping.indexes(name))


@dataclass
class _Sheet:
    """The sheet while its columns are being found. A column is looked at once, however many kinds are tried."""

    raw: RawTable
    looks: dict[int, Look]

    def look(self, index: int) -> Look:
        if index not in self.looks:
            is_stored = self.raw.headers[index] in stored_numbers(self.raw)
            self.looks[index] = look_at(self.raw.cells.column(f"c{index}"), is_stored_number=is_stored)
        return self.looks[index]


def _column(sheet: _Sheet, name: str, index: int, confidence: float, why: str) -> Column:
    return Column(name, index, sheet.raw.headers[index], confidence, why, sheet.look(index).samples)


@cache
def _names(kind: SheetKind) -> dict[str, tuple[str, ...]]:
    """Field → what it may be called, the surest first."""
    folder = Path(__file__).parent
    own = tomllib.loads((folder / "kinds.toml").read_text(encoding="utf-8"))[kind.value]
    sales = tomllib.loads((folder / "synonyms.toml").read_text(encoding="utf-8"))["fields"]
    found = {name: tuple(own.get(name, ())) for name in KIND_FIELDS[kind]}
    for name in _FROM_SALES:
        if name in found:
            found[name] += tuple(sales[name])
    for name in ("happened_at", "given_at"):
        if name in found:
            found[name] += tuple(sales["date"])
    return found


def _by_name(sheet: _Sheet, kind: SheetKind) -> list[Column]:
    """One column a field and one field a column, the surest pairs first; a name may stand in two columns."""
    pairs = []
    for index, header in enumerate(sheet.raw.headers):
        key, spaced = header_key(header), spaced_name(header)
        for place, (name, texts) in enumerate(_names(kind).items()):
            keys = [header_key(text) for text in texts]
            if key in keys:
                pairs.append((-1.0, keys.index(key), place, index, name))
                continue
            best = max((fuzz.ratio(spaced, text) for text in texts), default=0.0)
            if best >= _NEAR:
                pairs.append((-best / 110, 0, place, index, name))
    taken_fields: set[str] = set()
    taken_columns: set[int] = set()
    found = []
    for negative, _, _, index, name in sorted(pairs):
        is_second_name = name == "name" and kind is SheetKind.CUSTOMERS and negative == -1.0
        if index in taken_columns or (name in taken_fields and not is_second_name) or not _suits(sheet, name, index):
            continue
        taken_fields.add(name)
        taken_columns.add(index)
        why = N_("The name of the column says so.") if negative == -1.0 else N_("The name of the column is close.")
        found.append(_column(sheet, name, index, round(-negative, 2), why))
    return sorted(found, key=lambda each: each.index)


def _suits(sheet: _Sheet, name: str, index: int) -> bool:
    """Whether the values could be the field's. A column that says nothing suits any."""
    look, some = sheet.look(index), MatchLimits().some
    if not look.filled:
        return True
    if name in ("happened_at", "given_at", "joined_on"):
        return look.date >= some or look.number >= some
    if name in ("cost", "list_price"):
        return look.number >= some
    if name == "email":
        return look.email >= some
    return not (name in ("name", "kind", "gender") and look.date >= some)


def _with_customer(sheet: _Sheet, columns: list[Column]) -> list[Column]:
    """A sheet without a customer column has its customers by e-mail, else phone, else name. Hidden ones are none."""
    most = MatchLimits().most
    usable = {}
    for name in _KEYS:
        each = next((each for each in columns if each.field == name), None)
        if each is not None:
            look = sheet.look(each.index)
            if max(look.masked, look.damaged) < most:
                usable[name] = each
    if not usable or "customer" in usable:
        return columns
    own = usable[next(name for name in _KEYS if name in usable)]
    why = N_("There is no customer number: this tells customers apart.")
    rest = [each for each in columns if each.field != "customer"]
    # The column keeps its own field as well: the phone that tells customers apart is still their phone.
    return [*rest, replace(own, field="customer", why=why)]


def _customer_kind(sheet: _Sheet, mapping: KindMapping, columns: list[Column]) -> str:
    index = mapping.column("customer")
    if index is None:
        return "id"
    for name in ("email", "phone", "name"):
        if index in mapping.indexes(name):
            return name
    look = sheet.look(index)
    if look.email > MatchLimits().some:
        return "email"
    return "phone" if look.phone > MatchLimits().some else "id"


def _date_questions(raw: RawTable, mapping: KindMapping) -> tuple[Question, ...]:
    if mapping.date_order is not None or not raw.cells.num_rows:
        return ()
    with scratch() as connection:
        for name in DATE_FIELDS:
            index = mapping.column(name)
            if index is None:
                continue
            with raw_columns(connection, raw.cells, [index]):
                found = dates.evidence(connection, f"c{index}")
            if found.is_unsure:
                return (
                    Question(
                        "DATE_ORDER_UNSURE",
                        N_("The dates in {column} can be read with the day or with the month first. Which is it?"),
                        "date_order",
                        ("dmy", "mdy", "ymd") if found.short_years else ("dmy", "mdy"),
                        name,
                        {"column": raw.headers[index]},
                    ),
                )
    return ()


def _indexes(columns: list[Column]) -> dict[str, int | tuple[int, ...]]:
    found: dict[str, list[int]] = {}
    for each in columns:
        found.setdefault(each.field, []).append(each.index)
    return {name: at[0] if len(at) == 1 else tuple(at) for name, at in found.items()}
