"""The project's own files, for the tests that read them."""

from __future__ import annotations

import ast
import tokenize
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from tests.conftest import PROJECT

MADE_BY_TOOLS = {".venv", ".git", "build", "__pycache__", ".mypy_cache", ".ruff_cache", ".pytest_cache", ".hypothesis"}
MADE_BY_TOOLS |= {".import_linter_cache", ".benchmarks"}


def python_files(*folders: str) -> list[Path]:
    """All Python files below these folders of the project, and ``app.py`` with ``""``."""
    found = [path for folder in folders if folder for path in (PROJECT / folder).rglob("*.py")]
    return sorted([*found, *([PROJECT / "app.py"] if "" in folders else [])])


def page_scripts() -> list[Path]:
    """The scripts that are pages: those in the menu's folders."""
    return [
        path for path in python_files("pages") if path.parent.name not in ("shared", "pages") and path.stem[0] != "_"
    ]


def text_files() -> Iterator[Path]:
    """Every text of the project that a person wrote: code, settings, pages of documentation."""
    endings = {
        ".py",
        ".toml",
        ".md",
        ".txt",
        ".cfg",
        ".po",
        ".sql",
        ".yml",
        ".yaml",
        ".json",
        ".csv",
        ".sh",
        ".css",
        "",
    }
    for path in sorted(PROJECT.rglob("*")):
        parts = path.relative_to(PROJECT).parts
        is_data = parts[:2] == ("data", "shops")
        if path.is_file() and not is_data and not MADE_BY_TOOLS & set(parts) and path.suffix in endings:
            yield path


@lru_cache(maxsize=1024)
def tree(path: Path) -> ast.Module:
    """The file's syntax tree."""
    return ast.parse(path.read_text(encoding="utf-8"))


def comments(path: Path) -> list[tuple[int, str]]:
    """The file's comments, each with its line."""
    with path.open("rb") as source:
        return [
            (token.start[0], token.string)
            for token in tokenize.tokenize(source.readline)
            if token.type == tokenize.COMMENT
        ]


def at(path: Path, line: int) -> str:
    """Where it stands, as an editor opens it."""
    return f"{path.relative_to(PROJECT).as_posix()}:{line}"
