from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from pages.shared import cache, state
from pages.shared.cache import Shop
from segmentation.views.amounts import Amount
from segmentation.views.segments import PICKS
from tests.pages.conftest import Open

SEGMENTS = "understand/segments.py"


def _pick(app: AppTest, text: str) -> AppTest:
    return app.selectbox(key=state.PICKED).set_value(text).run()


def _table_of_segments() -> dict[str, int]:
    card = cache.home().shops()[0]
    shop = Shop(card.id, cache.home().open(card.id).data_version)
    span = cache.data_span(shop)
    assert span is not None
    return {size.key: size.customers for size in cache.segments(shop, cache.analysis(shop, span[1])).segments}


def test_nobody_is_picked_at_first(open_app: Open, demo_home: Path) -> None:
    app = open_app(demo_home, SEGMENTS)

    assert not app.exception
    assert app.selectbox(key=state.PICKED).value is None
    assert not app.metric
    assert [len(table.value) for table in app.dataframe] == [10, 8]


@pytest.mark.parametrize("key", ["champions", "can't lose", "hibernating"])
def test_a_picked_segment_shows_all_its_customers_or_says_how_many(open_app: Open, demo_home: Path, key: str) -> None:
    app = _pick(open_app(demo_home, SEGMENTS), f"segment:{key}")

    assert not app.exception
    count = _table_of_segments()[key]
    assert app.metric[0].value == f"{count:,}"
    shown = app.dataframe[2].value
    assert len(shown) == min(count, 500)


def test_a_picked_cell_shows_only_customers_with_its_scores(open_app: Open, demo_home: Path) -> None:
    app = _pick(open_app(demo_home, SEGMENTS), "cell:f1 m4")

    shown = app.dataframe[2].value
    assert len(shown) > 0
    assert set(shown["f_score"]) == {1}
    assert set(shown["m_score"]) == {4}
    assert [heading.value for heading in app.subheader] == ["F 1 · M 4"]


def test_every_choice_has_a_title(open_app: Open, demo_home: Path) -> None:
    app = open_app(demo_home, SEGMENTS)
    titles = app.selectbox(key=state.PICKED).options
    assert len(titles) == len(set(titles)) == len(PICKS)
    assert "Segment: Champions" in titles
    assert "R 5 · F 4" in titles
    assert "Type: Key value" in titles


@pytest.mark.parametrize("shown", Amount)
def test_each_amount_can_be_shown(open_app: Open, demo_home: Path, shown: Amount) -> None:
    app = open_app(demo_home, SEGMENTS)
    app = app.segmented_control(key=state.SEGMENTS_AMOUNT).set_value(shown).run()

    assert not app.exception
    assert [error.value for error in app.error] == []


def test_a_picked_segment_without_customers_is_said(open_app: Open, one_customer_home: Path) -> None:
    app = _pick(open_app(one_customer_home, SEGMENTS), "segment:champions")

    assert not app.exception
    assert app.metric[0].value == "0"
    assert app.info[-1].value.startswith("Nobody meets these conditions")


def test_a_shop_with_little_data_is_told_so(open_app: Open, one_customer_home: Path) -> None:
    app = open_app(one_customer_home, SEGMENTS)
    assert app.info[0].value.startswith("The data cover 1 days")
