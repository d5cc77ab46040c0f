"""Numbers whose last digits a spreadsheet program has dropped, so that different customers look the same."""

from __future__ import annotations

import re
from collections import Counter

import pyarrow as pa
import pyarrow.compute as pc

from segmentation.intake.reading import Reading
from segmentation.intake.sheet_rows import finding

_POWER_OF_TEN = re.compile(r"\s*[+-]?\d(?:[.,](\d+))?E\+(\d{2,3})\s*")
# Below ten digits a power of ten is more likely an amount than a phone or an order number
_LEAST_POWER = 10


def has_lost_digits(text: str | None) -> bool:
    """Whether a number was cut to a power of ten: ``1.38E+10`` keeps three of its eleven digits."""
    found = _POWER_OF_TEN.fullmatch(text or "")
    return found is not None and int(found.group(2)) >= _LEAST_POWER and len(found.group(1) or "") < int(found.group(2))


def powers_of_ten(column: pa.Array | pa.ChunkedArray) -> int:
    """How many cells are numbers cut to a power of ten."""
    found = column.filter(pc.fill_null(pc.match_substring(column, "E+"), False))
    return sum(map(has_lost_digits, found.to_pylist())) if len(found) else 0


def ask_about_lost_digits(reading: Reading, lost: Counter[int]) -> None:
    """Ask about the columns (index → cells) in which digits were lost; the finding names their headers."""
    columns = [reading.headers[index] for index, count in sorted(lost.items()) if count]
    if columns:
        reading.ask("PRECISION_LOST")
        count = sum(lost.values())
        reading.findings.append(finding("PRECISION_LOST", count, columns=", ".join(columns), headers=columns))
