from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from segmentation.classifications import rfm_segments
from segmentation.locale import LANGUAGES, Words
from segmentation.parameters import Between, Days, ListFilters, ListOrder
from segmentation.playbook.segments import ACTIONS
from segmentation.store.workspace import Workspace
from segmentation.views.basis import Basis
from segmentation.views.customer_list import list_rows
from segmentation.views.list_filters_worded import filters_in_words
from segmentation.views.list_wording import worded


def test_why_is_said_in_the_customers_own_numbers(tea_house: Workspace, tea_house_basis: Basis) -> None:
    rows = list_rows(tea_house, tea_house_basis, ListFilters())
    said = worded(rows, Words())["why"].to_pylist()

    for row, why in zip(rows.to_pylist(), said, strict=True):
        times = "once" if row["frequency"] == 1 else f"{row['frequency']:,} times"
        days = row["recency_days"]
        last = "last today" if days == 0 else f"last {days:,} day{'s' if days > 1 else ''} ago"
        scores = f"R {row['r_score']} F {row['f_score']} M {row['m_score']}"
        assert why == f"Bought {times}, {last}, {Words().number(row['monetary'], 2)} in all: {scores}"


def test_who_bought_once_is_offered_a_second_purchase(tea_house: Workspace, tea_house_basis: Basis) -> None:
    rows = worded(
        list_rows(tea_house, tea_house_basis, ListFilters(frequency=Between(Decimal(1), Decimal(1)))), Words()
    )

    assert rows.num_rows
    assert all("second-purchase" in action for action in rows["suggested_action"].to_pylist())


def test_who_bought_more_often_is_not_offered_a_second_purchase(tea_house: Workspace, tea_house_basis: Basis) -> None:
    rows = worded(list_rows(tea_house, tea_house_basis, ListFilters(frequency=Between(Decimal(2)))), Words())

    assert rows.num_rows
    assert not any("second-purchase" in action for action in rows["suggested_action"].to_pylist())


def test_every_segment_has_its_action_and_none_offers_a_first_purchase() -> None:
    assert set(ACTIONS) == set(rfm_segments.DEFAULT.keys)
    said = [sentence for play in ACTIONS.values() for sentence in (play.action, play.after_one)]
    assert not any("first purchase" in sentence or "first-purchase" in sentence for sentence in said)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_list_reads_in_every_language(tea_house: Workspace, tea_house_basis: Basis, language: str) -> None:
    words = Words(language, "CNY")
    rows = worded(list_rows(tea_house, tea_house_basis, ListFilters(limit=20)), words)

    names = {words(level.name) for level in rfm_segments.DEFAULT.levels}
    assert set(rows["segment"].to_pylist()) <= names
    assert None not in rows["why"].to_pylist()
    assert not any("{" in why for why in rows["why"].to_pylist())


def test_filters_are_said_in_words(tea_house: Workspace) -> None:
    filters = ListFilters(
        cells=frozenset({555}),
        segments=frozenset({"can't lose", "champions"}),
        r_score=Between(Decimal(4)),
        monetary=Between(Decimal(100), Decimal("2500.5")),
        recency_days=Between(high=Decimal(60)),
        last_purchase=Days(date(2026, 1, 1)),
        stores=frozenset({"*North*"}),
        has_phone=True,
        has_email=False,
        order=ListOrder.LONGEST_AWAY,
        limit=1000,
    )

    assert filters_in_words(tea_house, filters, Words("en", "GBP")) == (
        ("Score cells (R F M)", "555"),
        ("Segment", "Champions, Can't lose"),
        ("R score", "4 or more"),
        ("Revenue", "£100.00 to £2,500.50"),
        ("Days since the last purchase", "60 or less"),
        ("Last purchase", "from Jan 1, 2026 on"),
        ("Store", "*North*"),
        ("Phone", "known"),
        ("E-mail", "not known"),
        ("No more than", "1,000"),
        ("Order", "Longest away first"),
    )


def test_no_filter_says_nothing(tea_house: Workspace) -> None:
    assert filters_in_words(tea_house, ListFilters(), Words()) == ()
