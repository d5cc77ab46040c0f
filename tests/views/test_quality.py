from collections import defaultdict
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from segmentation.errors import NoSales
from segmentation.locale import LANGUAGES, Words
from segmentation.schema import SALES
from segmentation.store.home import Home
from segmentation.store.workspace import Workspace
from segmentation.views.quality import Quality, QualityLimits, quality
from segmentation.views.quality_wording import checks, stretches
from tests.conftest import make_home

Sold = Callable[..., Quality]


@pytest.fixture
def sold(tmp_path: Path) -> Sold:
    """``sold(line, …)``: the quality of a shop of these lines; each a dict of SALES columns."""

    def of(*lines: dict[str, Any], limits: QualityLimits | None = None) -> Quality:
        blank = {field.name: None for field in SALES} | {"is_counted": True}
        rows = [
            blank | {"row_number": place, "customer": line.get("customer_key")} | line
            for place, line in enumerate(lines, start=2)
        ]
        folder = make_home(tmp_path / "shops", "Shop", pa.Table.from_pylist(rows, schema=SALES))
        home = Home(folder)
        try:
            return quality(home.open(home.shops()[0].id), limits)
        finally:
            home.close_all()

    return of


def line(who: str | None, day: date, money: str, **more: Any) -> dict[str, Any]:
    return {
        "customer_key": who,
        "sold_at": datetime(day.year, day.month, day.day, 12),
        "net_revenue": Decimal(money),
        "order_number": f"{who}-{day}",
    } | more


DAY = date(2024, 1, 10)


def test_the_demo_shop_equals_a_count_by_hand(tea_house: Workspace) -> None:
    view = quality(tea_house)
    lines = tea_house.query(
        "select customer_id, order_number, sold_at::date as day, net_revenue, unit_price from lines "
        "where is_active and is_counted"
    ).to_pylist()
    money, days = defaultdict(Decimal), defaultdict(set)
    orders: dict[tuple[Any, ...], list[Any]] = {}
    for row in lines:
        key = (row["customer_id"], row["order_number"], row["day"] if row["order_number"] is None else None)
        day, revenue = orders.get(key, (row["day"], Decimal(0)))
        orders[key] = [min(day, row["day"]), revenue + row["net_revenue"]]
    for (customer, *_), (day, revenue) in orders.items():
        money[customer] += revenue
        if revenue > 0:
            days[customer].add(day)
    known = {customer for customer in days if customer is not None}

    assert view.counted.lines == len(lines)
    assert view.counted.return_lines == sum(row["net_revenue"] < 0 for row in lines)
    assert view.counted.zero_lines == sum(row["net_revenue"] == 0 for row in lines)
    assert view.counted.zero_price_lines == sum(row["unit_price"] == 0 for row in lines)
    assert view.counted.unnumbered_lines == sum(row["order_number"] is None for row in lines)
    assert view.counted.sold - view.counted.returned == view.revenue == sum(money.values())
    assert view.identified_revenue == view.revenue - money[None]
    assert view.customers == len(known)
    assert view.returning_customers == sum(len(days[customer]) > 1 for customer in known)
    assert view.negative_customers == sum(money[customer] < 0 for customer in known)
    assert view.returns_only == len({customer for customer in money if customer is not None} - known)
    assert [big.customer_id for big in view.biggest] == sorted(
        (customer for customer in money if customer is not None), key=lambda who: (-money[who], who)
    )[:10]


def test_months_without_a_sale_are_found(sold: Sold) -> None:
    view = sold(line("a", date(2024, 1, 5), "10"), line("a", date(2024, 4, 1), "10"))

    assert [month.first_day for month in view.empty_months] == [date(2024, 2, 1), date(2024, 3, 1)]
    assert len(view.months) == 4


def test_the_longest_time_without_a_sale_is_told_first(sold: Sold) -> None:
    view = sold(
        *(line("a", DAY + timedelta(days=after), "10") for after in (0, 14, 16, 60)),
        limits=QualityLimits(quiet_days=14),
    )

    assert [stretch.days for stretch in view.stretches] == [43]
    assert stretches(view, Words()) == ("No sale for 43 days, between Jan 26, 2024 and Mar 10, 2024.",)


def test_a_stretch_counts_the_days_between(sold: Sold) -> None:
    view = sold(line("a", DAY, "1"), line("a", DAY + timedelta(days=4), "1"), limits=QualityLimits(quiet_days=3))

    assert [stretch.days for stretch in view.stretches] == [3]


def test_lines_of_a_kind_are_counted_once_each(sold: Sold) -> None:
    view = sold(
        line("a", DAY, "100"),
        line("a", DAY, "-20"),
        line("b", DAY, "0", unit_price=Decimal(0)),
        line(None, DAY, "50", order_number=None),
        line("c", DAY, "70", is_counted=False),
    )

    counted = view.counted
    assert (counted.lines, counted.uncounted) == (4, 1)
    assert (counted.sold, counted.returned, counted.return_lines) == (150, 20, 1)
    assert (counted.zero_lines, counted.zero_price_lines, counted.unnumbered_lines) == (1, 1, 1)
    assert view.identified_share == pytest.approx(80 / 130)


def test_a_customer_who_gave_back_more_than_they_bought_is_negative(sold: Sold) -> None:
    view = sold(line("a", DAY, "10"), line("a", DAY + timedelta(days=1), "-30"), line("b", DAY, "-5"))

    assert (view.customers, view.negative_customers, view.returns_only) == (1, 1, 1)


def test_dates_after_the_day_of_loading_are_counted(sold: Sold) -> None:
    view = sold(line("a", date(2090, 5, 1), "10"), line("a", DAY, "10"))

    assert view.counted.future_lines == 1


def test_a_customer_many_times_as_large_as_the_others_may_be_wholesale(sold: Sold) -> None:
    view = sold(line("firm", DAY, "500"), *(line(f"c{place}", DAY, "20") for place in range(40)))

    assert [big.customer for big in view.wholesale] == ["firm"]
    assert view.biggest[0].share == pytest.approx(500 / 1300)
    assert len(view.biggest) == 10


def test_few_customers_of_one_size_are_no_wholesale(sold: Sold) -> None:
    view = sold(line("a", DAY, "50"), line("b", DAY, "45"))

    assert view.wholesale == ()


@pytest.mark.parametrize(("limit", "is_fine"), [(0.8, True), (0.81, False)])
def test_what_is_worth_a_look_depends_on_the_limits(sold: Sold, limit: float, is_fine: bool) -> None:
    view = sold(line("a", DAY, "80"), line(None, DAY, "20"), limits=QualityLimits(identified_share=limit))

    assert {check.key: check for check in checks(view)}["identified"].is_fine == is_fine


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_number_has_its_words(tea_house: Workspace, language: str) -> None:
    words = Words(language, "CNY")
    found = checks(quality(tea_house))

    assert len({check.key for check in found}) == len(found) == 14
    for check in found:
        assert "{" not in "".join(check.texts(words))
        assert check.shown(words)


def test_a_shop_without_sales_has_no_quality(tmp_path: Path) -> None:
    home = Home(tmp_path)
    try:
        with pytest.raises(NoSales):
            quality(home.open(home.create("New")))
    finally:
        home.close_all()
