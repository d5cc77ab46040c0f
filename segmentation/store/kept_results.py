"""Results of statements, computed once for the state of the tables that they read: in memory, or stored in the shop's file."""

from __future__ import annotations

import hashlib
import re
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from functools import cache
from pathlib import Path

import duckdb
import pyarrow as pa

from segmentation.store.descriptions import drop_customers_scored

KEPT_RESULTS = 24
"""How many results a shop keeps in memory; the one unused longest goes first, none that is in use."""

REVISED = ("record_changes", "vip_grants", "merges")
"""Tables that may change alone: a correction by hand leaves the results that do not read it as they are."""

_IN_MEMORY, _IN_FILE = "scratch.kept_", "kept.result_"
_SALES = "sales"

Cursors = Callable[[], AbstractContextManager[duckdb.DuckDBPyConnection]]


class KeptResults:
    """The results of one open shop. Safe to use from many threads."""

    def __init__(self, cursors: Cursors) -> None:
        self._cursors = cursors
        self._lock = threading.Lock()
        self._in_memory: OrderedDict[str, int] = OrderedDict()  # digest → queries that use it now
        with cursors() as cursor:
            self._stored = _stored(cursor)
            facts = dict(cursor.execute("select fact, value from shop_facts").fetchall())
        self._versions = {_SALES: int(facts.get(_fact(_SALES)) or facts.get("data_version", "0"))}
        self._versions |= {table: int(facts.get(_fact(table), "0")) for table in REVISED}

    @property
    def stored(self) -> int:
        """How many results are in the file."""
        return len(self._stored)

    @contextmanager
    def places(self, kept: Mapping[str, str]) -> Iterator[dict[str, str]]:
        """Name → the table that has its rows, computed where it is not there yet; those in memory stay while the block runs."""
        held: list[str] = []
        try:
            yield self._places(kept, held)
        finally:
            self._let_go(held)

    @contextmanager
    def to_be_stored(self, kept: Mapping[str, str]) -> Iterator[Callable[[duckdb.DuckDBPyConnection], None]]:
        """What stores these results with a cursor inside a transaction; they leave memory when the block has ended."""
        held: list[str] = []
        done: list[str] = []

        def store(cursor: duckdb.DuckDBPyConnection) -> None:
            for digest in held:
                cursor.execute(f"create table if not exists {_IN_FILE}{digest} as from {_IN_MEMORY}{digest}")
            done.extend(held)

        try:
            self._places(kept, held)
            yield store
            self._stored |= frozenset(done)
        finally:
            self._let_go(held)
        with self._lock, self._cursors() as cursor:
            for digest in done:
                if self._in_memory.get(digest) == 0:
                    cursor.execute(f"drop table if exists {_IN_MEMORY}{digest}")
                    del self._in_memory[digest]

    def digests(self, kept: Mapping[str, str]) -> frozenset[str]:
        """What these results are called now, wherever they are."""
        return frozenset(self._digests(kept).values())

    def answer_digest(self, stands_on: str) -> str:
        """What an answer is called now."""
        return self._digest(_by_this_program(stands_on))

    def drop_others(self, cursor: duckdb.DuckDBPyConnection, wanted: frozenset[str]) -> None:
        """Inside a transaction: what is stored beside these goes."""
        _drop(cursor, _stored(cursor) - wanted)
        self._stored &= wanted

    def answer(self, stands_on: str) -> str | None:
        """The table in the file that has the answer, if it was stored."""
        digest = self.answer_digest(stands_on)
        return f"{_IN_FILE}{digest}" if digest in self._stored else None

    def store_answer(self, cursor: duckdb.DuckDBPyConnection, stands_on: str, found: pa.Table) -> None:
        """Inside a transaction: the rows are the answer from now on."""
        digest = self.answer_digest(stands_on)
        cursor.register("found_answer", found)
        cursor.execute(f"create table if not exists {_IN_FILE}{digest} as from found_answer")
        cursor.unregister("found_answer")
        self._stored |= {digest}

    def drop_stored(self, cursor: duckdb.DuckDBPyConnection) -> None:
        """All that is stored goes with the transaction of the cursor; ``changed`` follows it."""
        _drop(cursor, _stored(cursor))
        drop_customers_scored(cursor)

    def write_version(self, cursor: duckdb.DuckDBPyConnection, version: int, table: str | None) -> None:
        """Inside the transaction that changes one of ``REVISED`` alone, or anything (None)."""
        fact = _fact(table or _SALES)
        cursor.execute("delete from shop_facts where fact = ?", [fact])
        cursor.execute("insert into shop_facts values (?, ?)", [fact, str(version)])

    def changed(self, version: int, table: str | None) -> None:
        """That transaction is through: results that read what it changed are found no longer."""
        self._versions[table or _SALES] = version
        if table is None:
            self._stored = frozenset()

    def _places(self, kept: Mapping[str, str], held: list[str]) -> dict[str, str]:
        places: dict[str, str] = {}
        for name, digest in self._digests(kept).items():
            if digest in self._stored:
                places[name] = f"{_IN_FILE}{digest}"
            else:
                places[name] = self._keep(digest, renamed(kept[name], places), held)
        return places

    def _digests(self, kept: Mapping[str, str]) -> dict[str, str]:
        """Name → digest. One knows an earlier result by its own digest, wherever that result is now."""
        digests: dict[str, str] = {}
        for name, statement in kept.items():
            digests[name] = self._digest(renamed(statement, digests))
        return digests

    def _digest(self, statement: str) -> str:
        read = [table for table in REVISED if re.search(rf"\b{table}\b", statement)]
        versions = ", ".join(f"{name} {self._versions[name]}" for name in (_SALES, *read))
        return hashlib.sha256(f"{versions}\n{statement}".encode()).hexdigest()[:24]

    def _keep(self, digest: str, sql: str, held: list[str]) -> str:
        """The table in memory that has the statement's rows; it stays until ``held`` is let go of."""
        name = f"{_IN_MEMORY}{digest}"
        with self._lock:
            if digest in self._in_memory:
                self._in_memory.move_to_end(digest)
            else:
                with self._cursors() as cursor:
                    cursor.execute(f"create or replace table {name} as {sql}")
                self._in_memory[digest] = 0
            self._in_memory[digest] += 1
            held.append(digest)
        return name

    def _let_go(self, held: Sequence[str]) -> None:
        with self._lock:
            for digest in held:
                self._in_memory[digest] -= 1
            idle = [digest for digest, users in self._in_memory.items() if users == 0]
            surplus = len(self._in_memory) - KEPT_RESULTS
            with self._cursors() as cursor:
                for digest in idle[: max(surplus, 0)]:
                    cursor.execute(f"drop table if exists {_IN_MEMORY}{digest}")
                    del self._in_memory[digest]


def renamed(sql: str, names: Mapping[str, str]) -> str:
    """The statement with each quoted name in its place."""
    for name, kept in names.items():
        sql = sql.replace(f'"{name}"', kept)
    return sql


@cache
def _program() -> str:
    """Changes with any source file of the package: how an answer is computed does not stand in its name, as a statement does."""
    sources = sorted(Path(__file__).parents[1].rglob("*.py"))
    return hashlib.sha256(b"".join(source.read_bytes() for source in sources)).hexdigest()


def _by_this_program(stands_on: str) -> str:
    return f"{_program()}\n{stands_on}"


def _stored(cursor: duckdb.DuckDBPyConnection) -> frozenset[str]:
    found = cursor.execute(
        "select table_name from duckdb_tables() where database_name = current_database() and schema_name = 'kept'"
    ).fetchall()
    return frozenset(name.removeprefix("result_") for (name,) in found)


def _drop(cursor: duckdb.DuckDBPyConnection, digests: frozenset[str]) -> None:
    for digest in digests:
        cursor.execute(f"drop table {_IN_FILE}{digest}")


def _fact(name: str) -> str:
    return f"version of {name}"
