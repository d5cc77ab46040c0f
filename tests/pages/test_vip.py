from datetime import date
from pathlib import Path

from streamlit.testing.v1 import AppTest

from pages.shared import cache
from segmentation.store.erasing import erase
from tests.pages.conftest import Open

PAGE = "act/vip.py"


def _figures(app: AppTest) -> dict[str, str]:
    """Of two of one name the one further up."""
    return {metric.label: metric.value for metric in reversed(app.metric)}


def _button(app: AppTest, label: str) -> AppTest:
    return next(one for one in app.button if one.label == label).click().run()


def _typed(app: AppTest, label: str, value: object) -> AppTest:
    return next(one for one in app.number_input if one.label.startswith(label)).set_value(value).run()


def test_the_page_opens_with_vips_and_who_is_close(open_app: Open, demo_home: Path) -> None:
    app = open_app(demo_home, PAGE)

    assert not app.exception
    figures = _figures(app)
    assert (figures["Customers"], figures["One visit from VIP"], figures["Kept by grace"]) == ("368", "206", "42")
    assert "VIP in force" in [shown.value for shown in app.subheader]


def test_another_level_and_other_distances_are_listed(open_app: Open, demo_home: Path) -> None:
    app = open_app(demo_home, PAGE)
    app.segmented_control(key="vip.level").set_value("quasi-VIP").run()
    app.segmented_control(key="vip.near").set_value("Non-VIP").run()

    assert not app.exception
    assert _figures(app)["Customers"] == "309"
    assert any("2,300 customers" in said.value for said in app.caption)


def test_a_level_is_set_by_hand_and_ended(open_app: Open, demo_home: Path) -> None:
    app = open_app(demo_home, PAGE)
    next(one for one in app.text_input if one.label.startswith("Find a customer")).set_value("M100001").run()
    next(one for one in app.text_input if one.label == "Reason").set_value("Friend of the house")
    _button(app, "Set the level")

    assert not app.exception
    assert _figures(app)["Set by hand"] == "1"
    assert any("Friend of the house" in said.value for said in app.text)

    _button(app, "End now")

    assert _figures(app)["Set by hand"] == "0"


def _log(app: AppTest) -> list[tuple[str, str, str]]:
    """Customer, level and reason of the moves that the page shows, the latest first."""
    shown = next(table.value for table in app.dataframe if "to_level" in table.value)
    return list(zip(shown["customer"], shown["to_level"], shown["reason"], strict=True))


def test_a_level_set_by_hand_ended_and_brought_back_is_in_the_log_at_once(open_app: Open, demo_home: Path) -> None:
    app = open_app(demo_home, PAGE)
    next(one for one in app.text_input if one.label.startswith("Find a customer")).set_value("M100001").run()
    next(one for one in app.text_input if one.label == "Reason").set_value("Friend of the house")
    next(one for one in app.selectbox if one.label == "Level").set_value("non-VIP")
    _button(app, "Set the level")
    assert _log(app)[0] == ("M100001", "Non-VIP", "Set by hand: Friend of the house")
    assert {one.label for one in app.get("download_button") if str(one.key).startswith("vip.log.")} == {
        "Workbook",
        "CSV",
    }

    _button(app, "End now")
    assert _log(app)[0] == ("M100001", "VIP", "The level set by hand ended")
    assert _figures(app)["Set by hand"] == "0"
    assert any(said.value.startswith("Ended: ") for said in app.text)

    _button(app, "Undo")
    assert not app.exception
    assert _figures(app)["Set by hand"] == "1"
    assert _log(app)[0] == ("M100001", "Non-VIP", "Set by hand: Friend of the house")
    assert not any(said.value.startswith("Ended: ") for said in app.text)
    _button(app, "Record the levels of today")
    assert [said.value for said in app.success] == ["0 changes of level were written down."]


def test_looking_at_another_day_writes_nothing(open_app: Open, demo_home: Path) -> None:
    app = open_app(demo_home, PAGE)
    _button(app, "Record the levels of today")
    before = _log(app)
    app.date_input(key="as_of").set_value(date(2025, 3, 1)).run()
    assert not app.exception
    assert _log(app) == before


def test_of_an_erased_customer_nothing_stays_of_a_level_that_was_ended(open_app: Open, demo_home: Path) -> None:
    app = open_app(demo_home, PAGE)
    next(one for one in app.text_input if one.label.startswith("Find a customer")).set_value("M100001").run()
    next(one for one in app.text_input if one.label == "Reason").set_value("Friend of the house")
    _button(app, "Set the level")
    _button(app, "End now")
    shop_id = cache.home().shops()[0].id
    (who,) = cache.home().open(shop_id).query("from customers where customer = 'M100001'").to_pylist()
    erase(cache.home(), shop_id, who["customer_id"], typed_name=who["name"])
    app = app.run()

    assert not app.exception
    assert not app.error
    assert not any("Friend of the house" in said.value for said in app.text)
    assert not any(one.label == "Undo" for one in app.button)


def test_a_level_without_a_reason_is_refused(open_app: Open, demo_home: Path) -> None:
    app = open_app(demo_home, PAGE)
    next(one for one in app.text_input if one.label.startswith("Find a customer")).set_value("M100001").run()
    _button(app, "Set the level")

    assert [r"needs its reason\." in shown.value for shown in app.error] == [True]
    assert _figures(app)["Set by hand"] == "0"


def test_other_rules_say_who_moves_before_they_are_used(open_app: Open, demo_home: Path) -> None:
    app = open_app(demo_home, PAGE)
    _typed(app, "VIP from this spending", 3000.0)

    assert not app.exception
    assert int(_figures(app)["Customers who change level"]) > 0
    assert any(said.value.startswith("Spending limit") for said in app.caption)
    assert _figures(app)["Customers"] == "368"

    _button(app, "Use for the whole shop")

    fewer = int(_figures(app)["Customers"])
    assert 0 < fewer < 326
    assert "Customers who change level" not in _figures(app)

    _button(app, "Reset to default")

    assert _figures(app)["Customers"] == "368"


def test_levels_are_written_down_once(open_app: Open, demo_home: Path) -> None:
    app = open_app(demo_home, PAGE)
    assert any(said.value == "Nothing is written down yet." for said in app.info)
    _button(app, "Record the levels of today")

    assert [said.value for said in app.success] == ["677 changes of level were written down."]
    _button(app, "Record the levels of today")
    assert [said.value for said in app.success] == ["0 changes of level were written down."]


def test_a_shop_of_one_customer_has_nobody_to_compare(open_app: Open, one_customer_home: Path) -> None:
    app = open_app(one_customer_home, PAGE)

    assert not app.exception
    assert any(said.value.startswith("There are no VIPs, or nobody else") for said in app.info)


def test_shares_of_the_rules_are_per_cent_as_on_the_rules_page(open_app: Open, demo_home: Path) -> None:
    app = open_app(demo_home, PAGE)
    labels = {one.label: one.value for one in app.number_input if "(%)" in one.label}
    assert sorted(labels.values()) == [20.0, 50.0, 80.0]
    app = app.switch_page("pages/understand/rules.py").run()
    app = app.segmented_control(key="rules").set_value("vip").run()
    assert {one.label: one.value for one in app.number_input if "(%)" in one.label} == labels


def test_revenue_says_of_which_time_it_is(open_app: Open, demo_home: Path) -> None:
    app = open_app(demo_home, PAGE)
    assert "Revenue, all time" in _figures(app)
    assert any("revenue in the window of 365 days (pale bar)" in said.value for said in app.caption)
