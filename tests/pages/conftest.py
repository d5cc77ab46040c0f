"""Pages run without a browser: Streamlit's own test runner on the real app."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from pages.shared import cache
from segmentation.store.home import Home
from tests.conftest import PROJECT

Open = Callable[..., AppTest]

SECONDS = 60
"""How long a page may take before the test gives up; far above what a person would wait for."""


@pytest.fixture
def open_app(monkeypatch: pytest.MonkeyPatch) -> Iterator[Open]:
    """``open_app(home, script="start/overview.py", language="en")``: the app on that home, at that page, run once."""

    def opened(home: Path, script: str = "start/overview.py", *, language: str = "en") -> AppTest:
        monkeypatch.setenv("REGULARS_HOME", str(home))
        app = AppTest.from_file(PROJECT / "app.py", default_timeout=SECONDS)
        app.context = {"locale": language.replace("_", "-")}
        app.run()
        return app.switch_page(f"pages/{script}").run() if script != "start/overview.py" else app

    yield opened
    cache.home().close_all()
    st.cache_data.clear()
    st.cache_resource.clear()


@pytest.fixture
def new_shop(tmp_path: Path) -> Path:
    """A home with one shop in euro, and nothing in it."""
    home = Home(tmp_path / "shops")
    home.create("New shop", currency="EUR")
    home.close_all()
    return tmp_path / "shops"


@pytest.fixture(params=["no shop", "demo shop", "one customer"])
def any_home(request: pytest.FixtureRequest) -> Path:
    """Each home that every page must stand: before the first shop, the demo shop, a shop of one customer."""
    fixture = {"no shop": "no_shop_home", "demo shop": "demo_home", "one customer": "one_customer_home"}[request.param]
    home: Path = request.getfixturevalue(fixture)
    return home
