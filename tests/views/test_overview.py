from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from segmentation.locale import Words
from segmentation.parameters import Period
from segmentation.store.workspace import Workspace
from segmentation.views import attention, overview, summary
from segmentation.views.basis import Basis
from segmentation.views.data_support import DataSupport, data_support
from segmentation.views.key_figures import Compared, KeyFigures, Unit, is_covered, key_figures, window_to_begin_with
from segmentation.views.standing import Standing, standing
from segmentation.views.vip import vip_view
from segmentation.views.vip_in_force import in_force

WORDS = Words("en", "CNY")
LAST = date(2026, 6, 30)
SPAN = (date(2023, 7, 1), LAST)

TWIN = """
with counted as (
    select * from orders where order_date between ? and ?
), customers as (
    select customer_id, count(*) filter (net_revenue > 0) as purchases from counted where customer_id is not null group by 1
)
select (select sum(net_revenue) from counted) as net_revenue,
       (select sum(net_revenue) from counted where customer_id is not null) as identified_revenue,
       (select count(*) from counted where net_revenue > 0) as purchases,
       (select count(*) from customers where purchases >= 1) as active_customers,
       (select count(*) from customers where purchases >= 2) as repeat_customers
"""


@pytest.mark.parametrize("days", [365, 90])
@pytest.mark.parametrize("last", [LAST, date(2025, 2, 14), date(2023, 7, 20)])
def test_key_figures_equal_plain_sql(tea_house: Workspace, last: date, days: int) -> None:
    found = key_figures(tea_house, last, days)
    twin = tea_house.query(TWIN, [last - timedelta(days=days - 1), last]).to_pylist()[0]

    assert {name: getattr(found, name) for name in twin} == twin


def test_two_periods_one_after_the_other_add_up(tea_house: Workspace) -> None:
    earlier = key_figures(tea_house, LAST - timedelta(days=90), 90)
    later, both = key_figures(tea_house, LAST, 90), key_figures(tea_house, LAST, 180)

    assert earlier.net_revenue + later.net_revenue == both.net_revenue
    assert earlier.purchases + later.purchases == both.purchases
    assert earlier.active_customers + later.active_customers >= both.active_customers
    assert earlier.last + timedelta(days=1) == later.first


def test_a_period_without_an_order_has_no_rates(tea_house: Workspace) -> None:
    empty = key_figures(tea_house, date(2020, 1, 1), 90)

    assert (empty.net_revenue, empty.purchases, empty.active_customers) == (0, 0, 0)
    assert (empty.average_order_value, empty.repeat_rate, empty.identified_share) == (None, None, None)


def test_a_comparison_needs_the_whole_period_before() -> None:
    last = date(2024, 12, 31)

    assert is_covered(last - timedelta(days=179), last, 90)
    assert not is_covered(last - timedelta(days=178), last, 90)


@pytest.mark.parametrize(("days_of_data", "window"), [(730, 365), (729, 90), (180, 90), (179, 365), (1, 365)])
def test_the_period_to_begin_with_is_the_longest_that_can_be_compared(days_of_data: int, window: int) -> None:
    assert window_to_begin_with(LAST - timedelta(days=days_of_data - 1), LAST) == window


