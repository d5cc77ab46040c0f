from __future__ import annotations

import contextlib
import gzip
import io
import struct
import zipfile
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from segmentation.intake import archive_gate
from segmentation.intake.errors import FileRefused
from segmentation.intake.raw import RawTable
from tests.intake.odd_files import (
    LINES,
    PLAIN,
    csv_text,
    packed,
    rows_xml,
    sheet_xml,
    table_xlsx,
    xlsx,
)
from tests.intake.odd_files import refusal_code as code

Read = Callable[..., RawTable]
GOOD = table_xlsx(PLAIN)


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/styles.xml", "xl/_rels/workbook.xml.rels", "docProps/app.xml"])
@pytest.mark.parametrize(
    "declaration",
    [
        '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>',
        '<!doctype x SYSTEM "http://127.0.0.1:9/x.dtd"><x/>',
        '<?xml version="1.0"?>\n<!DOCTYPE x PUBLIC "-//X//EN" "x.dtd"><x/>',
        '<!DOCTYPE x [<!ENTITY % p SYSTEM "file:///etc/passwd"> %p;]><x/>',
    ],
)
def test_any_part_with_a_document_type_is_refused(read_here: Read, part: str, declaration: str) -> None:
    assert code(read_here, table_xlsx(PLAIN, parts={part: declaration.encode()})) == "DTD_FORBIDDEN"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_a_document_type_is_found_in_wide_letters_too(read_here: Read, encoding: str) -> None:
    text = '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'.encode(encoding)
    assert code(read_here, table_xlsx(PLAIN, parts={"xl/styles.xml": text})) == "DTD_FORBIDDEN"


def test_a_declaration_across_two_pieces_is_found(read_here: Read) -> None:
    filler = b" " * (archive_gate.PIECE_BYTES - 5)
    part = filler + b'<!DOCTYPE x [<!ENTITY a "b">]><x/>'
    assert code(read_here, table_xlsx(PLAIN, parts={"xl/styles.xml": part})) == "DTD_FORBIDDEN"


def test_an_exclamation_mark_in_a_name_is_no_declaration(read_here: Read) -> None:
    rows = [*PLAIN, ["A00021", "2024-03-21", "Hello! <!DOCTYPE x> ]", 1, 2.0]]
    assert read_here(table_xlsx(rows)).cells.num_rows == 21


def test_zero_bytes_in_xml_are_refused(read_here: Read) -> None:
    assert code(read_here, xlsx(sheet_xml(rows_xml(PLAIN)) + "\0")) == "CORRUPT_XML"


def test_a_bomb_of_honest_size_is_refused_before_it_is_unpacked(read_here: Read) -> None:
    assert code(read_here, table_xlsx(PLAIN, parts={"xl/media/a.xml": b" " * 60_000_000})) == "TOO_LARGE_UNCOMPRESSED"


def test_a_bomb_that_lies_about_its_size_is_stopped_by_its_real_bytes(read_here: Read) -> None:
    honest = table_xlsx(PLAIN, parts={"xl/media/a.xml": b" " * 60_000_000})
    lying = honest.replace(struct.pack("<I", 60_000_000), struct.pack("<I", 600))
    assert code(read_here, lying) in ("TOO_LARGE_UNCOMPRESSED", "CORRUPT_ZIP")


def test_a_zip_of_very_many_parts_is_refused(read_here: Read) -> None:
    assert (
        code(read_here, table_xlsx(PLAIN, parts={f"x/{n}.xml": b"" for n in range(1001)})) == "TOO_LARGE_UNCOMPRESSED"
    )


def test_a_zip_inside_a_workbook_is_left_alone(read_here: Read) -> None:
    inner = packed({"deeper.zip": packed({"bomb": b" " * 1_000_000})})
    assert read_here(table_xlsx(PLAIN, parts={"xl/embeddings/oleObject1.bin": inner})).cells.num_rows == 20


