"""A backup put in the place of a shop's data: proven first, and what stood before kept."""

from __future__ import annotations

import secrets
import shutil
from dataclasses import dataclass
from pathlib import Path

import duckdb

from segmentation.store.backup import BackupInfo, copied, new_backup, opened_alone, proved
from segmentation.store.clock import now_utc
from segmentation.store.damage import meaning
from segmentation.store.disk import put_in_place, writing_in
from segmentation.store.errors import BackupUnsound, DiskFull, NotABackup, ReadOnlyHome
from segmentation.store.home import Home
from segmentation.store.proof import MANIFEST


@dataclass(frozen=True)
class Restored:
    """What was put back, and where that lies which stood before: ``saved`` as a backup, or ``set_aside`` as it was found."""

    backup: BackupInfo
    saved: Path | None
    set_aside: Path | None


def restore(home: Home, shop_id: str, backup: Path) -> Restored:
    """Put a backup in the place of the shop's data, the shop's lock held all the while.

    The backup is read whole first. What stood before becomes a backup too; where it cannot be read, its file and its journal
    are set aside as they are.

    Raises
    ------
    NotABackup, BackupDamaged, BackupOfAnotherShop, DiskFull, ShopStillRead : nothing was changed.
    """
    home.card(shop_id)
    if not backup.is_file():
        raise NotABackup(file=backup.name)
    with home.replacing(shop_id) as folder, writing_in(folder):
        part = folder / "transfer" / f"{secrets.token_hex(8)}.part"
        part.parent.mkdir(exist_ok=True)
        try:
            shutil.copyfile(backup, part)
            info = proved(part, folder, shop_id, backup.name)
            _without_manifest(part, folder)
            saved = _saved(folder)
            set_aside = None if saved else _set_aside(folder)
            put_in_place(part, folder / "shop.duckdb")
        finally:
            part.unlink(missing_ok=True)
    home.open(shop_id)
    return Restored(info, saved, set_aside)


def _without_manifest(part: Path, folder: Path) -> None:
    with opened_alone(part, folder, is_read_only=False) as (opened, _):
        opened.execute(f"drop table if exists {MANIFEST}")
        opened.execute("checkpoint")


def _saved(folder: Path) -> Path | None:
    """The shop's closed file as a new, proven backup; None where it is not there or cannot be read."""
    main, target = folder / "shop.duckdb", new_backup(folder)
    if not main.exists():
        return None
    part = folder / "transfer" / f"{secrets.token_hex(8)}.part"
    try:
        with opened_alone(main, folder, is_read_only=False) as (opened, _):
            copied(opened, part, folder)
    except duckdb.Error as error:
        part.unlink(missing_ok=True)
        told = meaning(error, folder)
        if isinstance(told, (DiskFull, ReadOnlyHome)):
            raise told from error
        return None
    except (NotABackup, BackupUnsound):
        part.unlink(missing_ok=True)
        return None
    if (folder / "shop.duckdb.wal").exists():  # not all of it could be brought into the main file
        part.unlink(missing_ok=True)
        return None
    target.parent.mkdir(exist_ok=True, mode=0o700)
    put_in_place(part, target)
    return target


def _set_aside(folder: Path) -> Path | None:
    """The main file and the journal moved as they are to a folder of their own; None where neither is there."""
    found = [file for file in (folder / "shop.duckdb", folder / "shop.duckdb.wal") if file.exists()]
    if not found:
        return None
    place = folder / f"quarantine-{now_utc():%Y%m%d-%H%M%S}-{secrets.token_hex(2)}"
    place.mkdir(mode=0o700)
    for file in found:
        file.rename(place / file.name)
    return place
