"""One shop and its file: a cursor for each use, one writer at a time, results kept in memory by name."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import duckdb
import pyarrow as pa

from segmentation.store.kept_results import REVISED, KeptResults, renamed
from segmentation.store.leftovers import upload_folder
from segmentation.store.migrations import STEPS
from segmentation.store.opening import transaction, write_version
from segmentation.store.shop_file import CLOSING_SECONDS, ShopFile


class Workspace:
    """A shop in this process, for as long as the process runs. Safe to use from many threads.

    Its file is open while it is used and for a minute after, and opened again by the next use; then what another process
    wrote meanwhile is seen. ``data_version`` grows with every change of the shop's data and is part of every cache key.

    Raises
    ------
    ShopInUse, ShopBeingRewritten : at any use; another process has the file, or this one is about to replace it.
    ShopDamaged, ShopFileMissing, ShopTooNew : the file cannot be read; it is left as it is.
    DiskFull, ReadOnlyHome : nothing could be written; the data are as before.
    """

    def __init__(
        self,
        folder: Path,
        *,
        memory_limit: str = "4GB",
        steps: tuple[str, ...] = STEPS,
        is_opened: bool = True,
    ) -> None:
        self.folder = folder
        self.shop_id = folder.name
        self._write_lock = threading.Lock()
        self._file = ShopFile(folder, memory_limit=memory_limit, steps=steps)
        if is_opened:
            self.open()

    @property
    def data_version(self) -> int:
        """As the file was last seen; ``Home.open`` looks again."""
        return self._file.version

    @property
    def is_open(self) -> bool:
        """Whether this process has the file open now."""
        return self._file.is_open

    def open(self, *, wait_seconds: float | None = None) -> None:
        """Have the file open. ``wait_seconds``: for another process, a moment by default."""
        with self._file.in_use(wait_seconds):
            pass

    def close(self) -> None:
        """Let other processes have the file, until its next use; queries that run are waited for. Raises ``ShopStillRead``."""
        self._file.close()

    def in_use(self) -> AbstractContextManager[object]:
        """The file stays open, and this process alone has it, while the block runs."""
        return self._file.in_use()

    def replacing(self, *, wait_seconds: float = CLOSING_SECONDS) -> AbstractContextManager[Path]:
        """See ``Home.replacing``."""
        return self._file.replacing(wait_seconds)

    def upload_folder(self) -> Path:
        """Where this process puts files that are to be loaded. Raises ``DiskFull`` or ``ReadOnlyHome``."""
        return upload_folder(self.folder)

    @contextmanager
    def cursor(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor of its own for one use; DuckDB answers wrongly when threads share one."""
        with self._file.in_use() as opened:
            cursor = opened.connection.cursor()
            try:
                yield cursor
            finally:
                cursor.close()

    @contextmanager
    def _results(self) -> Iterator[KeptResults]:
        with self._file.in_use() as opened:
            yield opened.results

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
        with self._results() as results, self._write_lock, self.cursor() as cursor:
            version = self.data_version + 1
            with transaction(cursor):
                yield cursor
                write_version(cursor, results, version, table)
            self._file.version = version
            results.changed(version, table)

    @contextmanager
    def noting(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """One transaction that changes no sales, so that all answers about them stay: saved choices, remembered columns."""
        with self._file.in_use(), self._write_lock, self.cursor() as cursor, transaction(cursor):
            yield cursor

    @contextmanager
    def unchanging(self) -> Iterator[None]:
        """No write begins while the block runs; reading goes on."""
        with self._file.in_use(), self._write_lock:
            yield

    @property
    def is_writing(self) -> bool:
        """Whether a write is under way now, so that another one would wait for it."""
        return self._write_lock.locked()

    def raise_data_version_above(self, version: int) -> None:
        """Go on counting from ``version``, so that no cached answer of then fits now."""
        self._file.version = max(self._file.version, version)
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
        with self._results() as results, results.places(kept) as places:
            return self.query(renamed(sql, places), parameters)

    def store_kept(self, kept: Mapping[str, str]) -> None:
        """Put these results of ``query_kept`` into the shop's file, until its data change: whoever opens it next has them."""
        with self._results() as results:
            version = self.data_version
            with results.to_be_stored(kept) as store, self.noting() as cursor:
                if version == self.data_version:
                    store(cursor)

    def stored_answer(self, stands_on: str) -> pa.Table | None:
        """What ``store_answer`` put into the file under these words for the same sales; None where nothing is."""
        with self._results() as results:
            place = results.answer(stands_on)
            try:
                return self.query(f"select * from {place}") if place else None
            except duckdb.CatalogException:  # a change of the data has just taken it
                return None

    def store_answer(self, stands_on: str, compute: Callable[[], pa.Table]) -> None:
        """Put what ``compute`` gives, which is no single statement, into the shop's file until its sales change.

        ``stands_on``: all else that the answer depends on, in words of ours.
        """
        with self._results() as results:
            if results.answer(stands_on):
                return
            version, found = self.data_version, compute()
            with self.noting() as cursor:
                if version == self.data_version:
                    results.store_answer(cursor, stands_on, found)

    def keep_stored(self, results: Iterable[Mapping[str, str]], answers: Iterable[str]) -> None:
        """Of what is stored in the file only these stay: results of ``store_kept`` and answers of ``store_answer``."""
        with self._results() as found, self.noting() as cursor:
            wanted = frozenset().union(*(found.digests(kept) for kept in results), map(found.answer_digest, answers))
            found.drop_others(cursor, wanted)

    @property
    def stored_results(self) -> int:
        """How many results are in the file."""
        with self._results() as results:
            return results.stored

    def facts(self) -> dict[str, str]:
        """The shop's few facts: schema and data version, currency."""
        with self.cursor() as cursor:
            return dict(cursor.execute("select fact, value from shop_facts").fetchall())
