from pathlib import Path

from tests.pages.conftest import Open


def test_the_overview_opens_with_the_key_figures_and_the_shops_own_rule(open_app: Open, demo_home: Path) -> None:
    app = open_app(demo_home)

    assert [metric.label for metric in app.metric] == [
        "Net revenue", "Active customers", "Purchases", "Average order value", "Repeat rate", "Identified share",
    ]  # fmt: skip
    assert all(metric.delta for metric in app.metric)
    assert any(r"25\.3% of the customers bring 80% of the revenue" in said.value for said in app.markdown)


def test_another_period_gives_other_figures(open_app: Open, demo_home: Path) -> None:
    app = open_app(demo_home)
    year = [metric.value for metric in app.metric]

    period = next(choice for choice in app.segmented_control if choice.label == "Period")
    period.set_value(90).run()

    assert not app.exception
    assert [metric.value for metric in app.metric] != year
    assert any("against the 90 days before" in said.value for said in app.caption)


def test_an_earlier_day_counts_less(open_app: Open, demo_home: Path) -> None:
    app = open_app(demo_home)
    first = app.date_input[0].min

    app.date_input[0].set_value(first).run()

    assert not app.exception
    assert [shown.value for shown in app.error] == []
    assert any("do not reach back" in said.value for said in app.caption)


def test_a_shop_without_sales_says_what_to_do_next(open_app: Open, new_shop: Path) -> None:
    app = open_app(new_shop)

    assert [shown.value for shown in app.info] == [r"This shop has no sales yet\. Load a sales sheet first\."]
    assert not app.exception


def test_a_shop_of_one_customer_says_how_little_it_knows(open_app: Open, one_customer_home: Path) -> None:
    app = open_app(one_customer_home)

    assert len(app.metric) == 6
    assert any("The data cover 1 days" in shown.value for shown in app.info)
