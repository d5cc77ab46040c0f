from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from segmentation.classifications.cube import CELLS
from segmentation.classifications.dimensions import RULED_BY
from segmentation.classifications.lenses import DIMENSIONS
from segmentation.classifications.rfm_segments import DEFAULT, lint
from segmentation.parameters import (
    RECENCY_30_90_180_365,
    DimensionRules,
    EightTypeRules,
    FinalRules,
    LifecycleRules,
    Scoring,
    SegmentRule,
    SegmentRules,
    StarRules,
    VipRules,
    Weights,
)
from segmentation.store.workspace import Workspace
from segmentation.views.basis import Basis, basis
from segmentation.views.execution import LABELLED
from segmentation.views.latest import latest_basis
from segmentation.views.profile_basis import PROFILE, profile_basis
from segmentation.views.rule_changes import LENSES_OF, rule_moves
from segmentation.views.segment_draft import DraftRow, drafted, segment_check

TRIED: dict[str, Any] = {
    "eight_types": EightTypeRules(frequency=1),
    "lifecycle": LifecycleRules(overdue_days=30, lost_days=60),
    "vip": VipRules(spending_limit=Decimal(300)),
    "final": FinalRules(by_total=True),
    "dimensions": DimensionRules(value_high=Decimal("0.2")),
    "stars": StarRules(frequency_weight=9, amount_weight=1),
    "scoring": Scoring(weights=Weights(Decimal(1), Decimal(0), Decimal(9)), r=RECENCY_30_90_180_365),
    "segments": SegmentRules((SegmentRule("champions", r=(3, 5)), SegmentRule("hibernating", r=(1, 2)))),
}


def _as_rows(rules: SegmentRules | None = None) -> list[DraftRow]:
    names = {level.key: level.name for level in DEFAULT.levels}
    return [DraftRow(box.key, names[box.key], box) for box in (rules.boxes if rules else DEFAULT.rules)]


@pytest.mark.parametrize("rules", TRIED)
def test_who_moves_is_what_plain_sql_counts(tea_house: Workspace, tea_house_basis: Basis, rules: str) -> None:
    tried = basis(tea_house, replace(tea_house_basis.analysis, **{rules: TRIED[rules]}))
    moves = rule_moves(tea_house, tea_house_basis, tried, rules)

    assert tuple(one.lens.key for one in moves) == LENSES_OF[rules]
    assert any(one.moved for one in moves)
    for one in moves:
        assert one.moved == sum(level.go for level in one.levels)
        assert all(level.in_use - level.go + level.come == level.tried for level in one.levels)
        assert one.customers == tea_house_basis.scores.cube.customer_count
    column = {"eight_types": "eight_type", "vip": "vip_level", "final": "final_class"}.get(rules)
    if column:
        levels = f'select customer_id, {column} as level from "{LABELLED}"'
        before, now = (
            dict(zip(*tea_house.query_kept(found.kept, levels).to_pydict().values(), strict=True))
            for found in (tea_house_basis, tried)
        )
        assert moves[0].moved == sum(before[customer] != now[customer] for customer in before)
        assert {one.level.key: one.tried for one in moves[0].levels if one.level} == {
            one.level.key: sum(level == one.level.key for level in now.values()) for one in moves[0].levels if one.level
        }


DIMENSION_FIELDS: dict[str, Any] = {
    "value_high": Decimal("0.3"),
    "value_middle": Decimal("0.9"),
    "contact_days": 20,
    "contacts_high": 3,
    "contacts_middle": 2,
    "rating_high": Decimal("4.5"),
    "rating_low": Decimal(3),
    "marketing_share": Decimal("0.1"),
    "service_share": Decimal("0.01"),
    "service_words": ("茶",),
    "impulsive_share": Decimal("0.1"),
    "rational_share": Decimal("0.1"),
    "regular_purchase_days": 8,
    "satisfaction_high": Decimal("4.5"),
    "satisfaction_low": Decimal(3),
    "recommendation_high": 10,
    "recommendation_middle": 5,
    "referral_words": ("nobody says this",),
    "entered_wins": (),
}


def _levels(workspace: Workspace, found: Basis) -> dict[str, list[str | None]]:
    columns = ", ".join(lens.column for lens in DIMENSIONS)
    table = workspace.query_kept(
        profile_basis(workspace, found).kept, f'select {columns} from "{PROFILE}" order by customer_id'
    )
    return {lens.key: table[lens.column].to_pylist() for lens in DIMENSIONS}


@pytest.mark.parametrize("field", DIMENSION_FIELDS)
def test_a_dimensions_limit_moves_whom_it_moves_and_nobody_elsewhere(speaking_tea_house: Workspace, field: str) -> None:
    found = latest_basis(speaking_tea_house)
    assert found is not None
    rules = replace(DimensionRules(), **{field: DIMENSION_FIELDS[field]})
    tried = basis(speaking_tea_house, replace(found.analysis, dimensions=rules))
    before, after = _levels(speaking_tea_house, found), _levels(speaking_tea_house, tried)
    moved = {key: sum(b != a for b, a in zip(before[key], after[key], strict=True)) for key in before}
    moves = {one.lens.key: one for one in rule_moves(speaking_tea_house, found, tried, "dimensions")}

    assert {key: one.moved for key, one in moves.items()} == moved
    assert {key for key, count in moved.items() if count} <= {key for key, by in RULED_BY.items() if field in by}
    for key, one in moves.items():
        for level in one.levels:
            place = None if level.level is None else level.level.key
            assert (level.in_use, level.tried) == (before[key].count(place), after[key].count(place))


