from pathlib import Path

from tests.pages.conftest import Open

PAGE = "data/quality.py"


def test_every_number_stands_with_its_meaning(open_app: Open, demo_home: Path) -> None:
    app = open_app(demo_home, PAGE)

    assert not app.exception
    assert {"Identified share", "One-time share", "Returns share", "Negative customers"} <= {
        metric.label for metric in app.metric
    }
    assert len(app.metric) == 15
    assert app.dataframe[0].value.shape[0] == 10


def test_what_the_data_cannot_support_is_said_first(open_app: Open, one_customer_home: Path) -> None:
    app = open_app(one_customer_home, PAGE)

    assert any("The data cover 1 days" in shown.value for shown in app.info)
    assert any("100.0%" in metric.value for metric in app.metric)


def test_a_shop_without_sales_says_what_to_do_next(open_app: Open, new_shop: Path) -> None:
    app = open_app(new_shop, PAGE)

    assert [shown.value for shown in app.info] == [r"This shop has no sales yet\. Load a sales sheet first\."]
