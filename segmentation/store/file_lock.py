"""One process a shop: a lock on a file beside the shop's own, which tells who holds it."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

import filelock

from segmentation.store.errors import ShopInUse

_FIRST = 1
"""Where the holder's number begins: Windows locks the byte before it, which nobody else may read then."""


class FileLock:
    """Held from creation until ``release`` or the end of the process, also by a kill.

    Parameters
    ----------
    wait_seconds : how long to wait for another process to let go.

    Raises
    ------
    ShopInUse : another process holds it; says which.
    """

    def __init__(self, path: Path, *, wait_seconds: float = 0) -> None:
        self._lock = filelock.FileLock(
            path,
            mode=0o600,
            thread_local=False,  # the thread that lets go of an idle shop is not the one that opened it
            preserve_lock_file=True,  # whoever waits for it has it open
            on_acquired=_write_holder,
        )
        try:
            self._lock.acquire(timeout=wait_seconds, poll_interval=0.1)
        except filelock.Timeout:
            raise ShopInUse(holder=_holder(path)) from None

    def release(self) -> None:
        self._lock.release(force=True)


def _write_holder(descriptor: int) -> None:
    # On a full disk the lock holds all the same; only its holder is not told.
    with suppress(OSError):
        os.ftruncate(descriptor, 0)
        os.lseek(descriptor, 0, os.SEEK_SET)
        os.write(descriptor, f"\n{os.getpid()}\n".encode())


def _holder(path: Path) -> str:
    with suppress(OSError), path.open("rb", buffering=0) as file:
        file.seek(_FIRST)
        return file.read(32).decode(errors="replace").strip() or "?"
    return "?"
