"""A shop's closed file opened: leftovers removed, of the newest format, its data version above all former ones."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import duckdb

from segmentation.locale import N_
from segmentation.store import connection as connections
from segmentation.store.clock import now_utc
from segmentation.store.damage import check_main_file, damaged, meaning
from segmentation.store.disk import put_in_place, writing_in
from segmentation.store.kept_results import KeptResults
from segmentation.store.leftovers import remove_leftovers
from segmentation.store.migrations import migrate, version_of


@dataclass(frozen=True)
class Opened:
    """The open file: its connection, and the results kept on it."""

    connection: duckdb.DuckDBPyConnection
    results: KeptResults


def opened(
    folder: Path, *, memory_limit: str, steps: tuple[str, ...], last_version: int, is_replaced: bool
) -> tuple[Opened, int]:
    """The file and its data version; only for who holds the shop's lock.

    Parameters
    ----------
    last_version : the data version that this process last saw; 0 for none.
    is_replaced : another file was put in the place of that one; its version is then above every former one.

    Raises
    ------
    ShopDamaged, ShopFileMissing, ShopTooNew, ShopInUse : it cannot be read; it is left as it is.
    DiskFull, ReadOnlyHome : it has to be written to.
    """
    check_main_file(folder)
    connection = None
    try:
        with writing_in(folder):
            remove_leftovers(folder)
            connection = _connected(folder, memory_limit)
            with connection.cursor() as cursor:
                found = version_of(cursor)
            if 0 < found < len(steps):
                connection.close()  # a copy of an open file lacks its journal
                _copy_aside(folder, found)
                connection = _connected(folder, memory_limit)
            with connection.cursor() as cursor:
                migrate(cursor, steps=steps)
            return _ready(connection, last_version, is_replaced)
    except BaseException as error:
        if connection is not None:
            connection.close()
        told = meaning(error, folder) if isinstance(error, duckdb.Error) else None
        if told is None:
            raise
        raise told from error


def _connected(folder: Path, memory_limit: str) -> duckdb.DuckDBPyConnection:
    transfer, spill = folder / "transfer", folder / "spill"
    try:
        return connections.connect(folder / "shop.duckdb", transfer=transfer, spill=spill, memory_limit=memory_limit)
    except duckdb.Error as error:
        raise (meaning(error, folder) or damaged(folder, N_("it cannot be opened as a shop's file"))) from error


def _ready(connection: duckdb.DuckDBPyConnection, last_version: int, is_replaced: bool) -> tuple[Opened, int]:
    """The open file, its data version read; of a file that was replaced, or is of before, raised above all former ones."""

    @contextmanager
    def cursors() -> Iterator[duckdb.DuckDBPyConnection]:
        with connection.cursor() as cursor:
            yield cursor

    results = KeptResults(cursors)
    with connection.cursor() as cursor:
        ((found,),) = cursor.execute("select value from shop_facts where fact = 'data_version'").fetchall()
        version = int(found)
        if is_replaced or version < last_version:
            # Other processes count on from what they saw, so the clock, which no count has ever reached.
            version = max(version, last_version, int(time.time() * 1000)) + 1
            with transaction(cursor):
                write_version(cursor, results, version, None)
            results.changed(version, None)
    return Opened(connection, results), version


def _copy_aside(folder: Path, version: int) -> None:
    """A copy of a file of an older format, beside the backups, before it is brought to the newest."""
    backups = folder / "backups"
    backups.mkdir(exist_ok=True, mode=0o700)
    part = folder / "transfer" / "format.part"
    part.write_bytes((folder / "shop.duckdb").read_bytes())
    put_in_place(part, backups / f"{now_utc().strftime('%Y-%m-%d-%H%M%S')}-format-{version}.duckdb")


@contextmanager
def transaction(cursor: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Committed when the block ends, undone when it fails."""
    cursor.execute("begin")
    try:
        yield
        cursor.execute("commit")
    except BaseException:
        with suppress(duckdb.Error):  # what failed at the commit is undone already
            cursor.execute("rollback")
        raise


def write_version(cursor: duckdb.DuckDBPyConnection, results: KeptResults, version: int, table: str | None) -> None:
    """Inside a transaction: the data have this version from now on; what was stored from those of before goes."""
    cursor.execute("update shop_facts set value = ? where fact = 'data_version'", [str(version)])
    results.write_version(cursor, version, table)
    if table is None:
        results.drop_stored(cursor)
