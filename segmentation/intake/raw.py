"""A sheet as it was read, before any meaning: all cells text, with where it came from."""

from __future__ import annotations

from dataclasses import dataclass, field

import pyarrow as pa
import pyarrow.compute as pc

from segmentation.intake.findings import Finding
from segmentation.packed import PackedTable


@dataclass(frozen=True)
class Sheet:
    """One sheet of a workbook (a csv has one, named ""). ``rows``: filled rows below its header, totals and footers apart."""

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
    appended, each sheet's name and how many rows of ``cells`` it gave, in order. ``alike``: the sheets in view that have the
    columns of what was read, in the workbook's order, those that were read among them; empty where there is only one.
    ``repeated``: where several sheets were appended and a line stands in more than one, which rows of ``cells`` repeat an
    earlier sheet's; null where none does.
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
    alike: tuple[str, ...] = ()
    repeated: pa.ChunkedArray | None = field(default=None, compare=False)

    @property
    def overlap(self) -> int:
        """How many rows repeat one of an earlier sheet, cell for cell."""
        return 0 if self.repeated is None else int(pc.sum(self.repeated).as_py() or 0)


@dataclass(frozen=True)
class ReadingChoices:
    """What a person chose about how to read a file; None = find out.

    ``header_row``: first row 1; 0 = the file has no header. ``answered``: question codes the person has seen and accepted.
    ``all_sheets``: with the sheet that is read, all that have its columns. ``password`` is used once and never stored or logged.
    """

    sheet: str | None = None
    all_sheets: bool = False
    header_row: int | None = None
    encoding: str | None = None
    delimiter: str | None = None
    quote: str | None = None
    password: str | None = field(default=None, repr=False)
    answered: frozenset[str] = frozenset()