@pytest.mark.parametrize(
    "data",
    [
        packed({"sales.csv": csv_text(LINES).encode()}),
        packed({"sales.xlsx": GOOD}),
        packed({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<document/>"}),
        b"PK\x05\x06" + b"\0" * 18,
        gzip.compress(csv_text(LINES).encode()),
        b"Rar!\x1a\x07\x01\x00" + b"x" * 50,
        b"7z\xbc\xaf\x27\x1c" + b"x" * 50,
        b"%PDF-1.7\n%" + bytes(range(128, 256)),
        b"\xff\xd8\xff\xe0" + bytes(range(256)),
        b"HTTP/1.1 200 OK\r\n\r\n" + GOOD,
        bytes(range(256)) * 20,
    ],
    ids="zipped csv|zipped workbook|document|empty zip|gzip|rar|7z|pdf|jpeg|before the zip|bytes".split("|"),
)
def test_what_holds_no_sheet_is_no_spreadsheet(read_here: Read, data: bytes) -> None:
    assert code(read_here, data) == "NOT_A_SPREADSHEET"


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", "EMPTY_FILE"),
        (b"\xef\xbb\xbf", "EMPTY_FILE"),
        (b"\r\n \r\n\r\n", "NO_DATA"),
        (b"\xff\xfe" + "a,b\r\n".encode("utf-16-le"), "NO_DATA"),
        (b"  <!DOCTYPE html><html><body>login</body></html>", "HTML_NOT_SPREADSHEET"),
        (b"\xef\xbb\xbf\r\n<html xmlns:x='urn:schemas-microsoft-com:office:excel'><table>", "HTML_NOT_SPREADSHEET"),
        ("<html><head><title>登录</title>".encode("utf-16"), "HTML_NOT_SPREADSHEET"),
        (b"<table border=1><tr><td>1</td></tr></table>", "HTML_NOT_SPREADSHEET"),
        (b"MIME-Version: 1.0\nContent-Type: multipart/related", "HTML_NOT_SPREADSHEET"),
        (b"<?xml version='1.0'?><?mso-application progid='Excel.Sheet'?><Workbook/>", "UNSUPPORTED_FORMAT"),
        (b"<?xml version='1.0'?><orders><order/></orders>", "UNSUPPORTED_FORMAT"),
        (b"<orders><order id='1,2'>\n<day/></order></orders>", "UNSUPPORTED_FORMAT"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "UNSUPPORTED_FORMAT"),
        (b"<thead><tr><th>order</th><th>day</th></tr></thead>", "HTML_NOT_SPREADSHEET"),
        (b'[{"order": 1, "amount": 2}]', "UNSUPPORTED_FORMAT"),
        (b"ID;PWXL;N;E\r\nP;PGeneral\r\nC;Y1;X1;K1\r\nE\r\n", "UNSUPPORTED_FORMAT"),
        (b"PAR1" + b"\0" * 40, "UNSUPPORTED_FORMAT"),
    ],
)
def test_other_contents_are_named_for_what_they_are(read_here: Read, data: bytes, expected: str) -> None:
    assert code(read_here, data) == expected


def test_a_table_that_begins_like_another_format_is_still_a_table(read_here: Read) -> None:
    assert (
        read_here(b"ID;Preis;Kunde;Datum\r\n1;2,50;Anna;05.03.2024\r\n2;3,50;Bernd;06.03.2024\r\n").cells.num_rows == 2
    )
    assert read_here(b"<new>,customer,date\r\n1,<b>Anna</b>,2024-03-05\r\n2,Bernd,2024-03-06\r\n").cells.num_rows == 2
    assert read_here(b"BM,customer,date\r\n1,Anna,2024-03-05\r\n2,Bernd,2024-03-06\r\n").cells.num_rows == 2


@pytest.mark.parametrize("cut", [10, 200, len(GOOD) // 2, len(GOOD) - 30, len(GOOD) - 1])
def test_a_truncated_workbook_is_a_damaged_one(read_here: Read, cut: int) -> None:
    assert code(read_here, GOOD[:cut]) == "CORRUPT_ZIP"


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(GOOD) - 1), st.integers(1, 255))
def test_the_gate_meets_any_flipped_byte_with_a_refusal_or_a_workbook(at: int, change: int) -> None:
    data = bytearray(GOOD)
    data[at] ^= change
    with contextlib.suppress(FileRefused):
        assert archive_gate.walk(bytes(data)).kind == "xlsx"


def test_encrypted_and_doubled_parts_are_refused(read_here: Read) -> None:
    out = io.BytesIO(GOOD)
    with zipfile.ZipFile(out, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("xl/workbook.xml", "<workbook/>")
    assert code(read_here, out.getvalue()) == "CORRUPT_ZIP"


def test_parts_whose_names_differ_in_case_only_are_doubled_too(read_here: Read) -> None:
    other = sheet_xml(rows_xml(PLAIN)).replace("1.5", "99999").encode()
    assert code(read_here, table_xlsx(PLAIN, parts={"XL/Worksheets/Sheet1.xml": other})) == "CORRUPT_ZIP"


@pytest.mark.parametrize("sheet", ["<worksheet><sheetData><row r='1'><c r='A1'", "not xml at all", "<a></b>"])
def test_broken_xml_in_the_sheet_is_refused(read_here: Read, sheet: str) -> None:
    assert code(read_here, xlsx(sheet)) in ("CORRUPT_XML", "NO_DATA")
