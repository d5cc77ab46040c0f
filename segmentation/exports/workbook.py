"""A description made into an .xlsx file.

XlsxWriter writes everything but the rows of the lists: styles, covers, tables, charts, headers, filters. Each list is
left as a header and one row of empty, styled cells; the rows then go into the finished package in that row's place, as
:mod:`segmentation.exports.sheet_rows` makes them. One pass, one batch in memory, every format kept.
"""

from __future__ import annotations

import io
import re
import secrets
import zipfile
from pathlib import Path
from typing import Any, BinaryIO

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from segmentation.exports.cell_formats import cell_properties, heading_properties, width
from segmentation.exports.cell_text import cell_text
from segmentation.exports.description import FactsSheet, Limits, SummarySheet, WorkbookDescription
from segmentation.exports.facts_sheet import write_facts
from segmentation.exports.parts import Plan, TablePart, plan
from segmentation.exports.sheet_rows import StyledColumn, rows_xml
from segmentation.exports.summary_sheet import write_summary
from segmentation.locale import Words

_BYTES_A_CELL = 120
_ZIP64_ABOVE = 2**31
_STYLE = re.compile(r'<c r="([A-Z]+)2" s="(\d+)"/>')
_SEED_ROW = re.compile(r'<row r="2"[^>]*>.*?</row>', re.DOTALL)


def write(
    description: WorkbookDescription, target: Path | BinaryIO, *, words: Words, limits: Limits | None = None
) -> None:
    """Write the workbook; a path appears only when its file is whole.

    Lists have a frozen header, a filter and widths that fit. Every text is a text cell, never a formula, a link or a
    number. Lists longer than a sheet go on in the next one, and the cover counts the rows of each.

    Raises
    ------
    MissingColumn, UnwritableColumn
        A list's rows do not fit its columns. Nothing is written.
    """
    limits = limits or Limits()
    planned = plan(description.sheets, words, limits)
    skeleton = _skeleton(description, planned, words, limits)
    if not isinstance(target, Path):
        _fill(skeleton, planned, target, limits)
        return
    unfinished = target.with_name(f".{secrets.token_hex(8)}.part")
    try:
        with unfinished.open("wb") as file:
            _fill(skeleton, planned, file, limits)
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)


def _skeleton(description: WorkbookDescription, planned: Plan, words: Words, limits: Limits) -> io.BytesIO:
    package = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    book = xlsxwriter.Workbook(package, options)
    properties: dict[str, Any] = {"title": cell_text(description.title)[:255]}
    if description.made_at is not None:
        properties["created"] = description.made_at
    book.set_properties(properties)
    for part in planned.sheets:
        page = book.add_worksheet(part.name)
        if isinstance(part, TablePart):
            _write_frame(book, page, part, words)
        elif isinstance(part.sheet, FactsSheet):
            write_facts(book, page, part.sheet, planned, words, limits)
        elif isinstance(part.sheet, SummarySheet):
            write_summary(book, page, part.sheet, words, limits)
    book.close()
    return package


def _write_frame(book: Any, page: Any, part: TablePart, words: Words) -> None:
    """The list without its rows: header, filter, frozen pane, widths, and the style of each column in row 2."""
    heading = book.add_format(heading_properties())
    last = max(part.row_count, 1)
    page.freeze_panes(1, 0)
    page.set_row(0, 30)
    page.repeat_rows(0)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    for at, (column, values) in enumerate(zip(part.sheet.columns, part.values, strict=True)):
        look = book.add_format(cell_properties(column.kind, column.decimals, words))
        page.set_column(at, at, width(column, values, words))
        page.write_string(0, at, cell_text(column.heading), heading)
        page.write_blank(1, at, None, look)
    if part.sheet.columns:
        page.autofilter(0, 0, part.row_count, len(part.sheet.columns) - 1)
        whole = f"A2:{xl_col_to_name(len(part.sheet.columns) - 1)}{last + 1}"
        page.ignore_errors({"number_stored_as_text": whole})


def _fill(skeleton: io.BytesIO, planned: Plan, target: BinaryIO, limits: Limits) -> None:
    lists = {
        f"xl/worksheets/sheet{number}.xml": part
        for number, part in enumerate(planned.sheets, start=1)
        if isinstance(part, TablePart) and part.sheet.columns
    }
    with (
        zipfile.ZipFile(skeleton) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package,
    ):
        for entry in source.infolist():
            content = source.read(entry)
            named = zipfile.ZipInfo(entry.filename, entry.date_time)
            named.compress_type = zipfile.ZIP_DEFLATED
            named.external_attr = entry.external_attr
            part = lists.get(entry.filename)
            if part is None:
                package.writestr(named, content)
            else:
                _stream(package, named, content.decode("utf-8"), part, limits)


def _stream(package: zipfile.ZipFile, entry: zipfile.ZipInfo, frame: str, part: TablePart, limits: Limits) -> None:
    styles = {letters: int(style) for letters, style in _STYLE.findall(frame)}
    columns = [
        StyledColumn(xl_col_to_name(at), styles[xl_col_to_name(at)], values) for at, values in enumerate(part.values)
    ]
    seed = _SEED_ROW.search(frame)
    if seed is None:
        raise RuntimeError("the frame of a list has no second row")
    used = f'<dimension ref="A1:{columns[-1].letters}{part.row_count + 1}"/>'
    head = re.sub(r'<dimension ref="[^"]*"/>', used, frame[: seed.start()], count=1)
    # Above 4 GiB a part needs the larger zip records; old readers do without them, so only then.
    is_huge = part.row_count * len(columns) * _BYTES_A_CELL + 2 * sum(v.nbytes for v in part.values) > _ZIP64_ABOVE
    with package.open(entry, "w", force_zip64=is_huge) as file:
        file.write(head.encode())
        for piece in rows_xml(columns, first_row=2, limits=limits):
            file.write(piece)
        file.write(frame[seed.end() :].encode())
