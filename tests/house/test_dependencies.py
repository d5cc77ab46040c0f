"""What is imported is pinned, and every pin says what holds it."""

import ast
import importlib.metadata
import re
import sys

import pytest

from tests.conftest import PROJECT
from tests.house.sources import python_files, tree

LINES = {
    name: [line for line in (PROJECT / name).read_text(encoding="utf-8").splitlines() if line and line[0] not in "#-"]
    for name in ("requirements.txt", "requirements-dev.txt")
}
PIN = re.compile(r"(?P<package>[A-Za-z0-9_.-]+)(?:\[\w+\])?==(?P<version>[\w.]+)  # (?P<reason>\S.{10,})")


def _normal(package: str) -> str:
    return re.sub(r"[-_.]+", "-", package).lower()


def _pinned(name: str) -> set[str]:
    return {_normal(found["package"]) for line in LINES[name] if (found := PIN.fullmatch(line))}


def _imported(*folders: str) -> set[str]:
    modules: set[str] = set()
    for path in python_files(*folders):
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Import):
                modules |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
                modules.add(node.module.split(".")[0])
    ours = {"app", "pages", "segmentation", "tests"}
    owners = importlib.metadata.packages_distributions()
    return {_normal(owners[module][0]) for module in modules - ours - sys.stdlib_module_names if module in owners}


@pytest.mark.parametrize("line", LINES["requirements.txt"] + LINES["requirements-dev.txt"])
def test_a_pin_names_its_version_and_its_reason(line: str) -> None:
    assert PIN.fullmatch(line)


def test_the_program_imports_only_what_it_pins() -> None:
    assert _imported("", "pages", "segmentation") - _pinned("requirements.txt") == set()


def test_nothing_is_pinned_for_the_program_that_it_does_not_import() -> None:
    held_for_another = {"sqlglot"}  # what Ibis compiles with; another version may write other SQL
    assert _pinned("requirements.txt") - _imported("", "pages", "segmentation") == held_for_another


def test_the_tests_import_only_what_is_pinned() -> None:
    assert _imported("tests") - _pinned("requirements.txt") - _pinned("requirements-dev.txt") == set()
