"""Which currencies a sheet's amounts are in, by its own column, by signs beside the amounts, or by their heading."""

from __future__ import annotations

import re

import duckdb

from segmentation.intake.mapping import Mapping
from segmentation.intake.raw import RawTable
from segmentation.intake.values.currencies import currency_code, currency_in, region_of
from segmentation.intake.values.scratch import raw_columns
from segmentation.intake.values.text import Alphabet

_MOST = 0.5
"""Share of the amounts that must bear a sign before several signs are several currencies."""


def found_currencies(connection: duckdb.DuckDBPyConnection, raw: RawTable, mapping: Mapping) -> dict[str, int]:
    """The currencies of the sheet with their lines, the commonest first: of its column, else of signs and headers."""
    found: dict[str, int] = {}
    index = mapping.column("currency")
    if index is not None:
        with raw_columns(connection, raw.cells, [index]):
            texts = connection.execute(
                f"select c{index}, count(*) as n from raw where c{index} is not null group by 1 order by n desc, 1"
            ).fetchall()
        for text, lines in texts:
            code = currency_code(text)
            if code:
                found[code] = found.get(code, 0) + lines
        return found
    index = mapping.column("amount")
    index = mapping.column("unit_price") if index is None else index
    if index is None:
        return found
    if not Alphabet(raw.cells.column(f"c{index}")).is_within("+", "9"):
        with raw_columns(connection, raw.cells, [index]):
            marks = connection.execute(
                f"""select any_value(c{index}), count(*) as n from raw where c{index} is not null
                    group by regexp_replace(c{index}, '[\\d.,''’ \\s()+-]', '', 'g') order by n desc, 1"""
            ).fetchall()
        filled = sum(lines for _, lines in marks)
        for text, lines in marks:
            code = currency_in(text)
            if code:
                found[code] = found.get(code, 0) + lines
        if sum(found.values()) < _MOST * filled:
            # A few signs among bare numbers are somebody's habit: one is a hint, several tell nothing.
            found = found if len(found) == 1 else {}
    if not found:
        in_header = re.search(r"[(（\[]\s*([^)）\]]{1,4})\s*[)）\]]|\b([A-Z]{3})$", raw.headers[index])
        code = currency_code(in_header.group(1) or in_header.group(2)) if in_header else None
        if code == "EUR" or region_of(code):
            found[str(code)] = raw.cells.num_rows
    return found
