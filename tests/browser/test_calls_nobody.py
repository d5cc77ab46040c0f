"""P10: the server makes no network call, whoever asks it and whatever is done with it."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect
from websockets.typing import Origin

from pages.shared.navigation import LISTS, LOAD, PAGES
from tests.browser.conftest import NewPage
from tests.browser.driving import expect_no_fault, go_to, open_page, rerun, settled, taken
from tests.browser.serving import Server, served

WATCHED = """
import json, os, sys

_CALLS = ("socket.connect", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo", "socket.gethostbyname",
          "socket.gethostbyaddr", "socket.getnameinfo", "urllib.Request", "http.client.connect")

def _note(event, given):
    if event in _CALLS:
        with open(os.environ["WATCHED_CALLS"], "a", encoding="utf-8") as calls:
            calls.write(json.dumps([event, *map(str, given)]) + "\\n")

sys.addaudithook(_note)
"""
"""Run by Python before anything else: notes every call that opens a connection or asks for a name."""

LOCAL = re.compile(r"(?<![\w.-])(127\.0\.0\.1|localhost|::1)(?![\w.-])")
SALES = "Customer,Order,Date,Amount\n" + "".join(f"Ann,{n},2024-03-{n:02d},{n}.50\n" for n in range(1, 21))


def calls_abroad(noted: Path) -> list[list[str]]:
    """What was noted and does not stay on this machine."""
    calls = [json.loads(line) for line in noted.read_text(encoding="utf-8").splitlines()] if noted.exists() else []
    return [call for call in calls if not any(map(LOCAL.search, call[1:]))]


@pytest.fixture
def watch(tmp_path: Path) -> dict[str, str]:
    """The variables under which a Python process notes its calls, and where."""
    hooks = tmp_path / "hooks"
    hooks.mkdir()
    (hooks / "sitecustomize.py").write_text(WATCHED, encoding="utf-8")
    return {"PYTHONPATH": str(hooks), "WATCHED_CALLS": str(tmp_path / "calls.jsonl")}


@pytest.fixture
def watched(demo_seed: Path, tmp_path: Path, watch: dict[str, str]) -> Iterator[tuple[Server, Path]]:
    """The app with the demo shop, and the file in which its calls are noted."""
    home = Path(shutil.copytree(demo_seed, tmp_path / "shops"))
    with served(home, tmp_path / "log.txt", watch) as server:
        yield server, Path(watch["WATCHED_CALLS"])


def refused_with(server: Server, origin: str) -> int:
    """The status by which a websocket from this origin is turned away."""
    try:
        with connect(server.url.replace("http", "ws") + "/_stcore/stream", origin=Origin(origin)):
            return 101
    except InvalidStatus as refusal:
        return refusal.response.status_code


@pytest.mark.parametrize("origin", ["https://evil.example", "http://192.0.2.7:8501", "null"])
def test_p10_a_foreign_origin_is_refused_without_an_outgoing_call(watched: tuple[Server, Path], origin: str) -> None:
    server, noted = watched
    assert refused_with(server, origin) == 403
    assert refused_with(server, server.url) == 101
    assert calls_abroad(noted) == []


def test_p10_a_walk_through_all_pages_with_a_load_and_a_download_calls_nobody(
    watched: tuple[Server, Path], new_page: NewPage, tmp_path: Path
) -> None:
    server, noted = watched
    page = new_page()
    open_page(page, server.url)
    for entry in PAGES[1:]:
        go_to(page, entry.title)
        expect_no_fault(page)
    go_to(page, LOAD.title)
    (tmp_path / "march.csv").write_text(SALES, encoding="utf-8")
    page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(tmp_path / "march.csv")
    with rerun(page):
        page.get_by_role("button", name="Load 20 rows").click()
    settled(page)
    go_to(page, LISTS.title)
    assert taken(page, "lists.csv", tmp_path / "list.csv").stat().st_size > 0
    assert calls_abroad(noted) == []


def test_what_watches_the_server_sees_a_call(watch: dict[str, str]) -> None:
    ask = "import socket, contextlib\nwith contextlib.suppress(OSError): socket.getaddrinfo('nobody.invalid', 80)"
    subprocess.run([sys.executable, "-c", ask], env=os.environ | watch, check=True)
    assert [call[:2] for call in calls_abroad(Path(watch["WATCHED_CALLS"]))] == [
        ["socket.getaddrinfo", "nobody.invalid"]
    ]
