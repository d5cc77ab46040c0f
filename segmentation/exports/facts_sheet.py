"""The cover: what this workbook is, how it was made, how many rows it holds and what its words mean."""

from __future__ import annotations

from typing import Any

from segmentation.exports.cell_formats import cell_properties
from segmentation.exports.description import Fact, FactsBlock, FactsSheet, Kind, Limits
from segmentation.exports.parts import Plan
from segmentation.exports.typed_cells import write_cell
from segmentation.locale import Words

_LABEL_WIDTH, _VALUE_WIDTH, _NOTE_WIDTH = 30, 64, 64


def write_facts(book: Any, page: Any, sheet: FactsSheet, planned: Plan, words: Words, limits: Limits) -> None:
    """Title, blocks, row counts and definitions, one below the other."""
    page.hide_gridlines(2)
    page.set_column(0, 0, _LABEL_WIDTH)
    page.set_column(1, 1, _VALUE_WIDTH)
    page.set_column(2, 2, _NOTE_WIDTH)
    page.fit_to_pages(1, 0)
    title = book.add_format({"bold": True, "font_size": 16, "quote_prefix": True})
    label = book.add_format({"valign": "top", "font_color": "#5A6570", "quote_prefix": True, "text_wrap": True})
    note = book.add_format({"valign": "top", "quote_prefix": True, "text_wrap": True})
    write_cell(page, 0, 0, sheet.title, Kind.TEXT, title, limits)
    row = 2
    for block in (*sheet.blocks, _counts(planned, words)):
        row = _write_heading(book, page, row, block.heading, limits)
        for fact in block.facts:
            look = book.add_format(
                cell_properties(fact.kind, fact.decimals, words) | {"align": "left", "text_wrap": True}
            )
            write_cell(page, row, 0, fact.label, Kind.TEXT, label, limits)
            write_cell(page, row, 1, fact.value, fact.kind, look, limits)
            if fact.note:
                write_cell(page, row, 2, fact.note, Kind.TEXT, note, limits)
            row += 1
        row += 1
    if sheet.definitions:
        row = _write_heading(book, page, row, sheet.definitions_heading or words("What the words mean"), limits)
        for term, meaning in sheet.definitions:
            write_cell(page, row, 0, term, Kind.TEXT, label, limits)
            write_cell(page, row, 1, meaning, Kind.TEXT, note, limits)
            row += 1


def _write_heading(book: Any, page: Any, row: int, heading: str, limits: Limits) -> int:
    look = book.add_format({"bold": True, "font_size": 12, "bottom": 1, "quote_prefix": True})
    write_cell(page, row, 0, heading, Kind.TEXT, look, limits)
    write_cell(page, row, 1, None, Kind.TEXT, look, limits)
    return row + 1


def _counts(planned: Plan, words: Words) -> FactsBlock:
    total = sum(part.row_count for part in planned.tables)
    facts = [Fact(part.name, part.row_count, Kind.INTEGER, note="\n".join(part.sheet.notes)) for part in planned.tables]
    facts.append(Fact(words("Rows in all"), total, Kind.INTEGER))
    facts.append(Fact(words("Texts cut to the length of a cell"), planned.cut_count, Kind.INTEGER))
    return FactsBlock(words("Rows in this workbook"), tuple(facts))
