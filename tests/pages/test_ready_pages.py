"""Pages of a shop that was made ready compute nothing about all customers anew."""

from __future__ import annotations

from pathlib import Path

import pytest

from pages.shared import cache
from segmentation.store.home import Home
from segmentation.store.workspace import Workspace
from segmentation.views.latest import latest_basis
from segmentation.views.ready import make_ready
from tests.pages.conftest import Open
from tests.pages.test_every_page import SCRIPTS

FEW = 200
"""Rows that a page may still keep in memory on opening: corrected contacts, never a row a customer."""


@pytest.fixture
def ready_home(demo_home: Path) -> Path:
    home = Home(demo_home)
    workspace = home.open(home.shops()[0].id)
    found = latest_basis(workspace)
    assert found is not None
    make_ready(workspace, found)
    home.close_all()
    return demo_home


def kept_in_memory(workspace: Workspace) -> list[int]:
    tables = workspace.query("select table_name, estimated_size from duckdb_tables() where database_name = 'scratch'")
    return tables["estimated_size"].to_pylist()


def test_opening_a_page_computes_nothing_about_all_customers(open_app: Open, ready_home: Path) -> None:
    app = open_app(ready_home)
    workspace = cache.home().open(cache.home().shops()[0].id)
    assert workspace.query("select count(*) as n from customers")["n"][0].as_py() > FEW
    for script in SCRIPTS:
        app = app.switch_page(f"pages/{script}").run()
        assert not app.exception
        assert [rows for rows in kept_in_memory(workspace) if rows > FEW] == [], script
