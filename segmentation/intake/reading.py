"""One sheet being read, inside the reading process: its description, and its rows in batches."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pyarrow as pa

from segmentation.intake.cell_kinds import plain
from segmentation.intake.findings import REFUSED, Finding
from segmentation.intake.header_row import Header
from segmentation.intake.raw import Sheet
from segmentation.intake.sheet_rows import finding

Progress = Callable[[str, float], None]
REFUSED_VALUE_CHARACTERS = 200


class NotPlain(Exception):
    """The fast way met something that parsers may read differently; the exact way must read the file again."""


@dataclass
class Reading:
    """What becomes a ``RawTable``. ``refused``, ``findings`` and ``left_out`` are whole once ``batches`` has ended."""

    kind: str
    headers: tuple[str, ...]
    header_row: int
    batches: Iterator[pa.RecordBatch] = field(default_factory=lambda: iter(()))
    sheet: str = ""
    sheets: tuple[Sheet, ...] = ()
    encoding: str | None = None
    delimiter: str | None = None
    quote: str | None = None
    is_1904: bool = False
    refused: list[tuple[int, str | None, str | None, str]] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    questions: list[str] = field(default_factory=list)
    left_out: int = 0
    may_have_powers: bool = True
    joined: list[tuple[str, int]] = field(default_factory=list)
    alike: list[str] = field(default_factory=list)

    def ask(self, code: str) -> None:
        if code not in self.questions:
            self.questions.append(code)

    def refuse(self, row: int, column: str | None, value: str | None, reason: str) -> None:
        self.refused.append((row, column, (value or "")[:REFUSED_VALUE_CHARACTERS] or None, reason))

    def refused_table(self) -> pa.Table:
        rows = sorted(self.refused, key=lambda row: row[0])
        return pa.table([pa.array(column, type) for column, type in zip(_columns(rows), REFUSED.types, strict=True)],
                        schema=REFUSED)  # fmt: skip

    def description(self, answered: frozenset[str]) -> dict[str, Any]:
        """Everything but the cells, as JSON: questions that were answered are no longer asked."""
        return {
            "kind": self.kind,
            "headers": self.headers,
            "header_row": self.header_row,
            "sheet": self.sheet,
            "sheets": [[sheet.name, sheet.rows, sheet.is_hidden] for sheet in self.sheets],
            "encoding": self.encoding,
            "delimiter": self.delimiter,
            "quote": self.quote,
            "is_1904": self.is_1904,
            "left_out": self.left_out,
            "joined": self.joined,
            "alike": self.alike,
            "questions": [code for code in self.questions if code not in answered],
            "findings": [
                [found.code, found.message, found.count, found.rows, found.example, dict(found.values)]
                for found in self.findings
            ],
        }


def _columns(rows: list[tuple[int, str | None, str | None, str]]) -> Sequence[Sequence[Any]]:
    return list(zip(*rows, strict=True)) if rows else [[]] * len(REFUSED)


def cells_schema(width: int) -> pa.Schema:
    """``c0`` … of strings, then ``row_number``."""
    return pa.schema(
        [*(pa.field(f"c{i}", pa.string()) for i in range(width)), pa.field("row_number", pa.int64(), nullable=False)]
    )


def column_letters(index: int) -> str:
    """0 → ``A``, as a spreadsheet names its columns."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def named(reading: Reading, header: Header) -> Reading:
    """The reading with the header's names, unique and never blank, and the questions that the header raises.

    Names are compared without case and width; a column without a name is called by its letter.
    """
    taken: dict[str, int] = {}
    names, repeated = [], []
    for index, text in enumerate(header.names):
        name = text or column_letters(index)
        key = plain(name).casefold()
        while key in taken:
            taken[key] += 1
            repeated.append(name)
            name = f"{text or column_letters(index)} ({taken[key]})"
            key = plain(name).casefold()
        taken[key] = 1
        names.append(name)
    reading = replace(reading, headers=tuple(names), header_row=header.row)
    if not header.is_sure:
        reading.ask("HEADER_UNSURE")
        reading.findings.append(finding("HEADER_UNSURE", 1))
    if repeated and header.row:
        reading.ask("DUPLICATE_HEADERS")
        columns = ", ".join(dict.fromkeys(repeated))
        reading.findings.append(finding("DUPLICATE_HEADERS", len(repeated), [header.row], columns=columns))
    if header.row > header.first_row:
        rows = [header.first_row, header.row]
        reading.findings.append(finding("TWO_ROW_HEADER", 1, rows, first=header.first_row, last=header.row))
    return reading
