"""What is known of a shop without opening its file, kept as JSON beside it."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields
from pathlib import Path

BY_PERSON, BY_LOADS = "person", "loads"


@dataclass(frozen=True)
class ShopCard:
    """``currency``: ISO 4217, null for plain numbers; ``currency_by``: who said it, a person or the
    shop's loads; null where nobody did, or before this was written down.
    ``created_at`` is UTC, ISO 8601.
    """

    id: str
    name: str
    currency: str | None
    created_at: str
    is_archived: bool = False
    currency_by: str | None = None


def read_card(folder: Path) -> ShopCard:
    """The card of the shop in this folder; what another version of the program wrote besides is passed over.

    Raises ``OSError`` where there is none.
    """
    written = json.loads((folder / "shop.json").read_text(encoding="utf-8"))
    return ShopCard(**{field.name: written[field.name] for field in fields(ShopCard) if field.name in written})


def write_card(folder: Path, card: ShopCard) -> None:
    """Put the card in the place of the one that is there, whole or not at all."""
    part = folder / "shop.part"
    part.write_text(json.dumps(asdict(card), ensure_ascii=False, indent=1), encoding="utf-8")
    part.replace(folder / "shop.json")
