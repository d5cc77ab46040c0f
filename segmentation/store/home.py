"""The folder where the shops lie: a folder a shop, with its file, its card and its backups."""

from __future__ import annotations

import secrets
import shutil
import threading
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from segmentation.errors import NoSuchShop
from segmentation.store.errors import IllegalShopName, NameDoesNotMatch, ShopNameTaken
from segmentation.store.file_lock import FileLock
from segmentation.store.shop_card import BY_PERSON, ShopCard, read_card, write_card
from segmentation.store.workspace import Workspace

_NAME_LENGTH = 80
_DELETED = ".deleted-"
_NOT_IN_NAMES = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")


def _checked_name(name: str) -> str:
    cleaned = "".join(c for c in unicodedata.normalize("NFC", name) if unicodedata.category(c) not in _NOT_IN_NAMES)
    cleaned = " ".join(cleaned.split())
    if not 1 <= len(cleaned) <= _NAME_LENGTH:
        raise IllegalShopName(found=repr(name[:_NAME_LENGTH]))
    return cleaned


class Home:
    """All shops under one folder. One object a folder and process; safe to use from many threads."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._open: dict[str, Workspace] = {}
        self._last_versions: dict[str, int] = {}
        self._lock = threading.RLock()
        for leftover in folder.glob(f"{_DELETED}*"):  # of a delete that was cut short
            shutil.rmtree(leftover, ignore_errors=True)

    def shops(self, *, with_archived: bool = False) -> tuple[ShopCard, ...]:
        """The shops' cards, by name."""
        ids = [path.parent.name for path in self.folder.glob("*/shop.json")]
        cards = [self.card(shop_id) for shop_id in ids if not shop_id.startswith(_DELETED)]
        shown = [card for card in cards if with_archived or not card.is_archived]
        return tuple(sorted(shown, key=lambda card: (card.name.casefold(), card.id)))

    def card(self, shop_id: str) -> ShopCard:
        """One shop's card. Raises ``NoSuchShop``."""
        path = self.folder / shop_id / "shop.json"
        if shop_id.startswith(".") or path.parent.parent != self.folder or not path.is_file():
            raise NoSuchShop(shop=shop_id, shops=", ".join(card.name for card in self.shops()) or "–")
        return read_card(path.parent)

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
            (self.folder / shop_id).mkdir(mode=0o700)
            self._write_card(ShopCard(shop_id, name, currency, datetime.now(UTC).isoformat(timespec="seconds")))
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
            self.close(shop_id)
            # Another process that has the shop open is told apart here; it would go on writing into nothing.
            FileLock(self.folder / shop_id / "shop.lock").release()
            doomed = self.folder / f"{_DELETED}{shop_id}-{secrets.token_hex(4)}"
            (self.folder / shop_id).rename(doomed)
        shutil.rmtree(doomed)

    def open(self, shop_id: str, *, wait_seconds: float = 0) -> Workspace:
        """The shop's workspace: the same one for all who ask in this process."""
        with self._lock:
            if shop_id not in self._open:
                self.card(shop_id)
                workspace = Workspace(self.folder / shop_id, wait_seconds=wait_seconds)
                self._open[shop_id] = workspace
                # Of a shop that was restored, or deleted and made anew under its id, an earlier answer may still be kept.
                if workspace.data_version < self._last_versions.get(shop_id, 0):
                    workspace.raise_data_version_above(self._last_versions[shop_id])
            return self._open[shop_id]

    def close(self, shop_id: str) -> None:
        """Let go of the shop's file, if this process has it open."""
        with self._lock:
            workspace = self._open.pop(shop_id, None)
            if workspace is not None:
                self._last_versions[shop_id] = workspace.data_version
                workspace.close()

    def close_all(self) -> None:
        with self._lock:
            for shop_id in list(self._open):
                self.close(shop_id)

    def _free_name(self, name: str) -> str:
        name = _checked_name(name)
        if any(card.name.casefold() == name.casefold() for card in self.shops(with_archived=True)):
            raise ShopNameTaken(name=name)
        return name

    def _write_card(self, card: ShopCard) -> None:
        write_card(self.folder / card.id, card)
