"""The app as a person starts it: as `make run` does, on a free port of this machine."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.conftest import PROJECT

START_SECONDS = 60
STOP_SECONDS = 15


@dataclass(frozen=True)
class Server:
    """A running app. ``log``: the file with everything it has printed."""

    url: str
    home: Path
    log: Path
    pid: int


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _is_up(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/_stcore/health", timeout=5) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False


@contextlib.contextmanager
def served(home: Path, log: Path, environment: Mapping[str, str] | None = None) -> Iterator[Server]:
    """The app on that home, from when it answers until the block ends. ``environment``: more variables for it."""
    port = _free_port()
    url = f"http://localhost:{port}"
    command = [sys.executable, "-m", "pages.shared.serve", "--server.port", str(port)]
    variables = os.environ | {"REGULARS_HOME": str(home)} | dict(environment or {})
    with log.open("wb") as output:
        process = subprocess.Popen(command, cwd=PROJECT, env=variables, stdout=output, stderr=subprocess.STDOUT)
        try:
            _wait_until_up(process, url, log)
            yield Server(url, home, log, process.pid)
        finally:
            process.terminate()
            try:
                process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _wait_until_up(process: subprocess.Popen[bytes], url: str, log: Path) -> None:
    give_up = time.monotonic() + START_SECONDS
    pause = threading.Event()
    while not _is_up(url):
        if process.poll() is not None or time.monotonic() > give_up:
            raise RuntimeError(f"the app did not start:\n{log.read_text(errors='replace')}")
        pause.wait(0.05)
