"""The page of customer files, run without a browser."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from pages.shared import cache, state
from segmentation.store.customer_fields import FieldKind, define_own_field
from segmentation.store.customer_records import change, current_values, history
from segmentation.store.notes import notes
from segmentation.store.workspace import Workspace
from tests.pages.conftest import Open

PAGE = "act/customers.py"
PARTS = ("file", "why", "purchases", "notes", "edit", "history")


@pytest.fixture
def app(open_app: Open, demo_home: Path) -> AppTest:
    return open_app(demo_home, PAGE)


def shop() -> Workspace:
    home = cache.home()
    return home.open(home.shops()[0].id)


def person() -> dict[str, object]:
    """A customer of the demo shop whose name nobody else has."""
    (row,) = (
        shop()
        .query(
            "select customer_id, customer, name, phone from customers where name in "
            "(select name from customers group by name having count(*) = 1) and phone is not null order by customer_id limit 1"
        )
        .to_pylist()
    )
    return dict(row)


def search(app: AppTest, typed: str) -> AppTest:
    return app.text_input[0].set_value(typed).run()


def look_at(app: AppTest, part: str) -> AppTest:
    control = next(one for one in app.segmented_control if one.label == "Part of the file")
    return control.set_value(part).run()


def click(app: AppTest, label: str) -> AppTest:
    return next(button for button in app.button if button.label == label).click().run()


def texts(app: AppTest) -> list[str]:
    return [one.value for one in app.text]


def test_a_customer_is_found_by_phone_and_opened_by_the_only_hit(app: AppTest) -> None:
    who = person()
    phone = str(who["phone"])
    search(app, f"+86 {phone[:3]}-{phone[3:7]}-{phone[7:]}" if len(phone) == 11 else phone)
    assert not app.exception
    assert [shown.value for shown in app.subheader] == [who["name"]]
    assert str(who["customer_id"]) in app.query_params["customer"]
    assert phone in texts(app)


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_every_part_of_a_file_stands(open_app: Open, demo_home: Path, part: str, language: str) -> None:
    app = open_app(demo_home, PAGE, language=language)
    app.query_params["customer"] = "1"
    app.session_state[state.CUSTOMER_PART] = part  # the test runner knows the choice by its English name only
    app.run()
    assert not app.exception
    assert [shown.value for shown in app.error] == []
    assert app.session_state[state.CUSTOMER_PART] == part
    assert len(app.subheader) == 1


def test_several_hits_are_a_list_to_choose_from(app: AppTest) -> None:
    search(app, "a")
    assert len(app.dataframe) == 1
    assert len(app.dataframe[0].value) == 50
    choice = next(one for one in app.selectbox if one.label == "Open the file of")
    choice.select_index(3).run()
    assert not app.exception
    assert len(app.subheader) == 1


def test_nobody_found_is_said(app: AppTest) -> None:
    search(app, "nobody-is-called-that")
    assert any("Nobody has that" in said.value for said in app.info)


def test_a_link_to_nobody_says_so_and_lets_one_search(app: AppTest) -> None:
    app.query_params["customer"] = "999999999"
    app.run()
    assert not app.exception
    assert len(app.error) == 1
    assert app.text_input[0].label == "Find a customer"


def test_a_field_is_edited_undone_and_brought_back(app: AppTest) -> None:
    who = person()
    number = int(str(who["customer_id"]))
    search(app, str(who["phone"]))
    look_at(app, "edit")
    next(one for one in app.text_input if one.label == "Your name").set_value("Li")
    next(one for one in app.text_input if one.label == "City").set_value("*Suzhou*")
    click(app, "Save")
    assert not app.exception
    value = current_values(shop(), number)["city"]
    assert (value.value, value.author, value.provenance) == ("*Suzhou*", "Li", "entered")

    look_at(app, "history")
    assert any(said.startswith("City: *Suzhou*\nLi") for said in texts(app))

    look_at(app, "edit")
    click(app, "Undo")
    assert "city" not in current_values(shop(), number)
    assert next(one for one in app.text_input if one.label == "City").value == ""

    look_at(app, "history")
    click(app, "Bring back")
    assert current_values(shop(), number)["city"].value == "*Suzhou*"


def test_a_value_that_is_refused_is_said_and_nothing_is_saved(app: AppTest) -> None:
    app.query_params["customer"] = "1"
    app.run()
    look_at(app, "edit")
    name = next(one for one in app.text_input if one.label == "Name of the field")
    name.set_value(" ")
    click(app, "Add the field")
    assert len(app.error) == 1
    assert not app.exception


def test_an_own_field_is_added_and_filled(app: AppTest) -> None:
    app.query_params["customer"] = "1"
    app.run()
    look_at(app, "edit")
    next(one for one in app.text_input if one.label == "Name of the field").set_value("Cup")
    click(app, "Add the field")
    next(one for one in app.text_input if one.label == "Cup").set_value("blue")
    click(app, "Save")
    assert current_values(shop(), 1)["own:Cup"].value == "blue"


FAR_DAYS = {"birthday": "1850-02-03", "joined_on": "1753-01-01", "own:Cup day": "2150-12-31"}
"""Beyond the calendar that a field of days is typed in."""


def test_days_beyond_the_calendar_are_shown_and_stay_when_another_field_is_saved(app: AppTest) -> None:
    define_own_field(shop(), "Cup day", FieldKind.DATE)
    change(shop(), 1, FAR_DAYS)
    with shop().revising("record_changes") as cursor:
        cursor.execute("update record_changes set value = '20240506' where field = 'joined_on'")
    app.query_params["customer"] = "1"
    app.run()
    look_at(app, "edit")
    assert not app.exception
    typed = {one.label: one for one in app.text_input}
    shown = {label: typed[label].value for label in ("Birthday", "Customer since", "Cup day")}
    stored = FAR_DAYS | {"joined_on": "20240506"}
    assert list(shown.values()) == list(stored.values())

    typed["City"].set_value("Suzhou")
    click(app, "Save")
    assert not app.exception
    values = current_values(shop(), 1)
    assert values["city"].value == "Suzhou"
    assert {key: values[key].value for key in stored} == stored
    assert sum(one.field in stored for one in history(shop(), 1)) == len(stored)  # none was written again

    next(one for one in app.text_input if one.label == "Birthday").set_value("1950-02-03")
    click(app, "Save")
    assert current_values(shop(), 1)["birthday"].value == "1950-02-03"
    assert [one.value.isoformat() for one in app.date_input if one.label == "Birthday"] == ["1950-02-03"]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "No way up by buying: The level says what kind of customer this is; no kind is above another."),
        ("zh_CN", "靠购买没有提升途径：该等级说明客户属于哪种类型，各类型之间没有高低之分。"),
    ],
)
def test_a_card_without_a_way_up_says_why(open_app: Open, demo_home: Path, language: str, said: str) -> None:
    app = open_app(demo_home, PAGE, language=language)
    app.query_params["customer"] = "5"
    app.session_state[state.CUSTOMER_PART] = "why"
    app.run()
    assert not app.exception
    assert any(said in one.value.replace("\\", "") for one in app.caption)


def test_notes_are_kept_removed_and_brought_back_and_shown_as_text(app: AppTest) -> None:
    app.query_params["customer"] = "1"
    app.run()
    look_at(app, "notes")
    app.text_area[0].set_value("![x](http://example.org/x.png) <b>no</b>")
    click(app, "Save the note")
    assert not app.exception
    assert "![x](http://example.org/x.png) <b>no</b>" in texts(app)
    assert not any("example.org" in one.value for one in (*app.markdown, *app.caption))
    click(app, "Remove")
    assert notes(shop(), 1) == ()
    click(app, "Bring back")
    assert len(notes(shop(), 1)) == 1


def test_a_name_of_markup_is_shown_letter_by_letter(app: AppTest) -> None:
    app.query_params["customer"] = "1"
    app.run()
    look_at(app, "edit")
    next(one for one in app.text_input if one.label == "Name").set_value("![x](http://e.org/x.png)")
    click(app, "Save")
    assert [shown.value for shown in app.subheader] == [r"\!\[x\]\(http\://e\.org/x\.png\)"]


def test_erasing_needs_the_name_and_forgets_what_was_searched(app: AppTest) -> None:
    who = person()
    search(app, str(who["phone"]))
    look_at(app, "edit")
    typed = next(one for one in app.text_input if one.label == "The customer's name")
    typed.set_value("somebody else")
    click(app, "Erase for good")
    assert len(app.error) == 1

    next(one for one in app.text_input if one.label == "The customer's name").set_value(str(who["name"]))
    click(app, "Erase for good")
    assert not app.exception
    assert any(said.value.startswith("Erased.") for said in app.success)
    assert app.text_input[0].value == ""
    assert "customer" not in app.query_params
    assert shop().query("select * from customers where customer_id = ?", [who["customer_id"]]).num_rows == 0
    search(app, str(who["phone"]))
    assert any("Nobody has that" in said.value for said in app.info)
