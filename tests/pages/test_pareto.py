from pathlib import Path

from streamlit.testing.v1 import AppTest

from tests.pages.conftest import Open

PAGE = "understand/pareto.py"


def _choose(app: AppTest, label: str, value: str) -> AppTest:
    return next(one for one in app.segmented_control if one.label == label).set_value(value).run()


def _said(app: AppTest) -> str:
    escaped = next(one.value for one in app.markdown if one.value.startswith("Above this point"))
    return escaped.replace("\\", "")


def test_the_page_opens_with_the_largest_fifth(open_app: Open, demo_home: Path) -> None:
    app = open_app(demo_home, PAGE)

    assert {metric.label: metric.value for metric in app.metric if metric.label in ("Own rule", "Top 20%", "Gini")} == {
        "Own rule": "25.3%",
        "Top 20%": "74.9%",
        "Gini": "0.72",
    }
    assert _said(app).startswith("Above this point: 596 customers")
    assert len(app.dataframe) == 1


def test_a_point_by_revenue_lists_the_customers_of_the_shops_own_rule(open_app: Open, demo_home: Path) -> None:
    app = _choose(open_app(demo_home, PAGE), "Pick a point", "By the revenue they bring")
    percent = next(one for one in app.number_input if one.label.startswith("Per cent"))

    percent.set_value(80.0).run()

    assert _said(app).startswith("Above this point: 754 customers")
    assert "754" in {metric.value for metric in app.metric if metric.label == "Customers"}


def test_products_and_categories_have_curves_and_files_too(open_app: Open, demo_home: Path) -> None:
    app = open_app(demo_home, PAGE)

    for subject in ("Products", "Categories"):
        _choose(app, "Curve of", subject)
        assert not app.exception
        assert subject.lower() in _said(app)
        assert app.dataframe[0].value["tier"].iloc[0] == "A"


def test_a_shop_of_one_customer_has_nothing_to_compare(open_app: Open, one_customer_home: Path) -> None:
    app = open_app(one_customer_home, PAGE)

    for subject in ("Customers", "Products", "Categories"):
        _choose(app, "Curve of", subject)
        assert not app.exception
        assert any("nothing to compare" in shown.value for shown in app.info)
