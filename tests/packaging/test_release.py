"""The version in pyproject.toml has its dated section in the changelog."""

from __future__ import annotations

import re
import tomllib

from tests.conftest import PROJECT


def test_the_version_is_a_dated_release_below_what_is_unreleased() -> None:
    version = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    sections = re.findall(r"^## (.+)$", (PROJECT / "CHANGELOG.md").read_text(encoding="utf-8"), re.M)
    assert sections[0] == "Unreleased"
    assert re.fullmatch(rf"{re.escape(version)} – \d{{4}}-\d\d-\d\d", sections[1])
