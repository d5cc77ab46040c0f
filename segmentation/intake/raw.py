"""A sheet as it was read, before any meaning: all cells text, with where it came from."""

from __future__ import annotations

from dataclasses import dataclass, field

import pyarrow as pa

from segmentation.intake.findings import Finding
from segmentation.packed import PackedTable


@dataclass(frozen=True)
class Sheet:
    """One sheet of a workbook (a csv has one, named ""). ``rows``: rows with anything in them, header included."""

    name: str
    rows: int
    is_hidden: bool = False


@dataclass(frozen=True)
class RawTable:
    """One sheet's cells below its header, all text.

    ``cells``: columns ``c0`` … ``cN`` of type string plus ``row_number`` (int64, the row in the sheet, first row 1); empty
    cells are null; rows that are wholly blank, totals and footers are already out (see ``findings``), ragged rows are in
    ``refused``; they are kept packed, because a sheet of millions of rows stays while a person
    looks at its mapping. ``headers``: the header's text a column, in order, made unique ("date", "date (2)"); what a person sees.
    ``questions``: codes of what must be asked before this can be loaded (HEADER_UNSURE, MERGED_CELLS, DUPLICATE_HEADERS,
    ENCODING_UNSURE, PRECISION_LOST, BAD_CSV …), empty where nothing is unsure. ``joined``: where several sheets were
    appended, each sheet's name and how many rows of ``cells`` it gave, in order.
    """

    file_name: str
    kind: str
    cells: PackedTable
    headers: tuple[str, ...]
    header_row: int
    sheet: str = ""
    sheets: tuple[Sheet, ...] = ()
    encoding: str | None = None
    delimiter: str | None = None
    quote: str | None = None
    is_1904: bool = False
    refused: pa.Table | None = None
    findings: tuple[Finding, ...] = ()
    questions: tuple[str, ...] = ()
    left_out: int = 0
    sha256: str = ""
    joined: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True)
class ReadingChoices:
    """What a person chose about how to read a file; None = find out.

    ``header_row``: first row 1; 0 = the file has no header. ``answered``: question codes the person has seen and accepted.
    ``password`` is used once and never stored or logged.
    """

    sheet: str | None = None
    header_row: int | None = None
    encoding: str | None = None
    delimiter: str | None = None
    quote: str | None = None
    password: str | None = field(default=None, repr=False)
    answered: frozenset[str] = frozenset()
