"""P1 and P2: a load that is killed has left the shop as before or as after, and what was reported is there."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import IO, Any

import pyarrow as pa
import pytest

from segmentation.demo import tea_house
from segmentation.store.home import Home
from segmentation.store.loading import store_sales
from tests.conftest import PROJECT
from tests.store.sales_lines import incoming, state

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no kill -9")

KILLS = 20


class Loader:
    """The loading process, seen from outside."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        assert process.stdin
        assert process.stdout
        self.told: IO[str] = process.stdin
        self.says: IO[str] = process.stdout

    def begin(self, folder: Path) -> int:
        """Start a load; the child's process number once it begins to store."""
        self.told.write(f"{folder}\n")
        self.told.flush()
        heard = {self.hear(), self.hear()}
        return int(next(each for each in heard if each.startswith("child")).split()[1])

    def hear(self) -> str:
        said = self.says.readline().strip()
        assert said, "the loading process has ended"
        return said

    def kill(self, child: int) -> list[str]:
        """What it still said before it was gone."""
        os.kill(child, signal.SIGKILL)
        heard = []
        while (said := self.hear()) != "ended":
            heard.append(said)
        return heard


@pytest.fixture(scope="module")
def sales() -> pa.Table:
    return tea_house.sales()


@pytest.fixture(scope="module")
def before(sales: pa.Table, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with a shop that has the earlier two thirds of the sales. Only to be copied."""
    home = Home(tmp_path_factory.mktemp("before_the_kill") / "shops")
    store_sales(home.open(home.create("Tea house")), incoming(sales.slice(0, sales.num_rows * 2 // 3), "earlier.csv"))
    home.close_all()
    return home.folder


@pytest.fixture(scope="module")
def loader(sales: pa.Table, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Loader]:
    later = sales.slice(sales.num_rows // 3)
    file = tmp_path_factory.mktemp("to_load") / "later.arrow"
    with pa.OSFile(str(file), "wb") as sink, pa.ipc.new_file(sink, later.schema) as writer:
        writer.write_table(later)
    with subprocess.Popen(
        [sys.executable, "-m", "tests.store.loading_process", str(file)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=PROJECT,
    ) as process:  # fmt: skip
        yield Loader(process)
        assert process.stdin
        process.stdin.close()
        process.wait(timeout=60)


def look(folder: Path) -> dict[str, Any]:
    home = Home(folder)
    seen = state(home.open(home.shops()[0].id))
    home.close_all()
    return seen


def test_p1_and_p2_a_load_killed_at_any_moment_is_whole_or_not_there(
    before: Path, loader: Loader, tmp_path: Path
) -> None:
    first = Path(shutil.copytree(before, tmp_path / "first"))
    as_before = look(first)

    # One that is let run, and killed the moment it says that it has stored: P2.
    child = loader.begin(first)
    seconds = float(loader.hear().removeprefix("stored "))
    loader.kill(child)
    as_after = look(first)
    assert as_after["loads"][-1]["file_name"] == "the load to be killed.csv"
    assert as_after["active"][0]["n"] > as_before["active"][0]["n"]
    assert as_after["version"] != as_before["version"]

    random = Random(20)
    unfinished = 0
    for turn in range(KILLS):
        folder = Path(shutil.copytree(before, tmp_path / f"turn {turn}"))
        child = loader.begin(folder)
        time.sleep(seconds * (turn + random.random()) / KILLS)
        heard = loader.kill(child)
        found = look(folder)
        assert found in (as_before, as_after), f"killed in turn {turn}"
        assert found == as_after or not heard, "it had said that it was stored"
        unfinished += found == as_before
    assert unfinished >= KILLS // 4


def test_a_shop_whose_load_was_killed_can_be_loaded_again(before: Path, loader: Loader, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(before, tmp_path / "again"))
    child = loader.begin(folder)
    loader.kill(child)
    child = loader.begin(folder)
    said = loader.hear()
    loader.kill(child)
    assert said.startswith("stored")
    assert len(look(folder)["loads"]) == 2
