"""The walk through a workbook's zip before any parser sees it: sizes, forbidden declarations, kind, and what to look up."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import IO

import numpy as np

from segmentation.intake.errors import (
    CompressedFile,
    CorruptXml,
    CorruptZip,
    DtdForbidden,
    NoWorkbookInside,
    PasswordProtected,
    TooLargeUncompressed,
    TooManyParts,
    UnsupportedFormat,
)
from segmentation.intake.limits import LIMITS, ReadingLimits

PIECE_BYTES = 1 << 20
# Merged ranges stand after the rows: in the last pieces of a sheet's part.
_TAIL_PIECES = 4
_OVERLAP_BYTES = 64
_DECLARATION = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY|ELEMENT|ATTLIST|NOTATION)", re.IGNORECASE)
_PREFIXED = re.compile(rb"<\w+:worksheet\b")
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OverflowError, OSError)


@dataclass(frozen=True)
class Part:
    """What the walk saw of one XML part. ``tail``: its last 4 MB where merged ranges stand in them, else b""."""

    name: str
    size: int
    has_formulas: bool = False
    tail: bytes = b""


@dataclass(frozen=True)
class Archive:
    """A zip that passed. ``kind``: ``"xlsx"``, ``"xlsm"``, ``"xlsb"`` or ``"ods"``; ``parts``: XML parts by name."""

    kind: str
    zip: zipfile.ZipFile
    parts: dict[str, Part] = field(default_factory=dict)

    def read(self, name: str) -> bytes:
        """A small part's bytes, b"" where the archive has none of that name."""
        return self.zip.read(name) if name in self.zip.namelist() else b""

    def pieces(self, name: str) -> Iterator[bytes]:
        """The part's bytes, a megabyte at a time."""
        with self.zip.open(name) as part:
            while piece := part.read(PIECE_BYTES):
                yield piece


def walk(
    data: bytes, *, limits: ReadingLimits = LIMITS, on_progress: Callable[[float], None] = lambda share: None
) -> Archive:
    """The archive, every part inflated once in pieces, its real bytes counted and its checksums verified.

    Raises a refusal for a damaged zip, too many parts, more than 1 GiB or more than 100 : 1 past 50 MB, a document type
    or entity in any XML part, a zero byte in XML, and for a zip that is no workbook.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except _DAMAGE as damage:
        raise CorruptZip(found=str(damage)) from None
    entries = archive.infolist()
    if len(entries) > limits.parts:
        raise TooManyParts(parts=len(entries), limit=limits.parts)
    budget = _Budget(len(data), limits)
    budget.declared = sum(entry.file_size for entry in entries)
    budget.check(budget.declared)
    kind = _kind(archive)
    parts: dict[str, Part] = {}
    with ThreadPoolExecutor(1) as inflating:
        for entry in entries:
            try:
                with archive.open(entry) as stream:
                    part = _scan(entry.filename, stream, budget, inflating, on_progress)
            except _DAMAGE as damage:
                raise CorruptZip(found=str(damage)) from None
            if part is not None:
                parts[entry.filename] = part
    return Archive(kind, archive, parts)


class _Budget:
    """Counts inflated bytes against what the file may unpack to."""

    def __init__(self, packed: int, limits: ReadingLimits) -> None:
        self.packed, self.limits, self.seen, self.declared = packed, limits, 0, 0

    def check(self, inflated: int) -> None:
        past_ratio = inflated > self.limits.ratio_from_bytes and inflated > self.limits.inflation_ratio * self.packed
        if inflated > self.limits.inflated_bytes or past_ratio:
            raise TooLargeUncompressed(megabytes=inflated // 1_000_000, limit=self.limits.inflation_ratio)

    def add(self, count: int) -> None:
        self.seen += count
        self.check(self.seen)


def _kind(archive: zipfile.ZipFile) -> str:
    names = archive.namelist()
    # Part names are equal without case; readers disagree on which of two they take
    if len({name.casefold() for name in names}) < len(names):
        raise CorruptZip(found="a part stands twice")
    if any("\\" in entry.orig_filename for entry in archive.infolist()):
        # Readers disagree on such names, so what one shows another may not find
        raise CorruptZip(found="backslashes in the names of its parts")
    known = set(names)
    if any(entry.flag_bits & 1 for entry in archive.infolist()):
        raise CompressedFile(found="zip")
    if "xl/workbook.bin" in known:
        return "xlsb"
    if "[Content_Types].xml" in known and any(name.startswith("xl/") for name in known):
        return "xlsm" if "xl/vbaProject.bin" in known else "xlsx"
    if "mimetype" in known and "content.xml" in known:
        if b"opendocument.spreadsheet" not in archive.read("mimetype")[:200]:
            raise NoWorkbookInside
        manifest = archive.read("META-INF/manifest.xml") if "META-INF/manifest.xml" in known else b""
        if b"encryption-data" in manifest:
            raise PasswordProtected
        return "ods"
    if any(name.endswith(".iwa") for name in known):
        raise UnsupportedFormat(found="Apple Numbers")
    raise NoWorkbookInside


def _scan(
    name: str,
    stream: IO[bytes],
    budget: _Budget,
    inflating: ThreadPoolExecutor,
    on_progress: Callable[[float], None],
) -> Part | None:
    """One part, inflated ahead in another thread while the piece before is searched."""
    size, has_formulas, is_xml = 0, False, name.lower().endswith((".xml", ".rels", ".vml"))
    is_sheet, is_prefixed = "sheet" in name.lower(), False
    carry, latest = b"", deque[bytes](maxlen=_TAIL_PIECES)
    coming = inflating.submit(stream.read, PIECE_BYTES)
    while piece := coming.result():
        budget.add(len(piece))
        coming = inflating.submit(stream.read, PIECE_BYTES)
        is_xml = is_xml or (size == 0 and piece.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"))
        size += len(piece)
        if is_xml:
            window = carry + piece
            _refuse_declarations(name, window)
            is_prefixed = is_prefixed or (size == len(piece) and bool(_PREFIXED.search(piece[:1000])))
            has_formulas = has_formulas or (is_sheet and _has_formula(window, is_prefixed))
            carry = window[-_OVERLAP_BYTES:]
            latest.append(piece)
        on_progress(budget.seen / max(1, budget.declared))
    if not is_xml:
        return None
    tail = b"".join(latest)
    return Part(name, size, has_formulas, tail if b"mergeCell" in tail else b"")


def _has_formula(window: bytes, is_prefixed: bool) -> bool:
    """Whether an element ``f`` begins here. Looking at each f costs a quarter of searching for ``<f``."""
    data = np.frombuffer(window, np.uint8)
    before = data[np.flatnonzero(data == ord("f")) - 1]
    return bool((before == ord("<")).any() or (is_prefixed and (before == ord(":")).any()))


def _refuse_declarations(name: str, window: bytes) -> None:
    # Single rare bytes are searched first: that costs a hundredth of searching for the words themselves
    has_zero = b"\0" in window
    if has_zero or b"!" in window:
        plain = window.replace(b"\0", b"") if has_zero else window
        if _DECLARATION.search(plain):
            raise DtdForbidden(part=name)
    if has_zero:
        raise CorruptXml(found=f"zero bytes in {name}")
