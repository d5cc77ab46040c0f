"""One process a shop: a second one is told who holds it, and a killed one holds nothing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from segmentation.store.errors import ShopInUse
from segmentation.store.file_lock import FileLock
from segmentation.store.home import Home
from segmentation.store.loading import store_sales
from tests.conftest import PROJECT
from tests.store.sales_lines import incoming, line, orders

HOLDER = """
import sys
from pathlib import Path
from segmentation.store.home import Home
home = Home(Path(sys.argv[1]))
home.open(sys.argv[2])
print("open", flush=True)
sys.stdin.readline()
home.close_all()
"""


@contextmanager
def held_elsewhere(home: Home, shop_id: str) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(home.folder), shop_id],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=PROJECT,
    ) as process:  # fmt: skip
        assert process.stdout
        assert process.stdout.readline() == "open\n"
        try:
            yield process
        finally:
            process.kill()


def test_a_second_process_is_told_who_holds_the_shop(home: Home) -> None:
    shop_id = home.create("Busy")
    with held_elsewhere(home, shop_id) as process:
        with pytest.raises(ShopInUse, match=rf"\(process {process.pid}\)") as refusal:
            home.open(shop_id)
        assert refusal.value.code == "SHOP_IN_USE"
        with pytest.raises(ShopInUse):
            home.delete(shop_id, typed_name="Busy")
        assert home.card(shop_id).name == "Busy"
        assert home.open(home.create("Another")).shop_id

        # A process that is killed lets go of it.
        os.kill(process.pid, signal.SIGKILL)
        process.wait(timeout=30)
        store_sales(home.open(shop_id), incoming([line("Ann", 3, 10)]))
    assert sum(orders(home.open(shop_id)).values()) == 1


def test_waiting_until_the_other_process_is_done(home: Home) -> None:
    shop_id = home.create("Busy")
    with held_elsewhere(home, shop_id) as process:
        assert process.stdin
        done = threading.Timer(0.3, lambda: process.communicate("done\n"))
        done.start()
        assert home.open(shop_id, wait_seconds=30).shop_id == shop_id
        done.join()


def test_a_second_home_in_the_same_process_is_told_too(home: Home) -> None:
    shop_id = home.create("Busy")
    home.open(shop_id)
    second = Home(home.folder)
    with pytest.raises(ShopInUse, match=str(os.getpid())):
        second.open(shop_id)
    home.close_all()
    second.open(shop_id)
    second.close_all()


def test_a_lock_is_free_again_when_released(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    for _ in range(3):
        held = FileLock(path)
        with pytest.raises(ShopInUse):
            FileLock(path)
        held.release()
