"""Sail, started once for all tests, with the demo shop or the real shop on it."""

from __future__ import annotations

import shutil
import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import ibis
import pytest

from segmentation.parameters import Analysis, Period
from segmentation.store.home import Home
from segmentation.views.basis import basis, last_order_date
from segmentation.views.profile_basis import profile_basis
from tests.parity.engines import TwoEngines, put_on_sail
from tests.parity.records import fill_in_records


@pytest.fixture(scope="session")
def new_session() -> Iterator[Callable[[], Any]]:
    """``new_session()``: a session of its own on one Sail server of this test run, on a free port."""
    from pysail.spark import SparkConnectServer

    server = SparkConnectServer(ip="127.0.0.1", port=0)
    server.start(background=True)
    _, port = server.listening_address
    sessions = []

    def made() -> Any:
        with warnings.catch_warnings():
            # pyspark-client 4.2.0 says so when it is first used beside pandas 3; results come as Arrow here.
            warnings.filterwarnings("ignore", "PySpark does not yet fully support pandas", FutureWarning)
            from pyspark.sql import SparkSession

            # pyspark takes a main module without a file for its own doctests; one of several test processes has none.
            vars(sys.modules["__main__"]).setdefault("__file__", __file__)
            session = SparkSession.builder.remote(f"sc://127.0.0.1:{port}").create()
            ibis.pyspark.connect(session)  # gives Ibis the options that its Spark compiler asks for
        session.conf.set("spark.sql.session.timeZone", "UTC")
        sessions.append(session)
        return session

    yield made
    for session in sessions:
        session.stop()
    server.stop()


@contextmanager
def _on_both(folder: Path, session: Any, transfer: Path) -> Iterator[TwoEngines]:
    home = Home(folder)
    workspace = home.open(home.shops()[0].id)
    last = last_order_date(workspace)
    assert last is not None
    fill_in_records(workspace, last)
    put_on_sail(session, workspace, transfer)
    analysis = Analysis(Period(last))
    found = profile_basis(workspace, basis(workspace, analysis))
    yield TwoEngines(workspace, session, transfer, analysis, found)
    home.close_all()


@pytest.fixture(scope="session")
def demo_on_both(
    demo_seed: Path, new_session: Callable[[], Any], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[TwoEngines]:
    copy = shutil.copytree(demo_seed, tmp_path_factory.mktemp("demo_on_both") / "shops")
    with _on_both(Path(copy), new_session(), tmp_path_factory.mktemp("demo_on_sail")) as both:
        yield both


@pytest.fixture(scope="session")
def online_retail_on_both(
    online_retail_home: Path, new_session: Callable[[], Any], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[TwoEngines]:
    copy = shutil.copytree(online_retail_home, tmp_path_factory.mktemp("online_retail_on_both") / "shops")
    with _on_both(Path(copy), new_session(), tmp_path_factory.mktemp("online_retail_on_sail")) as both:
        yield both


@pytest.fixture(params=["demo shop", "Online Retail"])
def shop(request: pytest.FixtureRequest) -> TwoEngines:
    """The shop on both engines, whole history up to its last order, under the default rules."""
    both: TwoEngines = request.getfixturevalue(
        "demo_on_both" if request.param == "demo shop" else "online_retail_on_both"
    )
    return both
