"""A DuckDB connection that reaches nothing but its own file."""

from __future__ import annotations

import os
from pathlib import Path

import duckdb

_CLOSED = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
    "allow_unsigned_extensions": "false",
    "allow_persistent_secrets": "false",
    "python_enable_replacements": "false",
    "max_expression_depth": "250",
}


def connect(
    path: Path | None,
    *,
    transfer: Path,
    spill: Path,
    memory_limit: str = "4GB",
    threads: int | None = None,
    is_read_only: bool = False,
) -> duckdb.DuckDBPyConnection:
    """An open, hardened connection; files, network, extensions and settings are refused from then on.

    Parameters
    ----------
    path : the shop's file, or None for one in memory.
    transfer : the only folder that ``attach`` may reach, for backups and copies.
    spill : where DuckDB may put what does not fit into ``memory_limit``.

    is_read_only : the file is only looked into.

    To one that may be written an empty database ``scratch`` in memory is attached, for results that outlive one query and are
    never saved.
    """
    os.umask(0o077)
    for folder in (transfer, spill):
        folder.mkdir(parents=True, exist_ok=True)
    config: dict[str, str | bool | int | float | list[str]] = {
        **_CLOSED,
        "memory_limit": memory_limit,
        "temp_directory": str(spill),
        "max_temp_directory_size": "20GB",
    }
    if threads is not None:
        config["threads"] = str(threads)
    connection = duckdb.connect(str(path) if path is not None else ":memory:", is_read_only, config)
    connection.execute("set TimeZone='UTC'")
    connection.execute(
        "set enable_progress_bar=false"
    )  # it would be printed between the lines of the command line's JSON
    # The order matters: allowed_directories cannot be set once external access is off.
    quoted = str(transfer.resolve()).replace("'", "''")
    connection.execute(f"set allowed_directories=['{quoted}/']")
    connection.execute("set enable_external_access=false")
    connection.execute("set lock_configuration=true")
    if not is_read_only:
        connection.execute("attach ':memory:' as scratch")
    return connection
