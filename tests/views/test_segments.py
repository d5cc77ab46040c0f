from decimal import Decimal

import pytest

from segmentation.classifications import eight_types, rfm_segments
from segmentation.store.workspace import Workspace
from segmentation.views.amounts import Amount
from segmentation.views.basis import Basis
from segmentation.views.customer_list import list_view
from segmentation.views.segments import (
    CELL,
    PAIRS,
    PICKS,
    SEGMENT,
    TYPE,
    SegmentsView,
    cell_pick,
    filters_of,
    segments_view,
)


@pytest.fixture(scope="module")
def view(tea_house: Workspace, tea_house_basis: Basis) -> SegmentsView:
    return segments_view(tea_house, tea_house_basis)


def _rows(tea_house: Workspace, found: Basis, sql: str) -> list[dict[str, object]]:
    return tea_house.query_kept(found.kept, sql.format(table='"kept_labelled"')).to_pylist()


@pytest.mark.parametrize("pair", PAIRS, ids=" ".join)
def test_a_grid_equals_plain_sql(
    tea_house: Workspace, tea_house_basis: Basis, view: SegmentsView, pair: tuple[str, str]
) -> None:
    rows = _rows(
        tea_house,
        tea_house_basis,
        f"""select {pair[0]}_score as first, {pair[1]}_score as second, count(*) as customers, sum(monetary) as revenue,
                   sum(monetary) / sum(frequency) as average from {{table}} group by 1, 2""",
    )
    grid = view.grids[pair]
    assert int(grid.customers.sum()) == tea_house_basis.scores.cube.customer_count
    assert int((grid.customers > 0).sum()) == len(rows)
    for row in rows:
        cell = row["first"], row["second"]
        assert grid.amount(Amount.CUSTOMERS, *cell) == row["customers"]
        assert grid.amount(Amount.REVENUE, *cell) == row["revenue"]
        assert float(grid.amount(Amount.AVERAGE_ORDER_VALUE, *cell) or 0) == pytest.approx(row["average"])


def test_segments_and_types_partition_the_customers(tea_house_basis: Basis, view: SegmentsView) -> None:
    cube = tea_house_basis.scores.cube
    for groups, keys in ((view.segments, rfm_segments.DEFAULT.keys), (view.types, eight_types.KEYS)):
        assert tuple(group.key for group in groups) == keys
        assert sum(group.customers for group in groups) == cube.customer_count
        assert sum(group.purchases for group in groups) == int(cube.purchases.sum())
        assert sum((group.revenue for group in groups), Decimal(0)) == cube.revenue
        assert sum(group.customer_share for group in groups) == pytest.approx(1)
        assert sum(group.revenue_share for group in groups) == pytest.approx(1)


def test_the_types_limits_are_the_means(tea_house: Workspace, tea_house_basis: Basis, view: SegmentsView) -> None:
    counted = _rows(
        tea_house,
        tea_house_basis,
        """select (recency_days <= r)::int::text || (frequency >= f)::int::text || (monetary >= m)::int::text as type,
                  count(*) as customers
           from {table}, (select avg(recency_days) as r, avg(frequency) as f, sum(monetary) / count(*) as m from {table})
           group by 1""",
    )
    assert {size.key: size.customers for size in view.types if size.customers} == {
        row["type"]: row["customers"] for row in counted
    }


def test_each_cell_of_the_matrix_has_its_segments_name(view: SegmentsView) -> None:
    assert view.segment_of[5, 5] == "champions"
    assert view.segment_of[1, 1] == "hibernating"
    assert len(view.segment_of) == 25
    by_cell = dict.fromkeys(rfm_segments.DEFAULT.keys, 0)
    for (r, f), key in view.segment_of.items():
        by_cell[key] += int(view.grids["r", "f"].customers[r - 1, f - 1])
    assert by_cell == {size.key: size.customers for size in view.segments}


@pytest.mark.parametrize(
    "text", ["segment:champions", "segment:can't lose", "type:111", "cell:r5 f4", "cell:f1 m1", "cell:r3 m5"]
)
def test_what_is_picked_is_the_list_of_its_customers(
    tea_house: Workspace, tea_house_basis: Basis, view: SegmentsView, text: str
) -> None:
    pick = PICKS[text]
    found = list_view(tea_house, tea_house_basis, filters_of(pick))
    if pick.kind == CELL:
        pair = tuple(pick.scores)
        grid = view.grids[pair]
        expected = (
            grid.amount(Amount.CUSTOMERS, *pick.scores.values()),
            grid.amount(Amount.REVENUE, *pick.scores.values()),
        )
    else:
        groups = {group.key: group for group in (view.segments if pick.kind == SEGMENT else view.types)}
        expected = Decimal(groups[pick.key].customers), groups[pick.key].revenue
    assert (found.customer_count, found.revenue) == expected


def test_every_segment_type_and_cell_can_be_picked() -> None:
    kinds = [pick.kind for pick in PICKS.values()]
    assert (kinds.count(SEGMENT), kinds.count(TYPE), kinds.count(CELL)) == (10, 8, 75)
    assert all(PICKS[text].text == text for text in PICKS)
    assert cell_pick(("r", "m"), 5, 1).scores == {"r": 5, "m": 1}


def test_an_average_without_purchases_is_none() -> None:
    assert Amount.AVERAGE_ORDER_VALUE.of(0, 0, Decimal(0)) is None
    assert Amount.AVERAGE_ORDER_VALUE.of(1, 4, Decimal(10)) == Decimal("2.5")
