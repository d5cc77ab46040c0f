"""Rules that no linter knows."""

import ast
import re
from pathlib import Path

import pytest

from tests.house.sources import at, comments, page_scripts, python_files, text_files, tree

MOST_LINES = 300
CODE = python_files("", "pages", "segmentation")
EVERYTHING = python_files("", "pages", "segmentation", "tests")

SILENCER = re.compile(r"#\s*(?:noqa|type:\s*ignore|pragma:|fmt:\s*skip|fmt:\s*off)")
WITH_REASON = re.compile(
    r"#\s*(?:noqa:\s*[A-Z]+\d+(?:,\s*[A-Z]+\d+)*|type:\s*ignore\[[\w, -]+\]|pragma: no \w+)\s*(?:#|-|–|—|:)?\s*\S+(?:\s+\S+){2,}"
)
FORMAT_ONLY = re.compile(r"#\s*fmt:\s*(?:skip|off)\s*$")  # the table's shape is the reason, and it is in sight

PLACE = re.compile(r"(?<![\w.*}\])/-])/(?:home|root|Users|work|mnt|opt)/[\w.-]+|\b[A-Z]:\\\\?Users\\")


def test_no_module_is_too_long() -> None:
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in EVERYTHING}
    assert [f"{at(path, lines)}" for path, lines in lengths.items() if lines > MOST_LINES] == []


def test_every_silenced_warning_has_its_reason() -> None:
    found = [
        f"{at(path, line)} {comment}"
        for path in EVERYTHING
        for line, comment in comments(path)
        if SILENCER.search(comment) and not FORMAT_ONLY.search(comment) and not WITH_REASON.search(comment)
    ]
    assert found == []


@pytest.mark.parametrize(
    ("comment", "has_reason"),
    [
        ("# noqa: S608 - names come from our own schema", True),
        ("# type: ignore[attr-defined] # the mark that it is done", True),
        ("# noqa: S608", False),
        ("# noqa", False),
        ("# type: ignore", False),
        ("# type: ignore[misc]", False),
    ],
)
def test_a_reason_is_told_from_none(comment: str, has_reason: bool) -> None:
    assert SILENCER.search(comment)
    assert bool(WITH_REASON.search(comment)) == has_reason


def _asks_the_clock(path: Path) -> list[str]:
    """Calls whose answer depends on when they are made. The store stamps loads and backups, in UTC."""
    found = []
    for node in ast.walk(tree(path)):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        owner = ast.unparse(node.func.value).rsplit(".", 1)[-1]
        is_stamp = "store" in path.parts and [ast.unparse(given) for given in node.args] in (["UTC"], ["timezone.utc"])
        if node.func.attr in ("today", "utcnow") or (node.func.attr == "now" and owner == "datetime" and not is_stamp):
            found.append(at(path, node.lineno))
    return found


def test_the_library_never_asks_what_day_it_is() -> None:
    assert [place for path in python_files("segmentation") for place in _asks_the_clock(path)] == []


def test_asking_the_clock_is_noticed(tmp_path: Path) -> None:
    source = tmp_path / "asks.py"
    source.write_text("from datetime import date, datetime\ndate.today()\ndatetime.now()\n", encoding="utf-8")
    calls = [node for node in ast.walk(tree(source)) if isinstance(node, ast.Call)]
    assert len(calls) == 2
    with pytest.raises(ValueError, match="subpath"):  # `at` names files of the project only: both calls were found
        _asks_the_clock(source)


def test_nothing_is_shown_as_html() -> None:
    found = [
        at(path, node.lineno)
        for path in CODE
        for node in ast.walk(tree(path))
        if (isinstance(node, ast.keyword) and node.arg == "unsafe_allow_html")
        or (isinstance(node, ast.Attribute) and node.attr == "unsafe_allow_html")
    ]
    assert found == []


def test_no_text_names_a_place_on_somebodys_machine() -> None:
    found = [
        f"{at(path, number)} {line.strip()}"
        for path in text_files()
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), start=1)
        if PLACE.search(line)
    ]
    assert found == []


@pytest.mark.parametrize("place", ["see /" + "home/anna/regulars", '"/' + 'work/main"', "C:\\" + "Users\\anna"])
def test_a_place_on_somebodys_machine_is_noticed(place: str) -> None:
    assert PLACE.search(place)


def test_no_module_is_called_after_nothing() -> None:
    names = {"utils", "helpers", "common", "misc", "base"}
    assert [
        at(path, 1) for path in EVERYTHING if names & {path.stem, path.parent.name} or path.stem.endswith("_v2")
    ] == []


def test_only_shared_cache_caches_and_only_shared_state_names_session_keys() -> None:
    cached = {
        path.name
        for path in CODE
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute) and node.attr in ("cache_data", "cache_resource")
    }
    assert cached == {"cache.py"}
    assert page_scripts()
