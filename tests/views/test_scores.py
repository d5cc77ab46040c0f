from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as checked
from hypothesis import strategies as st

from segmentation.classifications import value_classes
from segmentation.classifications.class_changes import joint_cells
from segmentation.classifications.cube import weighted_scores
from segmentation.classifications.monthly_frequency import counted_days, monthly_frequency_choice
from segmentation.parameters import (
    FOUR_EIGHT_EIGHT,
    RECENCY_30_90_180_365,
    WEIGHT_PRESETS,
    ClassLimits,
    CutChoice,
    CutMode,
    Scoring,
    Weights,
)
from segmentation.store.home import Home
from segmentation.store.workspace import Workspace
from segmentation.views.basis import Basis, ScoreBasis, score_basis
from segmentation.views.chosen import named_scorings
from segmentation.views.score_changes import SHOWN_MOVERS, ScoreChanges, score_changes
from segmentation.views.scores import (
    LONGEST_NAME,
    NoName,
    ScoresView,
    delete_scoring,
    save_scoring,
    score_sizes,
    scores_view,
)

IN_USE = Scoring()
FIXED = replace(IN_USE, r=RECENCY_30_90_180_365, m=FOUR_EIGHT_EIGHT["m"])
WEIGHTS = st.tuples(*[st.integers(0, 10)] * 3).filter(any).map(lambda parts: Weights(*map(Decimal, parts)))

ORACLE = """
with bought as (
    select customer_id, datediff('day', max(order_date) filter (net_revenue > 0), ?::date) as recency,
           count(*) filter (net_revenue > 0) as frequency, sum(net_revenue) as monetary
    from orders where customer_id is not null group by 1 having frequency > 0
), scores as (
    select *, 1 + {r} as r, 1 + {f} as f, 1 + {m} as m, 1 + {r2} as r2, 1 + {f2} as f2, 1 + {m2} as m2 from bought
), classes as (
    select *, case when 100 * ({w}) >= 80 * 5 * {total} then 'A' when 100 * ({w}) >= 60 * 5 * {total} then 'B'
                   when 100 * ({w}) >= 40 * 5 * {total} then 'C' else 'D' end as now,
              case when 4 * r2 + 8 * f2 + 8 * m2 >= 80 then 'A' when 4 * r2 + 8 * f2 + 8 * m2 >= 60 then 'B'
                   when 4 * r2 + 8 * f2 + 8 * m2 >= 40 then 'C' else 'D' end as before
    from scores
)
"""


def _oracle(tried: ScoreBasis, saved: ScoreBasis, weights: Weights) -> str:
    def reached(column: str, limits: tuple[Decimal | None, ...], sign: str) -> str:
        return " + ".join(f"({column} {sign} {limit})::int" for limit in limits if limit is not None) or "0"

    parts = {}
    for suffix, basis in (("", tried), ("2", saved)):
        parts[f"r{suffix}"] = reached("recency", basis.cuts.r, "<=")
        parts[f"f{suffix}"] = reached("frequency", basis.cuts.f, ">=")
        parts[f"m{suffix}"] = reached("monetary", basis.cuts.m, ">=")
    weighted = f"{weights.r} * r + {weights.f} * f + {weights.m} * m"
    return ORACLE.format(w=weighted, total=weights.total, **parts)


def _basis(shop: Workspace, found: Basis, scoring: Scoring) -> ScoreBasis:
    return score_basis(shop, found.analysis.period, scoring.r, scoring.f, scoring.m)


def _view(shop: Workspace, found: Basis, scoring: Scoring, saved: Scoring = IN_USE) -> ScoresView:
    tried = _basis(shop, found, scoring)
    return scores_view(tried, score_changes(shop, _basis(shop, found, saved), tried), scoring, saved)


@pytest.fixture(scope="module")
def unmoved(tea_house: Workspace, tea_house_basis: Basis) -> ScoreChanges:
    return score_changes(tea_house, tea_house_basis.scores, tea_house_basis.scores)


