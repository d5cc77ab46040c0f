"""The two READMEs say the same commands, and every link and picture in them leads to a file."""

from __future__ import annotations

import re

import pytest

from tests.conftest import PROJECT

READMES = ("README.md", "README.zh-CN.md")


def text(name: str) -> str:
    return (PROJECT / name).read_text(encoding="utf-8")


def commands(name: str) -> set[str]:
    blocks = re.findall(r"```sh\n(.*?)```", text(name), re.S)
    lines = (line.split("#")[0].strip() for block in blocks for line in block.splitlines())
    return {re.sub(r"\s+", " ", line) for line in lines if line and not line[0].isdigit()}


def test_both_languages_name_the_same_commands() -> None:
    english, chinese = map(commands, READMES)
    assert len(chinese) > 10
    assert chinese == english


@pytest.mark.parametrize("name", READMES)
def test_every_link_and_picture_leads_to_a_file(name: str) -> None:
    targets = {target.split("#")[0] for target in re.findall(r"\]\(([^)]+)\)", text(name))}
    assert [target for target in sorted(targets) if "://" not in target and not (PROJECT / target).exists()] == []


def test_the_readmes_lead_to_each_other() -> None:
    assert "(README.zh-CN.md)" in text("README.md")
    assert "(README.md)" in text("README.zh-CN.md")
