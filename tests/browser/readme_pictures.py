"""The pictures of the README in both languages, from the demo shop: ``make screenshots``."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from pages.shared.navigation import OVERVIEW, SCORES, SEGMENTS, Entry
from segmentation.demo.shop import build_demo
from segmentation.store.home import Home
from tests.browser.conftest import FLAGS
from tests.browser.driving import WATCH, expect_no_fault, open_page
from tests.browser.serving import served
from tests.conftest import PROJECT

PICTURES = PROJECT / "data" / "screenshots"
SHOWN: tuple[Entry, ...] = (OVERVIEW, SCORES, SEGMENTS)
LANGUAGES = {"en-US": "", "zh-CN": "-zh"}
"""The browser's language, and what follows a picture's name in it."""

WINDOW = {"width": 1280, "height": 860}


def main() -> None:
    """Write ``data/screenshots/<page>.png`` and ``<page>-zh.png`` of each page shown."""
    with tempfile.TemporaryDirectory() as folder:
        home = Home(Path(folder) / "shops")
        build_demo(home)
        home.close_all()
        with served(Path(folder) / "shops", Path(folder) / "log.txt") as server, sync_playwright() as playwright:
            path = os.environ.get("REGULARS_CHROMIUM") or shutil.which("chromium")
            browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
            for locale, ending in LANGUAGES.items():
                page = browser.new_page(locale=locale, viewport=WINDOW, timezone_id="UTC")
                page.add_init_script(WATCH)
                for entry in SHOWN:
                    name = Path(entry.script).stem
                    open_page(page, server.url, "" if entry is OVERVIEW else name)
                    expect_no_fault(page)
                    page.screenshot(path=PICTURES / f"{name}{ending}.png")
            browser.close()


if __name__ == "__main__":
    main()
