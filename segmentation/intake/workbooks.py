"""Sheets of a workbook as text cells, with what only the workbook knows: errors, merged ranges, hidden, date system."""

from __future__ import annotations

import io
import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from xml.etree import ElementTree

import fastexcel
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from segmentation.intake import sheet_xml
from segmentation.intake.archive_gate import Archive
from segmentation.intake.errors import CorruptXml, NoSuchSheet, PasswordProtected, TooManyColumns
from segmentation.intake.limits import LIMITS, ReadingLimits
from segmentation.intake.raw import Sheet

_ERROR = re.compile(r"Error\((\w+)\)")
_ERROR_NAMES = {
    "NA": "#N/A",
    "Div0": "#DIV/0!",
    "Ref": "#REF!",
    "Name": "#NAME?",
    "Null": "#NULL!",
    "Num": "#NUM!",
    "Value": "#VALUE!",
    "GettingData": "#GETTING_DATA",
}


@dataclass(frozen=True)
class ErrorCell:
    """A cell that holds an Excel error. ``row``: in the sheet, first 1; ``column``: index of the table's column."""

    row: int
    column: int
    error: str


@dataclass(frozen=True)
class Grid:
    """One sheet: ``cells`` with columns ``c0`` … of strings, row i of the table being row i + 1 of the sheet."""

    name: str
    cells: pa.Table
    errors: tuple[ErrorCell, ...] = ()
    is_hidden: bool = False

    @cached_property
    def filled(self) -> np.ndarray:
        """A boolean a row: whether any cell holds more than white space, or an error."""
        has_text = np.zeros(self.cells.num_rows, dtype=bool)
        for column in self.cells.columns:
            blank = pc.or_kleene(pc.is_null(column), pc.fill_null(pc.utf8_is_space(column), True))
            has_text |= ~np.asarray(blank.combine_chunks())
        for error in self.errors:
            has_text[error.row - 1] = True
        return has_text

    @property
    def filled_cells(self) -> int:
        return sum(len(column) - column.null_count for column in self.cells.columns)


class Workbook:
    """An opened workbook. ``kind``: ``"xlsx"``, ``"xlsm"``, ``"xlsb"``, ``"ods"`` or ``"xls"``."""

    def __init__(self, data: bytes, kind: str, archive: Archive | None = None, limits: ReadingLimits = LIMITS) -> None:
        self.data, self.kind, self.archive, self.limits = data, kind, archive, limits
        self.sheets: dict[str, Sheet] = {}
        """What was seen of each sheet so far."""
        self.columns: dict[str, tuple[str, ...]] = {}
        """The names of each sheet's columns, as they are compared; empty where it has no header."""
        try:
            self._reader = fastexcel.read_excel(data)
        except fastexcel.FastExcelError as fault:
            raise _damage(fault) from None
        self._sheet_parts = _sheet_parts(archive) if archive and kind in ("xlsx", "xlsm") else {}
        for part in self._sheet_parts.values():
            if archive is not None and part in archive.parts:
                sheet_xml.refuse_stray_cells(archive, part, limits)

    @property
    def sheet_names(self) -> list[str]:
        return list(self._reader.sheet_names)

    def grid(self, name: str) -> Grid:
        """One sheet's cells; chart sheets and empty sheets have none."""
        if name not in self.sheet_names:
            raise NoSuchSheet(sheet=name, sheets=", ".join(self.sheet_names))
        try:
            # skip_rows=0 keeps empty rows on top, so that row numbers are the sheet's own
            sheet = self._reader.load_sheet(name, header_row=None, skip_rows=0, dtypes="string")
            if sheet.width > self.limits.columns:
                raise TooManyColumns(columns=sheet.width, limit=self.limits.columns)
            batch, faults = sheet.to_arrow_with_errors() if sheet.width else (None, None)
        except fastexcel.FastExcelError as fault:
            raise _damage(fault) from None
        if sheet.total_height > self.limits.rows:
            raise CorruptXml(found=f"a row numbered {sheet.total_height:,}")
        is_hidden = sheet.visible != "visible"
        if batch is None:
            return Grid(name, pa.table({}), is_hidden=is_hidden)
        columns = [_without_empty(column) for column in batch.columns]
        errors = tuple(
            ErrorCell(fault.position[0] + 1, fault.position[1], _error_name(fault.detail))
            for fault in (faults.errors if faults else ())
        )
        return Grid(name, pa.table(columns, names=[f"c{i}" for i in range(len(columns))]), errors, is_hidden)

    def merged_ranges(self, grid: Grid) -> list[sheet_xml.Range]:
        """Merged ranges of the sheet in the table's own columns and the sheet's rows, first row 1, column 0."""
        if self.archive is not None and grid.name in self._sheet_parts:
            part = self.archive.parts.get(self._sheet_parts[grid.name])
            if part is None or not part.tail:
                return []
            ranges = sheet_xml.merged_ranges(self.archive, part)
            return sheet_xml.moved(ranges, sheet_xml.first_column(self.archive, part.name) if ranges else 0)
        if self.kind != "xls":
            return []
        return _calamine_ranges(self.data, grid.name)

    def rows_without_results(self, grid: Grid) -> dict[int, int]:
        """Row of the sheet → how many of its formulas have no stored result."""
        if self.archive is None or grid.name not in self._sheet_parts:
            return {}
        part = self.archive.parts.get(self._sheet_parts[grid.name])
        if part is None or not part.has_formulas:
            return {}
        is_uncalculated = bool(re.search(rb"\bfullCalcOnLoad\s*=\s*[\"'](?:1|true)[\"']", self._book))
        return sheet_xml.rows_without_results(self.archive, part.name, is_uncalculated=is_uncalculated)

    def number_columns(self, grid: Grid, rows: dict[int, list[int]]) -> dict[int, list[int]]:
        """Of the cells given as column → rows, those that the workbook stores as numbers, not as text."""
        if self.archive is not None and grid.name in self._sheet_parts:
            name = self._sheet_parts[grid.name]
            first = sheet_xml.first_column(self.archive, name)
            return sheet_xml.stored_as_numbers(self.archive, name, rows, first)
        return _typed_as_numbers(self.data, grid.name, rows)

    @cached_property
    def is_1904(self) -> bool:
        """Whether day 0 of its date numbers is 1 January 1904."""
        if self.kind == "xls":
            return _xls_is_1904(self.data)
        return bool(re.search(rb"<(?:\w+:)?workbookPr\b[^>]*\bdate1904\s*=\s*[\"'](?:1|true|on)[\"']", self._book))

    @cached_property
    def _book(self) -> bytes:
        """The part that lists the sheets, b"" where there is none in XML."""
        if self.archive is None or self.kind not in ("xlsx", "xlsm"):
            return b""
        return self.archive.read(_workbook_part(self.archive))


