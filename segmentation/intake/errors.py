"""Files that cannot be read: one class a condition, each with what was found and what to do."""

from __future__ import annotations

from segmentation.errors import SegmentationError
from segmentation.locale import N_


class FileRefused(SegmentationError):
    """Base of every refusal of a whole file. ``code`` is what the command line prints as ``reason``."""

    message = N_("This file cannot be read.")
    code = "NOT_A_SPREADSHEET"
    worded = ("found",)


class EmptyFile(FileRefused):
    message = N_("The file is empty: it holds 0 bytes of content. Export it once more and load that file.")
    code = "EMPTY_FILE"


class NoData(FileRefused):
    message = N_("The file holds no lines of data below a header. Check that the right sheet was exported.")
    code = "NO_DATA"


class NothingKept(NoData):
    message = N_(
        "None of the {count} lines can be read as a sale, so nothing was loaded. The first is row {row}: {found} "
        "Choose other columns, or correct them in the spreadsheet and load it again."
    )


class NoSuchSheet(FileRefused):
    message = N_("There is no sheet called {sheet}. The sheets are: {sheets}.")
    code = "NO_SUCH_SHEET"


class DifferentColumns(FileRefused):
    message = N_("The sheet {sheet} has other columns than {first}, so they cannot be joined. Load them one by one.")
    code = "DIFFERENT_COLUMNS"


class NotASpreadsheet(FileRefused):
    message = N_("This is no spreadsheet: its content is {found}. Export your sales as xlsx or csv.")
    code = "NOT_A_SPREADSHEET"


class CompressedFile(NotASpreadsheet):
    message = N_("This is a compressed file ({found}). Unpack it first, then load the spreadsheet inside.")


class NoWorkbookInside(NotASpreadsheet):
    message = N_("This zip file holds no workbook. If a spreadsheet was packed in it, unpack it first and load that.")


class HtmlNotSpreadsheet(FileRefused):
    message = N_(
        "This is a web page (HTML), whatever its name says. Open it in Excel, save it as .xlsx and load that file; "
        "if it shows a login page, export once more after logging in."
    )
    code = "HTML_NOT_SPREADSHEET"


class UnsupportedFormat(FileRefused):
    message = N_("The file is in the format {found}, which is not read. Open it, save it as .xlsx and load that file.")
    code = "UNSUPPORTED_FORMAT"


class PasswordProtected(FileRefused):
    message = N_("The workbook is protected by a password. Type the password, or remove it in Excel and save again.")
    code = "PASSWORD_PROTECTED"


class WrongPassword(FileRefused):
    message = N_("The password does not open this workbook. Check capitals and language of the keyboard, try again.")
    code = "WRONG_PASSWORD"


class TooLargeUncompressed(FileRefused):
    message = N_(
        "The workbook unpacks to more than is allowed ({megabytes} MB, at most {limit} times its own size). "
        "Save the data alone as csv and load that file."
    )
    code = "TOO_LARGE_UNCOMPRESSED"


class TooManyParts(TooLargeUncompressed):
    message = N_(
        "The workbook is packed from {parts} parts; at most {limit} are read. "
        "Save the sheet with the data as a file of its own."
    )


class DtdForbidden(FileRefused):
    message = N_(
        "The part {part} of the workbook declares a document type or entities, which no spreadsheet program writes. "
        "Open the file in Excel, save it again and load that one."
    )
    code = "DTD_FORBIDDEN"


class CorruptZip(FileRefused):
    message = N_(
        "The workbook is damaged ({found}), perhaps by an interrupted download. Get it once more, or open it in "
        "Excel, let it be repaired and save it again."
    )
    code = "CORRUPT_ZIP"


class CorruptXml(FileRefused):
    message = N_("The workbook's content is damaged ({found}). Open it in Excel, save it again and load that one.")
    code = "CORRUPT_XML"


class TooManyColumns(FileRefused):
    message = N_(
        "The sheet uses {columns} columns; at most {limit} are read. Look for stray cells far to the right and "
        "delete those columns."
    )
    code = "TOO_MANY_COLUMNS"


class FormulasWithoutValues(FileRefused):
    message = N_(
        "{count} cells hold formulas without their results (first in row {row}), because a program wrote the file. "
        "Open it in Excel, save it and load that one."
    )
    code = "FORMULAS_WITHOUT_VALUES"


class UnknownEncoding(FileRefused):
    message = N_(
        "The text is in no encoding that fits the whole file; line {line} is the first that does not fit. "
        "If two exports were joined, load them one by one; else choose the encoding by hand."
    )
    code = "UNKNOWN_ENCODING"


class BadCsv(FileRefused):
    """Base of what is wrong with the structure of a text file."""

    message = N_("Line {line} cannot be split into cells. Export the file once more, as xlsx if possible.")
    code = "BAD_CSV"


class UnclosedQuote(BadCsv):
    message = N_(
        "The quotation mark in line {line} is never closed, so where that cell ends cannot be known. "
        "Correct that line, or export the file once more."
    )


class StrayQuote(BadCsv):
    message = N_(
        "In line {line} a quoted cell goes on after its closing quotation mark, so where it ends cannot be known. "
        "Correct that line, or export the file once more."
    )


class OneColumn(BadCsv):
    message = N_(
        "Only one column was found: no comma, semicolon, tab or vertical bar separates the cells. The first line is: "
        "{first}. Choose the separator by hand, or export the file once more."
    )


class MostlyRagged(BadCsv):
    message = N_(
        "{count} of the first {of} lines have not as many cells as the header, which has {columns}. "
        "Choose separator and quotation mark by hand, or export the file once more."
    )


class FieldTooLong(BadCsv):
    message = N_(
        "A cell in line {line} is longer than {limit} characters: no sales line has that, so a quotation mark "
        "or a line end is missing. Correct that line, or export the file once more."
    )


class TooMuchMemory(FileRefused):
    message = N_(
        "Reading this file needs more memory than one file may take ({megabytes} MB). Look for stray cells far below "
        "or right of the data and delete them, or save the sheet as csv."
    )
    code = "TOO_MUCH_MEMORY"


class TooSlow(FileRefused):
    message = N_("Reading this file took longer than {seconds} seconds and was stopped. Save the sheet as csv.")
    code = "TOO_SLOW"


class ReaderStopped(CorruptXml):
    message = N_(
        "The file makes the reader stop, so something in it is damaged. Open it in Excel, save it again and load that."
    )


def _with_subclasses(kind: type[FileRefused]) -> dict[str, type[FileRefused]]:
    found = {kind.__name__: kind}
    for child in kind.__subclasses__():
        found |= _with_subclasses(child)
    return found


BY_NAME = _with_subclasses(FileRefused)
"""Class name → class: how a refusal crosses from the reading process to this one."""
