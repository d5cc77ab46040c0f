"""What is known of a shop without opening its file, kept as JSON beside it."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from segmentation.store.disk import write_whole

BY_PERSON, BY_LOADS = "person", "loads"


@dataclass(frozen=True)
class ShopCard:
    """``currency``: ISO 4217, null for plain numbers; ``currency_by``: who said it, a person or the
    shop's loads; null where nobody did, or before this was written down.
    ``created_at`` is UTC, ISO 8601; empty where the card is damaged.
    ``is_damaged``: what was written cannot be read; the name is the folder's then.
    """

    id: str
    name: str
    currency: str | None
    created_at: str
    is_archived: bool = False
    currency_by: str | None = None
    is_damaged: bool = False


def read_card(folder: Path) -> ShopCard:
    """The card of the shop in this folder; what another version of the program wrote besides is passed over.

    A card that is missing or cannot be read is one with ``is_damaged``.
    """
    try:
        written = json.loads((folder / "shop.json").read_text(encoding="utf-8"))
        known = {field.name: written[field.name] for field in fields(ShopCard) if field.name in written}
        # A folder that was copied by hand has its own id, whatever its card says.
        card = ShopCard(**{**known, "id": folder.name})
    except (OSError, ValueError, TypeError):
        return _damaged(folder)
    is_readable = isinstance(card.name, str) and isinstance(card.currency, str | None)
    return card if is_readable else _damaged(folder)


def write_card(folder: Path, card: ShopCard) -> None:
    """Put the card in the place of the one that is there, whole or not at all, on the disk when this returns.

    Raises ``DiskFull`` or ``ReadOnlyHome``; the former card is as it was.
    """
    written = {name: value for name, value in asdict(card).items() if name != "is_damaged"}
    write_whole(folder / "shop.json", json.dumps(written, ensure_ascii=False, indent=1).encode())


def name_of(folder: Path) -> str:
    """The shop's name; its folder's where the card cannot be read."""
    return read_card(folder).name


def _damaged(folder: Path) -> ShopCard:
    return ShopCard(folder.name, folder.name, None, "", is_damaged=True)
