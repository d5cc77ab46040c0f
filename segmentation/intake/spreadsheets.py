"""Any file of sales → one ``RawTable``. Everything risky happens in a process of its own, which may die."""

from __future__ import annotations

import io
import json
import logging
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from types import MappingProxyType
from typing import Any, cast

import pyarrow as pa

from segmentation.intake import frames
from segmentation.intake.errors import BY_NAME, FileRefused, ReaderStopped, TooMuchMemory, TooSlow
from segmentation.intake.findings import Finding
from segmentation.intake.limits import LIMITS, ReadingLimits
from segmentation.intake.raw import RawTable, ReadingChoices, Sheet
from segmentation.intake.sheet_overlap import overlap_found, repeated
from segmentation.locale import N_
from segmentation.packed import PackedTable

_ROOT = Path(__file__).resolve().parents[2]
_LOG = logging.getLogger(__name__)
_IS_WINDOWS = sys.platform == "win32"


def read(
    source: bytes | Path,
    *,
    file_name: str,
    choices: ReadingChoices = ReadingChoices(),  # noqa: B008 - frozen, so it can be shared
    on_progress: Callable[[str, float], None] | None = None,
    limits: ReadingLimits = LIMITS,
) -> RawTable:
    """One sheet of the file as text cells, with findings and questions.

    ``file_name`` is only shown, never looked at. ``on_progress`` gets an English message id and a share from 0 to 1, in
    the caller's thread. Raises a ``FileRefused`` with a sentence for every file that cannot be read; whatever the file
    does to the reading process, this process goes on.
    """
    return _read(source, file_name, choices, (), on_progress, limits)


def read_sheets(
    source: bytes | Path,
    *,
    file_name: str,
    sheets: tuple[str, ...],
    choices: ReadingChoices = ReadingChoices(),  # noqa: B008 - frozen, so it can be shared
    on_progress: Callable[[str, float], None] | None = None,
    limits: ReadingLimits = LIMITS,
) -> RawTable:
    """Several sheets with the same columns, one below the other; ``row_number`` is the row in each one's own sheet.

    Otherwise as ``read``. Lines that stand in more than one sheet are marked (``repeated``) and counted in a finding.
    """
    return _read(source, file_name, choices, sheets, on_progress, limits)


def _read(
    source: bytes | Path,
    file_name: str,
    choices: ReadingChoices,
    sheets: tuple[str, ...],
    on_progress: Callable[[str, float], None] | None,
    limits: ReadingLimits,
) -> RawTable:
    with _open(source) as (place, descriptors):
        request = {**place, "limits": asdict(limits), "choices": _as_json(choices), "sheets": sheets}
        return _receive(request, descriptors, file_name, on_progress, limits)


def _as_json(choices: ReadingChoices) -> dict[str, Any]:
    return asdict(choices) | {"answered": sorted(choices.answered)}


@contextmanager
def _open(source: bytes | Path) -> Iterator[tuple[dict[str, Any], tuple[int, ...]]]:
    """Where the reading process finds the bytes: an inherited descriptor, or a path on Windows, which has none."""
    if isinstance(source, Path) and _IS_WINDOWS:
        yield {"path": str(source.resolve())}, ()
    elif isinstance(source, Path):
        with source.open("rb") as file:
            yield {"descriptor": file.fileno()}, (file.fileno(),)
    else:
        with tempfile.NamedTemporaryFile(delete=False) as kept:
            kept.write(source)
        path = Path(kept.name)
        try:
            with _open(path) as opened:
                if not _IS_WINDOWS:
                    path.unlink()  # nothing of the upload stays behind, however this ends
                yield opened
        finally:
            path.unlink(missing_ok=True)


