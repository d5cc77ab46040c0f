"""What the shop calls the eight types: the same name wherever a type is shown, and no other number."""

from __future__ import annotations

from dataclasses import replace

import pytest

from segmentation.classifications import eight_types
from segmentation.classifications.cell_levels import levels_in_use
from segmentation.classifications.lenses import LENSES
from segmentation.errors import IllegalParameter
from segmentation.figures.segments import type_bars
from segmentation.locale import Words
from segmentation.parameters import EightTypeRules, ListFilters, from_json, to_json
from segmentation.store.workspace import Workspace
from segmentation.views.amounts import Amount
from segmentation.views.basis import Basis, basis
from segmentation.views.customer_list import list_rows
from segmentation.views.list_wording import worded
from segmentation.views.playbook import plays
from segmentation.views.segments import segments_view

GOLD = "Gold <b>& *more*"
RULES = EightTypeRules(name_111=GOLD, name_000="睡着的")


@pytest.fixture(scope="module")
def named(tea_house: Workspace, tea_house_basis: Basis) -> Basis:
    return basis(tea_house, replace(tea_house_basis.analysis, eight_types=RULES))


def test_empty_names_are_the_built_in_ones_in_both_languages() -> None:
    levels = eight_types.levels_in_use(EightTypeRules())
    assert levels == eight_types.LEVELS
    assert [Words("zh_CN")(level.name) for level in levels][:2] == ["重要价值", "重要保持"]
    own = {level.key: level.name for level in eight_types.levels_in_use(RULES)}
    assert (own["111"], own["000"], own["011"]) == (GOLD, "睡着的", "Key retention")


def test_rules_saved_before_there_were_names_are_read() -> None:
    assert from_json(EightTypeRules, '{"recency_days":30,"frequency":null,"monetary":"9.5"}').names == {}
    assert from_json(EightTypeRules, to_json(RULES)) == RULES


@pytest.mark.parametrize("name", ["x" * 41, " x", "two\nlines", "a\u202eb", "x  y"])
def test_a_name_is_one_clean_line(name: str) -> None:
    with pytest.raises(IllegalParameter):
        EightTypeRules(name_111=name)


def test_two_types_have_no_name_in_common() -> None:
    with pytest.raises(IllegalParameter):
        EightTypeRules(name_111="Gold", name_110="gold")


def test_names_move_nobody(tea_house: Workspace, tea_house_basis: Basis, named: Basis) -> None:
    assert named.kept == tea_house_basis.kept


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_every_place_says_the_shops_own_name(tea_house: Workspace, named: Basis, language: str) -> None:
    words, view = Words(language), segments_view(tea_house, named)
    assert {level.name for level in levels_in_use(LENSES["eight_type"], named.analysis)} >= {GOLD, "睡着的"}
    assert view.type_levels[0].name == GOLD
    drawn = type_bars(view, words, "light", Amount.CUSTOMERS)
    shown = [note.text for note in drawn.layout.annotations]
    assert "睡着的" in shown
    assert "Gold &lt;b&gt;&amp; *more*" in shown
    rows = list_rows(tea_house, named, ListFilters(eight_types=frozenset({"111"})), most=5)
    table = worded(rows, words, types=eight_types.levels_in_use(RULES))
    assert set(table["eight_type"].to_pylist()) == {GOLD}
    assert GOLD in {play.level.name for play in plays(tea_house, named.analysis, LENSES["eight_type"], words)}
