"""One shop's open file: a cursor for each use, one writer at a time, results kept in memory by name."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pyarrow as pa

from segmentation.store import connection as connections
from segmentation.store.clock import now_utc
from segmentation.store.errors import ShopDamaged, ShopFileMissing
from segmentation.store.file_lock import FileLock
from segmentation.store.kept_results import REVISED, KeptResults, renamed
from segmentation.store.migrations import STEPS, migrate, version_of

CLOSING_SECONDS = 60.0
"""How long closing waits for queries that run."""


class Workspace:
    """A shop that is open in this process. Safe to use from many threads.

    ``data_version`` grows with every change of the shop's data and is part of every cache key.
    """

    def __init__(
        self,
        folder: Path,
        *,
        wait_seconds: float = 0,
        memory_limit: str = "4GB",
        steps: tuple[str, ...] = STEPS,
    ) -> None:
        self.folder = folder
        self.shop_id = folder.name
        self._write_lock = threading.Lock()
        self._file_lock = FileLock(folder / "shop.lock", wait_seconds=wait_seconds)
        try:
            self._connection = self._open(memory_limit)
            with self.cursor() as cursor:
                found = version_of(cursor)
            if 0 < found < len(steps):
                self._copy_aside(found, memory_limit)
            with self.cursor() as cursor:
                migrate(cursor, steps=steps)
            self._results = KeptResults(self.cursor)
            self.data_version = int(self.facts().get("data_version", "0"))
        except BaseException:
            if hasattr(self, "_connection"):
                self._connection.close()
            self._file_lock.release()
            raise

    def _open(self, memory_limit: str) -> duckdb.DuckDBPyConnection:
        path, journal = self.folder / "shop.duckdb", self.folder / "shop.duckdb.wal"
        if journal.exists() and not path.exists():
            # DuckDB would open an empty shop and delete the journal.
            raise ShopFileMissing(journal=journal.name)
        try:
            return connections.connect(
                path, transfer=self.folder / "transfer", spill=self.folder / "spill", memory_limit=memory_limit
            )
        except duckdb.Error as fault:
            quarantine = self.folder / f"quarantine-{time.strftime('%Y%m%d-%H%M%S')}"
            quarantine.mkdir()
            for file in (path, journal):
                if file.exists():
                    file.rename(quarantine / file.name)
            raise ShopDamaged(quarantine=quarantine.name) from fault

    def _copy_aside(self, version: int, memory_limit: str) -> None:
        """A copy of a file of an older format, beside the backups, before it is brought to the newest."""
        self._connection.close()  # a copy of an open file lacks its journal
        stamp = now_utc().strftime("%Y-%m-%d-%H%M%S")
        backups = self.folder / "backups"
        backups.mkdir(exist_ok=True, mode=0o700)
        shutil.copyfile(self.folder / "shop.duckdb", backups / f"{stamp}-format-{version}.duckdb")
        self._connection = self._open(memory_limit)

    @contextmanager
    def cursor(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor of its own for one use; DuckDB answers wrongly when threads share one."""
        cursor = self._connection.cursor()
        try:
            yield cursor
        finally:
            cursor.close()

    @contextmanager
    def writing(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """One transaction: committed and the data version raised when the block ends, undone when it fails.

        Results that were stored in the file go with it.
        """
        with self._changing(None) as cursor:
            yield cursor

    @contextmanager
    def revising(self, table: str) -> Iterator[duckdb.DuckDBPyConnection]:
        """``writing`` where only this table of ``REVISED`` is changed: stored results that do not read it stay."""
        if table not in REVISED:
            raise ValueError(table)
        with self._changing(table) as cursor:
            yield cursor

    @contextmanager
    def _changing(self, table: str | None) -> Iterator[duckdb.DuckDBPyConnection]:
        with self._write_lock:
            version = self.data_version + 1
            with self._transaction() as cursor:
                yield cursor
                cursor.execute("update shop_facts set value = ? where fact = 'data_version'", [str(version)])
                self._results.write_version(cursor, version, table)
                if table is None:
                    self._results.drop_stored(cursor)
            self.data_version = version
            self._results.changed(version, table)

    @contextmanager
    def noting(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """One transaction that changes no sales, so that all answers about them stay: saved choices, remembered columns."""
        with self._write_lock, self._transaction() as cursor:
            yield cursor

    @contextmanager
    def _transaction(self) -> Iterator[duckdb.DuckDBPyConnection]:
        with self.cursor() as cursor:
            cursor.execute("begin")
            try:
                yield cursor
                cursor.execute("commit")
            except BaseException:
                cursor.execute("rollback")
                raise

    @contextmanager
    def unchanging(self) -> Iterator[None]:
        """No write begins while the block runs; reading goes on."""
        with self._write_lock:
            yield

    @property
    def is_writing(self) -> bool:
        """Whether a write is under way now, so that another one would wait for it."""
        return self._write_lock.locked()

    def raise_data_version_above(self, version: int) -> None:
        """Go on counting from ``version`` after the file was replaced, so that no cached answer of then fits now."""
        self.data_version = max(self.data_version, version)
        with self.writing():
            pass

    def query(self, sql: str, parameters: Sequence[object] = ()) -> pa.Table:
        """The rows of one statement of ours; values a person typed go into ``parameters`` only."""
        with self.cursor() as cursor:
            return cursor.sql(sql, params=list(parameters) or None).to_arrow_table()

    def query_kept(self, kept: Mapping[str, str], sql: str, parameters: Sequence[object] = ()) -> pa.Table:
        """The rows of a statement over results kept in memory, or stored in the file.

        ``kept``: table name as it stands quoted in ``sql`` → the statement whose rows are meant, computed once a data
        version; a later statement may use the names of earlier ones.
        """
        try:
            return self._query_kept(kept, sql, parameters)
        except duckdb.CatalogException:
            # A change of the data has just taken what was stored with it; the second time it is computed.
            return self._query_kept(kept, sql, parameters)

    def _query_kept(self, kept: Mapping[str, str], sql: str, parameters: Sequence[object]) -> pa.Table:
        with self._results.places(kept) as places:
            return self.query(renamed(sql, places), parameters)

    def store_kept(self, kept: Mapping[str, str]) -> None:
        """Put these results of ``query_kept`` into the shop's file, until its data change: whoever opens it next has them."""
        version = self.data_version
        with self._results.to_be_stored(kept) as store, self.noting() as cursor:
            if version == self.data_version:
                store(cursor)

    def stored_answer(self, stands_on: str) -> pa.Table | None:
        """What ``store_answer`` put into the file under these words for the same sales; None where nothing is."""
        place = self._results.answer(stands_on)
        try:
            return self.query(f"select * from {place}") if place else None
        except duckdb.CatalogException:  # a change of the data has just taken it
            return None

    def store_answer(self, stands_on: str, compute: Callable[[], pa.Table]) -> None:
        """Put what ``compute`` gives, which is no single statement, into the shop's file until its sales change.

        ``stands_on``: all else that the answer depends on, in words of ours.
        """
        if self._results.answer(stands_on):
            return
        version, found = self.data_version, compute()
        with self.noting() as cursor:
            if version == self.data_version:
                self._results.store_answer(cursor, stands_on, found)

    def keep_stored(self, results: Iterable[Mapping[str, str]], answers: Iterable[str]) -> None:
        """Of what is stored in the file only these stay: results of ``store_kept`` and answers of ``store_answer``."""
        wanted = frozenset().union(
            *(self._results.digests(kept) for kept in results), map(self._results.answer_digest, answers)
        )
        with self.noting() as cursor:
            self._results.drop_others(cursor, wanted)

    @property
    def stored_results(self) -> int:
        """How many results are in the file."""
        return self._results.stored

    def facts(self) -> dict[str, str]:
        """The shop's few facts: schema and data version, currency."""
        with self.cursor() as cursor:
            return dict(cursor.execute("select fact, value from shop_facts").fetchall())

    def close(self) -> None:
        """Close the file and let other processes have it; queries that run are waited for."""
        with self._write_lock:
            try:
                self._closed()
            finally:
                self._file_lock.release()

    def _closed(self) -> None:
        deadline = time.monotonic() + CLOSING_SECONDS
        while True:
            try:
                self._connection.close()
                return
            except duckdb.Error:
                # DuckDB refuses to close under a query.
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.02)
