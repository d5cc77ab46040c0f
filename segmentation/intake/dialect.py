"""How a text file splits into cells: separator and quotation mark, from its first lines."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from dataclasses import dataclass

from segmentation.intake.errors import OneColumn
from segmentation.intake.limits import LIMITS, ReadingLimits

SEPARATORS = (",", ";", "\t", "|")
_SEPARATOR_LINE = re.compile(r"\"?sep=(.)\"?[ ,;\t]*(?:\r\n|\r|\n)", re.IGNORECASE)
_SAMPLE_RECORDS = 200


@dataclass(frozen=True)
class Dialect:
    """``skipped_lines``: a ``sep=`` line on top. ``is_unusual_quote``: single quotes hold cells together."""

    delimiter: str
    quote: str = '"'
    skipped_lines: int = 0
    is_unusual_quote: bool = False


def records(text: str, dialect: Dialect, most: int, limits: ReadingLimits = LIMITS) -> list[list[str]]:
    """The first records, read leniently; blank lines are empty records, the ``sep=`` line is one."""
    found: list[list[str]] = []
    csv.field_size_limit(limits.field_bytes)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=dialect.delimiter, quotechar=dialect.quote)
    try:
        for record in reader:
            found.append(record)
            if len(found) >= most:
                break
    except csv.Error:
        pass  # the exact reading names the fault and its line
    return found


def find(
    text: str, *, delimiter: str | None = None, quote: str | None = None, limits: ReadingLimits = LIMITS
) -> Dialect:
    """The separator that splits most lines into equally many cells. ``text``: the file's first lines.

    Raises ``OneColumn`` where none splits at all.
    """
    line = _SEPARATOR_LINE.match(text)
    skipped = 1 if line else 0
    if delimiter is None and line:
        delimiter = line.group(1)
    candidates = [delimiter] if delimiter else list(SEPARATORS)
    options = [Dialect(separator, quote or '"', skipped) for separator in candidates]
    best = max(options, key=lambda option: _fit(text, option))
    if quote is None and _ragged(text, best) > limits.ragged_share:
        single = [Dialect(separator, "'", skipped, is_unusual_quote=True) for separator in candidates]
        other = max(single, key=lambda option: _fit(text, option))
        if _fit(text, other)[0] >= 0.95 and _is_quoted(text):
            best = other
    if _fit(text, best)[1] <= 1:
        first = next((line.strip() for line in io.StringIO(text) if line.strip()), "")
        raise OneColumn(first=first[:80])
    return best


def usual_width(rows: list[list[str]]) -> int:
    """The number of cells most filled lines have; of equally frequent ones the larger."""
    counts = Counter(len(row) for row in rows if any(cell.strip() for cell in row))
    return max(counts, key=lambda width: (counts[width], width), default=0)


def _sample(text: str, dialect: Dialect) -> list[list[str]]:
    rows = records(text, dialect, _SAMPLE_RECORDS)[dialect.skipped_lines :]
    return [row for row in rows if any(cell.strip() for cell in row)]


def _fit(text: str, dialect: Dialect) -> tuple[float, int]:
    rows = _sample(text, dialect)
    width = usual_width(rows)
    share = sum(len(row) == width for row in rows) / max(1, len(rows))
    return (round(share, 1) if width > 1 else 0.0), width


def _ragged(text: str, dialect: Dialect) -> float:
    """Share of the lines below the first that have not as many cells as the first."""
    rows = _sample(text, dialect)
    return sum(len(row) != len(rows[0]) for row in rows[1:]) / max(1, len(rows) - 1) if rows else 0.0


def _is_quoted(text: str) -> bool:
    return bool(re.search(r"(?:^|[,;\t|\r\n])'[^'\r\n]*'(?:[,;\t|\r\n]|$)", text))
