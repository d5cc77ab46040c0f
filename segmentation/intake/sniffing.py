"""What a file is, by its content. Its name is never looked at."""

from __future__ import annotations

import re

from segmentation.intake.errors import (
    CompressedFile,
    EmptyFile,
    HtmlNotSpreadsheet,
    NoData,
    NotASpreadsheet,
    NoWorkbookInside,
    UnsupportedFormat,
)
from segmentation.locale import N_

HEAD_BYTES = 65_536

_COMPRESSED = {
    b"\x1f\x8b": "gzip",
    b"Rar!\x1a\x07": "rar",
    b"7z\xbc\xaf\x27\x1c": "7z",
    b"BZh": "bzip2",
    b"\xfd7zXZ\x00": "xz",
    b"\x28\xb5\x2f\xfd": "zstd",
}
_OTHER = {
    b"\x89PNG": N_("a picture (PNG)"),
    b"\xff\xd8\xff": N_("a picture (JPEG)"),
    b"GIF8": N_("a picture (GIF)"),
    b"BM": N_("a picture (BMP)"),
    b"%PDF": N_("a PDF document"),
    b"{\\rtf": N_("a text document (RTF)"),
    b"SQLite format 3\x00": N_("a database"),
    b"MZ": N_("a program"),
    b"\x7fELF": N_("a program"),
}
_BINARY_FORMATS = {b"PAR1": "Parquet", b"ARROW1": "Arrow"}
# Excel 2 to 4 wrote its records without a container; their first record is BOF.
_OLD_EXCEL = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00", b"\x09\x08\x08\x00")

_HTML = re.compile(
    rb"\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|(?:html|head|body|meta|table|script|style|div|form|title|center|font|p|br|"
    rb"span|h[1-6]|link|thead|tbody|tr|t[dh])[\s>/])",
    re.IGNORECASE | re.DOTALL,
)
_HTML_LATER = re.compile(rb"<(?:!doctype\s+html|html)[\s>]", re.IGNORECASE)
_SPREADSHEETML = re.compile(rb"urn:schemas-microsoft-com:office:spreadsheet|mso-application", re.IGNORECASE)
# An element and its end, in a file that begins with one
_ELEMENTS = re.compile(rb"\s*<(?!\d)[\w:.-]+(?:\s[^<>]*)?(?:/>|>(?![,;\t|\"]).*?(?:/>|</))", re.DOTALL)
_SYLK = re.compile(rb"ID;P[A-Z0-9]*[;\r\n][^\r\n]*[\r\n]+[BCFOPE];")
_JSON = re.compile(rb"\s*(?:\[\s*)?\{\s*\"[^\"]*\"\s*:")
_MAIL = re.compile(rb"MIME-Version:", re.IGNORECASE)
# Bytes that no text in any encoding read here has: controls other than tab, line ends, FS … US and escape.
_CONTROLS = re.compile(rb"[\x00-\x06\x0e-\x1a]")
_CONTROL_SHARE = 0.02


def kind_of(head: bytes, size: int) -> str:
    """``"zip"``, ``"ole"`` or ``"text"``, from the first ``HEAD_BYTES`` of a file of ``size`` bytes.

    Raises a refusal that names the content where it is neither.
    """
    if size == 0:
        raise EmptyFile
    if head.startswith(b"PK\x03\x04"):
        return "zip"
    if head.startswith(b"PK\x05\x06"):
        raise NoWorkbookInside
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return "ole"
    for start, found in _COMPRESSED.items():
        if head.startswith(start):
            raise CompressedFile(found=found)
    text = without_utf16(head)
    _refuse_other_binary(head, text)
    _refuse_markup(text)
    if not text.strip():
        # A file that is nothing but a byte order mark holds nothing; one of blank lines holds lines without data.
        raise EmptyFile if not text else NoData
    return "text"


def utf16_without_mark(head: bytes) -> str | None:
    """``"utf-16-le"`` or ``"utf-16-be"`` where the zero bytes stand as in UTF-16 text, else None.

    A table's separators, digits and line ends are ASCII, so at least a fifth of one half of the bytes is zero and hardly
    any of the other half.
    """
    even, odd = head[0::2].count(0), head[1::2].count(0)
    half = max(1, len(head) // 2)
    if odd / half >= 0.2 and even / half <= 0.02:
        return "utf-16-le"
    if even / half >= 0.2 and odd / half <= 0.02:
        return "utf-16-be"
    return None


def without_utf16(head: bytes) -> bytes:
    """The text's bytes in an ASCII-compatible form, without byte order mark, for looking at its first words."""
    if head.startswith(b"\xef\xbb\xbf"):
        return head[3:]
    if head.startswith((b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff")):
        return head[4 : len(head) // 4 * 4].decode("utf-32-le" if head[0] else "utf-32-be", "ignore").encode()
    encoding = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}.get(head[:2])
    if encoding:
        return head[2:].decode(encoding, "ignore").encode()
    encoding = utf16_without_mark(head)
    return head.decode(encoding, "ignore").encode() if encoding else head


def _refuse_other_binary(head: bytes, text: bytes) -> None:
    for start, found in _BINARY_FORMATS.items():
        if head.startswith(start):
            raise UnsupportedFormat(found=found)
    if head.startswith(_OLD_EXCEL):
        raise UnsupportedFormat(found="Excel 4")
    is_binary = len(_CONTROLS.findall(text)) > _CONTROL_SHARE * len(text)
    for start, found in _OTHER.items():
        # "BM" and "MZ" may also begin a header, so a short signature alone does not make a picture of a table
        if head.startswith(start) and (len(start) > 2 or is_binary):
            raise NotASpreadsheet(found=found)
    if is_binary or re.search(rb"PK\x03\x04.{26}(?:\[Content_Types\]|xl/|_rels/|mimetype)", head, re.DOTALL):
        raise NotASpreadsheet(found=N_("binary data"))


def _refuse_markup(text: bytes) -> None:
    start = text.lstrip()[:HEAD_BYTES]
    if _HTML.match(start):
        raise HtmlNotSpreadsheet
    if start.startswith(b"<?xml") or start.startswith(b"<Workbook"):
        if _SPREADSHEETML.search(start):
            raise UnsupportedFormat(found="Excel 2003 XML")
        raise HtmlNotSpreadsheet if _HTML_LATER.search(start) else UnsupportedFormat(found="XML")
    if _ELEMENTS.match(start):
        raise HtmlNotSpreadsheet if _HTML_LATER.search(start) else UnsupportedFormat(found="XML")
    if _MAIL.match(start):
        raise HtmlNotSpreadsheet
    if _SYLK.match(start):
        raise UnsupportedFormat(found="SYLK")
    if _JSON.match(start):
        raise UnsupportedFormat(found="JSON")
