"""A workbook described before it is written: sheets, typed columns, small tables and charts.

Every text in a description is what the reader sees, already in the reader's language.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias

import pandas as pd
import pyarrow as pa

Rows: TypeAlias = pa.Table | pd.DataFrame
"""A table of rows, one column a :class:`Column` key; further columns are left out."""

Value: TypeAlias = str | int | float | Decimal | date | datetime | None


class Kind(StrEnum):
    """What a column holds, and by that how its cells are written and shown."""

    TEXT = "text"
    IDENTIFIER = "identifier"
    PHONE = "phone"
    INTEGER = "integer"
    DECIMAL = "decimal"
    MONEY = "money"
    SHARE = "share"
    DATE = "date"
    DATETIME = "datetime"
    SCORE = "score"

    @property
    def is_text(self) -> bool:
        return self in (Kind.TEXT, Kind.IDENTIFIER, Kind.PHONE)

    @property
    def is_number(self) -> bool:
        return not self.is_text and self not in (Kind.DATE, Kind.DATETIME)


@dataclass(frozen=True)
class Column:
    """One column: where its values are (``key``), what stands above them, and what they are.

    ``decimals``: shown decimals where the kind's own (money: the currency's) are not wanted.
    """

    key: str
    heading: str
    kind: Kind = Kind.TEXT
    decimals: int | None = None


@dataclass(frozen=True, eq=False)
class TableSheet:
    """A list: one header row, frozen and filterable, one row a record. ``notes`` stand beside its cover count."""

    name: str
    columns: tuple[Column, ...]
    rows: Rows
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Fact:
    """One line of a cover: a label, a typed value and, where it needs one, a remark beside it."""

    label: str
    value: Value
    kind: Kind = Kind.TEXT
    decimals: int | None = None
    note: str = ""


@dataclass(frozen=True)
class FactsBlock:
    """Facts under one heading."""

    heading: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True)
class FactsSheet:
    """A cover: title, blocks of facts, the row counts of every list, and what the words mean.

    The counts are the writer's own, taken from what it writes: one line a list sheet, their total, and the number of
    texts that were cut to Excel's length.
    """

    name: str
    title: str
    blocks: tuple[FactsBlock, ...] = ()
    definitions_heading: str = ""
    definitions: tuple[tuple[str, str], ...] = ()


class ChartKind(StrEnum):
    """Native Excel charts. Columns for amounts, bars for long names, lines for time, pies for few parts of a whole."""

    COLUMN = "column"
    BAR = "bar"
    LINE = "line"
    PIE = "pie"


@dataclass(frozen=True)
class Chart:
    """A chart of one summary table: its ``category`` column against its ``series`` columns, by key."""

    kind: ChartKind
    title: str
    category: str
    series: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class SummaryTable:
    """A small table with its charts. ``totals``: a last row in bold, one value a column, outside the charts."""

    title: str
    columns: tuple[Column, ...]
    rows: Rows
    charts: tuple[Chart, ...] = ()
    totals: tuple[Value, ...] = ()


@dataclass(frozen=True, eq=False)
class SummarySheet:
    """Small tables, one below the other, their charts beside them."""

    name: str
    tables: tuple[SummaryTable, ...]


Sheet: TypeAlias = FactsSheet | SummarySheet | TableSheet


@dataclass(frozen=True, eq=False)
class WorkbookDescription:
    """Sheets in the order of their tabs. ``made_at`` is written into the file's properties, without a zone."""

    sheets: tuple[Sheet, ...]
    title: str = ""
    made_at: datetime | None = None


@dataclass(frozen=True)
class Limits:
    """What a sheet and a cell can hold, by Excel's own specifications; one row of each sheet is the header."""

    rows_a_sheet: int = 1_048_575
    characters_a_cell: int = 32_767
    rows_a_batch: int = field(default=16_384, compare=False)
