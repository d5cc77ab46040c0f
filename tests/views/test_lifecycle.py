from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from segmentation.classifications import lifecycle as stages
from segmentation.classifications.lifecycle import ShopRhythm
from segmentation.locale import Words
from segmentation.parameters import LifecycleRules
from segmentation.store.workspace import Workspace
from segmentation.views import lifecycle_wording as wording
from segmentation.views.basis import Basis
from segmentation.views.lifecycle import SHOWN_STEPS, LifecycleView, lifecycle, lost_days, overdue_days
from segmentation.views.standing import standing

WORDS = Words("en", "CNY")
SPAN = (date(2023, 7, 1), date(2026, 6, 30))

FUNNEL = """
with bought as (
    select customer_id, order_date, row_number() over in_order as step,
           order_date - lag(order_date) over in_order as days
    from orders where net_revenue > 0 and customer_id is not null
    window in_order as (partition by customer_id order by order_date, ordered_at, order_number)
)
select step, count(*) as customers, quantile_cont(days, 0.5) as median_days from bought group by 1 order by 1
"""


@pytest.fixture(scope="module")
def view(tea_house: Workspace, tea_house_basis: Basis) -> LifecycleView:
    return lifecycle(tea_house, tea_house_basis, standing(tea_house, tea_house_basis), SPAN)


def test_the_order_funnel_equals_plain_sql(tea_house: Workspace, view: LifecycleView) -> None:
    twin = tea_house.query(FUNNEL).to_pylist()

    assert len(view.steps) == SHOWN_STEPS
    for step, row, following in zip(view.steps, twin, twin[1:], strict=False):
        assert (step.step, step.customers) == (row["step"], row["customers"])
        assert step.median_days == row["median_days"]
        assert step.going_on_share == pytest.approx(following["customers"] / row["customers"])


def test_the_share_that_arrives_is_the_share_that_went_on(view: LifecycleView) -> None:
    assert view.steps[0].arriving_share is None
    for before, after in zip(view.steps, view.steps[1:], strict=False):
        assert after.arriving_share == before.going_on_share


def test_the_first_step_is_every_customer(view: LifecycleView) -> None:
    assert view.steps[0].customers == sum(stage.customers for stage in view.stages)


def test_limits_are_those_that_part_the_customers(
    tea_house: Workspace, tea_house_basis: Basis, view: LifecycleView
) -> None:
    """Customers with two purchase days have the shop's own rhythm, so the limits shown must be where stages change."""
    twin = tea_house.query_kept(
        tea_house_basis.kept,
        """select max(recency_days) filter (lifecycle_stage not in ('at risk', 'lost')) as latest_in_time,
                  min(recency_days) filter (lifecycle_stage = 'at risk') as first_overdue,
                  max(recency_days) filter (lifecycle_stage = 'at risk') as latest_overdue,
                  min(recency_days) filter (lifecycle_stage = 'lost') as first_lost
           from "kept_labelled" where purchase_days = 2""",
    ).to_pylist()[0]

    assert twin["latest_in_time"] <= view.overdue_days < twin["first_overdue"]
    assert twin["latest_overdue"] <= view.lost_days < twin["first_lost"]


KNOWN = ShopRhythm(median_gap=28.0, lost_gap=110.0, gap_count=5, returning_customers=100, is_known=True)


@pytest.mark.parametrize(
    ("rhythm", "rules", "overdue", "lost"),
    [
        (KNOWN, LifecycleRules(), 42, 110),
        (KNOWN, LifecycleRules(lost_factor=Decimal(5)), 42, 140),
        (KNOWN, LifecycleRules(overdue_days=10, lost_days=20), 10, 20),
        (replace(KNOWN, is_known=False), LifecycleRules(), 90, 180),
        (replace(KNOWN, is_known=False), LifecycleRules(unknown_lost_days=200), 90, 200),
        (replace(KNOWN, median_gap=None, lost_gap=None, is_known=False), LifecycleRules(lost_days=7), 90, 7),
    ],
)
def test_overdue_and_lost_follow_the_rules(
    rhythm: ShopRhythm, rules: LifecycleRules, overdue: float, lost: float
) -> None:
    assert (overdue_days(rhythm, rules), lost_days(rhythm, rules)) == (overdue, lost)


def test_each_stage_says_its_rule_with_the_shops_numbers(view: LifecycleView) -> None:
    known = replace(view, rhythm=KNOWN, overdue_days=42.0, lost_days=110.0)
    said = {key: wording.stage_rule(key, known, WORDS) for key in stages.KEYS}

    assert said["new"] == "One purchase day, at most 30 days ago."
    assert said["at risk"] == "Last purchase longer ago than 1.5 times the rhythm: 42 days at the shop's."
    assert said["lost"].startswith(
        "Last purchase longer ago than 90% of all gaps (110 days) and than 2 times the rhythm"
    )
    assert "1.1 times" in said["growing"]
    assert all("{" not in rule for rule in said.values())


def test_limits_set_by_hand_are_said_as_days(view: LifecycleView) -> None:
    by_hand = replace(view, rules=LifecycleRules(overdue_days=10, lost_days=20), overdue_days=10.0, lost_days=20.0)

    assert wording.stage_rule("at risk", by_hand, WORDS) == "Last purchase more than 10 days ago."
    assert wording.stage_rule("lost", by_hand, WORDS) == "Last purchase more than 20 days ago."


def test_a_rhythm_that_is_not_known_is_said(view: LifecycleView) -> None:
    few = replace(KNOWN, returning_customers=7, is_known=False)
    unknown = replace(view, rhythm=few, overdue_days=90.0, lost_days=180.0)

    assert wording.rhythm_in_words(unknown, WORDS) == (
        "The shop's rhythm is not known well enough: 7 customers came on two or more days, 100 are needed. "
        "Until then 90 and 180 days are used."
    )
    assert wording.stage_rule("at risk", unknown, WORDS) == "Last purchase more than 90 days ago."


@pytest.mark.parametrize(
    ("value", "text"), [(None, "–"), (42.0, "42"), (40.5, "40.5"), (Decimal("1.25"), "1.25"), (1234, "1,234")]
)
def test_numbers_have_no_needless_decimals(value: float | None, text: str) -> None:
    assert wording.short_number(value, WORDS) == text
