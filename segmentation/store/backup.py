"""Copies of a shop's file: proven before they count, read whole before they replace anything."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

import duckdb

from segmentation.locale import N_
from segmentation.store.clock import now_utc, on_this_clock
from segmentation.store.connection import connect
from segmentation.store.damage import FOUND
from segmentation.store.disk import put_in_place, writing_in
from segmentation.store.errors import (
    BackupDamaged,
    BackupOfAnotherShop,
    BackupUnsound,
    NoSoundBackup,
    NotABackup,
)
from segmentation.store.home import Home
from segmentation.store.migrations import STEPS, version_of
from segmentation.store.proof import MANIFEST, contents
from segmentation.store.shop_card import name_of
from segmentation.store.workspace import Workspace

MOST_SHOWN = 30
"""So many of a shop's backups are looked into for a list; older ones stay in its folder."""

_STAMP = "%Y-%m-%d-%H%M%S"
_DIFFERS = N_("its rows are not those that its own list names")
_UNREADABLE = N_("it cannot be read whole")

_SALES = 'select count(*), coalesce(sum(net_revenue) filter (is_counted), 0) from "{db}".main.lines where is_active'
_MANIFEST = f"""
create table {MANIFEST} (shop_id text, shop text, schema_version integer, made_at timestamp, lines bigint,
                         revenue decimal(38, 4), tables text, duckdb text)
"""


@dataclass(frozen=True)
class BackupInfo:
    """What a backup says of itself. ``made_at`` is UTC; ``lines`` and ``revenue`` are those that count.

    ``shop_id`` is None for one of an earlier version, which carries no list of what it holds; ``lines``, ``revenue`` and
    ``schema_version`` are None too where it cannot be opened.
    """

    file: Path
    made_at: datetime
    lines: int | None = None
    revenue: Decimal | None = None
    shop_id: str | None = None
    shop: str | None = None
    schema_version: int | None = None

    @property
    def made_at_local(self) -> datetime:
        """When it was made, on this machine's clock, without a zone."""
        return on_this_clock(self.made_at)


def copy_to(workspace: Workspace, target: Path, *, has_manifest: bool = False) -> None:
    """A copy of the shop's file at ``target``, each table compared with the shop's. Raises ``BackupUnsound``."""
    part = workspace.folder / "transfer" / f"{secrets.token_hex(8)}.part"
    try:
        with writing_in(workspace.folder):
            with workspace.unchanging(), workspace.cursor() as cursor:
                copied(cursor, part, workspace.folder if has_manifest else None)
            target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            put_in_place(part, target)
    finally:
        part.unlink(missing_ok=True)


def copied(cursor: duckdb.DuckDBPyConnection, part: Path, shop: Path | None) -> None:
    """The cursor's database in a new file, read back; with the manifest of the shop in that folder, if one is given."""
    alias = f"copy_{secrets.token_hex(6)}"
    quoted = str(part.resolve()).replace("'", "''")
    ((source,),) = cursor.execute("select current_database()").fetchall()
    cursor.execute(f"attach '{quoted}' as {alias}")
    try:
        cursor.execute(f'copy from database "{source}" to {alias}')
        ours = contents(cursor, source)
        if shop is not None:
            _write_manifest(cursor, source, alias, shop, ours)
    finally:
        cursor.execute(f"detach {alias}")
    cursor.execute(f"attach '{quoted}' as {alias} (read_only)")
    try:
        theirs = contents(cursor, alias)
    finally:
        cursor.execute(f"detach {alias}")
    if ours != theirs:
        raise BackupUnsound()


def _write_manifest(
    cursor: duckdb.DuckDBPyConnection, source: str, alias: str, shop: Path, held: dict[str, tuple[int, int]]
) -> None:
    ((lines, revenue),) = cursor.execute(_SALES.format(db=source)).fetchall()
    cursor.execute(_MANIFEST.replace(MANIFEST, f"{alias}.main.{MANIFEST}"))
    cursor.execute(
        f"insert into {alias}.main.{MANIFEST} values (?, ?, ?, ?, ?, ?, ?, version())",
        [
            shop.name,
            name_of(shop),
            version_of(cursor),
            now_utc(),
            lines,
            revenue,
            json.dumps({table: [rows, str(checksum)] for table, (rows, checksum) in held.items()}),
        ],
    )


def back_up(workspace: Workspace) -> Path:
    """A new file in the shop's ``backups`` folder, named by its moment (UTC), with the list of what it holds."""
    target = new_backup(workspace.folder)
    copy_to(workspace, target, has_manifest=True)
    return target


def new_backup(folder: Path) -> Path:
    """Where the next backup of the shop in ``folder`` is to lie, named by this moment (UTC)."""
    return folder / "backups" / f"{datetime.now(UTC).strftime(_STAMP)}-{secrets.token_hex(2)}.duckdb"


