"""A page shows: it asks a view, draws a figure, offers a download. It computes nothing."""

import ast
import re
from pathlib import Path

import pytest

from tests.conftest import PROJECT
from tests.house.sources import at, page_scripts, tree

MOST_LINES = 80
TABLE_METHODS = {"groupby", "agg", "merge", "join_asof", "pivot_table", "sql", "execute", "query", "cursor"}
SQL = re.compile(
    r"^\s*(?:(?:SELECT|select|WITH|with)\s.+\s(?:FROM|from)\s|(?:INSERT|insert|DELETE|delete|UPDATE|update)\s\w)", re.S
)
UNION = (ast.BitOr,)  # `int | None` and `{…} | {…}` are no arithmetic

pages = pytest.mark.parametrize("page", page_scripts(), ids=lambda path: f"{path.parent.name}/{path.name}")


def test_there_are_pages() -> None:
    assert page_scripts()


def test_no_script_lies_directly_in_pages() -> None:
    # A deep link after a server start opens such a script without app.py around it.
    assert [path.name for path in (PROJECT / "pages").glob("*.py")] == ["__init__.py"]


@pages
def test_a_page_is_short(page: Path) -> None:
    assert len(page.read_text(encoding="utf-8").splitlines()) <= MOST_LINES


@pages
def test_a_page_does_no_arithmetic(page: Path) -> None:
    found = [
        at(page, node.lineno)
        for node in ast.walk(tree(page))
        if isinstance(node, ast.BinOp | ast.AugAssign) and not isinstance(node.op, UNION)
    ]
    assert found == []


@pages
def test_a_page_asks_no_table_anything(page: Path) -> None:
    found = [
        at(page, node.lineno)
        for node in ast.walk(tree(page))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in TABLE_METHODS
    ]
    assert found == []


@pages
def test_a_page_holds_no_sql(page: Path) -> None:
    found = [
        at(page, node.lineno)
        for node in ast.walk(tree(page))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and SQL.match(node.value)
    ]
    assert found == []


@pages
def test_a_page_caches_nothing_itself(page: Path) -> None:
    names = {node.attr for node in ast.walk(tree(page)) if isinstance(node, ast.Attribute)}
    assert not names & {"cache_data", "cache_resource", "session_state"}


@pages
def test_a_page_says_in_one_line_what_it_shows(page: Path) -> None:
    said = ast.get_docstring(tree(page))
    assert said
    assert len(said.splitlines()) == 1
