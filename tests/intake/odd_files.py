"""Small workbooks and text files of every odd kind, made by hand."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable
from xml.sax.saxutils import escape

import pytest

from segmentation.intake.errors import FileRefused
from segmentation.intake.raw import RawTable

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"

HEADER = ["order_no", "order_date", "customer", "qty", "amount"]
LINES = [[f"A{n:05}", f"2024-03-{n:02}", f"Customer {n % 7}", str(n % 3 + 1), f"{n * 1.5:.2f}"] for n in range(1, 21)]


def rows_xml(rows: list[list[object]], first_row: int = 1) -> str:
    """Rows as sheet XML: numbers as numbers, texts inline, None as no cell."""
    text = ""
    for number, row in enumerate(rows, first_row):
        text += f'<row r="{number}">'
        for column, value in enumerate(row):
            place = f"{chr(65 + column)}{number}"
            if isinstance(value, int | float):
                text += f'<c r="{place}"><v>{value!r}</v></c>'
            elif value is not None:
                text += f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{escape(str(value))}</t></is></c>'
        text += "</row>"
    return text


def sheet_xml(data: str, after: str = "", prolog: str = "") -> str:
    head = '<?xml version="1.0" encoding="UTF-8"?>' + prolog
    return f'{head}<worksheet xmlns="{MAIN}"><sheetData>{data}</sheetData>{after}</worksheet>'


def xlsx(
    *sheets: str,
    names: list[str] | None = None,
    states: dict[str, str] | None = None,
    book: str = "",
    parts: dict[str, bytes] | None = None,
) -> bytes:
    """A workbook of these sheet parts. ``parts`` adds parts or replaces them."""
    names = names or [f"Sheet{n}" for n in range(1, len(sheets) + 1)]
    tags = relations = types = ""
    files: dict[str, bytes] = {}
    for n, (name, text) in enumerate(zip(names, sheets, strict=True), 1):
        state = f' state="{states[name]}"' if states and name in states else ""
        tags += f'<sheet name="{escape(name)}" sheetId="{n}" r:id="rId{n}"{state}/>'
        relations += f'<Relationship Id="rId{n}" Type="{RELATIONS}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        types += (
            f'<Override PartName="/xl/worksheets/sheet{n}.xml" '
            'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
        )
        files[f"xl/worksheets/sheet{n}.xml"] = text.encode()
    files["xl/workbook.xml"] = (
        f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}">{book}<sheets>{tags}</sheets></workbook>'.encode()
    )
    files["xl/_rels/workbook.xml.rels"] = (
        f'<Relationships xmlns="{PACKAGE}/relationships">{relations}</Relationships>'.encode()
    )
    files["_rels/.rels"] = (
        f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" Type="{RELATIONS}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>'
    ).encode()
    files["[Content_Types].xml"] = (
        f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
        'ContentType="application/xml"/><Override PartName="/xl/workbook.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
        f"{types}</Types>"
    ).encode()
    return packed(files | (parts or {}))


def packed(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def table_xlsx(rows: list[list[object]], **options: object) -> bytes:
    return xlsx(sheet_xml(rows_xml(rows)), **options)  # type: ignore[arg-type]  # whatever a test gives


def csv_text(rows: list[list[str]], separator: str = ",", newline: str = "\r\n") -> str:
    return "".join(separator.join(row) + newline for row in rows)


PLAIN: list[list[object]] = [list(HEADER), *[[*row[:3], int(row[3]), float(row[4])] for row in LINES]]
"""A header and 20 sales lines, as a workbook would hold them."""


def ods(rows: list[list[object]], manifest: str = "") -> bytes:
    def cell(value: object) -> str:
        is_number = isinstance(value, int | float)
        kind = f'"float" office:value="{value}"' if is_number else '"string"'
        return f"<table:table-cell office:value-type={kind}><text:p>{value}</text:p></table:table-cell>"

    body = "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in rows)
    names = ("office", "table", "text")
    spaces = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in names)
    content = (
        f"<office:document-content {spaces}><office:body><office:spreadsheet>"
        f'<table:table table:name="S">{body}</table:table></office:spreadsheet></office:body></office:document-content>'
    )
    return packed(
        {
            "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": content.encode(),
            "META-INF/manifest.xml": f"<manifest>{manifest}</manifest>".encode(),
        }
    )


def _record(kind: int, body: bytes = b"") -> bytes:
    """One record of a binary part: its kind and its length in groups of seven bits."""
    groups = b""
    for number in (kind, len(body)):
        groups += bytes([number]) if number < 128 else bytes([number & 0x7F | 0x80, number >> 7])
    return groups + body


def _wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def _relation(kind: str, target: str) -> bytes:
    return (
        f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" Type="{RELATIONS}/{kind}" '
        f'Target="{target}"/></Relationships>'
    ).encode()


def xlsb(rows: list[list[object]]) -> bytes:
    """A binary workbook; source of the records: MS-XLSB 2.4."""
    last_row, last_column = len(rows) - 1, len(rows[0]) - 1
    sheet = _record(129) + _record(148, struct.pack("<IIII", 0, last_row, 0, last_column)) + _record(145)
    for number, row in enumerate(rows):
        sheet += _record(0, struct.pack("<IIHBBBI", number, 0, 300, 0, 0, 0, 0))
        for column, value in enumerate(row):
            place = struct.pack("<II", column, 0)
            if isinstance(value, int | float):
                sheet += _record(5, place + struct.pack("<d", value))
            else:
                sheet += _record(6, place + _wide(str(value)))
    sheet += _record(146) + _record(130)
    tab = struct.pack("<II", 0, 1) + _wide("rId1") + _wide("Sales")
    return packed(
        {
            "[Content_Types].xml": b"<Types/>",
            "_rels/.rels": _relation("officeDocument", "xl/workbook.bin"),
            "xl/_rels/workbook.bin.rels": _relation("worksheet", "worksheets/sheet1.bin"),
            "xl/workbook.bin": _record(131) + _record(143) + _record(156, tab) + _record(144) + _record(132),
            "xl/worksheets/sheet1.bin": sheet,
        }
    )


def refusal_code(read: Callable[..., RawTable], data: bytes, **choices: object) -> str:
    """The code of the refusal that these bytes meet; its sentence must be whole."""
    with pytest.raises(FileRefused) as refusal:
        read(data, **choices)
    assert "{" not in refusal.value.sentence()
    return refusal.value.code


def findings(table: RawTable) -> dict[str, int]:
    """Code of each finding → its count."""
    return {found.code: found.count for found in table.findings}


def column(table: RawTable, header: str) -> list[str | None]:
    """The cells below one header."""
    values: list[str | None] = table.cells.column(f"c{table.headers.index(header)}").to_pylist()
    return values
