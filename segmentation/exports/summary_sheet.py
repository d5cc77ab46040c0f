"""Small tables, one below the other, with native charts beside them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from segmentation.exports.cell_formats import cell_properties, heading_properties, shown_width
from segmentation.exports.cell_text import cell_text
from segmentation.exports.description import Chart, ChartKind, Kind, Limits, SummarySheet, SummaryTable, Value
from segmentation.exports.typed_cells import write_cell
from segmentation.exports.typed_columns import typed_column
from segmentation.locale import Words

_CHART_ROWS, _CHART_COLUMNS = 16, 8
"""Cells that XlsxWriter's standard chart (480 × 288 pixels) covers, with a margin."""

_COLUMN_WIDTH = 14.0
_FIRST_COLUMN_WIDTH = 26.0


def write_summary(book: Any, page: Any, sheet: SummarySheet, words: Words, limits: Limits) -> None:
    """Write the tables from the top down; the charts of a table stand to the right of all tables, in its own rows."""
    page.hide_gridlines(2)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    widest = max((len(table.columns) for table in sheet.tables), default=1)
    page.set_column(0, 0, _FIRST_COLUMN_WIDTH)
    for at in range(1, widest):
        headings = [shown_width(table.columns[at].heading) for table in sheet.tables if at < len(table.columns)]
        page.set_column(at, at, max(_COLUMN_WIDTH, *(heading + 2 for heading in headings)))
    top = 0
    for table in sheet.tables:
        bottom = _write_table(book, page, table, top, words, limits)
        for at, chart in enumerate(table.charts):
            _insert_chart(book, page, table, chart, top, widest + 1 + at * _CHART_COLUMNS, words)
        top = max(bottom, top + (_CHART_ROWS if table.charts else 0)) + 2


def _write_table(book: Any, page: Any, table: SummaryTable, top: int, words: Words, limits: Limits) -> int:
    title = book.add_format({"bold": True, "font_size": 12, "quote_prefix": True})
    heading = book.add_format(heading_properties())
    write_cell(page, top, 0, table.title, Kind.TEXT, title, limits)
    row = top + 1
    for at, column in enumerate(table.columns):
        write_cell(page, row, at, column.heading, Kind.TEXT, heading, limits)
    looks = [cell_properties(column.kind, column.decimals, words) for column in table.columns]
    for record in _records(table, words):
        row += 1
        _write_record(book, page, table, row, record, looks, limits)
    if table.totals:
        row += 1
        _write_record(book, page, table, row, table.totals, [look | {"bold": True, "top": 1} for look in looks], limits)
    return row + 1


def _write_record(
    book: Any,
    page: Any,
    table: SummaryTable,
    row: int,
    record: Sequence[Value],
    looks: list[dict[str, Any]],
    limits: Limits,
) -> None:
    for at, (column, value, look) in enumerate(zip(table.columns, record, looks, strict=True)):
        write_cell(page, row, at, value, column.kind, book.add_format(look), limits)


def _records(table: SummaryTable, words: Words) -> list[tuple[Value, ...]]:
    columns = [typed_column(table.rows, column, words).to_pylist() for column in table.columns]
    return list(zip(*columns, strict=True))


def _insert_chart(book: Any, page: Any, table: SummaryTable, chart: Chart, top: int, left: int, words: Words) -> None:
    keys = [column.key for column in table.columns]
    first, last = top + 2, top + 1 + len(table.rows)
    if last < first:
        return
    drawn = book.add_chart({"type": chart.kind.value})
    for key in chart.series:
        at = keys.index(key)
        series: dict[str, Any] = {
            "name": [page.get_name(), top + 1, at],
            "categories": [page.get_name(), first, keys.index(chart.category), last, keys.index(chart.category)],
            "values": [page.get_name(), first, at, last, at],
        }
        if chart.kind is ChartKind.PIE:
            series["data_labels"] = {"percentage": True, "leader_lines": True}
        drawn.add_series(series)
    drawn.set_title({"name": cell_text(chart.title), "name_font": {"size": 12}, "overlay": False})
    if chart.kind is ChartKind.BAR:
        drawn.set_y_axis({"reverse": True})
    if len(chart.series) == 1 and chart.kind is not ChartKind.PIE:
        drawn.set_legend({"none": True})
    page.insert_chart(top, left, drawn)