def _start(descriptors: tuple[int, ...]) -> subprocess.Popen[bytes]:
    # Nothing of the server's environment goes in; what stands here keeps reserved memory small under the limit
    environment = {"ARROW_DEFAULT_MEMORY_POOL": "system", "MALLOC_ARENA_MAX": "2", "OMP_NUM_THREADS": "1", "TZ": "UTC"}
    if _IS_WINDOWS:
        environment["SYSTEMROOT"] = os.environ.get("SYSTEMROOT", "")
    return subprocess.Popen(
        [sys.executable, "-X", "utf8", "-m", "segmentation.intake.child"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        env=environment, cwd=_ROOT, pass_fds=descriptors, bufsize=1 << 20,
    )  # fmt: skip


def _receive(
    request: dict[str, Any],
    descriptors: tuple[int, ...],
    file_name: str,
    on_progress: Callable[[str, float], None] | None,
    limits: ReadingLimits,
) -> RawTable:
    child = _start(descriptors)
    is_late = threading.Event()

    def stop() -> None:
        is_late.set()
        child.kill()

    clock = threading.Timer(limits.wall_seconds, stop)
    clock.daemon = True
    clock.start()
    try:
        assert child.stdin is not None
        assert child.stdout is not None
        try:
            child.stdin.write(json.dumps(request).encode())
            child.stdin.close()
        except BrokenPipeError:
            pass
        table = assemble(cast(io.BufferedIOBase, child.stdout), file_name, on_progress)
        if table is None:
            raise _reason_of_death(child.wait(), is_late.is_set(), limits)
        if on_progress:
            on_progress(N_("The file is read"), 1.0)
        return table
    finally:
        clock.cancel()
        child.kill()
        child.wait()
        for pipe in (child.stdin, child.stdout):
            if pipe and not pipe.closed:
                pipe.close()


def assemble(
    stream: io.BufferedIOBase, file_name: str, on_progress: Callable[[str, float], None] | None
) -> RawTable | None:
    """The table from the frames; None where the reading process ended before it was done."""
    cells: PackedTable | None = None
    refused: pa.Table | None = None
    while frame := frames.read(stream):
        kind, payload = frame
        if kind == frames.PROGRESS and on_progress:
            message, share = json.loads(payload.to_pybytes())
            on_progress(message, share)
        elif kind == frames.SCHEMA:
            cells = PackedTable(pa.ipc.read_schema(payload))
        elif kind == frames.BATCH and cells is not None:
            cells.append(pa.ipc.read_record_batch(payload, cells.schema))
        elif kind == frames.REFUSED:
            refused = pa.ipc.open_stream(payload).read_all()
        elif kind == frames.REFUSAL:
            name, values = json.loads(payload.to_pybytes())
            raise BY_NAME.get(name, FileRefused)(**values)
        elif kind == frames.UNBOUND:
            _LOG.warning("this system refuses limits on reading: %s", ", ".join(json.loads(payload.to_pybytes())))
        elif kind == frames.FAULT:
            _LOG.error("reading stopped by %s at %s", *json.loads(payload.to_pybytes()))
            raise ReaderStopped
        elif kind == frames.DONE and cells is not None:
            return _raw_table(json.loads(payload.to_pybytes()), cells, refused, file_name)
    return None


def _raw_table(done: dict[str, Any], cells: PackedTable, refused: pa.Table | None, file_name: str) -> RawTable:
    findings = tuple(
        Finding(code, message, count, tuple(rows), example, MappingProxyType(values))
        for code, message, count, rows, example, values in done.pop("findings")
    )
    sheets = tuple(Sheet(*sheet) for sheet in done.pop("sheets"))
    for several in ("headers", "questions", "alike"):
        done[several] = tuple(done[several])
    done["joined"] = tuple((name, rows) for name, rows in done["joined"])
    again = repeated(cells, done["joined"])
    if again is not None:
        findings += (overlap_found(cells, again),)
    return RawTable(
        file_name=file_name, cells=cells, findings=findings, sheets=sheets, repeated=again,
        refused=refused if refused is not None and refused.num_rows else None, **done,
    )  # fmt: skip


def _reason_of_death(code: int, is_late: bool, limits: ReadingLimits) -> FileRefused:
    """Which refusal an ended process stands for: stopped by the clock, by its limits, or by the file itself."""
    import signal

    if is_late:
        return TooSlow(seconds=int(limits.wall_seconds))
    ended_by = [name for name in ("SIGXCPU", "SIGABRT", "SIGKILL") if -code == getattr(signal, name, None)]
    if "SIGXCPU" in ended_by:
        return TooSlow(seconds=limits.cpu_seconds)
    if ended_by:
        # Allocators abort where they get no more memory; a machine without any kills the largest process
        return TooMuchMemory(megabytes=limits.memory_bytes // 1_000_000)
    return ReaderStopped()
