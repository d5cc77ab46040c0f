"""What Windows and macOS lack or refuse, simulated: a file is read all the same, and never blamed."""

from __future__ import annotations

import io
import logging
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from segmentation.intake import child, frames, limits, spreadsheets
from segmentation.intake.errors import ReaderStopped, TooMuchMemory
from segmentation.intake.limits import LIMITS, ReadingLimits
from segmentation.intake.raw import ReadingChoices
from segmentation.intake.spreadsheets import read
from segmentation.store import disk
from tests.conftest import PROJECT

SHEET = "Customer,Date,Amount\nAnn,2024-03-01,10\nBob,2024-03-02,20\n"


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    file = tmp_path / "sales.csv"
    file.write_text(SHEET, encoding="utf-8")
    return file


class RefusingMemory:
    """The module ``resource`` of a system that refuses limits of memory, as macOS does. It sets nothing in this process."""

    RLIM_INFINITY = -1
    RLIMIT_DATA, RLIMIT_AS, RLIMIT_CPU, RLIMIT_CORE, RLIMIT_FSIZE = range(5)

    def __init__(self, error: type[Exception]) -> None:
        self.error = error
        self.bound: dict[int, tuple[int, int]] = {}

    def getrlimit(self, kind: int) -> tuple[int, int]:
        return -1, -1

    def setrlimit(self, kind: int, both: tuple[int, int]) -> None:
        if kind in (self.RLIMIT_DATA, self.RLIMIT_AS):
            raise self.error("current limit exceeds maximum limit")
        self.bound[kind] = both


@pytest.mark.parametrize("error", [ValueError, OSError])
def test_limits_that_the_system_refuses_are_named_and_the_others_set(
    monkeypatch: pytest.MonkeyPatch, error: type[Exception]
) -> None:
    refusing = RefusingMemory(error)
    monkeypatch.setattr(limits, "resource", refusing)
    assert limits.bind_this_process(LIMITS) == ("RLIMIT_DATA", "RLIMIT_AS")
    assert limits.forbid_files() == ()
    assert refusing.bound[refusing.RLIMIT_CPU] == (LIMITS.cpu_seconds, LIMITS.cpu_seconds + 5)
    assert refusing.bound[refusing.RLIMIT_FSIZE] == (0, 0)


def test_a_system_without_limits_has_none_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "resource", None)
    assert len(limits.bind_this_process(LIMITS)) == 4


def test_a_file_is_read_where_limits_cannot_be_set_and_the_log_says_so(
    sheet: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """In the reading process itself, which finds a ``resource`` that refuses before the system's own."""
    (tmp_path / "sitecustomize.py").write_text(
        "import resource\ndef refuse(*given): raise ValueError('not here')\nresource.setrlimit = refuse\n",
        encoding="utf-8",
    )
    start = subprocess.Popen

    def with_refusal(*given: object, env: dict[str, str], **options: object) -> object:
        return start(*given, env={**env, "PYTHONPATH": str(tmp_path)}, **options)  # type: ignore[call-overload] # passed on

    monkeypatch.setattr(spreadsheets.subprocess, "Popen", with_refusal)
    with caplog.at_level(logging.WARNING):
        found = read(sheet, file_name="sales.csv")
    assert found.cells.num_rows == 2
    assert "refuses limits on reading: RLIMIT_DATA, RLIMIT_AS" in caplog.text


def test_a_file_is_read_by_its_path_where_no_descriptor_can_be_handed_over(
    sheet: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spreadsheets, "_IS_WINDOWS", True)
    for source in (sheet, SHEET.encode()):
        assert read(source, file_name="sales.csv").cells.num_rows == 2
    assert sheet.exists()


def test_the_digest_is_the_same_where_a_file_is_read_at_one_position_only(
    sheet: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def digest() -> str:
        sink = io.BytesIO()
        with sheet.open("rb") as source:
            child.answer(sink, source, ReadingChoices(), ReadingLimits())
        sink.seek(0)
        answers = io.BufferedReader(sink)  # type: ignore[type-var] # a stream of bytes
        while frame := frames.read(answers):
            if frame[0] == frames.DONE:
                return frame[1].to_pybytes().decode().split('"sha256": "')[1][:64]
        raise AssertionError("no end")

    with_pread = digest()
    monkeypatch.delattr(os, "pread")
    assert digest() == with_pread


def test_an_ended_process_is_told_without_the_signals_that_a_system_lacks(monkeypatch: pytest.MonkeyPatch) -> None:
    assert isinstance(spreadsheets._reason_of_death(-9, False, LIMITS), TooMuchMemory)
    import signal

    monkeypatch.delattr(signal, "SIGKILL")
    monkeypatch.delattr(signal, "SIGXCPU")
    assert isinstance(spreadsheets._reason_of_death(1, False, LIMITS), ReaderStopped)


def test_a_folder_is_not_synced_on_windows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*given: object) -> int:
        raise PermissionError("a folder cannot be opened here")

    monkeypatch.setattr(disk, "os", SimpleNamespace(name="nt", open=refuse))
    disk.sync_folder(tmp_path)


def test_texts_are_read_and_written_in_utf8_whatever_the_system_prefers() -> None:
    """The system's own encoding is no file's: Python warns of every place that leaves it to the system."""
    everything = ("import segmentation.commands.running, segmentation.notebook, segmentation.intake.child; "
                  "from segmentation.locale import Words; Words('zh_CN')('Lost'); "
                  "from segmentation.intake.profiles import profiles; profiles(())")  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-X", "warn_default_encoding", "-W", "error::EncodingWarning:segmentation", "-c", everything],
        cwd=PROJECT, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
