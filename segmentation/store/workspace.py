"""One shop's open file: a cursor for each use, one writer at a time, results kept in memory by name."""

from __future__ import annotations

import hashlib
import shutil
import threading
import time
from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pyarrow as pa

from segmentation.store import connection as connections
from segmentation.store.clock import now_utc
from segmentation.store.errors import ShopDamaged, ShopFileMissing
from segmentation.store.file_lock import FileLock
from segmentation.store.migrations import STEPS, migrate, version_of

KEPT_RESULTS = 24
"""How many materialised results a shop keeps in memory; the one unused longest goes first, none that is in use."""

_IN_MEMORY, _IN_FILE = "scratch.kept_", "kept.result_"

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
        self.last_used = time.monotonic()
        self._write_lock = threading.Lock()
        self._kept_lock = threading.Lock()
        self._kept: OrderedDict[str, int] = OrderedDict()  # digest → queries that use it now
        self._file_lock = FileLock(folder / "shop.lock", wait_seconds=wait_seconds)
        try:
            self._connection = self._open(memory_limit)
            with self.cursor() as cursor:
                found = version_of(cursor)
            if 0 < found < len(steps):
                self._copy_aside(found, memory_limit)
            with self.cursor() as cursor:
                migrate(cursor, steps=steps)
                self._stored = _stored(cursor)
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
        self.last_used = time.monotonic()
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
        with self._write_lock:
            version = self.data_version + 1
            with self._transaction() as cursor:
                yield cursor
                cursor.execute("update shop_facts set value = ? where fact = 'data_version'", [str(version)])
                for digest in _stored(cursor):
                    cursor.execute(f"drop table {_IN_FILE}{digest}")
            self.data_version, self._stored = version, frozenset()

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
        held: list[str] = []
        try:
            return self.query(_renamed(sql, self._places(kept, held)), parameters)
        finally:
            self._let_go(held)

    def store_kept(self, kept: Mapping[str, str]) -> None:
        """Put these results of ``query_kept`` into the shop's file, until its data change: whoever opens it next has them."""
        held: list[str] = []
        version = self.data_version
        try:
            self._places(kept, held)
            with self.noting() as cursor:
                if version != self.data_version:
                    return
                for digest in held:
                    cursor.execute(f"create table if not exists {_IN_FILE}{digest} as from {_IN_MEMORY}{digest}")
                self._stored |= frozenset(held)
        finally:
            self._let_go(held)
        self._forget(held)

    @property
    def stored_results(self) -> int:
        """How many results are in the file."""
        return len(self._stored)

    def _places(self, kept: Mapping[str, str], held: list[str]) -> dict[str, str]:
        """Where each result is; those in memory stay until ``held`` is let go of."""
        places: dict[str, str] = {}
        digests: dict[str, str] = {}
        for name, statement in kept.items():
            # The digest knows an earlier result by its own digest, wherever that result is now.
            text = f"{self.data_version}\n{_renamed(statement, digests)}"
            digests[name] = hashlib.sha256(text.encode()).hexdigest()[:24]
            if digests[name] in self._stored:
                places[name] = f"{_IN_FILE}{digests[name]}"
            else:
                places[name] = self._keep(digests[name], _renamed(statement, places), held)
        return places

    def _keep(self, digest: str, sql: str, held: list[str]) -> str:
        """The table in memory that has the statement's rows; it stays until ``held`` is let go of."""
        name = f"{_IN_MEMORY}{digest}"
        with self._kept_lock:
            if digest in self._kept:
                self._kept.move_to_end(digest)
            else:
                with self.cursor() as cursor:
                    cursor.execute(f"create or replace table {name} as {sql}")
                self._kept[digest] = 0
            self._kept[digest] += 1
            held.append(digest)
        return name

    def _let_go(self, held: Sequence[str]) -> None:
        with self._kept_lock:
            for digest in held:
                self._kept[digest] -= 1
            idle = [digest for digest, users in self._kept.items() if users == 0]
            surplus = len(self._kept) - KEPT_RESULTS
            with self.cursor() as cursor:
                for digest in idle[: max(surplus, 0)]:
                    cursor.execute(f"drop table if exists {_IN_MEMORY}{digest}")
                    del self._kept[digest]

    def _forget(self, digests: Sequence[str]) -> None:
        """Take out of memory what the file has now."""
        with self._kept_lock, self.cursor() as cursor:
            for digest in digests:
                if self._kept.get(digest) == 0:
                    cursor.execute(f"drop table if exists {_IN_MEMORY}{digest}")
                    del self._kept[digest]

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


def _stored(cursor: duckdb.DuckDBPyConnection) -> frozenset[str]:
    found = cursor.execute(
        "select table_name from duckdb_tables() where database_name = current_database() and schema_name = 'kept'"
    ).fetchall()
    return frozenset(name.removeprefix("result_") for (name,) in found)


def _renamed(sql: str, names: Mapping[str, str]) -> str:
    for name, kept in names.items():
        sql = sql.replace(f'"{name}"', kept)
    return sql
