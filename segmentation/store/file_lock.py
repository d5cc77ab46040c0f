"""One process a shop: a lock on a file beside the shop's own, which tells who holds it."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

from segmentation.store.errors import ShopInUse

if sys.platform == "win32":  # pragma: no cover - the other branch runs where the tests run
    import msvcrt

    def _try_lock(descriptor: int) -> bool:
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
else:
    import fcntl

    def _try_lock(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True


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
        self._descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        deadline = time.monotonic() + wait_seconds
        while not _try_lock(self._descriptor):
            if time.monotonic() >= deadline:
                holder = os.pread(self._descriptor, 32, 1).decode(errors="replace").strip() or "?"
                os.close(self._descriptor)
                raise ShopInUse(holder=holder)
            time.sleep(0.1)
        # The first byte is what Windows locks; the holder's number stands behind it, where others may read.
        os.ftruncate(self._descriptor, 0)
        os.pwrite(self._descriptor, f"\n{os.getpid()}\n".encode(), 0)

    def release(self) -> None:
        os.close(self._descriptor)
