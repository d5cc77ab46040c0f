"""One shop, one DuckDB file: its tables, its versions, its transactions and its backups."""
