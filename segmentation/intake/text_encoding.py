"""In which encoding a text file is written, and whether its bytes prove it."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from segmentation.intake.errors import UnknownEncoding
from segmentation.intake.sniffing import HEAD_BYTES, utf16_without_mark

PIECE_BYTES = 1 << 20
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
CANDIDATES = ("gb18030", "big5", "cp932", "cp949", "cp1252", "cp1251")
"""Encodings without a mark that are tried on text that is no UTF-8; source: dependencies.md."""
_JAPANESE = re.compile(rb"([\x81-\x9f\xe0-\xfc])([\x40-\x7e\x80-\xfc])|[\xa1-\xdf]")
_PAIR = re.compile(rb"([\x81-\xfe])(?:([\x40-\x7e\x80-\xfe])|([\x30-\x39][\x81-\xfe][\x30-\x39]))")


@dataclass(frozen=True)
class EncodingProof:
    """When bytes prove GB18030, and when two exports in different encodings were joined.

    ``common_share``: of the two-byte characters, those in the rows of the 3,755 commonest Chinese characters and of
    punctuation; Chinese text has nearly all there, Big5 and Shift-JIS read as GB18030 about a third. ``joined_share``: of
    the lines that are not ASCII, those valid as UTF-8 in a file that as a whole is not. ``japanese_share``: of the
    characters read as Shift-JIS, those with a lead byte 81-9F, where it has kana and common characters and the others
    have next to nothing. ``beyond_korean_share``: of the common Chinese characters, those that are no Korean syllable in the
    same bytes, where Chinese text has two of five and Korean with names in hanja a few.
    """

    common_share: float = 0.9
    joined_share: float = 0.1
    japanese_share: float = 0.6
    beyond_korean_share: float = 0.1
    sample_bytes: int = 64_000
    sample_lines: int = 2_000


@dataclass(frozen=True)
class TextEncoding:
    """``name``: Python's codec; ``mark_bytes``: length of the byte order mark; ``is_sure``: the bytes prove it."""

    name: str
    mark_bytes: int = 0
    is_sure: bool = True
    is_cut_short: bool = False


def find(
    source: IO[bytes],
    chosen: str | None = None,
    proof: EncodingProof = EncodingProof(),
) -> TextEncoding:
    """The encoding of the whole file; a person's choice is only checked to fit.

    UTF-8 and UTF-16 are proven by their bytes, GB18030 by where its characters lie. Everything else is a best guess, for
    Big5, Shift-JIS and the Western code pages can be read as one another. Raises ``UnknownEncoding`` with the first line
    that does not fit, also where two encodings were glued together.
    """
    source.seek(0)
    head = source.read(HEAD_BYTES)
    mark, marked = next(((mark, name) for mark, name in _MARKS if head.startswith(mark)), (b"", None))
    if chosen:
        name = _known(chosen)
        # A mark belongs to the encoding that was chosen, or it is text like any other
        length = len(mark) if marked and marked in (name, name + "-le", name + "-be") else 0
        name = (marked if length else None) or name
        return TextEncoding(name, length, is_cut_short=_decoded(source, name, length))
    proven = marked or utf16_without_mark(head)
    if proven:
        return TextEncoding(proven, len(mark), is_cut_short=_decoded(source, proven, len(mark)))
    fault = _first_fault(source, "utf-8")
    if fault is None:
        return TextEncoding("utf-8")
    if fault.is_at_end:
        return TextEncoding("utf-8", is_cut_short=True)
    return _without_mark(source, fault, proof)


def _known(chosen: str) -> str:
    try:
        name = codecs.lookup(chosen).name
    except LookupError:
        raise UnknownEncoding(line=1) from None
    return {"utf-8-sig": "utf-8", "gbk": "gb18030", "gb2312": "gb18030", "shift_jis": "cp932"}.get(name, name)


@dataclass(frozen=True)
class _Fault:
    position: int
    is_at_end: bool


def _first_fault(source: IO[bytes], name: str, skip: int = 0) -> _Fault | None:
    """Where the file's bytes stop being text in this encoding; ``is_at_end``: only its last character is cut off."""
    source.seek(skip)
    decoder = codecs.getincrementaldecoder(name)()
    at, is_ascii_based = skip, not name.startswith(("utf-16", "utf-32"))
    while piece := source.read(PIECE_BYTES):
        pending = len(decoder.getstate()[0])
        if not (is_ascii_based and not pending and piece.isascii()):
            try:
                decoder.decode(piece)
            except UnicodeDecodeError as fault:
                return _Fault(at - pending + fault.start, is_at_end=False)
        at += len(piece)
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return _Fault(at - len(decoder.getstate()[0]), is_at_end=True)
    return None


