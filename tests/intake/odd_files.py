"""Small workbooks and text files of every odd kind, made by hand."""

from __future__ import annotations

import io
import zipfile
from xml.sax.saxutils import escape

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
    return xlsx(sheet_xml(rows_xml(rows)), **options)  # type: ignore[arg-type]


def csv_text(rows: list[list[str]], separator: str = ",", newline: str = "\r\n") -> str:
    return "".join(separator.join(row) + newline for row in rows)


PLAIN: list[list[object]] = [list(HEADER), *[[*row[:3], int(row[3]), float(row[4])] for row in LINES]]
"""A header and 20 sales lines, as a workbook would hold them."""
