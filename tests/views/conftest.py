"""The demo shop's open file, for views that only read."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from segmentation.parameters import Analysis, Period
from segmentation.store.home import Home
from segmentation.store.workspace import Workspace
from segmentation.views.basis import Basis, basis
from tests.views.voices import speaking_copy


@pytest.fixture(scope="session")
def tea_house(demo_seed: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """The demo shop. Only to be read."""
    home = Home(Path(shutil.copytree(demo_seed, tmp_path_factory.mktemp("tea_house") / "shops")))
    yield home.open(home.shops()[0].id)
    home.close_all()


@pytest.fixture(scope="session")
def tea_house_basis(tea_house: Workspace) -> Basis:
    """The demo shop's basis on its last day, by the default rules."""
    last: date = tea_house.query("select max(order_date) as last from orders")["last"][0].as_py()
    return basis(tea_house, Analysis(Period(last)))


@pytest.fixture(scope="session")
def speaking_tea_house(demo_seed: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """The demo shop with answers, contacts and entered values. Only to be read."""
    with speaking_copy(demo_seed, tmp_path_factory.mktemp("speaking")) as workspace:
        yield workspace