def backups(home: Home, shop_id: str, *, most: int = MOST_SHOWN) -> tuple[BackupInfo, ...]:
    """The shop's newest backups, the newest first, whatever their files are called; those that cannot be opened too."""
    home.card(shop_id)
    folder = home.folder / shop_id
    dated = [(_dated(file), file.name, file) for file in (folder / "backups").glob("*.duckdb")]
    found = [
        _info(file, file.stat().st_size, file.stat().st_mtime_ns, folder) for *_, file in sorted(dated)[::-1][:most]
    ]
    return tuple(sorted(found, key=lambda info: (info.made_at, info.file.name), reverse=True))


def _dated(file: Path) -> datetime:
    """When a backup was made (UTC), by its name or else by the file's own time."""
    with suppress(ValueError):
        return datetime.strptime(file.name[:17], _STAMP)  # noqa: DTZ007 - UTC by how it is named
    return datetime.fromtimestamp(file.stat().st_mtime, UTC).replace(tzinfo=None)


@lru_cache(maxsize=256)
def _info(file: Path, _size: int, _changed: int, folder: Path) -> BackupInfo:
    """What the backup says; by size and time, as looking into many takes a while."""
    try:
        with opened_alone(file, folder, is_read_only=True) as (opened, database):
            return _said_by(opened, database, file)
    except (duckdb.Error, NotABackup):
        return BackupInfo(file, _dated(file))


@contextmanager
def opened_alone(file: Path, folder: Path, *, is_read_only: bool) -> Iterator[tuple[duckdb.DuckDBPyConnection, str]]:
    """The file, and what DuckDB calls it, apart from every shop that is open. Raises ``NotABackup``."""
    opened = connect(file, transfer=folder / "transfer", spill=folder / "spill", is_read_only=is_read_only)
    try:
        if not 0 < version_of(opened) <= len(STEPS):
            raise NotABackup(file=file.name)
        ((database,),) = opened.execute("select current_database()").fetchall()
        yield opened, database
    finally:
        opened.close()


def _said_by(opened: duckdb.DuckDBPyConnection, database: str, file: Path) -> BackupInfo:
    if _has_manifest(opened):
        ((made_at, *said),) = opened.execute(
            f"select made_at, lines, revenue, shop_id, shop, schema_version from {MANIFEST}"
        ).fetchall()
        return BackupInfo(file, made_at, *said)
    ((lines, revenue),) = opened.execute(_SALES.format(db=database)).fetchall()
    return BackupInfo(file, _dated(file), lines, revenue, schema_version=version_of(opened))


def _has_manifest(opened: duckdb.DuckDBPyConnection) -> bool:
    return bool(opened.execute("select 1 from duckdb_tables() where table_name = ?", [MANIFEST]).fetchall())


def proved(file: Path, folder: Path, shop_id: str, called: str) -> BackupInfo:
    """The backup, read whole and held against its own list. Raises ``NotABackup``, ``BackupDamaged``, ``BackupOfAnotherShop``.

    ``called``: the name of the file that a person chose.
    """
    try:
        with opened_alone(file, folder, is_read_only=True) as (opened, database):
            info = _said_by(opened, database, file)
            if info.shop_id not in (None, shop_id):
                made_at = f"{info.made_at_local:%Y-%m-%d %H:%M}"
                raise BackupOfAnotherShop(file=called, shop=info.shop, made_at=made_at)
            held = contents(opened, database)
            if not _is_as_listed(opened, held):
                raise BackupDamaged(file=called, found=_DIFFERS)
    except NotABackup:
        raise NotABackup(file=called) from None
    except duckdb.Error as error:
        said = str(error).casefold()
        if "not a valid duckdb" in said:
            raise NotABackup(file=called) from error
        raise BackupDamaged(
            file=called, found=next((found for words, found in FOUND.items() if words in said), _UNREADABLE)
        ) from error
    return info


def _is_as_listed(opened: duckdb.DuckDBPyConnection, held: dict[str, tuple[int, int]]) -> bool:
    """Whether the tables hold what the manifest says; of a backup without one nothing can be said, and it was read."""
    if not _has_manifest(opened):
        return True
    ((tables, made_with, now),) = opened.execute(f"select tables, duckdb, version() from {MANIFEST}").fetchall()
    listed = {table: (rows, int(checksum)) for table, (rows, checksum) in json.loads(tables).items()}
    if made_with != now:  # another DuckDB may compute other hashes of the same rows
        return {table: rows for table, (rows, _) in listed.items()} == {
            table: rows for table, (rows, _) in held.items()
        }
    return listed == held


def newest_sound_backup(home: Home, shop_id: str) -> Path:
    """The newest of the shop's backups that can be read whole. Raises ``NoSoundBackup``."""
    for info in backups(home, shop_id):
        with suppress(NotABackup, BackupDamaged, BackupOfAnotherShop):
            return proved(info.file, home.folder / shop_id, shop_id, info.file.name).file
    raise NoSoundBackup()
