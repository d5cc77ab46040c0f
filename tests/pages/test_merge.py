from pathlib import Path

from pages.shared import cache
from segmentation.store.merges import decisions
from tests.pages.conftest import Open

PAGE = "data/merge.py"


def test_a_pair_is_merged_and_taken_back(open_app: Open, demo_home: Path) -> None:
    app = open_app(demo_home, PAGE)
    assert not app.exception
    first = app.dataframe[0].value
    assert list(first.columns) == ["what", "kept", "merged", "together"]
    before = next(button for button in app.button if button.label == "One person")

    before.click().run()

    assert not app.exception
    assert not app.dataframe[0].value.equals(first)
    back = next(button for button in app.button if button.label == "Take back")
    assert any("Decisions so far (1)" in opened.label for opened in app.expander)

    back.click().run()

    assert not app.exception
    assert app.dataframe[0].value.equals(first)
    home = cache.home()
    assert [one.is_undone for one in decisions(home.open(home.shops()[0].id))] == [True]


def test_two_people_are_not_shown_again(open_app: Open, demo_home: Path) -> None:
    app = open_app(demo_home, PAGE)
    first = app.dataframe[0].value

    next(button for button in app.button if button.label == "Two people").click().run()

    assert not app.exception
    assert not app.dataframe[0].value.equals(first)


def test_a_shop_without_duplicates_says_so(open_app: Open, one_customer_home: Path) -> None:
    app = open_app(one_customer_home, PAGE)

    assert not app.dataframe
    assert len(app.success) == 1
