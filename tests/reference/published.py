"""The published figures of the real shop, and how near to them is equal: money to the cent, shares to 1e-6, else exactly."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

MONEY = {"net_all", "monetary", "segment_revenue", "vip_limit"}
SHARES = {"repeat_rate", "top20_share", "own_rule", "gini"}


def published_figures(shared: Path) -> dict[str, Any]:
    text = (shared / "data" / "online_retail.expected.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


def differing_figures(found: dict[str, Any], published: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Key → (found, published) of every published figure that is missing or another; ``found`` as JSON gives it."""

    def near(key: str, expected: Any) -> Any:
        if key in MONEY:
            return pytest.approx(expected, abs=0.005)
        return pytest.approx(expected, abs=1e-6) if key in SHARES else expected

    return {
        key: (found.get(key), expected)
        for key, expected in published.items()
        if key not in found or found[key] != near(key, expected)
    }
