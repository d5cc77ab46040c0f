"""What an export refuses, one class a condition."""

from __future__ import annotations

from segmentation.errors import SegmentationError
from segmentation.locale import N_


class UnwritableColumn(SegmentationError):
    """A column holds a type that its kind does not allow. Nothing is guessed and nothing is left blank in silence."""

    message = N_("The column {column} cannot be exported: it holds {found}, and a {kind} column was wanted.")
    code = "UNWRITABLE_COLUMN"


class MissingColumn(SegmentationError):
    message = N_("The list has no column {column}. Its columns are: {columns}.")
    code = "MISSING_COLUMN"


class NotATemplate(SegmentationError):
    message = N_("This file is not an Excel workbook (.xlsx). Save the template as .xlsx and choose it again.")
    code = "NOT_A_TEMPLATE"


class ProtectedTemplate(SegmentationError):
    message = N_("The template is protected by a password. Remove the password, save it and choose it again.")
    code = "PASSWORD_PROTECTED"


class MacroTemplate(SegmentationError):
    message = N_("The template contains macros. Save it as a workbook without macros (.xlsx) and choose it again.")
    code = "MACRO_TEMPLATE"


class EmptyTemplate(SegmentationError):
    message = N_(
        "The template has no place to fill. Write {{{{shop}}}} or {{{{rows}}}} into a cell; "
        "the places known are: {places}."
    )
    code = "EMPTY_TEMPLATE"


class UnknownPlace(SegmentationError):
    message = N_("The template asks for {place} in {sheet}!{cell}, which this list does not have. It has: {places}.")
    code = "UNKNOWN_PLACE"


class RowsAboveContent(SegmentationError):
    message = N_(
        "The template's row to repeat stands above {sheet}!{cell}, which is not empty. "
        "Move that cell above the row, save and choose the template again."
    )
    code = "ROWS_ABOVE_CONTENT"


class RowsInMergedCells(SegmentationError):
    message = N_(
        "The template's row to repeat is in or above the merged cells {sheet}!{cell}. "
        "Unmerge them, save and choose the template again."
    )
    code = "ROWS_IN_MERGED_CELLS"


class TooManyRows(SegmentationError):
    message = N_(
        "The template takes {limit} rows and the list has {rows}. Choose fewer customers or export without it."
    )
    code = "TOO_MANY_ROWS"


class PlaceInFormula(SegmentationError):
    message = N_("The template has a place inside the formula in {sheet}!{cell}. Put the place in a cell of its own.")
    code = "PLACE_IN_FORMULA"
