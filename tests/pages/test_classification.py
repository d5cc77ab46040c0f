from pathlib import Path

from streamlit.testing.v1 import AppTest

from tests.pages.conftest import Open

PAGE = "understand/classification.py"


def _figures(app: AppTest) -> dict[str, str]:
    return {metric.label: metric.value for metric in app.metric}


def _step(app: AppTest, step: str) -> AppTest:
    return app.segmented_control(key="final.step").set_value(step).run()


def test_the_page_opens_with_the_first_split_and_its_limits(open_app: Open, demo_home: Path) -> None:
    app = open_app(demo_home, PAGE)

    assert not app.exception
    said = [shown.value for shown in app.markdown if "or more an order on average" in shown.value]
    assert len(said) == 1
    assert not app.metric


def test_each_split_is_one_click_and_lists_its_customers(open_app: Open, demo_home: Path) -> None:
    app = open_app(demo_home, PAGE)
    app.selectbox(key="final.picked.first").set_value("high").run()
    high = int(_figures(app)["Customers"].replace(",", ""))
    assert high > 900

    _step(app, "second")
    assert app.selectbox(key="final.picked.second").value is None
    app.selectbox(key="final.picked.second").set_value("occasional").run()
    assert int(_figures(app)["Customers"].replace(",", "")) > 500

    _step(app, "final")
    table = app.dataframe[0].value
    assert table["customers"].sum() == 2977
    app.selectbox(key="final.picked.final").set_value("high / often").run()
    assert not app.exception
    assert _figures(app)["Customers"] == f"{table['customers'].iloc[0]:,}"
    assert [shown.value for shown in app.subheader] == ["Big customer"]


def test_the_total_can_be_looked_at_and_taken_into_use(open_app: Open, demo_home: Path) -> None:
    app = open_app(demo_home, PAGE)
    next(one for one in app.segmented_control if one.label == "Amount").set_value(True).run()

    assert any("or more in all" in shown.value for shown in app.markdown)
    next(one for one in app.button if one.label == "Use for the whole shop").click().run()
    assert not app.exception
    assert not [one for one in app.button if one.label == "Use for the whole shop"]


def test_a_shop_of_one_customer_has_one_class(open_app: Open, one_customer_home: Path) -> None:
    app = _step(open_app(one_customer_home, PAGE), "final")

    assert not app.exception
    assert app.dataframe[0].value["customers"].sum() == 1
