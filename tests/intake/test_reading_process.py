from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import tempfile
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from segmentation.intake import spreadsheets
from segmentation.intake.errors import BY_NAME, FileRefused, TooMuchMemory, TooSlow
from segmentation.intake.limits import LIMITS
from segmentation.intake.raw import ReadingChoices
from tests.intake.odd_files import HEADER, LINES, PLAIN, csv_text, rows_xml, sheet_xml, table_xlsx, xlsx

is_posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no resource limits")


def test_bytes_and_a_path_give_the_same_table(tmp_path: Path) -> None:
    data = table_xlsx(PLAIN)
    path = tmp_path / "any name.pdf"
    path.write_bytes(data)
    from_bytes = spreadsheets.read(data, file_name="sales.xlsx")
    from_path = spreadsheets.read(path, file_name="sales.xlsx")
    assert from_bytes == from_path
    assert from_bytes.sha256 == hashlib.sha256(data).hexdigest()
    assert from_bytes.file_name == "sales.xlsx"


def test_nothing_of_an_upload_stays_on_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    spreadsheets.read(table_xlsx(PLAIN), file_name="sales.xlsx")
    with pytest.raises(FileRefused):
        spreadsheets.read(b"%PDF-1.7", file_name="sales.xlsx")
    assert list(tmp_path.iterdir()) == []


def test_progress_is_told_in_order_and_in_the_callers_thread() -> None:
    seen: list[tuple[str, float, bool]] = []

    def told(message: str, share: float) -> None:
        seen.append((message, share, threading.current_thread() is threading.main_thread()))

    spreadsheets.read(csv_text([HEADER, *LINES]).encode(), file_name="sales.csv", on_progress=told)
    shares = [share for _, share, _ in seen]
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    assert all(message and is_callers for message, _, is_callers in seen)


def test_a_caller_who_stops_leaves_no_process_behind() -> None:
    class Stopped(Exception):
        pass

    def stop(message: str, share: float) -> None:
        raise Stopped

    with pytest.raises(Stopped):
        spreadsheets.read(table_xlsx(PLAIN), file_name="sales.xlsx", on_progress=stop)
    assert not _children()


def _children() -> list[str]:
    found = subprocess.run(
        ["ps", "-o", "args=", "--ppid", str(os.getpid())], capture_output=True, text=True, check=False
    )
    return [line for line in found.stdout.splitlines() if "segmentation.intake.child" in line]


@is_posix
def test_a_sheet_that_needs_too_much_memory_is_refused_and_this_process_goes_on() -> None:
    # 500 columns to Excel's last row: within the gate, and 12 GB for the parser, which aborts its process over it
    stray = '<row r="1048576"><c r="SF1048576"><v>1</v></c></row>'
    with pytest.raises(TooMuchMemory) as refusal:
        spreadsheets.read(xlsx(sheet_xml(rows_xml(PLAIN) + stray)), file_name="sales.xlsx")
    assert refusal.value.code == "TOO_MUCH_MEMORY"
    assert spreadsheets.read(table_xlsx(PLAIN), file_name="sales.xlsx").cells.num_rows == 20


def test_a_reading_past_its_time_is_stopped() -> None:
    with pytest.raises(TooSlow):
        spreadsheets.read(table_xlsx(PLAIN), file_name="sales.xlsx", limits=replace(LIMITS, wall_seconds=0.05))
    assert not _children()


@is_posix
def test_a_reading_past_its_processor_time_is_stopped() -> None:
    lines = [[f"A{n}", "2024-03-01", "Anna, Bernd", "1", "2"] for n in range(400_000)]
    data = csv_text([HEADER, *lines], ";").encode() + b'A1;2024-03-01;"a"b;1;2\r\n'
    with pytest.raises(TooSlow):
        spreadsheets.read(data, file_name="sales.csv", limits=replace(LIMITS, cpu_seconds=1))


@is_posix
def test_the_reading_process_is_bound_before_it_parses() -> None:
    script = (
        "import pathlib, resource, sys\n"
        "from segmentation.intake.limits import LIMITS, bind_this_process, forbid_files\n"
        "bind_this_process(); forbid_files()\n"
        "try:\n"
        "    bytearray(LIMITS.memory_bytes)\n"
        "except MemoryError:\n"
        "    print('no memory')\n"
        "try:\n"
        "    pathlib.Path(sys.argv[1]).write_text('x')\n"
        "except OSError:\n"
        "    print('no files')\n"
        "print(resource.getrlimit(resource.RLIMIT_CPU)[0])\n"
    )
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            [sys.executable, "-c", script, f"{folder}/x"], capture_output=True, text=True, check=True, cwd=Path.cwd()
        )
    assert done.stdout.split("\n")[:3] == ["no memory", "no files", str(LIMITS.cpu_seconds)]


def test_a_password_is_neither_shown_nor_kept() -> None:
    choices = ReadingChoices(password="geheim")
    assert "geheim" not in repr(choices)
    table = spreadsheets.read(table_xlsx(PLAIN), file_name="sales.xlsx", choices=choices)
    assert "geheim" not in repr(table)


def test_several_sheets_are_joined_in_one_process() -> None:
    sheet = sheet_xml(rows_xml(PLAIN))
    table = spreadsheets.read_sheets(xlsx(sheet, sheet, names=["A", "B"]), file_name="s.xlsx", sheets=("A", "B"))
    assert table.joined == (("A", 20), ("B", 20))


def test_every_refusal_has_a_code_and_crosses_by_its_name() -> None:
    for name, kind in BY_NAME.items():
        assert kind.__name__ == name
        assert kind.code.isupper()
        assert kind.message


HEADERS_ALONE = ["taobao_ExportOrderList.csv", "youzan_orders.csv", "amazon_all_orders_tsv.tsv", "german_semicolon.csv"]


@pytest.mark.parametrize("name", HEADERS_ALONE)
def test_real_header_rows_are_found_as_headers(shared: Path, name: str) -> None:
    data = (shared / "data" / "headers" / name).read_bytes()
    with pytest.raises(FileRefused) as refusal:
        spreadsheets.read(data, file_name=name)
    assert refusal.value.code == "NO_DATA"
