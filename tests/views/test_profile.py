from __future__ import annotations

import pytest

from segmentation.classifications.lenses import DIMENSIONS, LENSES
from segmentation.locale import Words
from segmentation.store.workspace import Workspace
from segmentation.views.basis import Basis
from segmentation.views.disagreements import DISAGREEMENTS, disagreement_counts, disagreement_list
from segmentation.views.disagreements_wording import worded_rows
from segmentation.views.execution import LABELLED
from segmentation.views.lens_levels import lens_cross
from segmentation.views.profile import ASKED, QUESTIONS, pair_list, profile
from segmentation.views.profile_basis import PROFILE, ProfileBasis, profile_basis


@pytest.fixture(scope="module")
def tea_profile(tea_house: Workspace, tea_house_basis: Basis) -> ProfileBasis:
    return profile_basis(tea_house, tea_house_basis)


def test_levels_and_unknown_are_all_customers(tea_house: Workspace, tea_profile: ProfileBasis) -> None:
    view = profile(tea_house, tea_profile)
    everyone = tea_profile.scores.cube.customer_count

    assert [counts.lens for counts in view.dimensions] == list(DIMENSIONS)
    for counts in view.dimensions:
        column = counts.lens.column
        found = tea_house.query_kept(
            tea_profile.kept, f'select {column} as level, count(*) as n from "{PROFILE}" group by 1'
        )
        plain = dict(zip(found["level"].to_pylist(), found["n"].to_pylist(), strict=True))
        assert {one.level.key: one.customers for one in counts.levels if one.level} == {
            level.key: plain.get(level.key, 0) for level in counts.lens.levels
        }
        assert counts.unknown.customers == plain.get(None, 0)
        assert sum(one.customers for one in (*counts.levels, counts.unknown)) == everyone
        assert counts.coverage == pytest.approx(1 - plain.get(None, 0) / everyone)


def test_the_questions_are_those_that_would_fill_most(tea_house: Workspace, tea_profile: ProfileBasis) -> None:
    view = profile(tea_house, tea_profile)
    unknown = {counts.lens.key: counts.unknown.customers for counts in view.dimensions if counts.lens.key in QUESTIONS}
    asked = [question.unknown for question in view.questions]
    assert len(asked) == min(ASKED, sum(n > 0 for n in unknown.values()))
    assert asked == sorted(unknown.values(), reverse=True)[: len(asked)]


@pytest.mark.parametrize("pair", [("value", "loyalty"), ("satisfaction", "buying"), ("value", "value")], ids=" × ".join)
def test_the_customers_of_each_pair_are_as_many_as_the_cross_says(
    tea_house: Workspace, tea_profile: ProfileBasis, pair: tuple[str, str]
) -> None:
    rows, columns = (LENSES[key] for key in pair)
    cross = lens_cross(tea_house, tea_profile, rows, columns)
    for row in range(cross.customers.shape[0]):
        for column in range(cross.customers.shape[1]):
            found = pair_list(tea_house, tea_profile, rows, columns, (row, column))
            assert found.customers == cross.customers[row, column]
            assert float(found.revenue) == pytest.approx(cross.revenue[row, column])
            assert found.rows.num_rows == min(found.customers, 500)
    assert cross.customers.sum() == tea_profile.scores.cube.customer_count


def test_a_disagreement_lists_the_customers_it_counts(tea_house: Workspace, tea_profile: ProfileBasis) -> None:
    counted = disagreement_counts(tea_house, tea_profile)
    assert tuple(one.disagreement for one in counted) == DISAGREEMENTS
    assert any(one.customers for one in counted)
    words = Words()
    for one in counted:
        found = disagreement_list(tea_house, tea_profile, one.disagreement)
        assert (found.customers, found.revenue) == (one.customers, one.revenue)
        assert found.rows.num_rows == min(one.customers, 500)
        worded = worded_rows(found, tea_profile, words)
        assert all(": " in text for text in worded["high_level"].to_pylist())


def test_a_vip_with_small_purchases_is_what_plain_sql_finds(tea_house: Workspace, tea_profile: ProfileBasis) -> None:
    (one,) = (one for one in disagreement_counts(tea_house, tea_profile) if one.disagreement.key == "big-non-vip")
    plain = tea_house.query_kept(
        tea_profile.kept,
        f"""select count(*) as n from "{LABELLED}" where final_class = 'high / often' and vip_level = 'non-VIP'""",
    )
    assert one.customers == plain["n"][0].as_py()
