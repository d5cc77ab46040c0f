from pathlib import Path

from streamlit.testing.v1 import AppTest

from tests.pages.conftest import Open

PAGE = "understand/lifecycle.py"


def _figures(app: AppTest) -> dict[str, str]:
    return {metric.label: metric.value for metric in app.metric}


def _limit(app: AppTest, label: str) -> object:
    return next(one for one in app.number_input if one.label.startswith(label))


def test_the_page_opens_with_the_shops_rhythm_and_those_at_risk(open_app: Open, demo_home: Path) -> None:
    app = open_app(demo_home, PAGE)

    figures = _figures(app)
    assert (figures["Rhythm"], figures["At risk after"], figures["Lost after"]) == ("27 days", "40.5 days", "144 days")
    assert figures["Customers"] == "469"
    assert [shown.value for shown in app.subheader] == ["At risk"]


def test_another_stage_lists_its_customers(open_app: Open, demo_home: Path) -> None:
    app = open_app(demo_home, PAGE)

    app.pills[0].set_value("growing").run()

    assert not app.exception
    assert _figures(app)["Customers"] == "335"


def test_limits_set_by_hand_hold_until_the_default_is_back(open_app: Open, demo_home: Path) -> None:
    app = open_app(demo_home, PAGE)
    _limit(app, "At risk after (days), for everybody").set_value(60)
    app = _limit(app, "Lost after (days), for everybody").set_value(200).run()
    assert int(_figures(app)["Customers who change level"]) > 0
    next(button for button in app.button if button.label == "Use for the whole shop").click().run()

    assert not app.exception
    changed = _figures(app)
    assert (changed["At risk after"], changed["Lost after"]) == ("60 days", "200 days")
    assert _limit(app, "At risk after (days), for everybody").value == 60

    next(button for button in app.button if button.label == "Reset to default").click().run()

    assert not any(button.label == "Reset to default" for button in app.button)
    assert (_figures(app)["At risk after"], _figures(app)["Customers"]) == ("40.5 days", "469")


def test_limits_that_contradict_each_other_are_refused_and_change_nothing(open_app: Open, demo_home: Path) -> None:
    app = open_app(demo_home, PAGE)
    _limit(app, "At risk after (days), for everybody").set_value(60)
    app = _limit(app, "Lost after (days), for everybody").set_value(30).run()

    assert [r"A customer is overdue before being lost\." in shown.value for shown in app.error] == [True]
    assert _figures(app)["At risk after"] == "40.5 days"
    assert next(button.disabled for button in app.button if button.label == "Use for the whole shop")


def test_a_shop_of_one_customer_says_that_its_rhythm_is_not_known(open_app: Open, one_customer_home: Path) -> None:
    app = open_app(one_customer_home, PAGE)

    assert any("not known well enough" in said.value for said in app.caption)
    assert _figures(app)["At risk after"] == "90 days"
    assert len(app.info) >= 3
