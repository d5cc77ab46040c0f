"""Customers by lens as files to take away: a pair of levels, a disagreement, and whom to ask what."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

import pyarrow as pa

from segmentation.classifications.cell_levels import levels_in_use
from segmentation.classifications.lens import Lens
from segmentation.classifications.lens_wording import rule_in_words
from segmentation.classifications.lenses import LENSES
from segmentation.exports import workbook
from segmentation.exports.audiences import write_csv
from segmentation.exports.description import Column, Kind
from segmentation.exports.list_columns import list_columns
from segmentation.exports.list_cover import TERMS
from segmentation.exports.list_workbook import ListExport, describe
from segmentation.locale import N_, Words
from segmentation.store.workspace import Workspace
from segmentation.views.basis import Basis
from segmentation.views.customer_list import contacts_known
from segmentation.views.disagreements import Disagreement, Side, disagreement_list
from segmentation.views.disagreements_wording import worded_rows
from segmentation.views.lens_lists import contacts_of, customers_at, customers_to_ask
from segmentation.views.playbook import action_of_sides, advised
from segmentation.views.profile import Question
from segmentation.views.profile_basis import ProfileBasis

CONTACTS = ("name", "phone", "email")

_MORE = {"high_level": N_("High here"), "low_level": N_("Low there"), "questions": N_("What to ask")}
"""Columns beside those that every list has."""

_UNKNOWN = N_("Not known")


@dataclass(frozen=True, eq=False)
class Commission:
    """Which shop and analysis a file is of, in which language, and what stands on its cover."""

    workspace: Workspace
    found: Basis
    words: Words
    shop_name: str
    list_name: str
    made_at: datetime


@dataclass(frozen=True, eq=False)
class LensFile:
    """A list to take away. Its methods make the file, from all of the list's customers, in any thread.

    ``rows``: one a customer, in the reader's language. ``filters``: what was chosen, as label and text. ``rules``: level
    and who belongs to it. ``more``: columns beside those that every list has, where any customer has them; one with a
    key that every list knows stands in for it. ``counted``: what the number of rows is called where they are not customers.
    """

    made_for: Commission
    rows: Callable[[], pa.Table]
    filters: tuple[tuple[str, str], ...]
    rules: tuple[tuple[str, str], ...] = ()
    more: tuple[Column, ...] = ()
    counted: str | None = None

    def export(self) -> ListExport:
        """The description that the workbook is written from."""
        what, words = self.made_for, self.made_for.words
        table, columns = self.shown()
        headings = {column.heading for column in columns}
        terms = ((words(term), words(meaning)) for term, meaning in TERMS)
        cube = what.found.scores.cube
        return ListExport(
            shop=what.shop_name,
            as_of=what.found.analysis.period.as_of,
            list_name=what.list_name,
            rows=table,
            filters=self.filters,
            definitions=(*(pair for pair in terms if pair[0] in headings), *self.rules),
            shop_customers=None if self.counted else cube.customer_count,
            shop_revenue=cube.revenue,
            extra_columns=tuple(column for column in columns if column in self.more),
            made_at=what.made_at,
            counted=self.counted,
        )

    def workbook(self) -> bytes:
        """Cover and customers: .xlsx."""
        target = io.BytesIO()
        workbook.write(describe(self.export(), self.made_for.words), target, words=self.made_for.words)
        return target.getvalue()

    def csv(self) -> bytes:
        """UTF-8 with its mark, no text a formula."""
        table, columns = self.shown()
        target = io.BytesIO()
        write_csv(columns, table, target, words=self.made_for.words)
        return target.getvalue()

    def shown(self) -> tuple[pa.Table, tuple[Column, ...]]:
        """All rows, and their columns. Contact columns that no customer of the shop fills are left out."""
        words, rows = self.made_for.words, self.rows()
        known = contacts_known(self.made_for.workspace)
        rows = rows.drop_columns([name for name in CONTACTS if name not in known and name in rows.column_names])
        filled = {name for name in rows.column_names if rows[name].null_count < max(rows.num_rows, 1)}
        more = tuple(column for column in self.more if column.key in filled)
        return rows, list_columns(rows, more, words)


def _more(words: Words, *keys: str) -> tuple[Column, ...]:
    return tuple(Column(key, words(_MORE[key]), Kind.TEXT) for key in keys)


def pair_file(made_for: Commission, found: ProfileBasis, rows: Lens, columns: Lens, at: tuple[int, int]) -> LensFile:
    """The customers at two places of ``LensCross``."""
    places = tuple(zip((rows, columns), at, strict=True))
    chosen = [(lens, levels_in_use(lens, made_for.found.analysis), place) for lens, place in places]
    words = made_for.words
    sides = [(lens, levels[place].key if place < len(levels) else None) for lens, levels, place in chosen]

    def everybody() -> pa.Table:
        action = action_of_sides(made_for.workspace, made_for.found.analysis, sides, words)
        customers = customers_at(made_for.workspace, found, places)
        return customers if action is None else advised(customers, [at] * customers.num_rows, {at: action})

    return LensFile(
        made_for,
        everybody,
        filters=tuple(
            (words(lens.name), words(levels[place].name if place < len(levels) else _UNKNOWN))
            for lens, levels, place in chosen
        ),
        rules=tuple(
            rule
            for lens, levels, place in chosen
            for rule in _rules(made_for, Side(lens.key, tuple(level.key for level in levels[place : place + 1])))
        ),
    )


def disagreement_file(made_for: Commission, profile: ProfileBasis, each: Disagreement) -> LensFile:
    """The customers that two lenses are at odds about."""
    words, analysis = made_for.words, made_for.found.analysis

    def rows() -> pa.Table:
        found = disagreement_list(made_for.workspace, profile, each, most=None)
        table = worded_rows(found, profile, words, between=words(" ")).drop_columns(["name"])
        lenses = LENSES[each.high.lens], LENSES[each.low.lens]
        pairs = list(zip(found.rows["high_level"].to_pylist(), found.rows["low_level"].to_pylist(), strict=True))
        actions = {
            pair: action_of_sides(made_for.workspace, analysis, tuple(zip(lenses, pair, strict=True)), words)
            for pair in set(pairs)
        }
        table = advised(table, pairs, actions)
        known = contacts_of(made_for.workspace, found.rows["customer_id"])
        for name in CONTACTS:
            table = table.append_column(name, known[name])
        return table

    return LensFile(
        made_for,
        rows,
        filters=((words("Disagreement"), words(each.name)), (words("Why both are right"), words(each.reason))),
        rules=(*_rules(made_for, each.high), *_rules(made_for, each.low)),
        more=_more(words, "high_level", "low_level"),
    )


def asking_file(made_for: Commission, found: ProfileBasis, questions: Sequence[Question]) -> LensFile:
    """Whom to ask at the next visit, and what."""
    words = made_for.words
    return LensFile(
        made_for,
        lambda: customers_to_ask(made_for.workspace, found, questions, words),
        filters=tuple(
            (words("Not known: {name}").format(name=words(asked.lens.name)), words(asked.text)) for asked in questions
        ),
        more=_more(words, "questions"),
    )


def _rules(made_for: Commission, side: Side) -> list[tuple[str, str]]:
    """Each level of the side with who belongs to it, by the limits in use."""
    words, analysis, lens = made_for.words, made_for.found.analysis, LENSES[side.lens]
    return [
        (
            words("{name}: {value}").format(name=words(lens.name), value=words(level.name)),
            rule_in_words(lens, level, analysis, words),
        )
        for level in levels_in_use(lens, analysis)
        if level.key in side.levels
    ]
