"""A throw-away DuckDB for cleaning: in memory, hardened, with nowhere to go but its own temporary folder."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import duckdb

from segmentation.packed import PackedTable


@dataclass(frozen=True)
class ScratchLimits:
    """What one cleaning may use. Past ``memory`` DuckDB spills into a temporary folder, up to ``spill``."""

    memory: str = "1GB"
    spill: str = "8GB"


@contextmanager
def scratch(limits: ScratchLimits | None = None) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection that reads Arrow tables and nothing else; its temporary folder goes with it."""
    limits = limits or ScratchLimits()
    with tempfile.TemporaryDirectory(prefix="regulars-") as folder:
        connection = duckdb.connect(
            ":memory:",
            config={
                "autoinstall_known_extensions": "false",
                "autoload_known_extensions": "false",
                "allow_community_extensions": "false",
                "allow_unsigned_extensions": "false",
                "allow_persistent_secrets": "false",
                "python_enable_replacements": "false",
                "memory_limit": limits.memory,
                "temp_directory": folder,
                "max_temp_directory_size": limits.spill,
            },
        )
        try:
            connection.execute("set TimeZone='UTC'")
            connection.execute("set enable_progress_bar=false")  # it would be printed among what a command prints
            connection.execute("set enable_external_access=false")
            connection.execute("set lock_configuration=true")
            yield connection
        finally:
            connection.close()


@contextmanager
def raw_columns(
    connection: duckdb.DuckDBPyConnection, cells: PackedTable, indexes: Iterable[int | None]
) -> Iterator[duckdb.DuckDBPyConnection]:
    """The connection with these columns of the sheet, and ``row_number``, as the table ``raw``; they are read as it is asked."""
    names = [f"c{index}" for index in sorted({index for index in indexes if index is not None})]
    connection.register("raw", cells.only([*names, "row_number"]))
    try:
        yield connection
    finally:
        connection.unregister("raw")
