"""What a person does and sees in the browser, as functions. Nothing here waits a fixed time."""

from __future__ import annotations

import contextlib
import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.conftest import PROJECT

SCREENSHOTS = PROJECT / "build" / "screenshots"
MILLISECONDS = 60_000
"""How long a page may take before a test gives up."""

WATCH = """
window.scriptRuns = 0;
window.lastChange = 0;
const varint = (bytes, at) => {
  let value = 0, scale = 1;
  for (;;) {
    const byte = bytes[at++];
    value += (byte & 127) * scale;
    if (byte < 128) return [value, at];
    scale *= 128;
  }
};
const tellsThatTheScriptHasFinished = bytes => {
  for (let at = 0, tag, size; at < bytes.length;) {
    [tag, at] = varint(bytes, at);
    if (tag === 6 * 8) return varint(bytes, at)[0] !== 2; // 2: broken off for the next run
    [size, at] = varint(bytes, at);
    if (tag % 8 === 2) at += size;
  }
  return false;
};
window.WebSocket = class extends window.WebSocket {
  constructor(...given) {
    super(...given);
    this.addEventListener('message', ({data}) => {
      if (!(data instanceof ArrayBuffer) || !tellsThatTheScriptHasFinished(new Uint8Array(data))) return;
      window.scriptRuns += 1;
      window.lastChange = performance.now();
    });
  }
};
new MutationObserver(() => { window.lastChange = performance.now(); })
  .observe(document, {subtree: true, childList: true, attributes: true, characterData: true});
"""
"""Run in the page before the app: counts the script runs that the server reports as finished (``ForwardMsg``, field 6),
and notes when the page last changed. What the page shows of a run's state is not enough: React draws a short run's begin
and end as one."""

_SETTLED = """([runs, quiet]) => {
  const app = document.querySelector('[data-testid="stApp"]');
  return app !== null
    && window.scriptRuns >= runs
    && performance.now() - window.lastChange >= quiet
    && app.getAttribute('data-test-script-state') === 'notRunning'
    && app.getAttribute('data-test-connection-state') === 'CONNECTED'
    && document.querySelector('[data-testid="stSkeleton"], [data-testid="stAppSkeleton"], [data-stale="true"]') === null
    && [...document.querySelectorAll('[data-testid="stPlotlyChart"]')].every(chart => chart.querySelector('.main-svg'));
}"""

_LINES = """texts => texts.map(text => {
  const lines = [...text.querySelectorAll('tspan.line')];
  return (lines.length ? lines : [text]).map(line => line.textContent);
})"""
"""The lines of texts in a drawing, where a browser knows no line breaks."""

CHOOSING_TRIES = 4

PHONE_WIDTH = 600
"""A window narrower than so many pixels is a phone's."""

QUIET_MILLISECONDS = 120
"""The page is drawn when it has not changed for so long."""


@dataclass(frozen=True)
class Look:
    """How a person looks at the app: the browser's language, light or dark, width and height in pixels."""

    locale: str = "en-US"
    scheme: str = "light"
    width: int = 1440
    height: int = 900

    @property
    def is_phone(self) -> bool:
        return self.width < PHONE_WIDTH

    def __str__(self) -> str:
        return f"{self.locale}-{self.scheme}-{self.width}"


LOOKS = (
    Look(),
    Look(locale="zh-CN", scheme="dark"),
    Look(locale="zh-CN", width=390, height=844),
    Look(scheme="dark", width=390, height=844),
)
"""Both languages, light and dark, desk and phone: every value with each other's at least once."""


def settled(page: Page, runs: int = 1) -> None:
    """Wait until the script has finished (at least ``runs`` times since the page was opened) and all is drawn."""
    page.wait_for_function(_SETTLED, arg=[runs, QUIET_MILLISECONDS], timeout=MILLISECONDS)


@contextlib.contextmanager
def rerun(page: Page) -> Iterator[None]:
    """Do in the block what makes the script run again; when the block ends, that run is over and drawn."""
    before = page.evaluate("window.scriptRuns")
    yield
    settled(page, before + 1)


