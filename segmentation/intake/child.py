"""The reading process: bound to its limits, it reads one file and hands over frames. Run by ``spreadsheets``."""

from __future__ import annotations

import hashlib
import json
import os
import sys
import threading
from pathlib import Path
from typing import IO, Any

import pyarrow as pa

from segmentation.intake import frames
from segmentation.intake.errors import FileRefused, TooMuchMemory
from segmentation.intake.limits import ReadingLimits, bind_this_process
from segmentation.intake.raw import ReadingChoices
from segmentation.intake.reading import NotPlain, Reading, cells_schema
from segmentation.locale import N_


def main() -> None:
    """Read the request from standard input and answer on standard output."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # a library that prints must not break the frames
    request = json.loads(sys.stdin.buffer.read())
    limits = ReadingLimits(**request["limits"])
    bind_this_process(limits)
    choices = ReadingChoices(**{**request["choices"], "answered": frozenset(request["choices"]["answered"])})
    try:
        source = os.fdopen(request["descriptor"], "rb") if "descriptor" in request else Path(request["path"]).open("rb")
        with source:
            source.seek(0)
            _answer(answers, source, choices, limits, request["sheets"])
    except FileRefused as refusal:
        frames.write_json(answers, frames.REFUSAL, [type(refusal).__name__, refusal.values])
    except (MemoryError, pa.ArrowMemoryError):
        _refuse(answers, TooMuchMemory(megabytes=limits.memory_bytes // 1_000_000))


def _refuse(answers: IO[bytes], refusal: FileRefused) -> None:
    frames.write_json(answers, frames.REFUSAL, [type(refusal).__name__, refusal.values])


def _answer(
    answers: IO[bytes], source: IO[bytes], choices: ReadingChoices, limits: ReadingLimits, sheets: list[str]
) -> None:
    def progress(message: str, share: float) -> None:
        frames.write_json(answers, frames.PROGRESS, [message, share])

    progress(N_("Checking the file"), 0.0)
    digest = _Digest(source.fileno())
    reading = _reading(source, choices, limits, progress)
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


def _reading(source: IO[bytes], choices: ReadingChoices, limits: ReadingLimits, progress: Any) -> Reading:
    from segmentation.intake import sniffing

    size = os.fstat(source.fileno()).st_size
    kind = sniffing.kind_of(source.read(sniffing.HEAD_BYTES), size)
    source.seek(0)
    if kind == "text":
        from segmentation.intake import delimited

        return delimited.read(source, choices, progress, limits)
    from segmentation.intake import archive_gate, protection, workbook_reading, workbooks

    data = source.read()
    if kind == "ole":
        kind, data = protection.opened(data, choices.password)
    archive = None
    if kind == "zip":
        checking = N_("Checking the file")
        archive = archive_gate.walk(data, limits=limits, on_progress=lambda share: progress(checking, 0.2 * share))
        kind = archive.kind
    progress(N_("Reading the sheets"), 0.2)
    return workbook_reading.read(workbooks.Workbook(data, kind, archive, limits), choices, progress, limits)


class _Digest:
    """The file's SHA-256, computed beside the reading on its own descriptor positions."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor, self._hash = descriptor, hashlib.sha256()
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def _run(self) -> None:
        at = 0
        while piece := _at(self._descriptor, at):
            self._hash.update(piece)
            at += len(piece)

    def hex(self) -> str:
        self._thread.join()
        return self._hash.hexdigest()


def _at(descriptor: int, position: int) -> bytes:
    return os.pread(descriptor, 1 << 20, position)


if __name__ == "__main__":
    main()
