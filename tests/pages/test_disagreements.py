"""Where lenses disagree: each customer's reason on the screen, and pairs that the shop's own segments cannot tell."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from pages.shared import cache, state
from segmentation.locale import LANGUAGES, Words
from segmentation.parameters import SegmentName, SegmentRule, SegmentRules
from segmentation.views.chosen import use
from tests.pages.conftest import Open

PAGE = "understand/disagreements.py"
IN_WORDS = 20


def _own_segments(key: str) -> None:
    home = cache.home()
    rules = SegmentRules(boxes=(SegmentRule(key),), names=(SegmentName(key, "Everybody"),))
    use(home.open(home.shops()[0].id), "segments", rules)


def _plain(text: str) -> str:
    return text.replace("\\", "").replace("**", "")


def _shown(app: AppTest) -> list[str]:
    """The reasons that stand below the table as text, without the customer's own line."""
    return [_plain(text.value).split("  \n", 1)[1].replace("  \n", "\n") for text in app.expander[-1].markdown]


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_customer_has_a_reason_with_numbers_and_limits(open_app: Open, demo_home: Path, language: str) -> None:
    words = Words(language, "CNY")
    app = open_app(demo_home, language=language)
    app.session_state[state.DISAGREEMENT] = "champion-low-value"
    app = app.switch_page(f"pages/{PAGE}").run()

    assert not app.exception
    rows = app.dataframe[1].value
    assert list(rows.columns[:3]) == ["customer", "why", "name"]
    for why, days, revenue in zip(rows["why"], rows["recency_days"], rows["monetary"], strict=True):
        high, low = why.splitlines()
        assert high.startswith(words("Champions"))
        assert words.count("{n} day", "{n} days", int(days)) in high
        assert words("brought {n} in all").format(n=words.money(revenue)) in low
        assert words("middle from") in low
    assert app.expander[-1].label == words.count(
        "Why, in full: the first customer", "Why, in full: the first {n} customers", IN_WORDS
    )
    assert _shown(app) == list(rows["why"][:IN_WORDS])


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_own_segment_table_cannot_tell_is_not_said_of_nobody(
    open_app: Open, demo_home: Path, language: str
) -> None:
    words = Words(language)
    app = open_app(demo_home, language=language)
    _own_segments("mine")
    app = app.switch_page(f"pages/{PAGE}").run()

    assert not app.exception
    said = words("Cannot be told, because your own segment table has no {segments}: {pair}.")
    away = words(", ").join(words(name) for name in ("Hibernating", "At risk", "Can't lose"))
    expected = {
        said.format(segments=words("Champions"), pair=words("Champion, but of low value")),
        said.format(segments=away, pair=words("High value, but staying away")),
    }
    assert expected <= {_plain(warning.value) for warning in app.warning}
    others = [_plain(text.value) for text in (*app.caption, *app.warning) if _plain(text.value) not in expected]
    assert not [text for text in others if words("Champion, but of low value") in text]


def test_a_table_that_keeps_a_segment_is_told_by_it(open_app: Open, demo_home: Path) -> None:
    app = open_app(demo_home)
    _own_segments("champions")
    app.session_state[state.DISAGREEMENT] = "champion-low-value"
    app = app.switch_page(f"pages/{PAGE}").run()

    assert not app.exception
    assert all(why.startswith("Everybody: R ") for why in app.dataframe[1].value["why"])
    assert "Champions" not in " ".join(_plain(warning.value) for warning in app.warning)
