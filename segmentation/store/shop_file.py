"""A shop's file as this process has it: opened when it is used, let go when it is not, closed while it is replaced."""

from __future__ import annotations

import atexit
import threading
import time
import weakref
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import duckdb

from segmentation.errors import NoSuchShop, SegmentationError
from segmentation.store.damage import meaning
from segmentation.store.disk import refusal
from segmentation.store.errors import ShopBeingRewritten, ShopStillRead
from segmentation.store.file_lock import FileLock
from segmentation.store.opening import Opened, opened
from segmentation.store.shop_card import read_card

IDLE_SECONDS = 60.0
"""After so long without use the file is let go, so that the command line and other programs get it."""

WAIT_SECONDS = 3.0
"""How long another process that has the file is waited for."""

TURN_SECONDS = 5.0
"""How long a use waits for a file that is being replaced."""

CLOSING_SECONDS = 60.0
"""How long replacing and closing wait for queries that run."""

DELETED = "deleted"
"""A shop's folder with a file of this name is none any more."""

_watches: weakref.WeakSet[threading.Timer] = weakref.WeakSet()


@atexit.register
def _end_watches() -> None:
    # One that still waits when Python ends keeps the connection from being closed.
    for watch in list(_watches):
        watch.cancel()
        if watch.is_alive():
            watch.join(1)


