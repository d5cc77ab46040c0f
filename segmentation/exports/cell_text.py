"""Text as a cell can hold it: no control characters, no longer than Excel's limit."""

from __future__ import annotations

import re

import pyarrow as pa
import pyarrow.compute as pc

_NEWLINES = re.compile(r"\r\n?")
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_ILLEGAL_RE2 = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x{9f}\x{fffe}\x{ffff}]"
"""The same for Arrow, whose texts cannot hold half a surrogate pair."""


def cell_text(value: str) -> str:
    """The text without control characters and without what XML cannot hold; line breaks as ``\\n``, tabs kept."""
    return _ILLEGAL.sub("", _NEWLINES.sub("\n", value))


def utf16_length(value: str) -> int:
    """Characters as Excel counts them: one outside the Basic Multilingual Plane counts as two."""
    return len(value) + sum(character > "\uffff" for character in value)


def cut_to(value: str, longest: int) -> str:
    """The beginning of the text, at most ``longest`` UTF-16 units, never half a character."""
    if len(value) * 2 <= longest or utf16_length(value) <= longest:
        return value
    return value.encode("utf-16-le")[: longest * 2].decode("utf-16-le", errors="ignore")


def cell_texts(texts: pa.Array, longest: int) -> pa.Array:
    """:func:`cell_text` and :func:`cut_to` for a whole column of strings; null stays null."""
    clean = pc.replace_substring_regex(texts, r"\r\n?", "\n")
    clean = pc.replace_substring_regex(clean, _ILLEGAL_RE2, "")
    # Every character is at most two UTF-16 units: below half the limit nothing can be too long.
    if (pc.max(pc.utf8_length(clean)).as_py() or 0) * 2 <= longest:
        return clean
    return pa.array([None if text is None else cut_to(text, longest) for text in clean.to_pylist()], texts.type)


def count_cut(texts: pa.ChunkedArray, longest: int) -> int:
    """How many texts :func:`cell_texts` will shorten."""
    suspects = texts.filter(pc.greater(pc.multiply(pc.utf8_length(texts), 2), longest))
    return sum(utf16_length(cell_text(text)) > longest for text in suspects.to_pylist())
