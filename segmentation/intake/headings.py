"""Their columns as ours: by known exports, by name, by near-miss of a name, and by what the values look like."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Mapping as Lookup
from dataclasses import dataclass, field, replace

from segmentation.intake.column import Column
from segmentation.intake.customer_column import with_customer
from segmentation.intake.mapping import Mapping, NoCustomerColumn, fingerprint
from segmentation.intake.money_columns import as_values_say
from segmentation.intake.profiles import Profile, profiles
from segmentation.intake.questions import open_questions
from segmentation.intake.raw import RawTable
from segmentation.intake.unread_columns import UnreadColumn, no_column, unread_columns
from segmentation.intake.values.choices import Question, chosen_rules, stored_numbers
from segmentation.intake.values.look import Look, look_at
from segmentation.intake.values.names import OTHER, MatchLimits, header_key, name_scores
from segmentation.intake.values.rules import Rule
from segmentation.intake.values.states import State
from segmentation.intake.values.suiting import suits
from segmentation.locale import N_
from segmentation.schema import FIELDS


@dataclass(frozen=True)
class Recognition:
    """What a sheet's columns were taken for, and what must be asked before it can be loaded.

    ``profile``: title of the known export, or null. ``questions``: codes, the reading's own first; ``asked`` has the
    sentences and choices of ours. ``states``: the order states found, the commonest first. ``rules``: how values are read.
    ``fingerprint``: to remember by. ``is_without_money``: a list of orders with customer and date in which no column could
    be an amount: it can be loaded, and brings no revenue. ``unread``: columns called a date or an amount whose values are
    none.
    """

    mapping: Mapping
    headers: tuple[str, ...]
    columns: tuple[Column, ...]
    profile: str | None = None
    questions: tuple[str, ...] = ()
    asked: tuple[Question, ...] = ()
    states: tuple[State, ...] = ()
    rules: tuple[Rule, ...] = ()
    fingerprint: str = ""
    is_remembered: bool = False
    is_without_money: bool = False
    unread: Lookup[str, UnreadColumn] = field(default_factory=dict)

    def column(self, name: str) -> Column | None:
        """The first column of a field."""
        return next((each for each in self.columns if each.field == name), None)

    def check(self) -> None:
        """Nothing, where the sheet can be loaded as far as its columns go.

        Raises
        ------
        MissingColumn
            For customer, date or amount, with the sheet's columns named.
        """
        names = ", ".join(self.headers)
        if self.mapping.column("customer") is None:
            raise NoCustomerColumn(columns=names)
        if self.mapping.column("date") is None:
            raise no_column("date", self.unread, names)
        if not self.mapping.is_priced and not self.is_without_money:
            raise no_column("amount", self.unread, names)


@dataclass
class _Sheet:
    """The sheet while its columns are being found."""

    raw: RawTable
    limits: MatchLimits
    names: list[str] = field(default_factory=list)
    looks: dict[int, Look] = field(default_factory=dict)

    def look(self, index: int) -> Look:
        if index not in self.looks:
            is_stored = self.raw.headers[index] in stored_numbers(self.raw)
            self.looks[index] = look_at(self.raw.cells.column(f"c{index}"), is_stored_number=is_stored)
        return self.looks[index]


def recognise(
    raw: RawTable,
    *,
    remembered: Mapping | None = None,
    chosen: Lookup[str, int | tuple[int, ...] | None] | None = None,
    known: Iterable[Profile] | None = None,
    limits: MatchLimits | None = None,
) -> Recognition:
    """What the columns of a sheet are taken for.

    ``remembered``: the mapping of an earlier file of the same shape; its columns are taken as they are and its choices
    answer this file's questions. ``chosen``: the person's own columns by field, null for none; they win over everything.
    ``known``: profiles instead of the built-in ones.
    """
    sheet = _Sheet(raw, limits or MatchLimits(), [header_key(header) for header in raw.headers])
    chosen = dict(chosen or {})
    profile: Profile | None = None
    if remembered is not None and _fits(remembered, raw):
        columns = [
            _column(sheet, name, index, 1.0, N_("As you chose for the last file like this."))
            for name in FIELDS
            for index in remembered.indexes(name)
        ]
        base = remembered
    else:
        remembered = None
        fitting = [each for each in known or profiles() if each.fits(set(sheet.names), header_key)]
        # A person's own first; of two that fit, the one that explains more of the sheet
        built_in = profiles()
        profile = max(
            fitting,
            key=lambda each: (each not in built_in, len(each.found(sheet.names, header_key))),
            default=None,
        )
        columns = _by_profile(sheet, profile) if profile else _by_name(sheet, set(chosen))
        if profile:
            columns += _beside(sheet, columns, profile, set(chosen))
        base = Mapping({}, profile=profile.name, **profile.choices) if profile else Mapping({})
    columns = _with_choices(sheet, columns, chosen)
    if remembered is None and profile is None:
        columns = _by_values(sheet, columns, set(chosen))
    if not (profile and profile.no_customer) and "customer" not in chosen:
        columns = with_customer(raw, columns, sheet.look, is_settled=remembered is not None)
    columns = _with_amount(columns)
    if remembered is None and not {"amount", "refunded"} & set(chosen):
        columns = as_values_say(raw, columns, sheet.look)
    mapping = replace(base, columns=_indexes(columns))
    unread = unread_columns(raw.headers, {each.index for each in columns}, sheet.look, sheet.limits)
    mapping, asked, states, rules = chosen_rules(raw, mapping, sheet.looks, remembered)
    reading = open_questions(raw.questions, raw.headers, {each.index for each in columns})
    questions = (*reading, *(each.code for each in asked if each.code not in reading))
    return Recognition(
        mapping=mapping,
        headers=raw.headers,
        columns=tuple(sorted(columns, key=lambda each: FIELDS.index(each.field))),
        profile=profile.title if profile else None,
        questions=questions,
        asked=asked,
        states=states,
        rules=rules,
        fingerprint=fingerprint(raw.headers),
        is_remembered=remembered is not None,
        # Who chose no amount means it, whatever a column is called
        is_without_money=("amount" not in unread or "amount" in chosen) and _is_without_money(sheet, mapping),
        unread=unread,
    )


def _fits(mapping: Mapping, raw: RawTable) -> bool:
    return all(index < len(raw.headers) for name in mapping.columns for index in mapping.indexes(name))


def _column(sheet: _Sheet, name: str, index: int, confidence: float, why: str) -> Column:
    return Column(name, index, sheet.raw.headers[index], round(confidence, 2), why, sheet.look(index).samples)


def _by_profile(sheet: _Sheet, profile: Profile) -> list[Column]:
    found = []
    why = N_("A known export has this field here.")
    for name, indexes in profile.found(sheet.names, header_key).items():
        found += [
            _column(sheet, name, index, 1.0, why) for index in ((indexes,) if isinstance(indexes, int) else indexes)
        ]
    return found


_BESIDE_A_PROFILE = frozenset(["status", "phone", "email", "name"])
"""What a heading tells although a profile is silent about it. Money is not among them: a profile knows what it leaves out."""


def _beside(sheet: _Sheet, columns: list[Column], profile: Profile, chosen: set[str]) -> list[Column]:
    """What the headings say exactly of columns that the profile does not name."""
    have = {each.field for each in columns} | set(profile.columns) | chosen
    used = {each.index for each in columns}
    return [
        each
        for each in _by_name(sheet, chosen)
        if each.field in _BESIDE_A_PROFILE - have and each.index not in used and each.confidence == 1.0
    ]


def _by_name(sheet: _Sheet, taken_fields: set[str]) -> list[Column]:
    """One column a field and one field a column, the surest pairs first; an empty column only where no other is called so."""
    pairs = []
    for index, header in enumerate(sheet.raw.headers):
        for name, (score, rank) in name_scores(header, sheet.limits).items():
            order = FIELDS.index(name) if name in FIELDS else len(FIELDS)
            is_empty = name != OTHER and sheet.raw.cells.num_rows > 0 and not sheet.look(index).filled
            if not is_empty or score == 1.0:
                pairs.append((is_empty, -score, name == OTHER, order, rank, index, name))
    fields_taken, columns_taken, found = set(taken_fields), set(), []
    for _, negative, _, _, _, index, name in sorted(pairs):
        if name in fields_taken or index in columns_taken:
            continue
        if name == OTHER:
            columns_taken.add(index)
        elif suits(name, sheet.look(index), sheet.limits):
            fields_taken.add(name)
            columns_taken.add(index)
            why = N_("The name of the column says so.") if negative == -1.0 else N_("The name of the column is close.")
            found.append(_column(sheet, name, index, -negative if negative == -1.0 else -negative * 0.9, why))
    return found


def _with_choices(
    sheet: _Sheet, columns: list[Column], chosen: Lookup[str, int | tuple[int, ...] | None]
) -> list[Column]:
    if not chosen:
        return columns
    wanted = {name: (each,) if isinstance(each, int) else tuple(each or ()) for name, each in chosen.items()}
    taken = {index for indexes in wanted.values() for index in indexes}
    kept = [each for each in columns if each.field not in wanted and each.index not in taken]
    return kept + [
        _column(sheet, name, index, 1.0, N_("You chose it.")) for name, indexes in wanted.items() for index in indexes
    ]


def _by_values(sheet: _Sheet, columns: list[Column], decided: set[str]) -> list[Column]:
    """The fields nothing can do without, where no name told them: by values that hardly are anything else."""
    have = {each.field for each in columns} | decided
    used = {each.index for each in columns}
    free = [
        index
        for index, header in enumerate(sheet.raw.headers)
        if index not in used and OTHER not in name_scores(header, sheet.limits)
    ]
    most = sheet.limits.most

    def take(name: str, suitable: list[int]) -> None:
        if name in have or not suitable:
            return
        best = max(suitable, key=lambda index: (sheet.look(index).distinct, -index))
        free.remove(best)
        columns.append(_column(sheet, name, best, 0.5, N_("The values look like it; the name does not say.")))

    looks = sheet.look
    if not have & {"customer"}:
        take("email", [index for index in free if looks(index).email >= most])
        take("phone", [index for index in free if looks(index).phone >= most])
    take("date", [index for index in free if looks(index).date >= most])
    if not {"quantity", "unit_price"} <= have:
        numbers = [
            index
            for index in free
            if looks(index).number >= most and looks(index).date < most and looks(index).phone < most
        ]
        fractions = [index for index in numbers if looks(index).fraction >= sheet.limits.some]
        take("amount", fractions if len(fractions) == 1 else [])
    return columns


def _with_amount(columns: list[Column]) -> list[Column]:
    """A price without a quantity is what was paid."""
    found = {each.field: each for each in columns}
    if "amount" in found or "unit_price" not in found or "quantity" in found:
        return columns
    price, why = found["unit_price"], N_("There is a price and no quantity.")
    rest = [each for each in columns if each.field != "unit_price"]
    return [*rest, replace(price, field="amount", confidence=min(price.confidence, 0.7), why=why)]


def _is_without_money(sheet: _Sheet, mapping: Mapping) -> bool:
    if mapping.is_priced or mapping.column("order") is None or not sheet.raw.cells.num_rows:
        return False
    taken = {index for name in mapping.columns for index in mapping.indexes(name)}
    free = [sheet.look(index) for index in range(len(sheet.raw.headers)) if index not in taken]
    return not any(look.number >= sheet.limits.some and look.date < sheet.limits.some for look in free)


def _indexes(columns: list[Column]) -> dict[str, int | tuple[int, ...]]:
    found: dict[str, list[int]] = {}
    for each in columns:
        found.setdefault(each.field, []).append(each.index)
    return {name: indexes[0] if len(indexes) == 1 else tuple(indexes) for name, indexes in found.items()}