class ShopFile:
    """One shop's file. Safe to use from many threads; ``version`` is the data version last seen."""

    def __init__(self, folder: Path, *, memory_limit: str, steps: tuple[str, ...]) -> None:
        self.folder = folder
        self.version = 0
        self._memory_limit = memory_limit
        self._steps = steps
        self._state = threading.Condition()
        self._mine = threading.local()
        self._users = 0
        self._opened: Opened | None = None
        self._lock: FileLock | None = None
        self._replacer: int | None = None
        self._is_broken = False
        self._is_replaced = False
        self._made_at: str | None = None
        self._used_at = 0.0
        self._watch: threading.Timer | None = None

    @contextmanager
    def in_use(self, wait_seconds: float | None = None) -> Iterator[Opened]:
        """The open file, which stays open while the block runs.

        What DuckDB raises in the block is told in our words where it says something of the file or the disk. After a write
        that failed DuckDB may answer nothing any more, so the connection is then dropped and the next use opens the file anew.
        """
        taken = self._take(WAIT_SECONDS if wait_seconds is None else wait_seconds)
        try:
            yield taken
        except duckdb.Error as error:
            told = meaning(error, self.folder)
            if told is None:
                raise
            self._is_broken = True
            raise told from error
        finally:
            self._give_back()

    @contextmanager
    def replacing(self, wait_seconds: float) -> Iterator[Path]:
        """The shop's folder, its file closed and its lock held while the block runs; other uses wait.

        Raises
        ------
        ShopStillRead, ShopBeingRewritten, ShopInUse : others did not finish in time; nothing was changed.
        """
        self._begin_replacing(time.monotonic() + wait_seconds)
        before = self._main_file()
        try:
            yield self.folder
        finally:
            self._end_replacing(before)

    def close(self) -> None:
        """Let other processes have the file, until its next use; queries that run are waited for."""
        with self._state:
            if not self._state.wait_for(lambda: self._users == 0, 0 if self._depth else CLOSING_SECONDS):
                raise ShopStillRead()
            if self._opened is not None:
                self._close()

    @property
    def is_open(self) -> bool:
        return self._opened is not None

    @property
    def _depth(self) -> int:
        """How many uses of this thread are nested now."""
        return getattr(self._mine, "depth", 0)

    def _take(self, wait_seconds: float) -> Opened:
        with self._state:
            if self._depth == 0:
                self._await_turn()
                if self._opened is None:
                    self._open(wait_seconds)
                self._users += 1
            self._mine.depth = self._depth + 1
            assert self._opened is not None
            return self._opened

    def _await_turn(self) -> None:
        if self._replacer == threading.get_ident():
            raise RuntimeError("the shop is being replaced by this very thread")

        def is_free() -> bool:
            return self._replacer is None and not (self._is_broken and self._users)

        if not self._state.wait_for(is_free, TURN_SECONDS):
            raise ShopBeingRewritten()

    def _give_back(self) -> None:
        with self._state:
            self._mine.depth -= 1
            if self._depth == 0:
                self._users -= 1
                self._used_at = time.monotonic()
                if self._users == 0:
                    if self._is_broken:
                        self._close()
                    self._state.notify_all()

    def _begin_replacing(self, deadline: float) -> None:
        with self._state:
            if self._depth:
                raise RuntimeError("a thread that uses the shop cannot replace it")
            if not self._state.wait_for(lambda: self._replacer is None, deadline - time.monotonic()):
                raise ShopBeingRewritten()
            self._replacer = threading.get_ident()
            try:
                if not self._state.wait_for(lambda: self._users == 0, deadline - time.monotonic()):
                    raise ShopStillRead()
                if self._opened is not None:
                    self._close(keeps_lock=True)
                else:
                    self._lock = self._locked(max(deadline - time.monotonic(), 0))
            except BaseException:
                self._replacer = None
                self._state.notify_all()
                raise

    def _main_file(self) -> tuple[int, ...]:
        """Changes when another file is put in its place or it is written to."""
        path = self.folder / "shop.duckdb"
        if not path.exists():
            return ()
        found = path.stat()
        return found.st_ino, found.st_size, found.st_mtime_ns

    def _end_replacing(self, before: tuple[int, ...]) -> None:
        with self._state:
            self._is_replaced = self._is_replaced or self._main_file() != before
            try:
                if self._main_file() and not (self.folder / DELETED).exists():
                    # Opened while the lock is held: nobody sees the new file with a data version of before.
                    with suppress(SegmentationError):
                        self._open(0)
            finally:
                if self._opened is None and self._lock is not None:
                    self._lock.release()
                    self._lock = None
                self._replacer = None
                self._state.notify_all()

    def _locked(self, wait_seconds: float) -> FileLock:
        gone = NoSuchShop(shop=self.folder.name, shops="–")
        if not self.folder.is_dir() or (self.folder / DELETED).exists():
            raise gone
        try:
            lock = FileLock(self.folder / "shop.lock", wait_seconds=wait_seconds)
        except OSError as error:
            raise (refusal(error, self.folder.parent) or error) from error
        if (self.folder / DELETED).exists():
            lock.release()
            raise gone
        return lock

    def _open(self, wait_seconds: float) -> None:
        """Open the file, its lock held from then on."""
        had_lock = self._lock is not None
        if self._lock is None:
            self._lock = self._locked(wait_seconds)
        made_at = read_card(self.folder).created_at
        if self._made_at not in (None, made_at):
            self._is_replaced = True  # another process deleted the shop and made one with its id
        self._made_at = made_at
        try:
            self._opened, self.version = opened(
                self.folder,
                memory_limit=self._memory_limit,
                steps=self._steps,
                last_version=self.version,
                is_replaced=self._is_replaced,
            )
        except BaseException:
            if not had_lock:
                self._lock.release()
                self._lock = None
            raise
        self._is_replaced = False
        self._used_at = time.monotonic()
        self._watch_for(IDLE_SECONDS)

    def _close(self, *, keeps_lock: bool = False) -> None:
        """Close the open file, which nobody uses now."""
        assert self._opened is not None
        try:
            self._opened.connection.close()
        except duckdb.Error as error:
            # DuckDB refuses to close under a query; a broken one has none that is worth waiting for.
            if not self._is_broken:
                raise ShopStillRead() from error
        self._opened, self._is_broken = None, False
        if self._watch is not None:
            self._watch.cancel()
        if self._lock is not None and not keeps_lock:
            self._lock.release()
            self._lock = None

    def _watch_for(self, seconds: float) -> None:
        self._watch = threading.Timer(seconds, self._let_go_when_idle)
        self._watch.daemon = True
        self._watch.start()
        _watches.add(self._watch)

    def _let_go_when_idle(self) -> None:
        with self._state:
            if self._watch is not threading.current_thread() or self._opened is None:
                return  # it was closed, and perhaps opened again, while this one waited for its turn
            left = IDLE_SECONDS - (time.monotonic() - self._used_at)
            if self._users == 0 and left <= 0:
                with suppress(ShopStillRead):
                    self._close()
                    return
            self._watch_for(max(left, 0.05) if self._users == 0 else IDLE_SECONDS)
