"""The same sales in the layouts of five shop systems: one shop, one summary."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from segmentation.__main__ import main
from tests.intake.columns.test_column_layouts import Order, german, orders, shopify, taobao, till, youzan

OF_LINES = ("lines", "lines_without_customer")
"""The only figures that depend on whether a layout writes a row a line or a row an order."""


def summary(layout: Callable[[list[Order]], bytes], folder: Path, capsys: pytest.CaptureFixture[str]) -> dict:
    file = folder / f"{layout.__name__}.{'xlsx' if layout is till else 'csv'}"
    file.write_bytes(layout(orders()))
    # Latin letters of an 8-bit code are never certain: the German file's encoding is named, as the page asks for it.
    more = ["--encoding", "cp1252"] if layout is german else []
    where = ["--shop", layout.__name__, "--home", str(folder / "shops")]
    assert main(["load", str(file), "--yes", "--json", *more, *where]) == 0, capsys.readouterr().out
    capsys.readouterr()
    assert main(["summary", "--json", *where]) == 0
    found: dict = json.loads(capsys.readouterr().out)
    return {name: value for name, value in found.items() if name not in OF_LINES}


@pytest.mark.parametrize("layout", [taobao, youzan, german, till])
def test_another_layout_gives_the_same_summary(
    layout: Callable[[list[Order]], bytes], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert summary(layout, tmp_path, capsys) == summary(shopify, tmp_path, capsys)
