"""From a list to what is shown and taken away: the same rows and columns on the screen, in the workbook and in the csv."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import pyarrow as pa

from segmentation.classifications import eight_types, rfm_segments
from segmentation.classifications.levels import Level
from segmentation.classifications.rfm_segments import DEFAULT, SegmentTable
from segmentation.exports import template, workbook
from segmentation.exports.audiences import write_csv
from segmentation.exports.description import Column, Kind, Value
from segmentation.exports.list_columns import GROUPS, LIST_COLUMNS, WHAT_TO_DO, list_columns
from segmentation.exports.list_cover import ADVICE, cuts_in_words, definitions, weights_in_words
from segmentation.exports.list_workbook import ListExport, describe
from segmentation.locale import N_, Words
from segmentation.parameters import ListFilters
from segmentation.store.workspace import Workspace
from segmentation.views.basis import Basis
from segmentation.views.customer_list import contacts_known, list_cube, list_rows
from segmentation.views.list_filters_worded import filters_in_words
from segmentation.views.list_wording import LEVELS, lenses_of, level_names, worded
from segmentation.views.playbook import Advice, advice_for_list, advising_lens

CONTACTS = ("name", "phone", "email")

_STAGE = next(key for key in LIST_COLUMNS if key.replace("_", "") == "lifecyclestage")
_KEYS = {"lifecycle_stage": _STAGE}

_MORE = {"eight_type": N_("Of the eight types"), "final_class": N_("Final class")}
"""Columns beside those that every list has."""


def shown(
    rows: pa.Table,
    contacts: tuple[str, ...],
    words: Words,
    table_in_use: SegmentTable = DEFAULT,
    advice: Advice | None = None,
    types: tuple[Level, ...] = eight_types.LEVELS,
) -> tuple[pa.Table, tuple[Column, ...]]:
    """Rows of ``list_rows`` in the reader's language, and their columns. Contact columns that no customer of the shop
    fills are left out. ``table_in_use``, ``advice``, ``types``: as ``worded`` takes them.
    """
    table = worded(rows, words, table_in_use, advice, types).drop_columns(
        [name for name in CONTACTS if name not in contacts]
    )
    more = _MORE | {lens.key: lens.name for lens in lenses_of(rows)}
    table = table.rename_columns([_KEYS.get(name, name) for name in table.column_names])
    return table, list_columns(
        table, tuple(Column(key, words(heading), Kind.TEXT) for key, heading in more.items()), words
    )


@dataclass(frozen=True, eq=False)
class ListFile:
    """A list to take away. Its methods make the file, from all of the list's customers, in any thread.

    ``made_at`` stands on the cover. ``group_by``: the key of a column, one sheet each of its values; None = one sheet.
    """

    workspace: Workspace
    found: Basis
    filters: ListFilters
    words: Words
    shop_name: str
    list_name: str
    made_at: datetime
    group_by: str | None = None

    def export(self) -> ListExport:
        """The description that the workbook is written from."""
        analysis, words = self.found.analysis, self.words
        table, columns = self._shown()
        cube = self.found.scores.cube
        return ListExport(
            shop=self.shop_name,
            as_of=analysis.period.as_of,
            list_name=self.list_name,
            rows=table,
            filters=filters_in_words(self.workspace, self.filters, words),
            definitions=(*definitions(analysis, words), self._what_to_do()),
            weights=weights_in_words(analysis.scoring.weights, words),
            cuts=cuts_in_words(self.found.scores.cuts, words),
            shop_customers=cube.customer_count,
            shop_revenue=cube.revenue,
            extra_columns=tuple(column for column in columns if column.key not in LIST_COLUMNS),
            group_by=None if self.group_by is None else _KEYS.get(self.group_by, self.group_by),
            orders={
                _KEYS.get(key, key): level_names(key, words, self._segments)
                for key in LEVELS
                if _KEYS.get(key, key) in GROUPS
            },
            made_at=self.made_at,
        )

    def workbook(self) -> bytes:
        """Cover, summary with charts, customers: .xlsx."""
        target = io.BytesIO()
        workbook.write(describe(self.export(), self.words), target, words=self.words)
        return target.getvalue()

    def csv(self) -> bytes:
        """UTF-8 with its mark, no text a formula."""
        table, columns = self._shown()
        target = io.BytesIO()
        write_csv(columns, table, target, words=self.words)
        return target.getvalue()

    def filled(self, client_template: bytes, *, gate: Callable[[bytes], object], most: int | None = None) -> bytes:
        """The client's own workbook with the list in its places; ``most`` 0 only tells whether it can be filled.

        Raises what ``template.fill`` and ``gate`` raise.
        """
        rows = list_rows(self.workspace, self.found, self.filters, most=most)
        table, columns = self._worded(rows, CONTACTS)
        cube = list_cube(self.workspace, self.found, self.filters)
        values: dict[str, Value] = {
            "shop": self.shop_name,
            "list": self.list_name,
            "as_of": self.found.analysis.period.as_of,
            "made_at": self.made_at,
            "customers": cube.customer_count,
            "revenue": cube.revenue,
        }

        def passes(content: bytes) -> None:
            gate(content)

        return template.fill(client_template, values=values, columns=columns, rows=table, gate=passes, words=self.words)

    def rules(self) -> tuple[tuple[str, str], ...]:
        """Cuts, terms and groups: what stands on the cover of how the list is counted."""
        cuts = cuts_in_words(self.found.scores.cuts, self.words)
        return (*cuts, *definitions(self.found.analysis, self.words))

    def places(self) -> tuple[str, ...]:
        """The columns that a row of a template can name."""
        rows = list_rows(self.workspace, self.found, self.filters, most=0)
        return tuple(column.key for column in self._worded(rows, CONTACTS)[1])

    def _what_to_do(self) -> tuple[str, str]:
        """By which lens the list says what to do, for the cover."""
        lens = self.words(advising_lens(self.filters).name)
        return self.words(WHAT_TO_DO), self.words(ADVICE).format(lens=lens)

    @property
    def _segments(self) -> SegmentTable:
        return rfm_segments.table_in_use(self.found.analysis.segments)

    def _worded(self, rows: pa.Table, contacts: tuple[str, ...]) -> tuple[pa.Table, tuple[Column, ...]]:
        advice = advice_for_list(self.workspace, self.found.analysis, self.filters, self.words)
        types = eight_types.levels_in_use(self.found.analysis.eight_types)
        return shown(rows, contacts, self.words, self._segments, advice, types)

    def _shown(self) -> tuple[pa.Table, tuple[Column, ...]]:
        rows = list_rows(self.workspace, self.found, self.filters)
        return self._worded(rows, contacts_known(self.workspace))
