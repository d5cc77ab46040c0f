"""Names for downloads: safe on every system, and never twice the same."""

from __future__ import annotations

import re
import secrets
import unicodedata
from datetime import date

LONGEST = 100
"""Characters of a whole name."""

_LONGEST_BYTES = 240
"""Linux counts bytes, 255 of them; a Chinese character has three."""

_TOKEN_BYTES = 8
_SEPARATORS = re.compile(r'[\s<>:"/\\|?*.,;\'`$%&!#-]+')
_DEVICE = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])", re.IGNORECASE)
"""Names that Windows keeps for its devices, whatever follows the first full stop."""


def download_name(*parts: str | date, extension: str, token: str | None = None) -> str:
    """``shop-list-2026-06-30-<token>.xlsx``. Letters of every script stay; the random token keeps one person's download
    from ever having another's name, and its address from being guessed.
    """
    ending = f"-{token or secrets.token_hex(_TOKEN_BYTES)}.{extension}"
    stem = "-".join(filter(None, (_clean(part) for part in parts))) or "export"
    if _DEVICE.fullmatch(stem.split("-")[0]):
        stem = f"_{stem}"
    stem = stem[: LONGEST - len(ending)]
    while len((stem + ending).encode()) > _LONGEST_BYTES:
        stem = stem[:-1]
    return stem.rstrip("-") + ending


def _clean(part: str | date) -> str:
    if isinstance(part, date):
        return part.isoformat()[:10]
    visible = "".join(
        character for character in unicodedata.normalize("NFC", part) if character.isspace() or _is_shown(character)
    )
    return _SEPARATORS.sub("-", visible).strip("-")


def _is_shown(character: str) -> bool:
    return unicodedata.category(character)[0] != "C"
