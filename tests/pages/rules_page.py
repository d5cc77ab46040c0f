"""What the tests of the rules page share: its shop, the rules in use there, its buttons and its count of who moves."""

from __future__ import annotations

from datetime import date

from streamlit.testing.v1 import AppTest

from pages.shared import cache, state
from pages.shared.cache import Shop
from segmentation.parameters import Analysis

RULES = "understand/rules.py"


def shop() -> Shop:
    card = cache.home().shops()[0]
    return Shop(card.id, cache.home().open(card.id).data_version)


def in_use() -> Analysis:
    opened = shop()
    span = cache.data_span(opened)
    assert span is not None
    last: date = span[1]
    return cache.analysis(opened, last)


def key(name: str) -> str:
    return state.key_of(shop(), f"{state.RULES}.{name}")


def click(app: AppTest, label: str) -> AppTest:
    return next(button for button in app.button if button.label == label).click().run()


def button(app: AppTest, label: str) -> bool:
    """Whether the button is there and can be clicked."""
    return any(button.label == label and not button.disabled for button in app.button)


def moved(app: AppTest) -> str:
    return next(metric.value for metric in app.metric if metric.label == "Customers who change level")
