"""The why-card of one customer, and the customers on whom lenses disagree."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from segmentation.classifications.cell_levels import levels_in_use
from segmentation.classifications.lens import Provenance
from segmentation.classifications.lens_wording import figure_in_words, rule_in_words, way_in_words
from segmentation.classifications.lenses import LENSES
from segmentation.classifications.no_way import NoWay, why_none
from segmentation.locale import LANGUAGES, Words
from segmentation.parameters import Analysis, Period, SegmentName, SegmentRule, SegmentRules
from segmentation.store.customer_records import change
from segmentation.store.home import Home
from segmentation.store.workspace import Workspace
from segmentation.views.basis import Basis, basis
from segmentation.views.customer_wording import on_ways_in_words
from segmentation.views.disagreements import DISAGREEMENTS, disagreement_counts, disagreement_list
from segmentation.views.explanations import NotInPeriod, explanations, rules_as_values
from segmentation.views.lens_levels import lens_counts, lens_cross, level_keys
from segmentation.views.profile_basis import ProfileBasis, profile_basis
from tests.reference import dimensions, levels
from tests.views.labelled_customers import STORED_LINES

ENGLISH = Words("en", "CNY")


@pytest.fixture(scope="module")
def profile(tea_house: Workspace, tea_house_basis: Basis) -> ProfileBasis:
    return profile_basis(tea_house, tea_house_basis)


def test_a_card_says_the_level_of_every_lens_with_its_numbers(tea_house: Workspace, profile: ProfileBasis) -> None:
    row = tea_house.query(
        "select customer_id, sum(net_revenue) as revenue, count(*) filter (net_revenue > 0) as purchases from orders "
        "where customer_id = 5 group by 1"
    ).to_pylist()[0]
    card = explanations(tea_house, profile, 5).by_lens
    assert {key: each.level.key if each.level else None for key, each in card.items()} == {
        key: level for key, (level, _) in level_keys(tea_house, profile, 5).items()
    }
    (money,) = (figure for figure in card["value"].figures if figure.name == "Net revenue")
    assert money.value == row["revenue"]
    assert [limit for _, limit in money.limits] == [profile.dimensions.value.high, profile.dimensions.value.middle]
    (purchases,) = (figure for figure in card["value_class"].figures if figure.name == "Purchases")
    assert purchases.value == row["purchases"]


def test_what_is_not_known_has_no_number(tea_house: Workspace, profile: ProfileBasis) -> None:
    card = explanations(tea_house, profile, 5).by_lens
    for key in ("interaction", "feedback", "satisfaction", "recommendation", "influence"):
        assert (card[key].level, card[key].provenance, card[key].figures) == (None, Provenance.UNKNOWN, ())


def test_who_has_not_bought_by_then_has_no_card(tea_house: Workspace, profile: ProfileBasis) -> None:
    with pytest.raises(NotInPeriod, match=r"no purchase"):
        explanations(tea_house, profile, -1)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_level_figure_and_way_can_be_said(tea_house: Workspace, profile: ProfileBasis, language: str) -> None:
    words = Words(language, "CNY")
    for lens in LENSES.values():
        for level in levels_in_use(lens, profile.analysis):
            assert "{" not in rule_in_words(lens, level, profile.analysis, words)
    for customer in (5, 1940, 199):
        for key, card in explanations(tea_house, profile, customer).by_lens.items():
            for figure in card.figures:
                assert words(figure.name) in figure_in_words(figure, words)
            for way in card.ways:
                said = way_in_words(way, words(LENSES[key].level(way.level).name), words)
                assert words.number(way.visits) in said
                assert "{" not in said


def test_every_card_names_a_way_up_or_says_why_there_is_none(tea_house: Workspace, profile: ProfileBasis) -> None:
    reasons = set()
    for customer in (5, 8, 1940, 199):
        for key, card in explanations(tea_house, profile, customer).by_lens.items():
            assert (card.no_way is None) == bool(card.ways or card.level is None), (customer, key)
            if card.no_way is NoWay.HIGHEST:
                assert card.level == levels_in_use(LENSES[key], profile.analysis)[0]
            reasons.add(card.no_way)
            for language in LANGUAGES:
                said = on_ways_in_words(card, Words(language, "CNY"))
                assert bool(said) == (card.no_way is not None or (key == "loyalty" and bool(card.ways)))
                assert "{" not in said
    assert reasons >= {None, NoWay.NO_ORDER}


def test_what_no_purchase_changes_says_what_does(profile: ProfileBasis) -> None:
    rules = rules_as_values(profile)
    said = {
        (key, level): why_none(key, level, rules)
        for key, level in (
            ("interaction", "low"), ("feedback", "negative"), ("feedback", "positive"), ("satisfaction", "middle"),
            ("recommendation", "low"), ("influence", "reviewer"), ("psychology", "rational"), ("lifecycle_stage", "new"),
            ("life_cycle", "mature"), ("eight_type", "111"), ("final_class", "high / often"), ("second", "not often"),
        )
    }  # fmt: skip
    assert list(said.values()) == [
        NoWay.CONTACTS, NoWay.HEARD, NoWay.HIGHEST, NoWay.HEARD, NoWay.HEARD, NoWay.ENTERED, NoWay.NO_ORDER,
        NoWay.TOO_FAR, NoWay.HEALTHY, NoWay.HIGHEST, NoWay.HIGHEST, NoWay.TOO_FAR,
    ]  # fmt: skip


def test_the_rows_of_an_own_table_of_segments_stand_in_no_order(tea_house: Workspace, profile: ProfileBasis) -> None:
    boxes = (SegmentRule("gone", r=(1, 2)), SegmentRule("active", r=(3, 5)))
    names = (SegmentName("gone", "Gone"), SegmentName("active", "Active"))
    analysis = replace(profile.analysis, segments=SegmentRules(boxes=boxes, names=names))
    found = profile_basis(tea_house, basis(tea_house, analysis))
    for level in ("gone", "active"):
        assert why_none("segment", level, rules_as_values(found)) is NoWay.NO_ORDER
    card = explanations(tea_house, found, 1).by_lens["segment"]
    assert (card.ways, card.no_way) == ((), NoWay.NO_ORDER)


def test_a_rule_is_said_with_the_limits_in_use(profile: ProfileBasis) -> None:
    lens = LENSES["vip_level"]
    said = [rule_in_words(lens, level, profile.analysis, ENGLISH) for level in lens.levels]
    assert said[0] == "Spent the limit or more in the window, on 2 or more days, and is not lost."
    assert said[1] == "Bought on 3 or more days lately, or spent 50% of the limit."


def test_a_shops_own_segment_is_said_as_typed() -> None:
    braces = "Whoever {spends}"
    rules = SegmentRules(boxes=(SegmentRule("mine", r=(1, 5)),), names=(SegmentName("mine", "Mine {0}", braces),))
    analysis = Analysis(Period(date(2026, 6, 30)), segments=rules)
    (level,) = levels_in_use(LENSES["segment"], analysis)
    assert rule_in_words(LENSES["segment"], level, analysis, ENGLISH) == braces


def test_a_segment_typed_with_a_quote_is_counted_and_no_sql(demo_home: Path) -> None:
    home = Home(demo_home)
    workspace = home.open(home.shops()[0].id)
    odd = "x' or 1=1 --"
    rules = SegmentRules(
        boxes=(SegmentRule(odd, r=(1, 2)), SegmentRule("rest", r=(3, 5))),
        names=(SegmentName(odd, odd), SegmentName("rest", "The rest")),
    )
    as_of = workspace.query("select max(order_date) as last from orders")["last"][0].as_py()
    found = profile_basis(workspace, basis(workspace, Analysis(Period(as_of), segments=rules)))
    counts = lens_counts(workspace, found, LENSES["segment"])
    by_score = workspace.query_kept(
        found.kept, 'select count(*) filter (r_score <= 2) as low, count(*) as n from "kept_labelled"'
    ).to_pylist()[0]
    assert [level.customers for level in counts.levels] == [by_score["low"], by_score["n"] - by_score["low"]]
    home.close_all()


def test_a_cross_sums_to_the_counts_of_both_lenses(tea_house: Workspace, profile: ProfileBasis) -> None:
    cross = lens_cross(tea_house, profile, LENSES["value_class"], LENSES["feedback"])
    counts = {side: lens_counts(tea_house, profile, lens) for side, lens in ((1, cross.rows), (0, cross.columns))}
    for side, of_lens in counts.items():
        sums = cross.customers.sum(axis=side).tolist()
        assert sums == [level.customers for level in of_lens.levels] + [of_lens.unknown.customers]
    assert counts[1].coverage == 1
    assert counts[0].coverage == 0
    assert cross.revenue.sum() == pytest.approx(float(profile.scores.cube.revenue))


def sides(workspace: Workspace, profile: ProfileBasis) -> dict[str, dict[int, Any]]:
    """Lens → customer → level, by plain SQL."""
    shop = levels.shop(workspace.query(STORED_LINES))
    rows = workspace.query("select customer_key, customer_id from customers").to_pylist()
    ids = {row["customer_key"]: row["customer_id"] for row in rows}
    found = {
        name: {
            ids[row["c"]]: row["level"]
            for row in shop.sql(f"select level, c from ({text})").to_arrow_table().to_pylist()
        }
        for name, text in levels.OF_EACH_CUSTOMER.items()
        if not text.startswith("from")
    }
    with workspace.cursor() as cursor:
        for name in ("value", "first", "loyalty"):
            values = {"as_of": profile.analysis.period.as_of, "enough": 100}
            found[name] = dict(cursor.execute(dimensions.TWINS[name], values).fetchall())
    return found


def test_disagreements_hold_whom_plain_sql_finds(tea_house: Workspace, profile: ProfileBasis) -> None:
    found = sides(tea_house, profile)
    revenue = {
        row["customer_id"]: row["revenue"]
        for row in tea_house.query("select customer_id, sum(net_revenue) as revenue from orders group by 1").to_pylist()
    }
    counted = {count.disagreement.key: count for count in disagreement_counts(tea_house, profile)}
    assert set(counted) == {each.key for each in DISAGREEMENTS}
    checked = 0
    for each in DISAGREEMENTS:
        if not {each.high.lens, each.low.lens} <= set(found):
            assert counted[each.key].customers == 0  # nobody said anything in this shop
            said = tuple(side.lens for side in (each.high, each.low) if side.lens not in found)
            assert counted[each.key].unknown == said
            continue
        assert counted[each.key].unknown == ()
        expected = {
            customer
            for customer, level in found[each.high.lens].items()
            if level in each.high.levels and found[each.low.lens][customer] in each.low.levels
        }
        listed = disagreement_list(tea_house, profile, each, most=None)
        assert set(listed.rows["customer_id"].to_pylist()) == expected, each.key
        assert listed.customers == counted[each.key].customers == len(expected)
        assert listed.revenue == counted[each.key].revenue == sum((revenue[one] for one in expected), Decimal(0))
        assert set(listed.rows["high_level"].to_pylist()) <= set(each.high.levels)
        assert set(listed.rows["low_level"].to_pylist()) <= set(each.low.levels)
        checked += bool(expected)
    assert checked >= 6


def test_one_customer_known_in_a_lens_is_enough_to_tell(demo_home: Path) -> None:
    home = Home(demo_home)
    workspace = home.open(home.shops()[0].id)
    as_of = workspace.query("select max(order_date) as last from orders")["last"][0].as_py()
    analysis = Analysis(Period(as_of))

    def untold() -> set[str]:
        found = profile_basis(workspace, basis(workspace, analysis))
        return {count.disagreement.key for count in disagreement_counts(workspace, found) if count.unknown}

    assert untold() == {"valuable-unhappy", "vip-complaining", "influence-low-value"}
    (someone,) = workspace.query("select customer_id from orders where net_revenue > 0 limit 1")[
        "customer_id"
    ].to_pylist()
    change(workspace, someone, {"influence": "none"}, author="Li")
    assert untold() == {"valuable-unhappy", "vip-complaining"}
    home.close_all()


def test_a_list_of_disagreement_is_cut_for_the_screen(tea_house: Workspace, profile: ProfileBasis) -> None:
    cut = disagreement_list(tea_house, profile, DISAGREEMENTS[1], most=3)
    assert (cut.rows.num_rows, cut.customers > 3) == (3, True)
    money = cut.rows["monetary"].to_pylist()
    assert money == sorted(money, reverse=True)


def test_every_side_of_a_disagreement_is_a_level_of_its_lens() -> None:
    for each in DISAGREEMENTS:
        for side in (each.high, each.low):
            assert set(side.levels) <= set(LENSES[side.lens].level_keys)
