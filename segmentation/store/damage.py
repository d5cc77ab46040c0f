"""What DuckDB's errors mean for a shop's file: damage, a full disk, a folder that refuses, another program."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from segmentation.errors import SegmentationError
from segmentation.locale import N_
from segmentation.store.errors import DiskFull, ReadOnlyHome, ShopDamaged, ShopFileMissing, ShopInUse, ShopTooNew
from segmentation.store.shop_card import name_of

_FULL = ("no space left", "not enough space", "file too large", "disk quota", "disk full", "disk is full")
_NOT_WRITABLE = ("read-only file system", "permission denied", "access is denied", "operation not permitted")

CONTRADICTS = N_("what is written in it contradicts itself")
FOUND = {
    "checksum": N_("a part of it is not what was written (its checksum differs)"),
    "not a valid duckdb": N_("its beginning is not that of a shop's file"),
    "could not read": N_("it ends too early, or the disk cannot read all of it"),
    "input/output error": N_("it ends too early, or the disk cannot read all of it"),
    "replaying wal": N_("its journal cannot be read"),
    "corrupt": CONTRADICTS,
    "serializ": CONTRADICTS,
}
"""What stands in DuckDB's message (in lower case) → what was found."""

_OF_A_STATEMENT = (duckdb.DataError, duckdb.IntegrityError, duckdb.ProgrammingError, duckdb.NotSupportedError)

_HOLDER = re.compile(r"PID (\d+)")
_TOO_NEW = re.compile(r"version number (\d+).* between \d+ and (\d+)", re.DOTALL)


def meaning(error: duckdb.Error, folder: Path) -> SegmentationError | None:
    """What the error says of the shop in this folder; None for one that says nothing of its file or disk."""
    if isinstance(error, _OF_A_STATEMENT):  # its text quotes values, which may say anything
        return None
    text = str(error)
    said = text.casefold()
    if _says(error, _FULL):
        return DiskFull()
    if _says(error, _NOT_WRITABLE):
        return ReadOnlyHome(folder=folder)
    if "could not set lock on file" in said or "being used by another process" in said:
        holder = _HOLDER.search(text)
        return ShopInUse(holder=holder[1] if holder else "?")
    if versions := _TOO_NEW.search(text):
        return ShopTooNew(found=versions[1], known=versions[2])
    for words, found in FOUND.items():
        if words in said:
            return damaged(folder, found)
    if isinstance(error, (duckdb.InternalException, duckdb.FatalException, duckdb.SerializationException)):
        return damaged(folder, CONTRADICTS)
    return None


@contextmanager
def telling_a_full_disk() -> Iterator[None]:
    """Where DuckDB works beside the shop's file, as it cleans what is to be loaded: no room is said (``DiskFull``)."""
    try:
        yield
    except duckdb.Error as error:
        if _says(error, _FULL):
            raise DiskFull() from error
        raise


def _says(error: duckdb.Error, words: tuple[str, ...]) -> bool:
    text = str(error).casefold()
    return any(each in text for each in words)


def damaged(folder: Path, found: str) -> ShopDamaged:
    """The error for a shop whose file cannot be read; ``found`` is a message id."""
    return ShopDamaged(shop=name_of(folder), shop_id=folder.name, found=found)


def check_main_file(folder: Path) -> None:
    """Nothing where the main file is there, or the shop never had one.

    Raises
    ------
    ShopFileMissing : it is missing or empty beside a journal or copies. DuckDB would open an empty shop and delete the journal.
    """
    main = folder / "shop.duckdb"
    if main.exists() and main.stat().st_size > 0:
        return
    if (folder / "shop.duckdb.wal").exists():
        found = N_("its journal (shop.duckdb.wal) is there")
    elif any(file.is_file() for pattern in ("backups/*", "quarantine-*/*") for file in folder.glob(pattern)):
        found = N_("copies of it are there")
    else:
        return
    raise ShopFileMissing(shop=name_of(folder), shop_id=folder.name, found=found)
