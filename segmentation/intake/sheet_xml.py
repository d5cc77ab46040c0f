"""What is looked up in a sheet's XML once something there asks for it: places of cells, merged ranges, empty formulas."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from segmentation.intake.archive_gate import Archive, Part
from segmentation.intake.errors import CorruptXml, TooManyColumns
from segmentation.intake.limits import ReadingLimits

_OPEN = rb"<(?:[A-Za-z_]\w*:)?"
_CELL = re.compile(
    _OPEN
    + rb"(?:row(?=[\s/>])(?P<row>[^>]*)>"
    + rb"|c(?=[\s/>])(?P<cell>[^>]*?)(?:/>|>(?P<inner>.*?)</(?:[A-Za-z_]\w*:)?c>))",
    re.DOTALL,
)
_REFERENCE = re.compile(rb"\sr\s*=\s*[\"']([A-Za-z]*)(\d+)[\"']")
_PLACE = re.compile(_OPEN + rb"(?:c|row)\s[^>]*?\br\s*=\s*[\"']([A-Za-z]*)(\d+)[\"']")
_TYPE = re.compile(rb"\st\s*=\s*[\"'](\w+)[\"']")
_MERGE = re.compile(_OPEN + rb"mergeCell\b[^>]*\bref\s*=\s*[\"']([A-Za-z]+)(\d+):([A-Za-z]+)(\d+)[\"']")
_FORMULA = re.compile(_OPEN + rb"f\b")
_ZERO = re.compile(_OPEN + rb"v\b[^>]*>0<")
_VALUE = re.compile(_OPEN + rb"v\b[^>]*>[^<]")
# Looking at each cell's place costs a second a hundred megabytes, so sheets above this are left to the memory limit.
_LOOK_UP_BYTES = 20_000_000
_CARRY_BYTES = 1 << 16


@dataclass(frozen=True)
class Range:
    """A block of cells, both corners included; rows from 1, columns from 0."""

    top: int
    left: int
    bottom: int
    right: int


def column_index(letters: bytes) -> int:
    """``A`` → 0, ``XFD`` → 16383."""
    index = 0
    for letter in letters.upper():
        index = index * 26 + letter - 64
    return index - 1


def refuse_stray_cells(archive: Archive, name: str, limits: ReadingLimits) -> None:
    """Refuse a small sheet with a cell beyond the allowed columns or beyond Excel's last row.

    A parser reserves room for the whole rectangle up to such a cell, and aborts its process over it.
    """
    if archive.parts[name].size > _LOOK_UP_BYTES:
        return
    widest = -1
    for text in _windows(archive, name):
        for letters, row in _PLACE.findall(text):
            if len(row) > 7 or int(row) > limits.rows:
                raise CorruptXml(found=f"a row numbered {int(row[:12]):,}")
            if len(letters) > 1:
                widest = max(widest, column_index(letters[:4]))
    if widest >= limits.columns:
        raise TooManyColumns(columns=widest + 1, limit=limits.columns)


def merged_ranges(archive: Archive, part: Part) -> list[Range]:
    """Merged ranges of a sheet, in the sheet's own columns."""
    texts: Iterator[bytes] | tuple[bytes] = (part.tail,)
    if b"mergeCells" in part.tail and not re.search(_OPEN + rb"mergeCells\b", part.tail):
        texts = _windows(archive, part.name)
    found: dict[Range, None] = {}
    for text in texts:
        for left, top, right, bottom in _MERGE.findall(text):
            found[Range(int(top), column_index(left), int(bottom), column_index(right))] = None
    return list(found)


def moved(ranges: list[Range], first_column: int) -> list[Range]:
    """The ranges in the columns of a table whose first is the sheet's column ``first_column``."""
    return [
        Range(at.top, max(0, at.left - first_column), at.bottom, at.right - first_column)
        for at in ranges
        if at.right >= first_column
    ]


def first_column(archive: Archive, name: str) -> int:
    """Index of the leftmost column with a cell, which is where the reader's table begins."""
    first = None
    for text in _windows(archive, name):
        for letters, _row in _PLACE.findall(text):
            if letters:
                at = column_index(letters)
                first = at if first is None else min(first, at)
        if first == 0:
            break
    return first or 0


def rows_without_results(archive: Archive, name: str, *, is_uncalculated: bool = False) -> dict[int, int]:
    """Row → number of formulas whose result is not stored. A stored empty text is a result.

    ``is_uncalculated``: the workbook asks to be calculated on opening. Programs that cannot calculate store 0 for every
    formula of such a one, which is no result.
    """
    found: dict[int, int] = {}
    zeros: dict[int, int] = {}
    has_results = not is_uncalculated
    for row, _column, attributes, inner in _cells(archive, name):
        if inner and _FORMULA.search(inner) and not _VALUE.search(inner):
            kind = _TYPE.search(attributes)
            if not (kind and kind.group(1) == b"str" and b"v" in inner and re.search(_OPEN + rb"v\b", inner)):
                found[row] = found.get(row, 0) + 1
        elif not has_results and inner and _FORMULA.search(inner):
            zeros[row] = zeros.get(row, 0) + 1
            has_results = not _ZERO.search(inner)
    return found if has_results else {row: found.get(row, 0) + zeros.get(row, 0) for row in sorted({*found, *zeros})}


def stored_as_numbers(archive: Archive, name: str, rows: dict[int, list[int]], first: int) -> dict[int, list[int]]:
    """Of the cells given as column → rows, those stored as numbers. ``first``: the sheet's column of table column 0."""
    wanted = {(row, column + first) for column, at in rows.items() for row in at}
    found: dict[int, list[int]] = {}
    for row, column, attributes, _inner in _cells(archive, name):
        if (row, column) in wanted:
            kind = _TYPE.search(attributes)
            if kind is None or kind.group(1) == b"n":
                found.setdefault(column - first, []).append(row)
    return found


def _cells(archive: Archive, name: str) -> Iterator[tuple[int, int, bytes, bytes]]:
    """Row, column, attributes and content of each cell, once, places counted on where a writer left them out."""
    row, column = 0, -1
    rest = b""
    for piece in archive.pieces(name):
        text = rest + piece
        # Cells are only taken whole: up to the last row that is closed
        closed = text.rfind(b"row>")
        end = closed + len(b"row>") if closed >= 0 else 0
        row, column, cells = _cells_of(text[:end], row, column)
        yield from cells
        rest = text[end:]
    yield from _cells_of(rest, row, column)[2]


def _cells_of(text: bytes, row: int, column: int) -> tuple[int, int, list[tuple[int, int, bytes, bytes]]]:
    found = []
    for match in _CELL.finditer(text):
        if match["row"] is not None:
            place = _REFERENCE.search(match["row"])
            row, column = (int(place.group(2)) if place else row + 1), -1
            continue
        place = _REFERENCE.search(match["cell"])
        if place and place.group(1):
            row, column = int(place.group(2)), column_index(place.group(1))
        else:
            column += 1
        found.append((row, column, match["cell"], match["inner"] or b""))
    return row, column, found


def _windows(archive: Archive, name: str) -> Iterator[bytes]:
    """The part in pieces that overlap by a tag, for searches where seeing a tag twice does no harm."""
    carry = b""
    for piece in archive.pieces(name):
        text = carry + piece
        yield text
        cut = text.rfind(b"<")
        carry = text[cut:][-_CARRY_BYTES:] if cut >= 0 else b""
