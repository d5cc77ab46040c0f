"""The folder where the shops lie: a folder a shop, with its file, its card and its backups."""

from __future__ import annotations

import secrets
import shutil
import threading
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from segmentation.errors import NoSuchShop
from segmentation.store.disk import sync_folder, writing_in
from segmentation.store.errors import IllegalShopName, NameDoesNotMatch, ReadOnlyHome, ShopNameTaken
from segmentation.store.leftovers import let_go_of_uploads
from segmentation.store.shop_card import BY_PERSON, ShopCard, read_card, write_card
from segmentation.store.shop_file import CLOSING_SECONDS, DELETED, WAIT_SECONDS
from segmentation.store.workspace import Workspace

_NAME_LENGTH = 80
_DELETED = ".deleted-"
_OF_A_SHOP = ("shop.json", "shop.duckdb", "shop.duckdb.wal")
_NOT_IN_NAMES = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")


def _checked_name(name: str) -> str:
    cleaned = "".join(c for c in unicodedata.normalize("NFC", name) if unicodedata.category(c) not in _NOT_IN_NAMES)
    cleaned = " ".join(cleaned.split())
    if not 1 <= len(cleaned) <= _NAME_LENGTH:
        raise IllegalShopName(found=repr(name[:_NAME_LENGTH]))
    return cleaned


def _is_shop(folder: Path) -> bool:
    if folder.name.startswith(".") or (folder / DELETED).exists():
        return False
    return any((folder / name).is_file() for name in _OF_A_SHOP)


