"""What a column's values look like, from a sample: the shares of numbers, dates, e-mails and phones among them."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from segmentation.intake.values.customers import is_damaged, is_email, is_masked, is_phone
from segmentation.intake.values.text import clean_text, is_null_word

SAMPLE = 1000
"""Values looked at, spread over the whole column."""

_NUMBER = re.compile(
    r"^[-+(−]?\s*[^\d\s.,()+-]{0,4}\s*[-+−]?\d[\d.,'’_ \u00a0\u202f]*(?:e[+-]?\d+)?\s*[^\d\s.,()+-]{0,3}[-)−]?$",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"^(?:\d{4}[-/.年 ]\s?\d{1,2}[-/.月 ]\s?\d{1,2}"
    r"|\d{1,2}[-/. ]\s?\d{1,2}[-/. ]\s?(?:\d{4}|\d{2})(?!\d)"
    r"|(?:19|20)\d{2}(?:0\d|1[0-2])(?:[0-2]\d|3[01])(?:\d{4}(?:\d{2})?)?$"
    r"|(?:[^\W\d_]{3,10}[.,]?\s+)?\d{1,2}(?:[-./ ]+|\s+del?\s+)[^\W\d_]{3,10}(?:[-./, ]+|\s+del?\s+)\d{2,4}(?!\d)"
    r"|(?:[^\W\d_]{3,10}[.,]?\s+)?[^\W\d_]{3,10}\.?(?:\s+|-)\d{1,2}(?:,?\s+|-)\d{2,4}(?![\d:]))",
    re.IGNORECASE,
)
_TIME = re.compile(r"^(?:1899-12-3[01] )?\d{1,2}:\d{2}(?::\d{2})?(?:\.\d+)?(?:\s*[ap]m)?$", re.IGNORECASE)
_DIGIT = re.compile(r"\d")
_FRACTION = re.compile(r"\d[.,]\d{1,2}\D*$")


@dataclass(frozen=True)
class Look:
    """Shares from 0 to 1 of the sampled values that say something; ``filled`` is their number, 0 where nothing is known.

    ``fraction``: numbers with one or two decimals. ``distinct``: different values among them. ``masked``: hidden with
    stars. ``damaged``: ids that have lost digits, where the column was stored as numbers. ``digits``: values with a digit
    in them, as codes have and names have not.
    """

    filled: int = 0
    number: float = 0.0
    fraction: float = 0.0
    date: float = 0.0
    time: float = 0.0
    email: float = 0.0
    phone: float = 0.0
    masked: float = 0.0
    damaged: float = 0.0
    digits: float = 0.0
    distinct: float = 0.0
    samples: tuple[str, ...] = ()


def look_at(column: pa.ChunkedArray, *, is_stored_number: bool = False) -> Look:
    """What a sample of the column looks like, with three different values to show."""
    values = [text for text in map(clean_text, _sample(column)) if text is not None and not is_null_word(text)]
    if not values:
        return Look()

    # Full-width digits and marks are read as their narrow ones
    narrow = [unicodedata.normalize("NFKC", value) for value in values]

    def share(test: re.Pattern[str]) -> float:
        return sum(1 for value in narrow if test.search(value)) / len(narrow)

    return Look(
        filled=len(values),
        number=share(_NUMBER),
        fraction=share(_FRACTION),
        date=share(_DATE),
        time=share(_TIME),
        email=sum(map(is_email, values)) / len(values),
        phone=sum(map(is_phone, values)) / len(values),
        masked=sum(map(is_masked, values)) / len(values),
        damaged=sum(is_damaged(value, is_stored_number=is_stored_number) for value in values) / len(values),
        digits=share(_DIGIT),
        distinct=len(set(values)) / len(values),
        samples=tuple(dict.fromkeys(values))[:3],
    )


def _sample(column: pa.ChunkedArray) -> list[str]:
    found = [text for text in _spread(column) if text is not None]
    if len(found) >= SAMPLE // 10 or len(column) <= SAMPLE:
        return found
    # Mostly empty columns, such as totals on the first line of each order, show their values only when asked for them.
    return [text for text in _spread(column.drop_null()) if text is not None]


def _spread(column: pa.ChunkedArray) -> list[str | None]:
    rows = np.linspace(0, max(len(column) - 1, 0), min(SAMPLE, len(column))).astype(np.int64)
    return list(column.take(pa.array(np.unique(rows), pa.int64())).to_pylist())
