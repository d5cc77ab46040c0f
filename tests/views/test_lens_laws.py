"""Laws of all lenses, on any small shop under any legal rules."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from segmentation.classifications.lens import Need, Provenance
from segmentation.classifications.lenses import LENSES
from segmentation.classifications.one_customer import BY_SALES, CustomerState, level_of, state_of
from segmentation.parameters import Analysis, Period, VipRules
from segmentation.views.execution import LABELLED
from segmentation.views.explanations import prospects, rules_as_values
from segmentation.views.lens_levels import all_lens_counts, provenance_sql
from segmentation.views.profile_basis import PROFILE
from tests.views.drawn_shops import LAST, any_analyses, awkward_shops, every_level, found_in, sale, shop_of, small_shops
from tests.views.voices import tell


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("lens_laws")


FROM_SALES = tuple(key for key, lens in LENSES.items() if lens.needs == (Need.SALES,))


@given(lines=small_shops | awkward_shops, analysis=any_analyses, speaks=st.booleans())
@settings(max_examples=14, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_lens_puts_every_customer_with_its_data_in_exactly_one_level(
    folder: Path, lines: list[dict[str, Any]], analysis: Analysis, speaks: bool
) -> None:
    with shop_of(folder, lines) as workspace:
        if speaks:
            tell(workspace, LAST)
        found = found_in(workspace, analysis)
        levels = every_level(workspace, found.kept, analysis)
        customers = workspace.query_kept(found.kept, f'select customer_id from "{LABELLED}"')["customer_id"].to_pylist()
        assert sorted(levels) == sorted(customers)
        for of_one in levels.values():
            assert all(of_one[key] is not None for key in FROM_SALES)
        for key, counts in all_lens_counts(workspace, found).items():
            assert sum(level.customers for level in counts.levels) + counts.unknown.customers == len(customers)
            assert sum(counts.provenance.values()) == len(customers)
            assert counts.provenance[Provenance.UNKNOWN] == counts.unknown.customers, key
            unplaced = sum(of_one[key] is None for of_one in levels.values())
            assert counts.unknown.customers == unplaced
            raw = workspace.query_kept(found.kept, f'select distinct {LENSES[key].column} as raw from "{PROFILE}"')[
                "raw"
            ].to_pylist()
            if not LENSES[key].is_by_cell:
                assert {one for one in raw if one is not None} <= set(LENSES[key].level_keys)
        rules = rules_as_values(found)
        for customer, of_one in levels.items():
            # One customer alone is where the query over all puts them.
            state = prospects(workspace, found, customer).now()
            assert state is not None
            assert {key: level_of(key, state, rules) for key in BY_SALES} == {key: of_one[key] for key in BY_SALES}
        if not speaks:
            silent = ("interaction", "feedback", "satisfaction", "recommendation", "influence")
            assert all(of_one[key] is None for of_one in levels.values() for key in silent)


def test_a_provenance_is_known_for_every_lens_in_sql(folder: Path) -> None:
    with shop_of(folder, [sale(1, 3, Decimal(20), 1, None, None)]) as workspace:
        found = found_in(workspace, Analysis(Period(LAST)))
        sources = ", ".join(f"{provenance_sql(lens)} as {key}" for key, lens in LENSES.items())
        row = workspace.query_kept(found.kept, f'select {sources} from "{PROFILE}"').to_pylist()[0]
        assert {key for key, source in row.items() if source == "computed"} >= set(FROM_SALES)
        assert row["influence"] == row["satisfaction"] == "unknown"


def test_a_state_without_a_purchase_is_none() -> None:
    assert state_of([(LAST, -100)], Period(LAST), VipRules()) is None
    state = state_of([(LAST - timedelta(days=3), 100), (LAST, -100)], Period(LAST), VipRules())
    assert isinstance(state, CustomerState)
    assert (state.recency_days, state.frequency, state.monetary_units, state.mean_gap) == (3, 1, 0, None)
