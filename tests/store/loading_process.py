"""A process that loads into shops, to be killed at any moment: started once, it forks a child for each home it is told.

Standard input: a line a home's folder. Standard output: ``child N`` with its process number, ``begins``, ``stored T`` after
T seconds, and ``ended`` when the child is gone.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import pyarrow as pa

from segmentation.store.home import Home
from segmentation.store.loading import store_sales
from tests.store.sales_lines import incoming


def say(text: str) -> None:
    os.write(1, f"{text}\n".encode())


def load(folder: Path, sales: pa.Table) -> None:
    home = Home(folder)
    workspace = home.open(home.shops()[0].id)
    say("begins")
    start = time.monotonic()
    store_sales(workspace, incoming(sales, "the load to be killed.csv"))
    say(f"stored {time.monotonic() - start}")
    time.sleep(3600)


def main() -> None:
    with pa.memory_map(sys.argv[1]) as source:
        sales = pa.ipc.open_file(source).read_all()
    for told in sys.stdin:
        child = os.fork()
        if child == 0:
            load(Path(told.strip()), sales)
        say(f"child {child}")
        os.waitpid(child, 0)
        say("ended")


if __name__ == "__main__":
    main()
