"""A home of the test's own, and an empty shop in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from segmentation.store.home import Home
from segmentation.store.workspace import Workspace


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    made = Home(tmp_path / "shops")
    yield made
    made.close_all()


@pytest.fixture
def workspace(home: Home) -> Workspace:
    return home.open(home.create("Corner shop"))
