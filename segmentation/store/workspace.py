"""One shop's open file: a cursor for each use, one writer at a time, results kept in memory by name."""

from __future__ import annotations

import hashlib
import threading
import time
from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pyarrow as pa

from segmentation.store import connection as connections
from segmentation.store.errors import ShopDamaged, ShopFileMissing
from segmentation.store.file_lock import FileLock
from segmentation.store.migrations import migrate

KEPT_RESULTS = 12
"""How many materialised results a shop keeps in memory; the one unused longest goes first."""

_TRIES = 5


class Workspace:
    """A shop that is open in this process. Safe to use from many threads.

    ``data_version`` grows with every change of the shop's data and is part of every cache key.
    """

    def __init__(self, folder: Path, *, wait_seconds: float = 0, memory_limit: str = "4GB") -> None:
        self.folder = folder
        self.shop_id = folder.name
        self.last_used = time.monotonic()
        self._write_lock = threading.Lock()
        self._kept_lock = threading.Lock()
        self._kept: OrderedDict[str, str] = OrderedDict()
        self._file_lock = FileLock(folder / "shop.lock", wait_seconds=wait_seconds)
        try:
            self._connection = self._open(memory_limit)
            with self.cursor() as cursor:
                migrate(cursor)
            self.data_version = int(self.facts().get("data_version", "0"))
        except BaseException:
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
        """One transaction: committed and the data version raised when the block ends, undone when it fails."""
        with self._write_lock, self.cursor() as cursor:
            cursor.execute("begin")
            try:
                yield cursor
                version = self.data_version + 1
                cursor.execute("update shop_facts set value = ? where fact = 'data_version'", [str(version)])
                cursor.execute("commit")
            except BaseException:
                cursor.execute("rollback")
                raise
            self.data_version = version

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
        """The rows of a statement over results kept in memory.

        ``kept``: table name as it stands quoted in ``sql`` → the statement whose rows are meant, computed once a data
        version; a later statement may use the names of earlier ones.
        """
        for _ in range(_TRIES):
            names: dict[str, str] = {}
            try:
                for name, statement in kept.items():
                    names[name] = self._keep(_renamed(statement, names))
                return self.query(_renamed(sql, names), parameters)
            except duckdb.CatalogException:
                # Another session's results pushed ours out between the two steps.
                continue
        raise RuntimeError("results kept in memory were dropped again and again")

    def _keep(self, sql: str) -> str:
        digest = hashlib.sha256(f"{self.data_version}\n{sql}".encode()).hexdigest()[:24]
        with self._kept_lock:
            if digest in self._kept:
                self._kept.move_to_end(digest)
                return self._kept[digest]
            name = f"scratch.kept_{digest}"
            with self.cursor() as cursor:
                cursor.execute(f"create or replace table {name} as {sql}")
                self._kept[digest] = name
                while len(self._kept) > KEPT_RESULTS:
                    _, oldest = self._kept.popitem(last=False)
                    cursor.execute(f"drop table if exists {oldest}")
            return name

    def facts(self) -> dict[str, str]:
        """The shop's few facts: schema and data version, currency."""
        with self.cursor() as cursor:
            return dict(cursor.execute("select fact, value from shop_facts").fetchall())

    def close(self) -> None:
        """Close the file and let other processes have it."""
        with self._write_lock:
            self._connection.close()
            self._file_lock.release()


def _renamed(sql: str, names: Mapping[str, str]) -> str:
    for name, kept in names.items():
        sql = sql.replace(f'"{name}"', kept)
    return sql
