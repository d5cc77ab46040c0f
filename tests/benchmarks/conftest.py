"""The table that a run of the benchmarks writes."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(scope="session", autouse=True)
def _table() -> None:
    Path("build").mkdir(exist_ok=True)
    (Path("build") / "bench.md").write_text("", encoding="utf-8")
