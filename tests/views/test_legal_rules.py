"""Whatever legal rules a person sets, every lens labels every customer of the demo shop; nothing breaks."""

from __future__ import annotations

from datetime import date

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from segmentation.parameters import Analysis, ListFilters, Period
from segmentation.store.workspace import Workspace
from segmentation.views.basis import basis
from segmentation.views.customer_list import list_view
from segmentation.views.explanations import explanations
from segmentation.views.lens_levels import all_lens_counts
from segmentation.views.pareto import Subject, pareto
from segmentation.views.profile_basis import profile_basis
from segmentation.views.standing import standing
from segmentation.views.vip import vip_view
from tests.parameters.drawn_rules import anywhere

LAST = date(2026, 6, 30)

analyses = anywhere(st.builds(Period, st.just(LAST), st.none() | st.sampled_from([1, 90, 36_525])))


# An example takes a second, so one that breaks is shown as it was drawn.
@settings(
    max_examples=8,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
@given(analyses)
def test_legal_rules_never_break_a_lens(tea_house: Workspace, analysis: Analysis) -> None:
    found = basis(tea_house, analysis)
    everybody = found.scores.cube.customer_count
    profile = profile_basis(tea_house, found)

    for key, counts in all_lens_counts(tea_house, profile).items():
        assert sum(level.customers for level in counts.levels) + counts.unknown.customers == everybody, key
    assert sum(level.customers for level in vip_view(tea_house, found).levels) == everybody
    assert standing(tea_house, found).customers == everybody
    assert list_view(tea_house, found, ListFilters()).customer_count == everybody
    assert pareto(tea_house, analysis.period, analysis.pareto, Subject.CUSTOMERS).curve.member_count == everybody
    someone = tea_house.query("select customer_id from orders where order_date = ? and net_revenue > 0 limit 1", [LAST])
    if someone.num_rows:
        explanations(tea_house, profile, someone["customer_id"][0].as_py())