def open_page(page: Page, url: str, path: str = "") -> None:
    """Open a page of the app by its address: ``path`` is the script's name, "" the start."""
    page.goto(f"{url}/{path}")
    settled(page)


def go_to(page: Page, title: str) -> None:
    """Go to another page by the menu, on a phone too, where the menu must be opened first."""
    link = page.get_by_test_id("stSidebarNavLink").filter(has=page.get_by_text(title, exact=True))
    expand = page.get_by_test_id("stExpandSidebarButton")
    if expand.is_visible():
        expand.click()
    with rerun(page):
        link.first.click()


def choose(page: Page, field: Locator, typed: str) -> None:
    """Choose in a select box as by keyboard: type, and take the option that is left once it is drawn."""
    for _ in range(CHOOSING_TRIES):
        field.click()
        field.fill(typed)
        expect(page.get_by_role("option", name=re.compile(re.escape(typed))).first).to_be_visible()
        field.press("Enter")
        with contextlib.suppress(AssertionError):
            # The list is drawn anew while one types: Enter may have met the old one.
            expect(field).to_have_value(re.compile(re.escape(typed)), timeout=3000)
            return
    expect(field).to_have_value(re.compile(re.escape(typed)))


def metric(page: Page, label: str) -> str:
    """The value of the tile with that label."""
    tile = page.get_by_test_id("stMetric").filter(has=page.get_by_text(label, exact=True)).first
    return tile.get_by_test_id("stMetricValue").inner_text()


def keyed(page: Page, key: str) -> Locator:
    """The element that the page gave this key."""
    return page.locator(f".st-key-{re.sub('[^a-zA-Z0-9_-]', '-', key)}")


def marks(page: Page, key: str) -> Locator:
    """The bars of a figure, in the order of their data."""
    return keyed(page, key).locator(".barlayer .point")


def click_mark(page: Page, key: str, number: int) -> None:
    """Click on the middle of a figure's bar, as by mouse: Plotly's own layer lies above and takes it."""
    mark = marks(page, key).nth(number)
    mark.scroll_into_view_if_needed()
    box = mark.bounding_box()
    assert box is not None
    with rerun(page):
        page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


def texts(page: Page, key: str) -> list[str]:
    """What stands in or behind a figure's bars, in their order, each line apart by a blank."""
    found: list[list[str]] = marks(page, key).locator("text").evaluate_all(_LINES)
    return [" ".join(" ".join(lines).split()) for lines in found]


def taken(page: Page, key: str, target: Path) -> Path:
    """Click a download's button; the file it gave."""
    with page.expect_download(timeout=MILLISECONDS) as waiting:
        keyed(page, key).get_by_role("button").click()
    waiting.value.save_as(target)
    return target


def csv_column(file: Path, heading: str) -> list[str]:
    """One column of a csv that was taken away."""
    with file.open(encoding="utf-8-sig", newline="") as lines:
        return [row[heading] for row in csv.DictReader(lines)]


def screenshot(page: Page, name: str) -> Path:
    """A picture of the whole page in ``build/screenshots``, to be looked at."""
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    target = SCREENSHOTS / f"{name}.png"
    window = page.viewport_size
    height = page.evaluate("document.querySelector('[data-testid=\"stMain\"]')?.scrollHeight ?? 0")
    if window is not None and height > window["height"]:
        # The page scrolls inside the window, so that a picture of all needs a window as high.
        page.set_viewport_size({"width": window["width"], "height": height})
        page.wait_for_function(f"performance.now() - window.lastChange >= {QUIET_MILLISECONDS}")
    page.screenshot(path=target)
    if window is not None:
        page.set_viewport_size(window)
    return target


def expect_no_fault(page: Page) -> None:
    """No exception, no error message: what a page without a bug shows."""
    expect(page.get_by_test_id("stException")).to_have_count(0)
    expect(page.get_by_test_id("stAlertContentError")).to_have_count(0)
