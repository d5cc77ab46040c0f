"""The app in a real browser: headless Chromium, driven by Playwright."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Generator, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from segmentation.store.home import Home
from tests.browser.driving import WATCH, Look, screenshot
from tests.browser.serving import Server, served
from tests.browser.shop_answers import ShopAnswers, shop_answers

FLAGS = (
    "--no-sandbox",  # there is no user of its own for it in a container
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

PHONE = "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Mobile Safari/537.36"

NewPage = Callable[..., Page]
HAS_FAILED = pytest.StashKey[bool]()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever lies in this folder drives a browser."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The system's Chromium where there is one (REGULARS_CHROMIUM says another), else Playwright's own."""
    path = os.environ.get("REGULARS_CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Generator[None, pytest.TestReport]:
    """Remember that a test has failed, so that ``new_page`` leaves a picture of what it saw."""
    report = yield
    if report.failed:
        item.stash[HAS_FAILED] = True
    return report


@pytest.fixture
def new_page(chromium: Browser, request: pytest.FixtureRequest) -> Iterator[NewPage]:
    """``new_page(look)``: an empty tab of a person who looks at the app that way."""
    contexts: list[BrowserContext] = []

    def opened(look: Look | None = None) -> Page:
        look = look or Look()
        context = chromium.new_context(
            locale=look.locale,
            color_scheme=look.scheme,
            viewport={"width": look.width, "height": look.height},
            timezone_id="UTC",
            # By its name and not by its width Streamlit tells a phone, and folds the menu away after a choice.
            user_agent=PHONE if look.is_phone else None,
        )
        contexts.append(context)
        context.add_init_script(WATCH)
        return context.new_page()

    yield opened
    for number, context in enumerate(contexts):
        if request.node.stash.get(HAS_FAILED, False):
            for page in context.pages:
                screenshot(page, f"failed-{request.node.name}-{number}")
        context.close()


@pytest.fixture(scope="session")
def first_start(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The app on an empty home. For tests that only look."""
    folder = tmp_path_factory.mktemp("first_start")
    with served(folder / "shops", folder / "log.txt") as server:
        yield server


@pytest.fixture(scope="session")
def demo_app(demo_seed: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The app with the demo shop. For tests that only look."""
    folder = tmp_path_factory.mktemp("demo_app")
    with served(Path(shutil.copytree(demo_seed, folder / "shops")), folder / "log.txt") as server:
        yield server


@pytest.fixture(scope="session")
def used_app(demo_seed: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The app with the demo shop, for tests that write into it what no other test looks at."""
    folder = tmp_path_factory.mktemp("used_app")
    with served(Path(shutil.copytree(demo_seed, folder / "shops")), folder / "log.txt") as server:
        yield server


@pytest.fixture(scope="session")
def demo_answers(demo_seed: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ShopAnswers]:
    """What the library says of the demo shop on its last day, from a copy of its own."""
    home = Home(Path(shutil.copytree(demo_seed, tmp_path_factory.mktemp("demo_answers") / "shops")))
    yield shop_answers(home)
    home.close_all()


@pytest.fixture
def own_app(tmp_path: Path) -> Iterator[Server]:
    """An app on an empty home of the test's own, for tests that change something."""
    with served(tmp_path / "shops", tmp_path / "log.txt") as server:
        yield server