@pytest.mark.parametrize(
    "scoring",
    [replace(IN_USE, weights=WEIGHT_PRESETS["Recency first"]), FIXED, replace(FIXED, weights=Weights(1, 3, 0))],
    ids=["weights only", "cuts only", "both"],
)
def test_classes_changes_and_movers_equal_plain_sql(
    tea_house: Workspace, tea_house_basis: Basis, scoring: Scoring
) -> None:
    view = _view(tea_house, tea_house_basis, scoring)
    as_of = tea_house_basis.analysis.period.as_of
    classes = _oracle(_basis(tea_house, tea_house_basis, scoring), _basis(tea_house, tea_house_basis, IN_USE),
                      scoring.weights)  # fmt: skip
    twin = tea_house.query(
        classes + "select before, now, count(*) as n, sum(monetary) as revenue from classes group by 1, 2", [as_of]
    ).to_pylist()
    first = tea_house.query(
        classes
        + f"""select customer, monetary, before, now from classes join customers using (customer_id)
              where before <> now order by monetary desc, customer_key limit {SHOWN_MOVERS}""",
        [as_of],
    ).to_pylist()

    keys = value_classes.KEYS
    found = {
        (keys[a], keys[b]): (int(view.changes.customers[a, b]), int(view.changes.revenue_units[a, b]))
        for a in range(4)
        for b in range(4)
        if view.changes.customers[a, b]
    }
    assert found == {(row["before"], row["now"]): (row["n"], int(row["revenue"] * 10_000)) for row in twin}
    assert [
        (row["customer"], row["monetary"], row["class_before"], row["class_now"]) for row in view.movers.to_pylist()
    ] == [(row["customer"], row["monetary"], row["before"], row["now"]) for row in first]
    assert view.changes.up + view.changes.down > 0
    ups = sum(row["n"] for row in twin if row["now"] < row["before"])
    assert view.changes.up == ups


def test_the_scoring_in_use_moves_nobody(tea_house_basis: Basis, unmoved: ScoreChanges) -> None:
    view = scores_view(tea_house_basis.scores, unmoved, IN_USE, IN_USE)
    assert (view.changes.up, view.changes.down, view.changes.same) == (0, 0, view.customers)
    assert view.movers.num_rows == 0
    assert all(size.customers == size.customers_before for size in view.classes)


@given(weights=WEIGHTS, limits=st.sampled_from([ClassLimits(), ClassLimits(95, 50, 21)]))
@checked(max_examples=40)
def test_classes_and_scores_partition_the_customers_whatever_the_weights(
    tea_house_basis: Basis, unmoved: ScoreChanges, weights: Weights, limits: ClassLimits
) -> None:
    cube = tea_house_basis.scores.cube
    view = scores_view(tea_house_basis.scores, unmoved, Scoring(weights, class_limits=limits), IN_USE)
    n = cube.customer_count
    assert sum(size.customers for size in view.classes) == n
    assert sum(size.revenue for size in view.classes) == cube.revenue
    assert view.changes.up + view.changes.down + view.changes.same == n
    assert int(view.distribution.customers.sum()) == n
    assert float(view.distribution.revenue.sum()) == pytest.approx(float(cube.revenue))
    assert (np.diff(view.distribution.values) > 0).all()
    for place, size in enumerate(view.classes):
        assert int(view.distribution.customers[view.distribution.classes == place].sum()) == size.customers


@given(weights=WEIGHTS, factor=st.integers(2, 5))
@checked(max_examples=20)
def test_only_the_proportion_of_the_weights_matters(weights: Weights, factor: int) -> None:
    larger = Weights(weights.r * factor, weights.f * factor, weights.m * factor)
    assert weighted_scores(weights) == pytest.approx(weighted_scores(larger))


def test_a_slider_step_asks_the_engine_nothing(tea_house_basis: Basis, unmoved: ScoreChanges) -> None:
    # No workspace is given, so there is no engine to ask; what is given is enough for another weight and other limits.
    tried = Scoring(Weights(0, 0, 1), class_limits=ClassLimits(100, 99, 98))
    view = scores_view(tea_house_basis.scores, unmoved, tried, IN_USE)
    assert view.classes[0].customers == int(tea_house_basis.scores.cube.customers[:, :, 4].sum())


