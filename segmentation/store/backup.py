"""Copies of a shop's file: proven before they count, restored whole, with nothing left of what was erased."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from segmentation.store.connection import connect
from segmentation.store.disk import put_in_place, writing_in
from segmentation.store.errors import BackupUnsound, NotABackup
from segmentation.store.home import Home
from segmentation.store.migrations import STEPS, version_of
from segmentation.store.workspace import Workspace

_STAMP = "%Y-%m-%d-%H%M%S"

_FINGERPRINT = """
select (select count(*) from {db}.lines), (select coalesce(sum(net_revenue), 0) from {db}.lines),
       (select count(*) from {db}.orders), (select coalesce(sum(net_revenue), 0) from {db}.orders),
       (select count(*) from {db}.customers), (select count(*) from {db}.loads)
"""


def copy_to(workspace: Workspace, target: Path) -> None:
    """A copy of the shop's file at ``target``, its rows and sums compared with the shop's. Raises ``BackupUnsound``."""
    part = workspace.folder / "transfer" / f"{secrets.token_hex(8)}.part"
    alias = f"copy_{secrets.token_hex(6)}"
    quoted = str(part.resolve()).replace("'", "''")
    try:
        with workspace.unchanging(), workspace.cursor() as cursor:
            ((source,),) = cursor.execute("select current_database()").fetchall()
            cursor.execute(f"attach '{quoted}' as {alias}")
            try:
                cursor.execute(f'copy from database "{source}" to {alias}')
                ours = cursor.execute(_FINGERPRINT.format(db=f'"{source}"')).fetchall()
            finally:
                cursor.execute(f"detach {alias}")
            cursor.execute(f"attach '{quoted}' as {alias} (read_only)")
            try:
                theirs = cursor.execute(_FINGERPRINT.format(db=alias)).fetchall()
            finally:
                cursor.execute(f"detach {alias}")
        if ours != theirs:
            raise BackupUnsound()
        with writing_in(workspace.folder):
            target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            put_in_place(part, target)
    finally:
        part.unlink(missing_ok=True)


def back_up(workspace: Workspace) -> Path:
    """A new file in the shop's ``backups`` folder, named by its moment (UTC)."""
    stamp = datetime.now(UTC).strftime(_STAMP)
    target = workspace.folder / "backups" / f"{stamp}-{secrets.token_hex(2)}.duckdb"
    copy_to(workspace, target)
    return target


def backups(home: Home, shop_id: str) -> tuple[Path, ...]:
    """The shop's backups, newest first."""
    home.card(shop_id)
    return tuple(sorted((home.folder / shop_id / "backups").glob("*.duckdb"), reverse=True))


def backup_moment(backup: Path) -> datetime:
    """When a backup was made (UTC), by its name."""
    return datetime.strptime(backup.name[:17], _STAMP).replace(tzinfo=UTC)


def _prove(part: Path, folder: Path) -> None:
    scratch = connect(part, transfer=folder / "transfer", spill=folder / "spill")
    try:
        if not 0 < version_of(scratch) <= len(STEPS):
            raise NotABackup(file=part.name)
    finally:
        scratch.close()


def restore(home: Home, shop_id: str, backup: Path) -> None:
    """Put a backup in the place of the shop's data. What stood before is backed up first, where it still opens.

    Raises
    ------
    NotABackup : the file is none, or is of a newer format.
    """
    if backup not in backups(home, shop_id):
        raise NotABackup(file=backup.name)
    if (home.folder / shop_id / "shop.duckdb").exists():
        back_up(home.open(shop_id))
    with home.replacing(shop_id) as folder:
        part = folder / "transfer" / f"{secrets.token_hex(8)}.part"
        part.parent.mkdir(exist_ok=True)
        try:
            with writing_in(folder):
                part.write_bytes(backup.read_bytes())
                _prove(part, folder)
                put_in_place(part, folder / "shop.duckdb")
            (folder / "shop.duckdb.wal").unlink(missing_ok=True)
        except (duckdb.Error, NotABackup) as fault:
            raise NotABackup(file=backup.name) from fault
        finally:
            part.unlink(missing_ok=True)
