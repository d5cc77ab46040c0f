"""What can go wrong with a shop's file, each with its sentence."""

from __future__ import annotations

from segmentation.errors import SegmentationError
from segmentation.locale import N_


class ShopInUse(SegmentationError):
    message = N_("The shop is open in another program (process {holder}). Close that one, or wait until it is done.")
    code = "SHOP_IN_USE"


class ShopBeingRewritten(SegmentationError):
    message = N_(
        "The shop is being rewritten just now: a backup is put back, or a customer erased. Try again in a moment."
    )
    code = "SHOP_BEING_REWRITTEN"


class ShopStillRead(SegmentationError):
    message = N_("Others are still reading this shop, so it was left as it is. Try again in a minute.")
    code = "SHOP_STILL_READ"


class ShopUnusable(SegmentationError):
    """The shop's file is not there or cannot be read; nothing was changed. Base of the two errors.

    ``shop_id`` says whose it is. Values: ``shop`` its name, ``shop_id``, ``found`` in words.
    """

    worded = ("found",)

    @property
    def shop_id(self) -> str:
        return str(self.values.get("shop_id", ""))


class ShopDamaged(ShopUnusable):
    message = N_(
        "The file of the shop {shop} is damaged: {found}. Nothing was changed, and other shops go on. "
        "Put one of its backups back."
    )
    code = "SHOP_DAMAGED"


class ShopFileMissing(ShopUnusable):
    message = N_(
        "The main file of the shop {shop} (shop.duckdb) is missing: {found}. Nothing was changed. "
        "Put the file back into its folder, or one of its backups."
    )
    code = "SHOP_FILE_MISSING"


class DiskFull(SegmentationError):
    message = N_("The disk is full. The data are as they were before; make room and try again.")
    code = "DISK_FULL"


class ReadOnlyHome(SegmentationError):
    message = N_(
        "Nothing can be written to the folder {folder}. The data are as they were before; allow this program to write "
        "there, or choose another folder by REGULARS_HOME."
    )
    code = "READ_ONLY_HOME"


class ShopTooNew(SegmentationError):
    message = N_(
        "This shop was written by a newer version (format {found}; this program knows up to {known}). "
        "Update the program."
    )
    code = "SHOP_TOO_NEW"


class AlreadyLoaded(SegmentationError):
    message = N_(
        "This file was already loaded on {when} ({file}). Nothing was changed. To load it differently, undo that load first."
    )
    code = "ALREADY_IMPORTED"


class SumTooLarge(SegmentationError):
    message = N_(
        "The amounts in {column} add up to more than {most}, which no shop's sales do. Nothing was changed. "
        "Choose the column that holds the amount; a bar code or an order number is none."
    )
    code = "SUM_TOO_LARGE"


class NoSuchLoad(SegmentationError):
    message = N_("There is no load number {load} to undo, or it is undone already.")
    code = "NO_SUCH_LOAD"


class IllegalShopName(SegmentationError):
    message = N_("A shop's name has 1 to 80 visible characters. Found: {found}.")
    code = "ILLEGAL_SHOP_NAME"


class ShopNameTaken(SegmentationError):
    message = N_("There is already a shop called {name}. Choose another name.")
    code = "SHOP_NAME_TAKEN"


class NameDoesNotMatch(SegmentationError):
    message = N_("The name typed does not match. To delete the shop, type exactly: {name}.")
    code = "NAME_DOES_NOT_MATCH"


class BackupUnsound(SegmentationError):
    message = N_("The backup was not kept: its rows or sums differ from the shop's. Try again; the shop is untouched.")
    code = "BACKUP_UNSOUND"


class NotABackup(SegmentationError):
    message = N_("{file} is not a backup of a shop. Choose a file that ends in .duckdb from the backups folder.")
    code = "NOT_A_BACKUP"


class BackupDamaged(SegmentationError):
    message = N_(
        "The backup {file} is damaged, so it was not put back: {found}. Nothing was changed. Choose another one."
    )
    code = "BACKUP_DAMAGED"
    worded = ("found",)


class BackupOfAnotherShop(SegmentationError):
    message = N_(
        "{file} is a backup of the shop {shop}, made on {made_at}, so it was not put back here. Nothing was changed."
    )
    code = "BACKUP_OF_ANOTHER_SHOP"


class NoSoundBackup(SegmentationError):
    message = N_("This shop has no backup that can be read whole. Nothing was changed.")
    code = "NO_SOUND_BACKUP"
