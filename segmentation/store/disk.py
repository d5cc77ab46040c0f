"""Files written so that they last, and what a disk's refusals mean."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from segmentation.errors import SegmentationError
from segmentation.store.errors import DiskFull, ReadOnlyHome

_FULL = {errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)}
_NOT_WRITABLE = {errno.EROFS, errno.EACCES, errno.EPERM, errno.ENOTDIR}
_FULL_ON_WINDOWS, _PROTECTED_ON_WINDOWS = {39, 112}, {19}
"""ERROR_HANDLE_DISK_FULL and ERROR_DISK_FULL; ERROR_WRITE_PROTECT: Python has one number for all of them there, EINVAL or so."""

_FOR_WRITING = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)


def refusal(error: OSError, folder: Path) -> SegmentationError | None:
    """What the system's error means for a person; None for one that is neither a full disk nor a folder that refuses."""
    on_windows = getattr(error, "winerror", None)
    if error.errno in _FULL or on_windows in _FULL_ON_WINDOWS:
        return DiskFull()
    if error.errno in _NOT_WRITABLE or on_windows in _PROTECTED_ON_WINDOWS:
        return ReadOnlyHome(folder=folder)
    return None


@contextmanager
def writing_in(folder: Path) -> Iterator[None]:
    """Where files are written: what the disk refuses is said in one sentence (``DiskFull``, ``ReadOnlyHome``)."""
    try:
        yield
    except OSError as error:
        told = refusal(error, folder)
        if told is None:
            raise
        raise told from error


def write_whole(path: Path, content: bytes) -> None:
    """A file for its owner alone, there with all its bytes or as it was before, also after a power cut."""
    part = path.with_name(f"{path.name}.part")
    with writing_in(path.parent):
        try:
            with os.fdopen(os.open(part, _FOR_WRITING, 0o600), "wb") as file:
                file.write(content)
            put_in_place(part, path)
        except BaseException:
            with suppress(OSError):
                part.unlink(missing_ok=True)
            raise


def put_in_place(part: Path, target: Path) -> None:
    """Rename a file that is written to the end, its bytes and its new name on the disk when this returns."""
    with part.open("r+b") as written:  # Windows syncs only what is open for writing
        os.fsync(written.fileno())
    part.replace(target)
    sync_folder(target.parent)


def sync_folder(folder: Path) -> None:
    """Have the names in a folder on the disk, where the system can be asked for it; Windows cannot."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError:  # some network disks refuse it for a folder; the file itself is on the disk
        pass
    finally:
        os.close(descriptor)
