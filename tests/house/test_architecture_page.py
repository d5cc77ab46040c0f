"""docs/architecture.md names files and folders that exist, and every room of the library."""

from __future__ import annotations

import re

from tests.conftest import PROJECT

PAGE = (PROJECT / "docs" / "architecture.md").read_text(encoding="utf-8")


def test_every_path_that_the_page_names_exists() -> None:
    named = set(re.findall(r"`((?:app\.py|(?:pages|segmentation|tests|docs)/)[\w./]*)`", PAGE))
    assert len(named) > 40
    assert [path for path in sorted(named) if not (PROJECT / path).exists()] == []


def test_every_room_of_the_library_is_on_the_page() -> None:
    rooms = [path.name for path in (PROJECT / "segmentation").iterdir() if (path / "__init__.py").exists()]
    assert [room for room in sorted(rooms) if f"`segmentation/{room}/" not in PAGE] == []
