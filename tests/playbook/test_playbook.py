"""Every level of every lens says what to do, for people who have bought before."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from segmentation.classifications.lenses import DIMENSIONS, LENSES
from segmentation.classifications.rfm_segments import DEFAULT, box_text, table_in_use
from segmentation.exports.customer_list import shown
from segmentation.locale import Words
from segmentation.parameters import Analysis, ListFilters, Period, SegmentName, SegmentRule, SegmentRules
from segmentation.playbook.seeds import SEEDS, seed
from segmentation.playbook.segments import ACTIONS, play_of
from segmentation.store.home import Home
from segmentation.views.basis import basis, last_order_date
from segmentation.views.customer_list import list_rows
from segmentation.views.playbook import advice_for_list, own_actions, plays, write_action

ANALYSIS = Analysis(Period(date(2024, 6, 30)))


@pytest.mark.parametrize("key", LENSES)
def test_every_level_has_an_action(key: str) -> None:
    lens = LENSES[key]
    said = [seed(lens, level) for level in lens.level_keys]
    assert all(text.strip() and text.endswith(".") for text in said)
    assert len(set(said)) == len(said)


def test_the_playbook_has_no_level_that_no_lens_has() -> None:
    assert {key: set(levels) for key, levels in SEEDS.items()} == {
        key: set(lens.level_keys) for key, lens in LENSES.items() if key != "segment"
    }


def test_the_ten_dimensions_have_31_levels_in_all() -> None:
    assert sum(len(SEEDS[lens.key]) for lens in DIMENSIONS) == 31


def test_nobody_who_has_bought_gets_a_first_purchase_offer() -> None:
    texts = [text for levels in SEEDS.values() for text in levels.values()]
    texts += [text for play in ACTIONS.values() for text in (play.action, play.after_one)]
    assert [text for text in texts if re.search(r"first[- ](?:purchase|order|buy)", text, re.IGNORECASE)] == []


def test_who_bought_once_gets_a_second_purchase_offer() -> None:
    once = [
        ("buying", "one-time"),
        ("second", "occasional"),
        ("lifecycle_stage", "new"),
        ("lifecycle_stage", "waiting"),
    ]
    once += [("final_class", level) for level in LENSES["final_class"].level_keys if level.endswith("occasional")]
    for lens, level in once:
        assert "second-purchase offer" in SEEDS[lens][level]


def test_a_shops_own_segment_is_played_as_the_built_in_one_that_shares_most_cells() -> None:
    rules = SegmentRules(
        (
            SegmentRule("own 1", r=(5, 5), f=(3, 5)),
            SegmentRule("own 2", r=(1, 4)),
            SegmentRule("own 3", r=(5, 5), f=(1, 2)),
        ),
        (SegmentName("own 1", "Mine"),),
    )
    table = table_in_use(rules)
    assert play_of("own 1", table) is ACTIONS["champions"]
    assert play_of("own 2", table) is ACTIONS["loyal"]
    assert play_of("loyal", DEFAULT) is ACTIONS["loyal"]
    assert box_text(rules.boxes[1]) == "R 1-4"
    assert box_text(SegmentRule("x")) == "R 1-5 · F 1-5 · M 1-5"


def test_a_shops_own_words_stand_over_the_seed_and_go_into_lists(demo_home: Path) -> None:
    home = Home(demo_home)
    workspace = home.open(home.shops()[0].id)
    lens = LENSES["segment"]
    write_action(workspace, "segment", "champions", " Pour them\nthe {spring} tea. ")
    try:
        assert own_actions(workspace, "segment") == {"champions": "Pour them the {spring} tea."}
        assert own_actions(workspace, "seg") == {}
        said = {play.level.key: play for play in plays(workspace, ANALYSIS, lens, Words())}
        assert said["champions"].text == "Pour them the {spring} tea."
        assert said["champions"].is_own
        assert said["loyal"].text == ACTIONS["loyal"].action

        last = last_order_date(workspace)
        assert last is not None
        found = basis(workspace, Analysis(Period(last)))
        filters = ListFilters(segments=frozenset({"champions"}))
        rows = list_rows(workspace, found, filters, most=5)
        table, _columns = shown(rows, (), Words(), DEFAULT, advice_for_list(workspace, ANALYSIS, filters, Words()))
        assert set(table["suggested_action"].to_pylist()) == {"Pour them the {spring} tea."}

        write_action(workspace, "segment", "champions", "  ")
        assert own_actions(workspace, "segment") == {}
    finally:
        home.close_all()