def _decoded(source: IO[bytes], name: str, skip: int) -> bool:
    """Whether the file is cut short in this encoding; raises where it does not fit at all."""
    fault = _first_fault(source, name, skip)
    if fault and not fault.is_at_end:
        raise UnknownEncoding(line=_line_of(source, fault.position))
    return fault is not None


def _line_of(source: IO[bytes], position: int) -> int:
    source.seek(0)
    before = source.read(position)
    newlines = before.count(b"\n")
    return 1 + (newlines or before.count(b"\r"))


def _lines(source: IO[bytes]) -> Iterator[tuple[int, bytes]]:
    """Number and bytes of each line that is not ASCII."""
    source.seek(0)
    number, rest = 0, b""
    while piece := source.read(PIECE_BYTES):
        text = rest + piece
        if b"\n" not in text:
            text = text.replace(b"\r", b"\n")
        *lines, rest = text.split(b"\n")
        for line in lines:
            number += 1
            if not line.isascii():
                yield number, line
    if not rest.isascii():
        yield number + 1, rest


def _without_mark(source: IO[bytes], utf8_fault: _Fault, proof: EncodingProof) -> TextEncoding:
    sample, size, valid, invalid = [], 0, 0, 0
    as_utf8: list[bytes] = []
    first_is_valid: bool | None = None
    first_other: int | None = None
    for number, line in _lines(source):
        is_valid = _is_utf8(line)
        valid, invalid = valid + is_valid, invalid + (not is_valid)
        first_is_valid = is_valid if first_is_valid is None else first_is_valid
        if is_valid != first_is_valid and first_other is None:
            first_other = number
        if size < proof.sample_bytes:
            sample.append(line)
            size += len(line)
        if is_valid and len(as_utf8) < proof.sample_lines:
            as_utf8.append(line)
    faults = {name: _first_fault(source, name) for name in CANDIDATES}
    # 元 alone, in each line's amount, has bytes that are valid in both: Chinese by the rest of the file, and by itself.
    texts = [b"\n".join(lines) for lines in (sample, as_utf8) if lines]
    if faults["gb18030"] is None and all(is_surely_chinese(text, proof, proof.beyond_korean_share) for text in texts):
        return TextEncoding("gb18030")
    if valid and valid >= proof.joined_share * (valid + invalid):
        raise UnknownEncoding(line=first_other or _line_of(source, utf8_fault.position))
    fitting = [name for name, fault in faults.items() if fault is None or fault.is_at_end]
    if not fitting:
        furthest = max((fault.position for fault in faults.values() if fault), default=utf8_fault.position)
        raise UnknownEncoding(line=_line_of(source, furthest))
    name = _best(b"\n".join(sample), fitting, proof)
    is_sure = name == "gb18030" and is_surely_chinese(b"\n".join(sample), proof)
    return TextEncoding(name, is_sure=is_sure, is_cut_short=faults[name] is not None)


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True


def _best(sample: bytes, fitting: list[str], proof: EncodingProof) -> str:
    from charset_normalizer import from_bytes

    if "cp932" in fitting and _is_likely_japanese(sample, proof):
        return "cp932"
    found = [match.encoding for match in from_bytes(sample, cp_isolation=fitting)]
    return next((name for name in found if name in fitting), fitting[0])


def _is_likely_japanese(sample: bytes, proof: EncodingProof) -> bool:
    leads: list[bytes] = [lead for lead, _ in _JAPANESE.findall(sample)]
    return sum(b"\x81" <= lead <= b"\x9f" for lead in leads) > proof.japanese_share * len(leads)


def is_surely_chinese(sample: bytes, proof: EncodingProof = EncodingProof(), beyond_korean_share: float = 0.0) -> bool:
    """Whether bytes that decode as GB18030 can hardly be anything else; nothing is sure of no bytes.

    Four-byte characters exist in no other encoding tried. Of two-byte ones nearly all must be common Chinese characters or
    punctuation, and some in the rows D0-D7, which Korean text in the same bytes leaves empty.
    """
    common = others = beyond_korean = four = 0
    for lead, trail, rest in _PAIR.findall(sample):
        if rest:
            four += 1
        elif trail >= b"\xa1" and (b"\xb0" <= lead <= b"\xd7" or b"\xa1" <= lead <= b"\xa3"):
            common += 1
            beyond_korean += lead >= b"\xc9"
        else:
            others += 1
    if four and 2 * four >= others:
        return True
    is_common = common >= proof.common_share * (common + others)
    return is_common and beyond_korean > beyond_korean_share * common
