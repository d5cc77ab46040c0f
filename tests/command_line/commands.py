"""A command's end, and what it left behind."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from segmentation.store.home import Home
from tests.store.sales_lines import state

CSV = "Customer,Order,Date,Amount\nAnn,1,2024-03-01,10.50\nBob,2,2024-03-20,20\nAnn,3,2024-03-25,30\n,4,2024-03-26,5\n"


@dataclass(frozen=True)
class Ended:
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Run = Callable[..., Ended]


def shop_names(folder: Path) -> list[str]:
    return [card.name for card in Home(folder).shops(with_archived=True)]


def look(folder: Path, name: str) -> dict[str, Any]:
    home = Home(folder)
    seen = state(home.open(home.find(name).id))
    home.close_all()
    return seen


def is_one_sentence(text: str) -> bool:
    """What a person reads: said once, no program's talk in it."""
    lines = text.strip().splitlines()
    return (
        len(lines) == 1 and lines[0][-1] in ".…" and not any(mark in text for mark in ("Traceback", "Error:", "{", "}"))
    )
