"""Texts cleaned once: composed (NFC), without control, bidi and zero-width characters, one space between words."""

from __future__ import annotations

import re
import unicodedata

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

LONGEST_TEXT = 32_767
"""Characters a cell may hold: Excel's own limit, so that every text can be given back in a workbook."""

NULL_WORDS = frozenset(
    ["null", "n/a", "#n/a", "na", "nan", "none", "nil", "-", "--", "---", "—", "–", "/", "\\", "?", "??", "？", ".", "...",
     "无", "暂无", "没有", "未知", "空", "unknown", "not available", "not set", "(blank)", "undefined", "keine", "aucun"]
)  # fmt: skip
"""Words for nothing, as people and programs write them, in the form of ``comparison_key``."""

ERROR_CELLS = frozenset(
    ["#N/A", "#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!", "#GETTING_DATA"]
)
"""What Excel writes into a cell whose formula failed."""

# U+200C and U+200D join and part letters in Persian, Indic scripts and emoji: they stay in what is shown.
_DELETED = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb]"
)
_SPACES = re.compile(r"[\s\x1c-\x1f\u0085\u2028\u2029\u3000]+")
_JOINERS = re.compile("[\u200c\u200d\ufe00-\ufe0f]")
_MARKED_NUMBER = re.compile(r"^'(?=[0-9+=@-])")
_EXCEL_TEXT = re.compile(r'^="(.*)"$', re.DOTALL)
_WHOLE_NUMBER = re.compile(r"^\d+\.0+$")


def clean_text(value: str) -> str | None:
    """The text as it is shown and stored; null where nothing visible is left.

    ``="123"`` gives 123, as spreadsheets write text to themselves; an apostrophe before a number or a sign goes likewise.
    Texts over ``LONGEST_TEXT`` are cut.
    """
    value = _DELETED.sub("", _SPACES.sub(" ", value))
    value = unicodedata.normalize("NFC", value).strip()
    if value.startswith("="):
        value = _EXCEL_TEXT.sub(r"\1", value).strip()
    value = _MARKED_NUMBER.sub("", value).strip()
    return value[:LONGEST_TEXT].strip() or None


def clean_code(value: str) -> str | None:
    """An id or number kept as text: also without a leading apostrophe, and 17850.0 is 17850. Leading zeros stay."""
    cleaned = clean_text(value)
    if cleaned is None:
        return None
    cleaned = cleaned.lstrip("'").strip()
    if _WHOLE_NUMBER.match(cleaned):
        cleaned = cleaned.partition(".")[0]
    return cleaned or None


def comparison_key(value: str) -> str:
    """What two spellings of the same thing share: NFKC, casefold, trimmed, joiners out. Applying it twice changes nothing."""
    key, last = _JOINERS.sub("", value), None
    while key != last:
        last = key
        key = _SPACES.sub(" ", unicodedata.normalize("NFKC", key).casefold()).strip()
    return key


def folded(texts: pa.ChunkedArray | pa.Array) -> pa.ChunkedArray | pa.Array:
    """As ``comparison_key`` folds; Arrow has NFKC and lower case, so what else casefold does is done one letter at a time."""
    joined = pc.replace_substring_regex(texts, _JOINERS.pattern, "")
    lower = pc.utf8_lower(pc.utf8_normalize(joined, form="NFKC"))
    for letter, instead in (("ß", "ss"), ("ς", "σ")):
        lower = pc.replace_substring(lower, letter, instead)
    return lower


def is_null_word(value: str) -> bool:
    """Whether a text only says that there is none."""
    return comparison_key(value) in NULL_WORDS


class Alphabet:
    """Which bytes a text column is made of, found in one pass over its memory: what lets most columns skip the slow rules."""

    def __init__(self, column: pa.ChunkedArray) -> None:
        cells = [_cells(chunk) for chunk in column.chunks if len(chunk)]
        self._parts = [part for part, _ in cells if part.size]
        self._longest = max((longest for _, longest in cells), default=0)

    def has(self, character: str) -> bool:
        """Whether any cell holds this ASCII character."""
        return any(bool((part == ord(character)).any()) for part in self._parts)

    @property
    def longest(self) -> int:
        """Bytes of the longest cell."""
        return self._longest

    @property
    def is_plain(self) -> bool:
        """Printable ASCII throughout: no control characters, nothing to compose."""
        return self.is_within(" ", "~")

    def is_within(self, lowest: str, highest: str) -> bool:
        """Whether every byte lies between two ASCII characters, both included."""
        return all(part.min() >= ord(lowest) and part.max() <= ord(highest) for part in self._parts)


def _cells(array: pa.Array) -> tuple[np.ndarray[tuple[int], np.dtype[np.uint8]], int]:
    """All bytes of a column's cells in a row, without copying them, and the length of the longest cell."""
    if pa.types.is_string(array.type):
        offset_type: type[np.signedinteger] = np.int32
    elif pa.types.is_large_string(array.type):
        offset_type = np.int64
    else:
        return _cells(array.cast(pa.large_string()))
    _, offsets, data = array.buffers()
    if data is None:
        return np.empty(0, np.uint8), 0
    ends = np.frombuffer(offsets, offset_type, count=array.offset + len(array) + 1)[array.offset :]
    return np.frombuffer(data, np.uint8)[ends[0] : ends[-1]], int(np.diff(ends).max(initial=0))
