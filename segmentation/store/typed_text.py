"""What a person typed, made fit to be kept: composed, visible, its lines as they were."""

from __future__ import annotations

import unicodedata

LONGEST_LINE = 500
LONGEST_TEXT = 10_000
"""Characters of a note, or of a field with several lines."""

# U+200C and U+200D join and part letters in Persian, Indic scripts and emoji: they stay.
_JOINERS = "\u200c\u200d"


def _visible(line: str) -> str:
    kept = (c if unicodedata.category(c) not in ("Zl", "Zp", "Zs") else " " for c in line)
    return "".join(c for c in kept if c in _JOINERS or unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co", "Cn"))


def typed_line(text: str) -> str | None:
    """One line, its spaces single; None where nothing visible is left."""
    whole = unicodedata.normalize("NFC", " ".join(text.split()))
    return " ".join(_visible(whole).split())[:LONGEST_LINE].strip() or None


def typed_text(text: str) -> str | None:
    """Several lines as they were typed, without empty ones at the ends; None where nothing visible is left."""
    lines = (_visible(line).rstrip() for line in unicodedata.normalize("NFC", text).splitlines())
    return "\n".join(lines)[:LONGEST_TEXT].strip() or None
