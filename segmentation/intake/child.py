"""The reading process: bound to its limits, it reads one file and hands over frames. Run by ``spreadsheets``."""

from __future__ import annotations

import hashlib
import json
import os
import sys
import threading
import traceback
from collections.abc import Callable, Sequence
from importlib.abc import MetaPathFinder
from pathlib import Path
from typing import IO

import pyarrow as pa

from segmentation.intake import frames
from segmentation.intake.errors import FileRefused, TooMuchMemory
from segmentation.intake.limits import ReadingLimits, bind_this_process, forbid_files
from segmentation.intake.raw import ReadingChoices
from segmentation.intake.reading import NotPlain, Progress, Reading, cells_schema
from segmentation.locale import N_


def main() -> None:
    """Read the request from standard input and answer on standard output."""
    sys.meta_path.insert(0, _WithoutPandas())
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # a library that prints must not break the frames
    request = json.loads(sys.stdin.buffer.read())
    limits = ReadingLimits(**request["limits"])
    unbound = bind_this_process(limits)
    if unbound:
        frames.write_json(answers, frames.UNBOUND, unbound)
    choices = ReadingChoices(**{**request["choices"], "answered": frozenset(request["choices"]["answered"])})
    try:
        with open(request.get("descriptor") or request["path"], "rb") as source:  # noqa: PTH123 - a descriptor is no path
            source.seek(0)
            answer(answers, source, choices, limits, request["sheets"], lambda: _forbid_files(answers))
    except FileRefused as refusal:
        frames.write_json(answers, frames.REFUSAL, [type(refusal).__name__, refusal.values])
    except (MemoryError, pa.ArrowMemoryError):
        most = limits.memory_bytes // 1_000_000
        frames.write_json(answers, frames.REFUSAL, [TooMuchMemory.__name__, {"megabytes": most}])
    except Exception as fault:
        # Its text may quote the file, so only kind and place are told
        place = traceback.extract_tb(fault.__traceback__)[-1]
        frames.write_json(answers, frames.FAULT, [type(fault).__name__, f"{Path(place.filename).name}:{place.lineno}"])


def _forbid_files(answers: IO[bytes]) -> None:
    if unbound := forbid_files():
        frames.write_json(answers, frames.UNBOUND, unbound)


def answer(
    answers: IO[bytes],
    source: IO[bytes],
    choices: ReadingChoices,
    limits: ReadingLimits,
    sheets: Sequence[str] = (),
    before_parsing: Callable[[], None] = lambda: None,
) -> None:
    """Read one file and write its frames. ``before_parsing`` is called once every module that parses is imported."""

    def progress(message: str, share: float) -> None:
        frames.write_json(answers, frames.PROGRESS, [message, share])

    progress(N_("Checking the file"), 0.0)
    digest = _Digest(source.fileno())
    reading = _reading(source, choices, limits, progress, sheets, before_parsing)
    try:
        _send(answers, reading)
    except NotPlain:
        from segmentation.intake import delimited

        reading = delimited.read(source, choices, progress, limits, is_exact=True)
        _send(answers, reading)  # what was sent before is dropped where a schema comes again
    sink = pa.BufferOutputStream()
    table = reading.refused_table()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    frames.write(answers, frames.REFUSED, sink.getvalue())
    frames.write_json(answers, frames.DONE, reading.description(choices.answered) | {"sha256": digest.hex()})


def _send(answers: IO[bytes], reading: Reading) -> None:
    frames.write(answers, frames.SCHEMA, cells_schema(len(reading.headers)).serialize())
    for batch in reading.batches:
        frames.write(answers, frames.BATCH, batch.serialize())


def _reading(
    source: IO[bytes],
    choices: ReadingChoices,
    limits: ReadingLimits,
    progress: Progress,
    sheets: Sequence[str],
    before_parsing: Callable[[], None],
) -> Reading:
    from segmentation.intake import sniffing

    size = os.fstat(source.fileno()).st_size
    kind = sniffing.kind_of(source.read(sniffing.HEAD_BYTES), size)
    source.seek(0)
    if kind == "text":
        from segmentation.intake import delimited

        before_parsing()
        return delimited.read(source, choices, progress, limits)
    from segmentation.intake import archive_gate, protection, sheet_joining, workbook_reading, workbooks

    before_parsing()
    data = source.read()
    if kind == "ole":
        kind, data = protection.opened(data, choices.password)
    archive = None
    if kind == "zip":
        checking = N_("Checking the file")
        archive = archive_gate.walk(data, limits=limits, on_progress=lambda share: progress(checking, 0.2 * share))
        kind = archive.kind
    progress(N_("Reading the sheets"), 0.2)
    workbook = workbooks.Workbook(data, kind, archive, limits)
    if sheets:
        return sheet_joining.read_several(workbook, sheets, choices, progress, limits)
    reading = workbook_reading.read(workbook, choices, progress, limits)
    if choices.all_sheets and reading.alike:
        return sheet_joining.read_several(workbook, reading.alike, choices, progress, limits)
    return reading


class _WithoutPandas(MetaPathFinder):
    """Arrow looks for pandas wherever it meets an array, and importing it takes longer than reading a small file."""

    def find_spec(self, fullname: str, path: object, target: object = None) -> None:
        if fullname == "pandas":
            raise ModuleNotFoundError(fullname)


class _Digest:
    """The file's SHA-256, computed beside the reading, at positions of its own."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor, self._hash = os.dup(descriptor), hashlib.sha256()
        # A refusal does not wait for it
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._is_started = hasattr(os, "pread")
        if self._is_started:
            self._thread.start()

    def _run(self) -> None:
        at = 0
        pread = os.pread  # type: ignore[attr-defined,unused-ignore] # only begun where it is there
        while piece := pread(self._descriptor, 1 << 20, at):
            self._hash.update(piece)
            at += len(piece)

    def hex(self) -> str:
        if self._is_started:
            self._thread.join()
        else:  # Windows reads at one position only, so there the file is read again at the end
            os.lseek(self._descriptor, 0, os.SEEK_SET)
            while piece := os.read(self._descriptor, 1 << 20):
                self._hash.update(piece)
        return self._hash.hexdigest()


if __name__ == "__main__":
    main()