def _damage(fault: Exception) -> Exception:
    text = str(fault).partition("\n")[0]
    if "password" in text.lower():
        return PasswordProtected()
    return CorruptXml(found=re.sub(r"^calamine error: ", "", text)[:200])


def _error_name(detail: str) -> str:
    found = _ERROR.search(detail)
    return _ERROR_NAMES.get(found.group(1), "#" + found.group(1).upper()) if found else "#VALUE!"


def _without_empty(column: pa.Array) -> pa.Array:
    return pc.if_else(pc.equal(pc.binary_length(column), 0), pa.scalar(None, pa.string()), column)


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _relations(archive: Archive, part: str) -> dict[str, tuple[str, str]]:
    """Relation id → its type and target of one part."""
    folder, name = posixpath.split(part)
    text = archive.read(posixpath.join(folder, "_rels", name + ".rels"))
    if not text:
        return {}
    found = {}
    for element in _parsed(text):
        target = element.get("Target", "")
        target = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
        found[element.get("Id", "")] = (element.get("Type", ""), target)
    return found


def _parsed(text: bytes) -> Iterator[ElementTree.Element]:
    # Documents with a document type were refused by the gate, so no entity can be declared here
    try:
        return iter(ElementTree.fromstring(text).iter())  # noqa: S314 - the gate let no document type through
    except (ElementTree.ParseError, LookupError, ValueError) as fault:
        raise CorruptXml(found=str(fault)) from None


def _workbook_part(archive: Archive) -> str:
    for kind, target in _relations(archive, "").values():
        if kind.endswith("/officeDocument"):
            return target
    return "xl/workbook.xml"


def _sheet_parts(archive: Archive) -> dict[str, str]:
    """Sheet name → name of its part."""
    book = _workbook_part(archive)
    targets = _relations(archive, book)
    found = {}
    for element in _parsed(archive.read(book)) if archive.read(book) else ():
        if _local(element.tag) == "sheet":
            relation = next((value for key, value in element.attrib.items() if _local(key) == "id"), "")
            found[element.get("name", "")] = targets.get(relation, ("", ""))[1]
    return found


def _calamine_ranges(data: bytes, name: str) -> list[sheet_xml.Range]:
    import python_calamine

    sheet = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_name(name)
    first = sheet.start[1] if sheet.start else 0
    ranges = [
        sheet_xml.Range(top + 1, left, bottom + 1, right)
        for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
    ]
    return sheet_xml.moved(ranges, first)


def _typed_as_numbers(data: bytes, name: str, rows: dict[int, list[int]]) -> dict[int, list[int]]:
    import python_calamine

    sheet = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_name(name)
    first_column = sheet.start[1] if sheet.start else 0
    values = sheet.to_python(skip_empty_area=False)
    found: dict[int, list[int]] = {}
    for column, at in rows.items():
        numbers = [row for row in at if isinstance(values[row - 1][column + first_column], int | float)]
        if numbers:
            found[column] = numbers
    return found


def _xls_is_1904(data: bytes) -> bool:
    """BIFF record DATEMODE (0x22) of the workbook's globals; source: MS-XLS 2.4.77."""
    import olefile  # type: ignore[import-untyped]  # has no type information

    with olefile.OleFileIO(io.BytesIO(data)) as ole:
        name = next((name for name in ("Workbook", "Book") if ole.exists(name)), None)
        stream = ole.openstream(name).read() if name else b""
    at = 0
    while at + 4 <= len(stream):
        record, length = (
            int.from_bytes(stream[at : at + 2], "little"),
            int.from_bytes(stream[at + 2 : at + 4], "little"),
        )
        if record == 0x22:
            return stream[at + 4 : at + 6] == b"\x01\x00"
        if record == 0x0A:
            return False
        at += 4 + length
    return False
