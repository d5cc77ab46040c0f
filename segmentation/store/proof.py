"""What a shop's file holds, read whole: rows and checksums of every table, by which two files are compared."""

from __future__ import annotations

import duckdb

MANIFEST = "backup_manifest"
"""A backup's own table, which says what the others held when it was made. A shop's file has none."""

Contents = dict[str, tuple[int, int]]
"""Table with its schema → how many rows, and the sum of their hashes."""


def contents(connection: duckdb.DuckDBPyConnection, database: str) -> Contents:
    """All tables of an attached database but the manifest.

    DuckDB checks a block only when it reads it, so this reads every column of every row. Raises what DuckDB raises where a
    block is not what was written.
    """
    tables = connection.execute(
        "select schema_name, table_name from duckdb_tables() where database_name = ? and table_name <> ? order by all",
        [database, MANIFEST],
    ).fetchall()
    return {
        f"{schema}.{name}": connection.execute(
            f'select count(*), coalesce(sum(hash(one)::hugeint), 0) from "{database}"."{schema}"."{name}" as one'
        ).fetchall()[0]
        for schema, name in tables
    }