class Home:
    """All shops under one folder. One object a folder and process; safe to use from many threads.

    Raises
    ------
    ReadOnlyHome, DiskFull : there can be no folder, or nothing can be written to it.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with writing_in(folder):
            try:
                folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            except FileExistsError as error:  # a file of that name
                raise ReadOnlyHome(folder=folder) from error
        self._workspaces: dict[str, Workspace] = {}
        self._lock = threading.RLock()
        # Of a delete that was cut short.
        for leftover in (*folder.glob(f"{_DELETED}*"), *(mark.parent for mark in folder.glob(f"*/{DELETED}"))):
            shutil.rmtree(leftover, ignore_errors=True)

    def shops(self, *, with_archived: bool = False) -> tuple[ShopCard, ...]:
        """The shops' cards, by name; one that cannot be read is there too, and ``is_damaged``."""
        found = {file.parent for name in _OF_A_SHOP for file in self.folder.glob(f"*/{name}")}
        cards = [read_card(folder) for folder in found if _is_shop(folder)]
        shown = [card for card in cards if with_archived or not card.is_archived]
        return tuple(sorted(shown, key=lambda card: (card.name.casefold(), card.id)))

    def card(self, shop_id: str) -> ShopCard:
        """One shop's card. Raises ``NoSuchShop``."""
        folder = self.folder / shop_id
        if "\0" in shop_id or folder.parent != self.folder or not _is_shop(folder):
            raise NoSuchShop(shop=shop_id, shops=", ".join(card.name for card in self.shops()) or "–")
        return read_card(folder)

    def find(self, name_or_id: str) -> ShopCard:
        """The shop with that id or, case aside, that name. Raises ``NoSuchShop``."""
        cards = self.shops(with_archived=True)
        for card in cards:
            if card.id == name_or_id or card.name.casefold() == name_or_id.strip().casefold():
                return card
        raise NoSuchShop(shop=name_or_id, shops=", ".join(card.name for card in cards) or "–")

    def create(self, name: str, *, currency: str | None = None, shop_id: str | None = None) -> str:
        """A new, empty shop's id. Raises ``IllegalShopName`` or ``ShopNameTaken``."""
        with self._lock:
            name = self._free_name(name)
            shop_id = shop_id or f"shop-{secrets.token_hex(6)}"
            folder = self.folder / shop_id
            with writing_in(self.folder):
                folder.mkdir(mode=0o700)
                try:
                    write_card(
                        folder, ShopCard(shop_id, name, currency, datetime.now(UTC).isoformat(timespec="seconds"))
                    )
                    sync_folder(self.folder)
                except BaseException:
                    shutil.rmtree(folder, ignore_errors=True)
                    raise
        return shop_id

    def rename(self, shop_id: str, name: str) -> None:
        with self._lock:
            card = self.card(shop_id)
            if name.strip().casefold() != card.name.casefold():
                name = self._free_name(name)
            self._write_card(replace(card, name=_checked_name(name)))

    def set_currency(self, shop_id: str, currency: str | None) -> None:
        """What a person says holds, plain numbers too, whatever loads say later."""
        with self._lock:
            card = self.card(shop_id)
            if currency != card.currency:
                self._write_card(replace(card, currency=currency, currency_by=BY_PERSON))

    def set_archived(self, shop_id: str, is_archived: bool) -> None:
        """Archived shops are kept whole and left out of the menu."""
        with self._lock:
            self._write_card(replace(self.card(shop_id), is_archived=is_archived))

    def duplicate(self, shop_id: str, name: str, copy: Callable[[Workspace, Path], None]) -> str:
        """A second shop with the same data, written by ``copy(workspace, target file)``."""
        source = self.open(shop_id)
        card = self.card(shop_id)
        copy_id = self.create(name, currency=card.currency)
        self._write_card(replace(self.card(copy_id), currency_by=card.currency_by))
        try:
            copy(source, self.folder / copy_id / "shop.duckdb")
        except BaseException:
            shutil.rmtree(self.folder / copy_id)
            raise
        return copy_id

    def delete(self, shop_id: str, *, typed_name: str) -> None:
        """Remove the shop's folder with all that is in it, backups too. Raises ``NameDoesNotMatch``."""
        with self._lock:
            card = self.card(shop_id)
            if typed_name.strip() != card.name:
                raise NameDoesNotMatch(name=card.name)
            folder = self.folder / shop_id
            with self.replacing(shop_id, wait_seconds=WAIT_SECONDS), writing_in(self.folder):
                # From here on it is no shop; the folder goes when its lock is let go, as Windows wants it.
                (folder / DELETED).touch()
                sync_folder(folder)
            let_go_of_uploads(folder)
            doomed = self.folder / f"{_DELETED}{shop_id}-{secrets.token_hex(4)}"
            with writing_in(self.folder):
                folder.rename(doomed)
        shutil.rmtree(doomed)

    def open(self, shop_id: str, *, wait_seconds: float | None = None) -> Workspace:
        """The shop's workspace, its file open: the same one for all who ask in this process, as long as it runs.

        ``wait_seconds``: for another process that has the file, a moment by default. Raises what ``Workspace`` raises.
        """
        workspace = self._workspace(shop_id)
        workspace.open(wait_seconds=wait_seconds)
        return workspace

    @contextmanager
    def replacing(self, shop_id: str, *, wait_seconds: float = CLOSING_SECONDS) -> Iterator[Path]:
        """The shop's folder, for as long as the block puts another file in the place of the shop's.

        All that was acknowledged before is in ``shop.duckdb`` and its journal. The file is closed, and the shop's lock is
        held from before it was closed until the new one is open: neither this nor another process gets in between. Other uses
        wait a moment, then raise ``ShopBeingRewritten``. Afterwards the data version is above every former one.

        Raises
        ------
        ShopStillRead, ShopBeingRewritten, ShopInUse : others did not finish in time; nothing was changed.
        """
        with self._workspace(shop_id).replacing(wait_seconds=wait_seconds) as folder:
            yield folder

    def close(self, shop_id: str) -> None:
        """Let other processes have the shop's file, until its next use here."""
        with self._lock:
            workspace = self._workspaces.get(shop_id)
        if workspace is not None:
            workspace.close()

    def close_all(self) -> None:
        for shop_id in list(self._workspaces):
            self.close(shop_id)

    def _workspace(self, shop_id: str) -> Workspace:
        with self._lock:
            workspace = self._workspaces.get(shop_id)
            if workspace is None or not workspace.is_open:
                self.card(shop_id)
            if workspace is None:
                # Never forgotten, not even when the shop is deleted: one made anew under its id counts its versions on.
                workspace = self._workspaces[shop_id] = Workspace(self.folder / shop_id, is_opened=False)
            return workspace

    def _free_name(self, name: str) -> str:
        name = _checked_name(name)
        if any(card.name.casefold() == name.casefold() for card in self.shops(with_archived=True)):
            raise ShopNameTaken(name=name)
        return name

    def _write_card(self, card: ShopCard) -> None:
        write_card(self.folder / card.id, card)
