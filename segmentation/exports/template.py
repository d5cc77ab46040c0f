"""A client's own workbook, filled: its styles, protection, validations and hidden keys stay as they are.

A cell that holds ``{{shop}}`` takes that value, with its type; inside a longer text the value is written as words. A row
whose first cell begins with ``{{rows}}`` is repeated for every customer: ``{{rows}}`` alone becomes the running number,
the other cells take the fields they name (``{{customer}}``, ``{{monetary}}``), formulas move down with their row.
"""

from __future__ import annotations

import io
import math
import re
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import openpyxl

from segmentation.exports.cell_text import cell_text, cut_to
from segmentation.exports.description import Column, Limits, Rows, Value
from segmentation.exports.refusals import (
    EmptyTemplate,
    MacroTemplate,
    NotATemplate,
    PlaceInFormula,
    ProtectedTemplate,
    TooManyRows,
    UnknownPlace,
)
from segmentation.exports.template_rows import repeat_row
from segmentation.exports.typed_columns import typed_column
from segmentation.locale import Words

PLACE = re.compile(r"\{\{\s*([A-Za-z0-9_]+)\s*\}\}")
ROWS = "rows"

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_WORKBOOK = b"spreadsheetml.sheet.main+xml"


@dataclass(frozen=True)
class TemplateLimits:
    """openpyxl keeps every cell as an object, 216 bytes beside its value as measured: longer lists go without a template."""

    most_rows: int = 50_000


def fill(
    template: bytes,
    *,
    values: Mapping[str, Value],
    columns: Sequence[Column],
    rows: Rows,
    gate: Callable[[bytes], None],
    words: Words,
    limits: TemplateLimits | None = None,
) -> bytes:
    """The template with its places filled.

    ``gate`` looks at the bytes before they are unpacked, and raises where an upload would be refused. Texts are written
    as text, whatever they begin with. Conditional formats, validations, filters and Excel tables that cover the repeated
    row are stretched over all rows. openpyxl does not keep shapes, slicers and form controls.

    Raises
    ------
    NotATemplate, ProtectedTemplate, MacroTemplate
        The bytes are no plain .xlsx workbook.
    EmptyTemplate, UnknownPlace, PlaceInFormula, RowsAboveContent, RowsInMergedCells, TooManyRows
        Its places cannot be filled.
    """
    _refuse_other_files(template, gate)
    book = _opened(template)
    known = sorted({ROWS, *values, *(column.key for column in columns)})
    anchors, places = _places(book, known)
    if not anchors and not places:
        raise EmptyTemplate(places=", ".join(known))
    for sheet, cell in places:
        _set(cell, _filled(cell.value, values, known, sheet, cell, words))
    count = len(rows)
    most = (limits or TemplateLimits()).most_rows
    if anchors and count > most:
        raise TooManyRows(limit=words.number(most), rows=words.number(count))
    for sheet, row in anchors:
        _fill_rows(sheet, row, {column.key: column for column in columns}, rows, values, known, words)
    filled = io.BytesIO()
    book.save(filled)
    return filled.getvalue()


def _refuse_other_files(template: bytes, gate: Callable[[bytes], None]) -> None:
    if template.startswith(_OLE):
        raise ProtectedTemplate() if _ENCRYPTED in template else NotATemplate()
    if not template.startswith(b"PK"):
        raise NotATemplate()
    gate(template)
    try:
        with zipfile.ZipFile(io.BytesIO(template)) as package:
            types = package.read("[Content_Types].xml")
            has_macros = any(name.lower().endswith("vbaproject.bin") for name in package.namelist())
    except (zipfile.BadZipFile, KeyError, NotImplementedError, RuntimeError) as fault:
        raise NotATemplate() from fault
    if has_macros or b"macroEnabled" in types:
        raise MacroTemplate()
    if _WORKBOOK not in types:
        raise NotATemplate()


def _opened(template: bytes) -> Any:
    try:
        return openpyxl.load_workbook(io.BytesIO(template))
    except Exception as fault:  # openpyxl lets whatever its parts raise through: KeyError, TypeError, ParseError …
        raise NotATemplate() from fault


def _places(book: Any, known: list[str]) -> tuple[list[tuple[Any, int]], list[tuple[Any, Any]]]:
    """The rows to repeat, as sheet and row number, and the cells to fill once."""
    anchors: list[tuple[Any, int]] = []
    cells: list[tuple[Any, Any]] = []
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            texts = [cell for cell in row if isinstance(cell.value, str) and PLACE.search(cell.value)]
            for cell in texts:
                if cell.data_type == "f":
                    raise PlaceInFormula(sheet=sheet.title, cell=cell.coordinate)
            first = PLACE.match(texts[0].value.strip()) if texts else None
            if first is not None and first[1] == ROWS:
                anchors.append((sheet, row[0].row))
            else:
                cells.extend((sheet, cell) for cell in texts)
    return anchors, cells


def _filled(text: str, values: Mapping[str, Value], known: list[str], sheet: Any, cell: Any, words: Words) -> Value:
    """The value of the only place in the cell, or the text with every place written out."""

    def value_of(place: re.Match[str]) -> Value:
        if place[1] not in values:
            raise UnknownPlace(place=place[0], sheet=sheet.title, cell=cell.coordinate, places=", ".join(known))
        return values[place[1]]

    alone = PLACE.fullmatch(text.strip())
    if alone is not None:
        return value_of(alone)
    return PLACE.sub(lambda place: _shown(value_of(place), words), text)


def _fill_rows(
    sheet: Any,
    anchor: int,
    columns: Mapping[str, Column],
    rows: Rows,
    values: Mapping[str, Value],
    known: list[str],
    words: Words,
) -> None:
    cells = [cell for cell in sheet[anchor] if cell.value is not None]
    patterns = {cell.column: str(cell.value) for cell in cells if isinstance(cell.value, str) and cell.data_type != "f"}
    marked = next(column for column, text in patterns.items() if PLACE.search(text))
    patterns[marked] = PLACE.sub("", patterns[marked], count=1).strip() or "{{rows}}"
    wanted = {place[1] for text in patterns.values() for place in PLACE.finditer(text)}
    fields = {key: typed_column(rows, columns[key], words).to_pylist() for key in wanted if key in columns}
    count = len(rows)
    repeat_row(sheet, anchor, count)
    fields[ROWS] = list(range(1, count + 1))
    for at in range(max(count, 1)):
        record = {**values, **{key: column[at] if count else None for key, column in fields.items()}}
        for column, pattern in patterns.items():
            cell = sheet.cell(anchor + at, column)
            _set(cell, _filled(pattern, record, known, sheet, cell, words))


def _set(cell: Any, value: Value) -> None:
    if isinstance(value, str):
        text = cut_to(cell_text(value), Limits().characters_a_cell)
        cell.value = text or None
        if text:
            cell.data_type = "s"  # openpyxl takes "=…" for a formula and "#N/A" for an error
            cell.quotePrefix = True
        return
    # A cell of Excel's knows no infinity, and openpyxl would write a file that does not open.
    cell.value = None if isinstance(value, float) and not math.isfinite(value) else value


def _shown(value: Value, words: Words) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return words.moment(value)
    if isinstance(value, date):
        return words.date(value)
    if isinstance(value, Decimal):
        return words.money(value)
    if isinstance(value, int | float):
        return words.number(value, 0 if float(value).is_integer() else 2)
    return value
