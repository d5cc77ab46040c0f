"""What is installed is locked: every requirement by its version and its files' digests."""

from __future__ import annotations

import re

import pytest

from tests.conftest import PROJECT


@pytest.mark.parametrize("name", ["requirements", "requirements-dev"])
def test_the_lock_holds_every_requirement_at_its_version_with_hashes(name: str) -> None:
    wanted = {
        (package.lower().replace("_", "-"), version)
        for file in {"requirements.txt", f"{name}.txt"}
        for package, version in re.findall(
            r"^([\w-]+)(?:\[\w+\])?==(\S+)", (PROJECT / file).read_text(encoding="utf-8"), re.M
        )
    }
    locked = re.split(r"\n(?=\w)", (PROJECT / f"{name}.lock").read_text(encoding="utf-8"))[1:]
    held = set()
    for entry in locked:
        package, version = re.findall(r"^([\w.-]+)(?:\[\w+\])?==([^\s;]+)", entry)[0]
        held.add((package.lower(), version))
        assert "--hash=sha256:" in entry, package
    assert wanted - held == set()
