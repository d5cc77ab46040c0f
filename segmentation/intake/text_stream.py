"""A text file as UTF-8 bytes, proven on the way to split into cells in one way only."""

from __future__ import annotations

import codecs
from typing import IO

import numpy as np

from segmentation.intake.text_encoding import TextEncoding

_NEWLINE = ord("\n")
_HELD_BACK = b"\r\n\x1a"


def _without_end(text: bytes) -> bytes:
    """Without blank lines at the end, and without the mark that old programs put on a line below them."""
    text = text.rstrip(b"\r\n")
    has_mark = text.endswith(b"\x1a") and text[-2:-1] in (b"\r", b"\n")
    return text[:-1].rstrip(b"\r\n") if has_mark else text


class PlainStream:
    """A file object for a CSV parser: ``read`` gives UTF-8 without mark, zero bytes and blank lines at the end.

    On the way every quotation mark is seen: the odd ones must open a cell and the even ones close it. Where that holds, no
    two parsers can split the text differently; where it does not, ``is_ambiguous`` is set and the stream ends.
    ``skip``: UTF-8 bytes not handed on, which are the rows above the data.
    """

    closed = False

    def __init__(self, source: IO[bytes], encoding: TextEncoding, delimiter: str, quote: str, skip: int) -> None:
        self._source, self._skip = source, skip
        source.seek(encoding.mark_bytes)
        self._decoder = codecs.getincrementaldecoder(encoding.name)()
        self._is_utf8 = encoding.name == "utf-8"
        self._quote = ord(quote)
        self._beside = np.zeros(256, dtype=bool)
        self._beside[[ord(delimiter), _NEWLINE, ord("\r"), self._quote]] = True
        self._quotes = 0
        self._last = _NEWLINE
        self._held = b""
        self._is_over = False
        self.is_ambiguous = False
        self.zero_bytes = 0
        self.has_powers = False
        self.bytes_read = 0

    def read(self, size: int = -1) -> bytes:
        """About ``size`` bytes, b"" at the end. Never more than one cell is left without its end."""
        while not self._is_over and not self.is_ambiguous:
            piece = self._source.read(max(size // 2, 1 << 16) if size > 0 else 1 << 22)
            self.bytes_read += len(piece)
            text = self._held + self._as_utf8(piece)
            if piece:
                kept = len(text.rstrip(_HELD_BACK))
                # A quotation mark at the end waits for the byte behind it
                kept -= kept > 0 and text[kept - 1] == self._quote
                text, self._held = text[:kept], text[kept:]
            else:
                text, self._held, self._is_over = _without_end(text) + b"\n", b"", True
            self._prove(text)
            if self._skip:
                cut = min(self._skip, len(text))
                text, self._skip = text[cut:], self._skip - cut
            if text and not self.is_ambiguous:
                return text
        return b""

    def readable(self) -> bool:
        return True

    def close(self) -> None:
        self.closed = True

    def _as_utf8(self, piece: bytes) -> bytes:
        waiting = self._decoder.getstate()[0]
        is_ascii = self._is_utf8 and not waiting and piece.isascii()
        # A last character that is cut off stays in the decoder and is not handed on
        text = piece if is_ascii else self._decoder.decode(piece).encode()
        if b"\0" in text:
            self.zero_bytes += text.count(b"\0")
            text = text.replace(b"\0", b"")
        if not self.has_powers and b"+" in text:
            self.has_powers = b"E+" in text
        return text

    def _prove(self, text: bytes) -> None:
        quote = bytes([self._quote])
        if quote in text:
            data = np.frombuffer(text, np.uint8)
            at = np.flatnonzero(data == self._quote)
            opens = np.arange(self._quotes, self._quotes + len(at)) % 2 == 0
            before = np.where(at > 0, data[at - 1], self._last)
            after = data[np.minimum(at + 1, len(data) - 1)]
            is_right = np.where(opens, self._beside[before], self._beside[after])
            self._quotes += len(at)
            self.is_ambiguous = not bool(is_right.all())
        if self._is_over and self._quotes % 2:
            self.is_ambiguous = True
        if text:
            self._last = text[-1]
