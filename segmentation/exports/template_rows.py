"""One row of a template repeated downwards, with all that belongs to it."""

from __future__ import annotations

from copy import copy
from typing import Any

from openpyxl.formatting.formatting import ConditionalFormattingList
from openpyxl.formula.translate import Translator
from openpyxl.utils import range_boundaries
from openpyxl.utils.cell import get_column_letter
from openpyxl.worksheet.cell_range import MultiCellRange

from segmentation.exports.refusals import RowsAboveContent, RowsInMergedCells


def repeat_row(sheet: Any, anchor: int, count: int) -> None:
    """Copy the styles, height and formulas of row ``anchor`` to the ``count`` - 1 rows below, and stretch the
    validations, conditional formats, filter and Excel tables that cover it.

    Raises
    ------
    RowsAboveContent, RowsInMergedCells
        Moving what stands there could break what refers to it.
    """
    _refuse_unmovable(sheet, anchor)
    pattern = list(sheet[anchor])
    height = sheet.row_dimensions[anchor].height
    for row in range(anchor + 1, anchor + count):
        if height is not None:
            sheet.row_dimensions[row].height = height
        for source in pattern:
            cell = sheet.cell(row, source.column)
            if source.has_style:
                cell._style = copy(source._style)
            if source.data_type == "f" and isinstance(source.value, str):
                cell.value = Translator(source.value, source.coordinate).translate_formula(cell.coordinate)
            elif source.data_type != "f":
                cell.value = source.value
    if count > 1:
        _stretch(sheet, anchor, anchor + count - 1)


def _refuse_unmovable(sheet: Any, anchor: int) -> None:
    for row in sheet.iter_rows(min_row=anchor + 1):
        for cell in row:
            if cell.value is not None:
                raise RowsAboveContent(sheet=sheet.title, cell=cell.coordinate)
    for merged in sheet.merged_cells.ranges:
        if merged.max_row >= anchor:
            raise RowsInMergedCells(sheet=sheet.title, cell=merged.coord)


def _stretch(sheet: Any, anchor: int, last: int) -> None:
    for validation in sheet.data_validations.dataValidation:
        validation.sqref = MultiCellRange(_stretched_areas(validation.sqref, anchor, last))
    # openpyxl keeps the formats under their range, so a stretched range needs a new list.
    formats = ConditionalFormattingList()
    for formatted in sheet.conditional_formatting:
        for rule in formatted.rules:
            formats.add(_stretched_areas(formatted.sqref, anchor, last), rule)
    sheet.conditional_formatting = formats
    for table in sheet.tables.values():
        table.ref = _stretched(table.ref, anchor, last)
        if table.autoFilter is not None:
            table.autoFilter.ref = _stretched(table.autoFilter.ref, anchor, last)
    if sheet.auto_filter.ref:
        sheet.auto_filter.ref = _stretched(sheet.auto_filter.ref, anchor, last)


def _stretched_areas(areas: MultiCellRange, anchor: int, last: int) -> str:
    return " ".join(_stretched(area.coord, anchor, last) for area in areas.ranges)


def _stretched(area: str, anchor: int, last: int) -> str:
    left, top, right, bottom = range_boundaries(area)
    if not top <= anchor <= bottom < last:
        return area
    return f"{get_column_letter(left)}{top}:{get_column_letter(right)}{last}"
