"""What a list says to do: by the group it is chosen by, in the shop's own words, on the screen and in the workbook."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import openpyxl
import pytest

from segmentation.classifications.lenses import LENSES
from segmentation.exports.customer_list import ListFile
from segmentation.exports.lens_list import Commission, LensFile, disagreement_file, pair_file
from segmentation.exports.vip_list import distance_file, kept_file
from segmentation.locale import LANGUAGES, Words
from segmentation.parameters import Analysis, Between, LensLevel, ListFilters, Period
from segmentation.playbook.seeds import SEEDS
from segmentation.playbook.segments import ACTIONS
from segmentation.store.workspace import Workspace
from segmentation.views.basis import Basis
from segmentation.views.disagreements import disagreement_counts
from segmentation.views.lens_levels import lens_cross
from segmentation.views.playbook import (
    ADVISING,
    CHOSEN_BY,
    action_of_sides,
    advice,
    advice_for_list,
    advising_lens,
    all_own_actions,
    own_actions,
    write_action,
)
from segmentation.views.profile_basis import profile_basis
from segmentation.views.vip import Near, distances

WORDS = Words("en", "CNY")
OWN = "Reserve the =window= seat."
ANALYSIS = Analysis(Period(date(2026, 7, 1)))


@pytest.fixture
def own_words(tea_house: Workspace) -> Iterator[Workspace]:
    """The tea house, whose VIPs get the window seat."""
    write_action(tea_house, "vip_level", "VIP", OWN)
    yield tea_house
    write_action(tea_house, "vip_level", "VIP", "")


def _file(workspace: Workspace, found: Basis, filters: ListFilters, words: Words = WORDS) -> ListFile:
    return ListFile(workspace, found, filters, words, "Tea", "List", datetime(2026, 7, 1))


def _book(made: ListFile | LensFile) -> Any:
    return openpyxl.load_workbook(io.BytesIO(made.workbook()))


def _listed(made: ListFile | LensFile) -> list[dict[str, Any]]:
    heading, *rows = _book(made).worksheets[-1].iter_rows(values_only=True)
    return [dict(zip(heading, row, strict=True)) for row in rows]


def test_a_list_goes_by_the_first_group_it_is_chosen_by() -> None:
    filters = ListFilters()
    assert set(CHOSEN_BY) <= {field.name for field in fields(ListFilters)}
    assert advising_lens(filters).key == "segment"
    assert advising_lens(replace(filters, frequency=Between(Decimal(2)), cells=frozenset({555}))).key == "segment"
    fields_of = {lens: field for field, lens in CHOSEN_BY.items()}
    assert set(ADVISING) == set(LENSES)
    # From the last to the first: each one wins over those behind it.
    for lens in reversed(ADVISING):
        level = LENSES[lens].level_keys[0]
        if lens in fields_of:
            filters = replace(filters, **{fields_of[lens]: frozenset({level})})
        else:
            filters = replace(filters, lens_levels=filters.lens_levels | {LensLevel(lens, level)})
        assert advising_lens(filters).key == lens


@pytest.mark.parametrize("field", CHOSEN_BY)
def test_a_list_says_what_to_do_for_each_customers_level(
    tea_house: Workspace, tea_house_basis: Basis, field: str
) -> None:
    lens = LENSES[CHOSEN_BY[field]]
    filters = ListFilters(**{field: frozenset(lens.level_keys)})
    table = _file(tea_house, tea_house_basis, filters).export().rows
    names = {level.name: level.key for level in lens.levels}
    column = "life_cycle_stage" if lens.key == "lifecycle_stage" else lens.key
    assert table.num_rows == tea_house_basis.scores.cube.customer_count
    for name, action, purchases in zip(
        *(table[one].to_pylist() for one in (column, "suggested_action", "frequency")), strict=True
    ):
        key = names[name]
        if lens.key == "segment":
            assert action == (ACTIONS[key].after_one if purchases == 1 else ACTIONS[key].action)
        else:
            assert action == SEEDS[lens.key][key]


def test_the_workbook_of_vips_holds_the_shops_own_words_and_the_cover_says_by_what(
    own_words: Workspace, tea_house_basis: Basis
) -> None:
    made = _file(own_words, tea_house_basis, ListFilters(vip_levels=frozenset({"VIP"})))
    listed = _listed(made)
    assert {row["What to do"] for row in listed} == {OWN}
    cover = {row[0]: row[1] for row in _book(made)["Cover"].iter_rows(values_only=True, max_col=2)}
    assert cover["What to do"].endswith("this list goes by: VIP level.")
    assert OWN.encode() in made.csv()
    assert all_own_actions(own_words)["vip_level"] == {"VIP": OWN} == own_actions(own_words, "vip_level")
    assert all_own_actions(own_words).keys() == LENSES.keys()


@pytest.mark.parametrize("near", Near)
def test_who_is_near_the_next_level_has_what_to_do_for_the_level_in_force(
    own_words: Workspace, tea_house_basis: Basis, near: Near
) -> None:
    made_for = Commission(own_words, tea_house_basis, WORDS, "Tea", "Close", datetime(2026, 7, 1))
    rows = distances(own_words, tea_house_basis, near)
    listed = _listed(distance_file(made_for, near))
    said = SEEDS["vip_level"] | {"VIP": OWN}
    assert [row["What to do"] for row in listed] == [said[key] for key in rows["level_in_force"].to_pylist()]
    assert {row["What to do"] for row in _listed(kept_file(made_for)) if row["Level in force"] == "VIP"} == {OWN}


def test_customers_of_two_lenses_have_the_action_of_both(tea_house: Workspace, tea_house_basis: Basis) -> None:
    tea_profile = profile_basis(tea_house, tea_house_basis)
    made_for = Commission(tea_house, tea_house_basis, WORDS, "Tea", "Pair", datetime(2026, 7, 1))
    value, loyalty = LENSES["value"], LENSES["loyalty"]
    assert lens_cross(tea_house, tea_profile, value, loyalty).customers[0, 0]
    both = f"Value: {SEEDS['value']['high']} Loyalty: {SEEDS['loyalty']['high']}"
    assert {row["What to do"] for row in _listed(pair_file(made_for, tea_profile, value, loyalty, (0, 0)))} == {both}
    once = _listed(pair_file(made_for, tea_profile, value, value, (0, 0)))
    assert {row["What to do"] for row in once} == {f"Value: {SEEDS['value']['high']}"}

    most = max(disagreement_counts(tea_house, tea_profile), key=lambda one: one.customers).disagreement
    high, low = LENSES[most.high.lens], LENSES[most.low.lens]
    for row in _listed(disagreement_file(made_for, tea_profile, most)):
        said = row["What to do"]
        assert said.startswith(f"{high.name}: ")
        assert f" {low.name}: " in said


def test_a_level_that_is_not_known_says_nothing_to_do(tea_house: Workspace) -> None:
    value, loyalty = LENSES["value"], LENSES["loyalty"]
    assert action_of_sides(tea_house, ANALYSIS, ((value, None), (loyalty, None)), WORDS) is None
    said = action_of_sides(tea_house, ANALYSIS, ((value, None), (loyalty, "low")), WORDS)
    assert said == f"Loyalty: {SEEDS['loyalty']['low']}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_lens_advises_in_every_language(tea_house: Workspace, language: str) -> None:
    words = Words(language)
    for lens in LENSES.values():
        found = advice(tea_house, ANALYSIS, lens, words)
        assert found.actions.keys() == found.after_one.keys() == set(lens.level_keys)
        assert all(found.text(key, purchases) for key in lens.level_keys for purchases in (1, 2))
    champions = advice_for_list(tea_house, ANALYSIS, ListFilters(), words)
    assert champions.text("champions", 1) == words(ACTIONS["champions"].after_one)
    assert champions.text("champions", 2) == words(ACTIONS["champions"].action)