def test_changed_cuts_give_the_same_totals_as_the_cube(tea_house: Workspace, tea_house_basis: Basis) -> None:
    tried = _basis(tea_house, tea_house_basis, FIXED)
    joint = score_changes(tea_house, tea_house_basis.scores, tried).cells
    after = np.zeros(125, dtype=np.int64)
    np.add.at(after, joint.after, joint.customers)
    before = np.zeros(125, dtype=np.int64)
    np.add.at(before, joint.before, joint.customers)
    assert (after == tried.cube.customers.ravel()).all()
    assert (before == tea_house_basis.scores.cube.customers.ravel()).all()


def test_joint_cells_keep_exact_money() -> None:
    joint = joint_cells([(111, 555, 2, Decimal("0.0003")), (555, 111, 1, Decimal("-12.5"))])
    assert joint.before.tolist() == [0, 124]
    assert joint.after.tolist() == [124, 0]
    assert joint.revenue_units.tolist() == [3, -125_000]


def test_sizes_of_scores_equal_plain_sql(tea_house: Workspace, tea_house_basis: Basis) -> None:
    sizes = score_sizes(tea_house_basis.scores)
    twin = tea_house.query_kept(
        tea_house_basis.kept,
        'select f_score as score, count(*) as n, sum(monetary) as revenue from "kept_labelled" group by 1 order by 1',
    ).to_pylist()
    assert [(size.range.score, size.customers, size.revenue) for size in sizes["f"]] == [
        (row["score"], row["n"], row["revenue"]) for row in twin
    ]
    for of_dimension in sizes.values():
        assert sum(size.customer_share for size in of_dimension) == pytest.approx(1)


def test_a_score_that_nobody_reaches_is_there_and_empty(tea_house: Workspace, tea_house_basis: Basis) -> None:
    unreached = CutChoice(CutMode.FIXED, (Decimal(2), Decimal(3), None, None))
    sizes = score_sizes(_basis(tea_house, tea_house_basis, replace(IN_USE, f=unreached)))["f"]
    assert [size.range.score for size in sizes] == [1, 2, 3, 4, 5]
    assert [size.customers for size in sizes[3:]] == [0, 0]
    assert all(size.range.is_empty for size in sizes[3:])


def test_monthly_limits_score_purchases_a_month(tea_house: Workspace, tea_house_basis: Basis) -> None:
    scores = tea_house_basis.scores
    days = counted_days(scores.period, scores.first_purchase)
    sizes = score_sizes(_basis(tea_house, tea_house_basis, replace(IN_USE, f=monthly_frequency_choice(days))))["f"]
    twin = tea_house.query(
        """with bought as (select customer_id, count(*) as n from orders
                           where customer_id is not null and net_revenue > 0 group by 1)
           select count(*) filter (n * 30 <= ?) as one, count(*) filter (n * 30 > 4 * ?) as five from bought""",
        [days, days],
    ).to_pylist()[0]
    assert (sizes[0].customers, sizes[4].customers) == (twin["one"], twin["five"])


def test_a_scoring_is_saved_restored_and_deleted(one_customer_home: Path) -> None:
    home = Home(one_customer_home)
    shop = home.open(home.shops()[0].id)
    tried = Scoring(Weights(1, 2, 3), FIXED.r, IN_USE.f, FIXED.m, ClassLimits(90, 70, 50))
    save_scoring(shop, "  spring   sale ", IN_USE)
    save_scoring(shop, "spring sale", tried)
    save_scoring(shop, "x" * 200, IN_USE)
    assert named_scorings(shop) == {"spring sale": tried, "x" * LONGEST_NAME: IN_USE}
    delete_scoring(shop, "spring sale")
    assert list(named_scorings(shop)) == ["x" * LONGEST_NAME]
    with pytest.raises(NoName):
        save_scoring(shop, " \t", tried)
    home.close_all()
