import shutil
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from segmentation.classifications.final_classification import KEYS, SECOND
from segmentation.locale import Words
from segmentation.parameters import Analysis, FinalRules, Period
from segmentation.store.home import Home
from segmentation.store.workspace import Workspace
from segmentation.views.basis import Basis, basis
from segmentation.views.final_classes import AMOUNTS, FinalView, classes_of, final_view, first_rule, second_rule
from tests.reference import levels as reference
from tests.views.labelled_customers import STORED_LINES

WORDS = Words("en", "CNY")


@pytest.fixture(scope="module")
def view(tea_house: Workspace, tea_house_basis: Basis) -> FinalView:
    return final_view(tea_house, tea_house_basis)


def test_the_nine_classes_equal_plain_sql(tea_house: Workspace, view: FinalView) -> None:
    connection = reference.shop(tea_house.query(STORED_LINES))
    twin = connection.execute(
        f"select level, count(*), sum(f)::int, sum(m) from ({reference.FINAL}) join measures using (c) group by level"
    ).fetchall()

    assert {(one.key, one.customers, one.purchases, one.revenue) for one in view.classes} == set(twin)


def test_the_nine_classes_of_the_real_shop(online_retail_home: Path, tmp_path: Path) -> None:
    home = Home(Path(shutil.copytree(online_retail_home, tmp_path / "shops")))
    workspace = home.open(home.shops()[0].id)
    last = workspace.query("select max(order_date) as last from orders")["last"][0].as_py()
    found = final_view(workspace, basis(workspace, Analysis(Period(last))))
    home.close_all()

    assert [one.customers for one in found.classes] == [202, 790, 454, 185, 802, 459, 146, 665, 635]


def test_both_splits_hold_every_customer_once(view: FinalView) -> None:
    everyone = sum(one.customers for one in view.classes)
    revenue = sum(one.revenue for one in view.classes)

    for split, keys in ((view.first, AMOUNTS), (view.second, SECOND)):
        assert tuple(one.key for one in split) == keys
        assert sum(one.customers for one in split) == everyone
        assert sum(one.revenue for one in split) == revenue


def test_limits_part_the_customers_where_they_are_said(
    tea_house: Workspace, tea_house_basis: Basis, view: FinalView
) -> None:
    lower, upper = view.limits
    twin = tea_house.query(
        """select count(*) filter (average >= round(?::double, 6)) as high,
                  count(*) filter (average < round(?::double, 6)) as low from (
             select round(sum(net_revenue)::double / count(*) filter (net_revenue > 0), 6) as average from orders
             where customer_id is not null group by customer_id having count(*) filter (net_revenue > 0) > 0)""",
        [upper, lower],
    ).to_pylist()[0]

    assert (view.first[0].customers, view.first[2].customers) == (twin["high"], twin["low"])


def test_the_total_parts_customers_otherwise(tea_house: Workspace, tea_house_basis: Basis, view: FinalView) -> None:
    rules = replace(tea_house_basis.analysis, final=FinalRules(by_total=True))
    by_total = final_view(tea_house, basis(tea_house, rules))

    assert by_total.limits != view.limits
    assert by_total.second == view.second
    assert first_rule("high", by_total, WORDS).endswith("or more in all.")


def test_the_classes_behind_a_split_are_its_row_or_column() -> None:
    assert classes_of("high") == {"high / often", "high / not often", "high / occasional"}
    assert classes_of("often") == {"high / often", "middle / often", "low / often"}
    assert classes_of("low / not often") == {"low / not often"}
    assert frozenset().union(*(classes_of(key) for key in AMOUNTS)) == frozenset(KEYS)


@pytest.mark.parametrize(
    ("limits", "said"),
    [
        (("10", "20"), ["{20} or more an order on average.", "From {10} up to below {20} an order on average."]),
        (("10", None), ["Nobody: too many customers spend the same.", "{10} or more an order on average."]),
        (("10", "10"), ["{10} or more an order on average.", "Nobody: too many customers spend the same."]),
        ((None, None), ["Nobody: too many customers spend the same."] * 2),
    ],
)
def test_limits_are_said(view: FinalView, limits: tuple[str | None, str | None], said: list[str]) -> None:
    lower, upper = (None if one is None else Decimal(one) for one in limits)
    shown = replace(view, limits=(lower, upper))
    money = {f"{{{one}}}": WORDS.money(Decimal(one)) for one in ("10", "20")}
    expected = [text.replace("{10}", money["{10}"]).replace("{20}", money["{20}"]) for text in said]

    assert [first_rule(key, shown, WORDS) for key in ("high", "middle")] == expected
    low = first_rule("low", shown, WORDS)
    assert low == (
        "Everybody: all customers spend the same." if lower is None else f"Below {money['{10}']} an order on average."
    )


def test_the_second_split_says_the_shops_gap(view: FinalView) -> None:
    assert "every 27 days or more often" in second_rule("often", view, WORDS)
    unknown = replace(view, rhythm=replace(view.rhythm, median_gap=None))
    assert second_rule("often", unknown, WORDS) == "Nobody has come on two days yet."