def test_months_hold_all_that_was_sold(tea_house: Workspace) -> None:
    months = overview.months(tea_house, Period(LAST))
    twin = tea_house.query(
        "select sum(net_revenue) as revenue, count(*) filter (net_revenue > 0) as purchases from orders"
    ).to_pylist()[0]

    assert sum(month.net_revenue for month in months) == twin["revenue"]
    assert sum(month.purchases for month in months) == twin["purchases"]
    assert [month.first_day for month in months] == [
        date(2023 + k // 12, k % 12 + 1, 1) for k in range(6, 6 + len(months))
    ]
    assert len(months) == 36


@pytest.mark.parametrize(("as_of", "is_partial"), [(date(2026, 6, 29), True), (date(2024, 2, 29), False)])
def test_only_a_last_month_that_is_not_over_is_partial(tea_house: Workspace, as_of: date, is_partial: bool) -> None:
    months = overview.months(tea_house, Period(as_of))

    assert months[-1].is_partial == is_partial
    assert not any(month.is_partial for month in months[:-1])


def test_a_month_without_sales_is_there_with_nothing(tea_house: Workspace) -> None:
    months = overview.months(tea_house, Period(date(2026, 9, 15)))

    assert (months[-1].first_day, months[-1].net_revenue, months[-1].average_order_value) == (date(2026, 9, 1), 0, None)


@pytest.fixture(scope="module")
def stands(tea_house: Workspace, tea_house_basis: Basis) -> Standing:
    return standing(tea_house, tea_house_basis)


def test_classes_stages_and_levels_each_hold_every_customer_once(stands: Standing) -> None:
    for groups in (stands.classes, stands.stages, stands.vip_levels):
        assert sum(group.customers for group in groups) == stands.customers
        assert sum(group.purchases for group in groups) == stands.purchases
        assert sum(group.revenue for group in groups) == stands.revenue


def test_the_standing_equals_the_summary(tea_house: Workspace, tea_house_basis: Basis, stands: Standing) -> None:
    printed = summary.summary(tea_house, tea_house_basis.analysis)

    assert stands.customers == printed["customers"]
    assert stands.revenue == printed["monetary"]
    assert {group.key: group.customers for group in stands.classes} == printed["classes"]
    assert {group.key: group.customers for group in stands.stages} == printed["lifecycle"]
    page = vip_view(tea_house, tea_house_basis)
    assert [group.customers for group in stands.vip_levels] == [level.customers for level in page.levels]
    # The summary's levels are those of the rule alone: grace only ever adds VIPs.
    assert page.by_rule == printed["vip_levels"]
    assert stands.vip_levels[0].customers == printed["vip_levels"]["VIP"] + page.kept_by_grace
    assert stands.quiet.customers == printed["segments"]["at risk"] + printed["segments"]["can't lose"]
    assert stands.quiet.revenue == printed["segment_revenue"]["at risk"] + printed["segment_revenue"]["can't lose"]


def test_overdue_vips_are_vips_at_risk(tea_house: Workspace, tea_house_basis: Basis, stands: Standing) -> None:
    twin = tea_house.query_kept(
        in_force(tea_house_basis),
        """select count(*) as n, sum(window_spending) as spent from "kept_labelled"
           where (vip_level = 'VIP' or customer_id in (select customer_id from "kept_vip_exceptions"))
             and lifecycle_stage = 'at risk'""",
    ).to_pylist()[0]

    assert twin["n"] > 0
    assert (stands.overdue_vips, stands.overdue_vip_revenue) == (twin["n"], twin["spent"])


def _view(tea_house: Workspace, stands: Standing, days: int, *, span: tuple[date, date] = SPAN) -> overview.Overview:
    return overview.overview(tea_house, span, overview.months(tea_house, Period(LAST)), stands, LAST, days)


def test_figures_are_compared_with_the_days_before(tea_house: Workspace, stands: Standing) -> None:
    view = _view(tea_house, stands, 365)
    revenue = view.figures[0]

    assert view.before is not None
    assert view.before.last == date(2025, 6, 30)
    assert revenue.change == pytest.approx(float(view.now.net_revenue / view.before.net_revenue) - 1)
    assert [len(figure.by_month) for figure in view.figures] == [overview.TREND_MONTHS] * 6


def test_nothing_is_compared_with_days_before_the_data_begin(tea_house: Workspace, stands: Standing) -> None:
    view = _view(tea_house, stands, 365, span=(date(2025, 1, 1), LAST))

    assert view.before is None
    assert {figure.change_text(WORDS) for figure in view.figures} == {None}
    assert attention.REPEAT_RATE not in {notice.key for notice in view.notices}
    assert "do not reach back" in view.compared_text(WORDS)


def test_a_month_that_is_not_over_is_no_part_of_the_trend(tea_house: Workspace, stands: Standing) -> None:
    as_of = date(2026, 6, 3)
    months = overview.months(tea_house, Period(as_of))
    view = overview.overview(tea_house, SPAN, months, stands, as_of, 90)

    assert view.figures[0].by_month[-1] == float(months[-2].net_revenue)


FIGURES = KeyFigures(LAST, 90, Decimal(1000), Decimal(900), 20, 10, 5)


@pytest.mark.parametrize(("repeat_customers", "is_told"), [(5, False), (4, True), (6, False)])
def test_a_falling_repeat_rate_is_told(stands: Standing, repeat_customers: int, is_told: bool) -> None:
    now = replace(FIGURES, repeat_customers=repeat_customers)

    told = {notice.key for notice in attention.notices(now, FIGURES, stands)}

    assert (attention.REPEAT_RATE in told) == is_told


@pytest.mark.parametrize(("identified", "is_told"), [(800, False), (799, True)])
def test_sales_to_unknown_customers_are_told_with_their_money(stands: Standing, identified: int, is_told: bool) -> None:
    now = replace(FIGURES, identified_revenue=Decimal(identified))
    told = {notice.key: notice for notice in attention.notices(now, None, stands)}

    assert (attention.IDENTIFIED in told) == is_told
    if is_told:
        assert "¥201" in told[attention.IDENTIFIED].texts(WORDS)[1]


def test_nothing_is_told_where_all_is_well(stands: Standing) -> None:
    nobody = replace(stands.quiet, customers=0, revenue=Decimal(0))
    well = replace(stands, overdue_vips=0, quiet=nobody, waiting=nobody)

    assert attention.notices(FIGURES, FIGURES, well) == ()


@pytest.mark.parametrize(
    ("unit", "now", "before", "value", "change"),
    [
        (Unit.MONEY, 1234.5, 1000.0, "CN¥1,234.50", "+23.4%"),
        (Unit.MONEY, 12345.6, None, "CN¥12,346", None),
        (Unit.COUNT, 9.0, 10.0, "9", "-10.0%"),
        (Unit.COUNT, 9.0, 0.0, "9", None),
        (Unit.SHARE, 0.5, 0.541, "50.0%", "-4.1 points"),
        (Unit.SHARE, None, 0.5, "–", None),
    ],
)
def test_a_figure_is_shown_with_its_change(
    unit: Unit, now: float | None, before: float | None, value: str, change: str | None
) -> None:
    figure = Compared("k", "name", "meaning", unit, now, before, ())

    assert (figure.value_text(WORDS), figure.change_text(WORDS)) == (value, change)


@pytest.mark.parametrize(
    ("support", "warnings"),
    [
        (DataSupport(182, 1000, 100), 0),
        (DataSupport(181, 1000, 100), 1),
        (DataSupport(400, 1001, 100), 1),
        (DataSupport(400, 500, 99), 1),
        (DataSupport(1, 1, 0), 3),
    ],
)
def test_what_the_data_cannot_support_is_said(support: DataSupport, warnings: int) -> None:
    assert len(support.warnings(WORDS)) == warnings


def test_support_counts_days_up_to_the_day_chosen() -> None:
    assert data_support(SPAN, date(2023, 7, 10), 5, 1).days == 10
