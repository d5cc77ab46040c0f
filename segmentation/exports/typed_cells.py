"""Single cells of covers and summaries, written by kind through XlsxWriter."""

from __future__ import annotations

import math
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from segmentation.exports.cell_text import cell_text, cut_to
from segmentation.exports.description import Kind, Limits, Value

_FIRST_DAY = date(1900, 3, 1)


def write_cell(page: Any, row: int, column: int, value: Value, kind: Kind, look: Any, limits: Limits) -> None:
    """Write one value. Texts always as text; a number or day of its own kind as a number; the rest as text."""
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        page.write_blank(row, column, None, look)
    elif kind.is_number and isinstance(value, int | float | Decimal):
        page.write_number(row, column, value, look)
    elif kind in (Kind.DATE, Kind.DATETIME) and isinstance(value, date) and _day(value) >= _FIRST_DAY:
        page.write_datetime(row, column, value, look)
    else:
        page.write_string(row, column, cut_to(cell_text(str(value)), limits.characters_a_cell), look)


def _day(value: date) -> date:
    return value.date() if isinstance(value, datetime) else value
