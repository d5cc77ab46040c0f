"""How each kind of column looks: number format, alignment and width."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from babel import Locale
from babel.numbers import get_currency_precision, get_currency_symbol

from segmentation.exports.cell_text import utf16_length
from segmentation.exports.description import Column, Kind
from segmentation.locale import Words

NARROWEST, WIDEST = 9.0, 48.0
"""Column widths, in characters of the standard font. Longer texts run on to the right or are read in the cell."""

_FILTER_ARROW = 3.0
_DEFAULT_DECIMALS = {Kind.INTEGER: 0, Kind.SCORE: 0, Kind.DECIMAL: 2, Kind.SHARE: 1}


def number_format(kind: Kind, decimals: int | None, words: Words) -> str:
    """Excel's format code. Money carries the sign and the decimals of the shop's currency; days are written as ISO
    8601, which no reader mistakes for another day."""
    if kind is Kind.TEXT:
        return "General"
    if kind in (Kind.IDENTIFIER, Kind.PHONE):
        return "@"
    if kind is Kind.DATE:
        return "yyyy-mm-dd"
    if kind is Kind.DATETIME:
        return "yyyy-mm-dd hh:mm"
    if kind is Kind.MONEY:
        return _money_format(words.language, words.currency, decimals)
    places = _DEFAULT_DECIMALS[kind] if decimals is None else decimals
    whole = "0" if kind in (Kind.SHARE, Kind.SCORE) else "#,##0"
    return whole + ("." + "0" * places if places else "") + ("%" if kind is Kind.SHARE else "")


@lru_cache(maxsize=64)
def _money_format(language: str, currency: str | None, decimals: int | None) -> str:
    places = decimals if decimals is not None else 2 if currency is None else get_currency_precision(currency)
    number = "#,##0" + ("." + "0" * places if places else "")
    if currency is None:
        return number
    sign = get_currency_symbol(currency, Locale.parse(language)).replace('"', "")
    return f'"{sign}"{number};-"{sign}"{number}'


def cell_properties(kind: Kind, decimals: int | None, words: Words) -> dict[str, Any]:
    """XlsxWriter's format properties for a cell of that kind.

    Texts carry the quote prefix: Excel then keeps ``=1+1`` a text even after somebody edits the cell.
    """
    look: dict[str, Any] = {"num_format": number_format(kind, decimals, words), "valign": "top"}
    if kind.is_text:
        look["quote_prefix"] = True
    if kind is Kind.SCORE:
        look["align"] = "center"
    return look


def width(column: Column, values: pa.ChunkedArray, words: Words) -> float:
    """Characters that the heading and the widest value need, within :data:`NARROWEST` and :data:`WIDEST`."""
    needed = max(shown_width(column.heading) + _FILTER_ARROW, _widest(column, values, words) + 1.5)
    return min(max(needed, NARROWEST), WIDEST)


def shown_width(text: str) -> float:
    """Characters of the standard font: Chinese, Japanese and Korean ones are twice as wide."""
    return (utf16_length(text) + len(text.encode("utf-8", errors="ignore"))) / 2


def _widest(column: Column, values: pa.ChunkedArray, words: Words) -> float:
    if column.kind in (Kind.DATE, Kind.DATETIME):
        return 10.0 if column.kind is Kind.DATE else 16.0
    if len(values) == values.null_count:
        return 0.0
    if column.kind.is_text:
        # Three bytes of UTF-8 are one wide character, one byte is a narrow one: their mean is the width.
        lengths = pc.add(pc.utf8_length(values).cast(pa.int64()), pc.binary_length(values).cast(pa.int64()))
        return float(pc.max(lengths).as_py()) / 2
    shown = number_format(column.kind, column.decimals, words).split(";")[0]
    literal = shown_width(shown.split('"')[1]) if '"' in shown else 0.0
    places = len(shown) - shown.index(".") if "." in shown else 0
    extremes = pc.min_max(values)
    largest = max(abs(Decimal(str(extremes[end].as_py()))) for end in ("min", "max"))
    return literal + len(f"{largest:,.0f}") + places + 1


def heading_properties() -> dict[str, Any]:
    """The header row of every table."""
    return {
        "bold": True,
        "bg_color": "#1F3A4D",
        "font_color": "#FFFFFF",
        "valign": "vcenter",
        "text_wrap": True,
        "bottom": 1,
        "quote_prefix": True,
    }
