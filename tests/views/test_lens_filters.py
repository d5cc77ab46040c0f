"""Lists by the lenses beside the six classifications: who is on them, what they say to do, and how they are said."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any

import openpyxl
import pytest

from segmentation.classifications.lenses import LENSES
from segmentation.exports.customer_list import ListFile
from segmentation.locale import LANGUAGES, Words
from segmentation.parameters import Analysis, LensLevel, ListFilters, Period, from_json, to_json
from segmentation.playbook.seeds import SEEDS
from segmentation.playbook.segments import ACTIONS
from segmentation.store.workspace import Workspace
from segmentation.views.basis import Basis, basis, last_order_date
from segmentation.views.customer_list import list_cube, list_rows, list_view
from segmentation.views.lens_filters import FILTER_LENSES
from segmentation.views.list_choices import lens_choices
from segmentation.views.list_filters_worded import filters_in_words
from segmentation.views.playbook import CHOSEN_BY
from segmentation.views.profile_basis import profile_basis
from tests.reference.dimensions import TWINS

KEYS = [lens.key for lens in FILTER_LENSES]
WORDS = Words("en", "CNY")


@pytest.fixture(scope="module")
def found(speaking_tea_house: Workspace) -> Basis:
    last = last_order_date(speaking_tea_house)
    assert last is not None
    return basis(speaking_tea_house, Analysis(Period(last)))


def of(lens: str, *levels: str | None) -> ListFilters:
    return ListFilters(lens_levels=frozenset(LensLevel(lens, level) for level in levels))


def by_plain_sql(workspace: Workspace, found: Basis, lens: str) -> dict[str, str | None]:
    """Customer → level."""
    values: dict[str, Any] = {"as_of": found.analysis.period.as_of, "enough": 100}
    names = workspace.query("select customer_id, customer from customers").to_pydict()
    customers = dict(zip(names["customer_id"], names["customer"], strict=True))
    if lens == "performance":
        rows = list_rows(workspace, found, ListFilters()).to_pylist()
        # Stars from 1 to 5 by halves, as in tests/classifications/test_stars.py.
        keys = LENSES[lens].level_keys
        points = {row["customer"]: (4 * row["f_score"] + 5 * row["m_score"]) / 9 for row in rows}
        return {name: keys[5 - int(stars + 0.5)] for name, stars in points.items()}
    with workspace.cursor() as cursor:
        return {customers[one]: level for one, level in cursor.execute(TWINS[lens], values).fetchall()}


def test_every_lens_can_be_asked_for() -> None:
    assert {*KEYS, *CHOSEN_BY.values()} == set(LENSES)
    assert not set(KEYS) & set(CHOSEN_BY.values())


@pytest.mark.parametrize("lens", KEYS)
def test_a_list_holds_whom_plain_sql_puts_at_the_level(speaking_tea_house: Workspace, found: Basis, lens: str) -> None:
    expected = by_plain_sql(speaking_tea_house, found, lens)
    choices = lens_choices(speaking_tea_house, profile_basis(speaking_tea_house, found))[lens]
    assert set(choices) == set(LENSES[lens].level_keys) | ({None} if None in expected.values() else set())
    for level, count in choices.items():
        wanted = {name for name, at in expected.items() if at == level}
        rows = list_rows(speaking_tea_house, found, of(lens, level))
        assert set(rows["customer"].to_pylist()) == wanted
        assert set(rows[lens].to_pylist()) <= {level}
        assert list_cube(speaking_tea_house, found, of(lens, level)).customer_count == len(wanted) == count
    both = of(lens, *LENSES[lens].level_keys[:2])
    assert list_view(speaking_tea_house, found, both).customer_count == sum(
        choices[level] for level in LENSES[lens].level_keys[:2]
    )


def test_all_that_is_asked_must_be_met(speaking_tea_house: Workspace, found: Basis) -> None:
    satisfied, loyal = (by_plain_sql(speaking_tea_house, found, lens) for lens in ("satisfaction", "loyalty"))
    asked = ListFilters(lens_levels=of("satisfaction", "low", None).lens_levels | of("loyalty", "high").lens_levels)
    rows = list_rows(speaking_tea_house, found, asked)
    wanted = {name for name in satisfied if satisfied[name] in ("low", None) and loyal[name] == "high"}
    assert set(rows["customer"].to_pylist()) == wanted
    assert 0 < len(wanted) < len(satisfied)


@pytest.mark.parametrize(
    "stranger", [LensLevel("mood", "good"), LensLevel("value", "' or 1=1 --"), LensLevel("", None)]
)
def test_nobody_is_at_a_level_that_is_not_there(
    speaking_tea_house: Workspace, found: Basis, stranger: LensLevel
) -> None:
    filters = ListFilters(lens_levels=frozenset({stranger}))
    assert from_json(ListFilters, to_json(filters)) == filters
    assert list_view(speaking_tea_house, found, filters).customer_count == 0


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("lens", ["satisfaction", "first", "performance"])
def test_the_workbook_tells_level_action_and_filter(
    speaking_tea_house: Workspace, found: Basis, lens: str, language: str
) -> None:
    words, levels = Words(language, "CNY"), LENSES[lens].levels
    filters = of(lens, *LENSES[lens].level_keys)
    made = ListFile(speaking_tea_house, found, filters, words, "Tea", "List", datetime(2026, 7, 1))
    cover, *_summary, listed = openpyxl.load_workbook(io.BytesIO(made.workbook())).worksheets
    heading, *rows = listed.iter_rows(values_only=True)
    at, action = heading.index(words(LENSES[lens].name)), heading.index(words("What to do"))
    said = {words(level.name): words(SEEDS[lens][level.key]) for level in levels}
    assert {(row[at], row[action]) for row in rows} == {
        (name, said[name]) for name in (words(level.name) for level in levels)
    }
    texts = [cell for row in cover.iter_rows(values_only=True) for cell in row if isinstance(cell, str)]
    ((label, named),) = filters_in_words(speaking_tea_house, filters, words)
    assert label in texts
    assert named in texts
    assert named.split(", ") == list(said)


def test_who_is_asked_because_nothing_is_known_goes_by_the_segment(speaking_tea_house: Workspace, found: Basis) -> None:
    made = ListFile(
        speaking_tea_house, found, of("feedback", None), WORDS, "Tea", "List", datetime(2026, 7, 1)
    ).export()
    assert set(made.rows["feedback"].to_pylist()) == {"not known"}
    assert made.filters == (("Feedback", "not known"),)
    segments = {play.action for play in ACTIONS.values()} | {play.after_one for play in ACTIONS.values()}
    assert set(made.rows["suggested_action"].to_pylist()) <= segments
