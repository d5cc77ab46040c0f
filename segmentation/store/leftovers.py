"""What a process that was killed left beside a shop's file, and the folder of files that wait in this process."""

from __future__ import annotations

import secrets
import shutil
import threading
import time
from pathlib import Path

from segmentation.store.disk import writing_in
from segmentation.store.errors import ShopInUse
from segmentation.store.file_lock import FileLock

KEPT_SECONDS = 24 * 3600
"""How long a file that was dropped waits to be loaded."""

_HELD = "held.lock"

_held: dict[Path, tuple[Path, FileLock]] = {}
_holding = threading.Lock()


def upload_folder(folder: Path) -> Path:
    """Where this process puts files dropped for the shop in ``folder``, for its owner alone, until they are loaded.

    It is held by the process: of one that has ended, ``remove_leftovers`` takes it away.
    """
    with _holding, writing_in(folder):
        if folder not in _held or not _held[folder][0].is_dir():
            own = folder / "uploads" / secrets.token_hex(8)
            own.mkdir(parents=True, mode=0o700)
            _held[folder] = own, FileLock(own / _HELD)
        return _held[folder][0]


def let_go_of_uploads(folder: Path) -> None:
    """The files that wait for this shop are given up: it is deleted."""
    with _holding:
        held = _held.pop(folder, None)
        if held is not None:
            held[1].release()


def remove_leftovers(folder: Path) -> None:
    """Take away unfinished copies, what spilled, and dropped files that nobody waits for any more.

    Only for who holds the shop's lock and has its file closed: then no copy is on its way.
    """
    for name in ("transfer", "spill"):
        for leftover in _in(folder / name):
            _remove(leftover)
    for waiting in _in(folder / "uploads"):
        if not waiting.is_dir() or not _is_held(waiting):
            _remove(waiting)
        else:
            remove_old(waiting)


def remove_old(folder: Path) -> None:
    """Take away dropped files that have waited too long."""
    for waiting in _in(folder):
        if waiting.name != _HELD and waiting.stat().st_mtime < time.time() - KEPT_SECONDS:
            _remove(waiting)


def remove_waiting(folder: Path) -> None:
    """Take away every dropped file that is not loaded yet, whoever waits for it: it may name a customer who is erased."""
    for waiting in _in(folder / "uploads"):
        for file in _in(waiting) if waiting.is_dir() else (waiting,):
            if file.name != _HELD:
                _remove(file)


def _is_held(folder: Path) -> bool:
    """Whether a process that runs has its files there."""
    try:
        FileLock(folder / _HELD).release()
    except ShopInUse:
        return True
    return False


def _in(folder: Path) -> tuple[Path, ...]:
    return tuple(folder.iterdir()) if folder.is_dir() else ()


def _remove(path: Path) -> None:
    """As far as the disk allows: what stays is tried again the next time."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
        return
    try:
        path.unlink(missing_ok=True)
    except OSError:
        return
