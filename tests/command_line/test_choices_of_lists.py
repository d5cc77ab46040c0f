"""Exports by saved list, VIP level and stage; completion, and how soon help comes."""

from __future__ import annotations

import csv
import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

from segmentation.commands import parser
from segmentation.intake.said_rules import RULES_SAID
from segmentation.intake.sheet_kinds import SheetKind
from segmentation.locale import LANGUAGES
from segmentation.parameters import ListFilters
from segmentation.schema import FIELDS
from segmentation.store.home import Home
from segmentation.views.saved_lists import save_list
from tests.command_line.commands import Run
from tests.conftest import PROJECT


@pytest.mark.parametrize(("option", "key"), [("--vip", "VIP"), ("--stage", "at risk")])
def test_an_export_holds_a_vip_level_or_a_stage(
    run: Run, demo_home: Path, tmp_path: Path, option: str, key: str
) -> None:
    everybody = run("summary", "--shop", "Tea house", "--json", home=demo_home).json["customers"]
    out = tmp_path / "list.csv"
    ended = run("export", "--shop", "Tea house", option, key, "--out", out, "--json", home=demo_home)
    rows = list(csv.reader(io.StringIO(out.read_text(encoding="utf-8-sig"))))[1:]
    assert ended.code == 0
    assert 0 < ended.json["customers"] == len(rows) < everybody
    assert all(key.casefold() in [cell.casefold() for cell in row] for row in rows)


def test_an_export_holds_a_saved_list(run: Run, demo_home: Path, tmp_path: Path) -> None:
    home = Home(demo_home)
    save_list(home.open(home.find("Tea house").id), "Best ten", ListFilters(limit=10))
    home.close_all()
    out = tmp_path / "list.csv"
    ended = run("export", "--shop", "Tea house", "--list", "Best ten", "--out", out, "--json", home=demo_home)
    assert (ended.code, ended.json["customers"]) == (0, 10)


@pytest.mark.parametrize(
    ("option", "named"),
    [("--vip", "quasi-VIP"), ("--stage", "at risk"), ("--list", "Best ten"), ("--segment", "champions")],
)
def test_what_is_unknown_is_told_the_choices(
    run: Run, demo_home: Path, tmp_path: Path, option: str, named: str
) -> None:
    home = Home(demo_home)
    save_list(home.open(home.find("Tea house").id), "Best ten", ListFilters(limit=10))
    home.close_all()
    out = tmp_path / "list.csv"
    ended = run("export", "--shop", "Tea house", option, "heroes", "--out", out, home=demo_home)
    assert (ended.code, ended.out) == (1, "")
    assert "heroes" in ended.err
    assert named in ended.err
    assert not out.exists()


def test_the_words_of_the_options_are_the_library_s() -> None:
    assert tuple(LANGUAGES) == parser.LANGUAGES
    assert tuple(SheetKind) == parser.KINDS
    assert tuple(RULES_SAID) == parser.RULES
    assert tuple(FIELDS[:13]) == parser.FIELDS


@pytest.mark.parametrize("shell", parser.SHELLS)
def test_completion_knows_the_commands(run: Run, shell: str) -> None:
    ended = run("completion", shell)
    assert ended.code == 0
    assert "regulars" in ended.out
    assert "summary" in ended.out


@pytest.mark.skipif(sys.platform == "win32", reason="a child's CPU time cannot be asked there")
@pytest.mark.parametrize("option", ["--help", "--version"])
@pytest.mark.parametrize("module", ["segmentation", "pages.shared.serve"])
def test_help_and_version_take_under_half_a_second_of_cpu(module: str, option: str) -> None:
    import resource

    start = [sys.executable, "-m", module] if module == "segmentation" else [
        sys.executable, "-c", "import sys; from pages.shared.serve import command; sys.exit(command())"
    ]  # fmt: skip
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    ended = subprocess.run([*start, option], cwd=PROJECT, env=os.environ, capture_output=True, text=True, timeout=60)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 0.5
