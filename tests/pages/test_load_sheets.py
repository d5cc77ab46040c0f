"""Workbooks whose months stand in sheets of their own: which are taken is asked, and lines in two of them are told first."""

from __future__ import annotations

from pathlib import Path

from streamlit.testing.v1 import AppTest

from pages.shared import cache
from tests.intake.odd_files import HEADER, LINES, rows_xml, sheet_xml, xlsx
from tests.pages.conftest import Open
from tests.pages.load_page import PAGE, dropped

BOTH, JANUARY = "Take both", "Only January"


def workbook(*months: list[list[str]], names: tuple[str, ...] = ("January", "February")) -> bytes:
    return xlsx(*(sheet_xml(rows_xml([HEADER, *lines])) for lines in months), names=list(names))


def go(app: AppTest):
    return next(button for button in app.button if button.label.startswith("Load "))


def which(app: AppTest):
    return next(each for each in app.radio if each.label == "Which of them belong to this load?")


def take(app: AppTest, label: str) -> AppTest:
    radio = which(app)
    radio.set_value({BOTH: "all"}.get(label, "one")).run()
    assert not app.exception
    assert label in which(app).options
    return app


def lines() -> tuple[int, float]:
    home = cache.home()
    rows = home.open(home.shops()[0].id).query("select count(*) as n, sum(net_revenue)::double as money from lines")
    return int(rows["n"][0].as_py()), float(rows["money"][0].as_py())


def test_nothing_is_loaded_before_it_is_said_which_months_belong_to_it(open_app: Open, new_shop: Path) -> None:
    app = dropped(open_app(new_shop, PAGE), workbook(LINES[:12], LINES[12:]), "months.xlsx")
    said = " ".join(each.value for each in app.warning).replace("\\", "")
    assert "January: 12 rows · February: 8 rows" in said
    assert (which(app).value, go(app).disabled) == (None, True)

    take(app, BOTH)
    assert (go(app).label, go(app).disabled) == ("Load 20 rows", False)
    go(app).click().run()
    assert not app.exception
    assert lines() == (20, 315.0)


def test_the_next_file_of_that_shape_gives_all_its_months_in_one_click(open_app: Open, new_shop: Path) -> None:
    app = dropped(open_app(new_shop, PAGE), workbook(LINES[:12], LINES[12:]), "months.xlsx")
    go(take(app, BOTH)).click().run()
    newer = [[f"B{line[0]}", *line[1:]] for line in LINES]
    names = ("March", "April", "May")
    app = dropped(app, workbook(newer[:9], newer[9:15], newer[15:], names=names), "months.xlsx")

    assert which(app).value == "all"
    assert (go(app).label, go(app).disabled) == ("Load 20 rows", False)
    go(app).click().run()
    assert not app.exception
    assert lines() == (40, 630.0)


def test_a_month_that_was_left_out_is_named_after_the_load_and_asked_for_again(open_app: Open, new_shop: Path) -> None:
    app = dropped(open_app(new_shop, PAGE), workbook(LINES[:12], LINES[12:]), "months.xlsx")
    go(take(app, JANUARY)).click().run()
    assert lines()[0] == 12
    assert any("not in this load: February" in said.value for said in app.text)

    app = dropped(app, workbook(LINES[:12], LINES[12:]), "months.xlsx")
    assert (which(app).value, go(app).disabled) == (None, True)


def test_lines_that_stand_in_two_sheets_are_told_before_the_load_and_count_once_unless_one_says_so(
    open_app: Open, new_shop: Path
) -> None:
    def overlap(app: AppTest):
        return next(
            each for each in app.toggle if each.label == "Leave out the lines that stand in more than one sheet"
        )

    app = take(dropped(open_app(new_shop, PAGE), workbook(LINES[:12], LINES[8:]), "months.xlsx"), BOTH)
    assert any("4 lines stand in more than one" in said.value for said in app.warning)
    assert not any("same on all lines of an order" in said.value for said in app.warning)
    assert (overlap(app).value, go(app).label) == (True, "Load 20 rows")
    overlap(app).set_value(False).run()
    assert go(app).label == "Load 24 rows"
    overlap(app).set_value(True).run()
    go(app).click().run()
    assert not app.exception
    assert lines() == (20, 315.0)
    assert any("Each is counted once" in said.value for said in app.text)


def test_one_may_change_ones_mind_about_the_months(open_app: Open, new_shop: Path) -> None:
    app = take(dropped(open_app(new_shop, PAGE), workbook(LINES[:12], LINES[12:]), "months.xlsx"), BOTH)
    take(app, JANUARY)
    assert go(app).label == "Load 12 rows"
    together = next(each for each in app.multiselect if each.label == "Sheets taken together")
    together.set_value(["February"]).run()
    assert not app.exception
    assert (which(app).value, go(app).label) == ("one", "Load 8 rows")
    take(app, BOTH)
    assert go(app).label == "Load 20 rows"