def test_every_limit_of_the_dimensions_is_tried() -> None:
    assert set(DIMENSION_FIELDS) == set(vars(DimensionRules()))
    assert {field for by in RULED_BY.values() for field in by} == set(DIMENSION_FIELDS)


@pytest.mark.parametrize("rules", LENSES_OF)
def test_nobody_moves_by_the_rules_in_use(tea_house: Workspace, tea_house_basis: Basis, rules: str) -> None:
    assert [one.moved for one in rule_moves(tea_house, tea_house_basis, tea_house_basis, rules)] == [
        0 for _ in LENSES_OF[rules]
    ]


def test_segments_that_are_gone_are_shown_with_those_who_leave_them(
    tea_house: Workspace, tea_house_basis: Basis
) -> None:
    tried = basis(tea_house, replace(tea_house_basis.analysis, segments=TRIED["segments"]))
    (moves,) = rule_moves(tea_house, tea_house_basis, tried, "segments")
    by_key = {one.level.key: one for one in moves.levels if one.level}
    assert set(by_key) == set(DEFAULT.keys)
    assert by_key["loyal"].tried == 0
    assert by_key["loyal"].go == by_key["loyal"].in_use > 0


def test_the_built_in_rows_are_no_table_of_ones_own() -> None:
    assert drafted(_as_rows()) == SegmentRules()


def test_rows_of_one_name_are_one_segment() -> None:
    rows = [
        DraftRow("champions", "Best", SegmentRule("", r=(4, 5))),
        DraftRow("", "rest", SegmentRule("", r=(1, 2))),
        DraftRow("", " Rest ", SegmentRule("", r=(3, 3))),
    ]
    rules = drafted(rows)
    assert [box.key for box in rules.boxes] == ["champions", "own 1", "own 1"]
    assert [(name.key, name.name, name.rule) for name in rules.names] == [
        ("champions", "Best", "R 4-5"),
        ("own 1", "rest", "R 1-2 / R 3"),
    ]


def test_a_table_with_an_empty_name_is_not_sound(tea_house_basis: Basis) -> None:
    rows = _as_rows()
    rows[0] = DraftRow("champions", " ", rows[0].box)
    check = segment_check(tea_house_basis.scores.cube, drafted(rows))
    assert check.report.is_sound
    assert not check.is_sound


def test_customers_in_faulty_cells_are_counted(tea_house: Workspace, tea_house_basis: Basis) -> None:
    check = segment_check(tea_house_basis.scores.cube, drafted(_as_rows()[1:]))
    said = tea_house.query_kept(
        tea_house_basis.kept, f'select count(*) as n from "{LABELLED}" where r_score = 5 and f_score >= 4'
    )
    assert check.customers_in_holes == said["n"][0].as_py() > 0
    (picture,) = check.pictures
    assert picture.m == (1, 5)
    assert {cell for cell, names in picture.names.items() if not names} == {(5, 4), (5, 5)}
    assert picture.customers[5, 4] + picture.customers[5, 5] == check.customers_in_holes


def test_each_colliding_pair_is_named_with_its_cells_and_customers(
    tea_house: Workspace, tea_house_basis: Basis
) -> None:
    rows = [*_as_rows(), DraftRow("", "New name", SegmentRule("", r=(5, 5), f=(3, 5)))]
    check = segment_check(tea_house_basis.scores.cube, drafted(rows))
    said = tea_house.query_kept(
        tea_house_basis.kept,
        f'select f_score >= 4 as is_champion, count(*) as n from "{LABELLED}" '
        "where r_score = 5 and f_score >= 3 group by 1",
    ).to_pylist()
    customers = {row["is_champion"]: row["n"] for row in said}

    assert [(one.first, one.second, len(one.cells), one.customers) for one in check.collisions] == [
        ("champions", "own 1", 10, customers[True]),
        ("potential loyalist", "own 1", 5, customers[False]),
    ]
    by_row = {rows[place].name: check.rivals(place) for place in range(len(rows)) if check.rivals(place)}
    assert by_row == {
        "Champions": {"own 1": 10},
        "Potential loyalists": {"own 1": 5},
        "New name": {"champions": 10, "potential loyalist": 5},
    }


ranges = st.tuples(st.integers(1, 5), st.integers(1, 5)).map(lambda pair: (min(pair), max(pair)))
boxes = st.builds(
    DraftRow,
    st.sampled_from(["", *DEFAULT.keys]),
    st.text("abB ", max_size=3),
    st.builds(SegmentRule, st.just(""), ranges, ranges, ranges),
)


@settings(deadline=None, max_examples=50)
@given(st.lists(boxes, min_size=1, max_size=6))
def test_any_rows_are_checked_on_every_cell(tea_house_basis: Basis, rows: list[DraftRow]) -> None:
    check = segment_check(tea_house_basis.scores.cube, drafted(rows))
    for cell in CELLS:
        claiming = {" ".join(row.name.split()).casefold() for row in rows if row.box.has(cell)}
        assert len(check.names[cell]) == len(claiming)
        assert (cell in check.report.holes) == (not claiming)
        assert (cell in check.report.overlaps) == (len(claiming) > 1)
    assert {cell for one in check.collisions for cell in one.cells} == set(check.report.overlaps)
    for place, row in enumerate(rows):
        hit = {cell for cell in check.report.overlaps if row.box.has(cell)}
        assert bool(check.rivals(place)) == bool(hit)
    assert lint(check.table) == check.report
