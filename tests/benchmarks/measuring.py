"""Ratios: both sides in turn in one run, one warm-up, medians."""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROUNDS = 5


@dataclass(frozen=True)
class Ratio:
    """Median seconds of both sides, and ours by theirs."""

    ours: float
    theirs: float

    @property
    def value(self) -> float:
        return self.ours / self.theirs


def seconds(work: Callable[[], object]) -> float:
    """Wall seconds of one run."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def compare(ours: Callable[[], object], theirs: Callable[[], object], *, rounds: int = ROUNDS) -> Ratio:
    """Run both in turn, the first time uncounted."""
    seconds(ours), seconds(theirs)
    pairs = [(seconds(ours), seconds(theirs)) for _ in range(rounds)]
    return Ratio(statistics.median(our for our, _ in pairs), statistics.median(their for _, their in pairs))


def told(number: int, what: str, found: Ratio, goal: float) -> None:
    """Print one line of the table in the README and hold the goal."""
    line = f"| {number} | {what} | {found.value:.3f} × | ≤ {goal} × | {found.ours:.3f} s : {found.theirs:.3f} s |"
    print(f"\n{line}")
    with (Path("build") / "bench.md").open("a", encoding="utf-8") as table:
        table.write(line + "\n")
    assert found.value <= goal


class PeakMemory:
    """The largest sum of resident memory of a process and its children while the block runs, in MB; Linux only."""

    def __init__(self, pid: int) -> None:
        self._pid, self.megabytes = pid, 0.0
        self._stop = threading.Event()
        self._watcher = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> PeakMemory:
        self._watcher.start()
        return self

    def __exit__(self, *_fault: object) -> None:
        self._stop.set()
        self._watcher.join()

    def _watch(self) -> None:
        while not self._stop.wait(0.02):
            self.megabytes = max(self.megabytes, _resident(self._pid))


def _resident(pid: int) -> float:
    total = 0
    waiting = [pid]
    while waiting:
        one = waiting.pop()
        try:
            total += int(Path(f"/proc/{one}/statm").read_text().split()[1]) * resource.getpagesize()
            waiting += map(int, Path(f"/proc/{one}/task/{one}/children").read_text().split())
        except (FileNotFoundError, ProcessLookupError):
            continue
    return total / 1e6


def peak_of(code: str, *arguments: str) -> float:
    """Peak memory in MB of a fresh Python process (with all its children) that runs ``code``."""
    child = subprocess.Popen([sys.executable, "-c", code, *arguments])
    with PeakMemory(child.pid) as peak:
        assert child.wait() == 0
    return peak.megabytes
