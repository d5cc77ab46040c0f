from __future__ import annotations

import io
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from streamlit.testing.v1 import AppTest

from pages.shared import cache, state
from pages.shared.cache import Shop
from segmentation.exports.customer_list import ListFile
from segmentation.locale import LANGUAGES, Words
from segmentation.parameters import ListFilters
from tests.pages.conftest import Open

LISTS = "act/lists.py"


def _multiselect(app: AppTest, label: str) -> object:
    return next(choice for choice in app.multiselect if choice.label == label)


def _figures(app: AppTest) -> list[str]:
    return [metric.value for metric in app.metric]


def _click(app: AppTest, label: str) -> AppTest:
    return next(button for button in app.button if button.label == label).click().run()


def _key(name: str) -> str:
    card = cache.home().shops()[0]
    return state.key_of(Shop(card.id, 0), f"{state.LISTS}.{name}")


def test_all_customers_until_something_is_asked(open_app: Open, demo_home: Path) -> None:
    app = open_app(demo_home, LISTS)

    assert not app.exception
    assert _figures(app)[2:] == ["100.0%", "100.0%"]
    assert len(app.dataframe[0].value) == 500


def test_the_workbook_is_the_table_on_the_screen(open_app: Open, demo_home: Path) -> None:
    app = open_app(demo_home, LISTS)
    app = _multiselect(app, "Segment").set_value(["champions", "can't lose"]).run()  # type: ignore[attr-defined] # AppTest's elements are typed loosely
    app = app.number_input(key=_key("limit")).set_value(200).run()

    card = cache.home().shops()[0]
    shop = Shop(card.id, cache.home().open(card.id).data_version)
    span = cache.data_span(shop)
    assert span is not None
    made = ListFile(
        workspace=cache.home().open(card.id),
        found=cache.basis(shop, cache.analysis(shop, span[1])),
        filters=ListFilters(segments=frozenset({"champions", "can't lose"}), limit=200),
        words=Words("en", card.currency),
        shop_name=card.name,
        list_name="Target list",
        made_at=datetime(2026, 7, 1),
    )
    sheet = openpyxl.load_workbook(io.BytesIO(made.workbook())).worksheets[-1]
    written = [row[0] for row in sheet.iter_rows(min_row=2, values_only=True)]
    revenue = sum(row[7] for row in sheet.iter_rows(min_row=2, values_only=True))

    assert app.dataframe[0].value["customer"].tolist() == written
    assert _figures(app)[:2] == ["200", Words("en", card.currency).money(revenue)]


def test_filters_narrow_the_list(open_app: Open, demo_home: Path) -> None:
    app = open_app(demo_home, LISTS)
    everybody = _figures(app)

    app = app.number_input(key=_key("frequency.0")).set_value(5).run()
    often = app.dataframe[0].value
    assert _figures(app) != everybody
    assert often["frequency"].min() >= 5

    app = app.number_input(key=_key("r_score.1")).set_value(2).run()
    assert app.dataframe[0].value["r_score"].max() <= 2


def test_a_range_that_ends_before_it_begins_is_told(open_app: Open, demo_home: Path) -> None:
    app = open_app(demo_home, LISTS)
    app.number_input(key=_key("frequency.0")).set_value(5)
    app = app.number_input(key=_key("frequency.1")).set_value(3).run()

    assert not app.exception
    assert [error.value for error in app.error] == [
        "Purchases cannot be 3\\. The upper limit is not below the lower one\\."
    ]


def test_a_list_is_saved_opened_and_deleted(open_app: Open, demo_home: Path) -> None:
    app = open_app(demo_home, LISTS)
    everybody = _figures(app)
    app = _multiselect(app, "Life cycle stage").set_value(["at risk"]).run()  # type: ignore[attr-defined] # AppTest's elements are typed loosely
    at_risk = _figures(app)
    app.text_input(key=_key("name")).set_value("Call *now* <b>'; drop table customers")
    app = _click(app, "Save")
    assert not app.exception

    app = _click(app, "Clear all")
    assert _figures(app) == everybody != at_risk
    app = _click(app, "Open")
    assert _figures(app) == at_risk
    assert app.subheader[0].value == r"Call \*now\* \<b\>'; drop table customers"

    app = _click(app, "Delete")
    assert "Open" not in [button.label for button in app.button]


def test_a_list_without_a_name_is_not_saved(open_app: Open, demo_home: Path) -> None:
    app = _click(open_app(demo_home, LISTS), "Save")

    assert [error.value for error in app.error] == [
        "A list needs a name of 1 to 60 characters\\. Type one, then save again\\."
    ]
    assert app.metric


def test_goods_stay_chosen_when_they_are_folded_away(open_app: Open, demo_home: Path) -> None:
    app = open_app(demo_home, LISTS)
    everybody = _figures(app)
    app.session_state[_key("goods")] = True
    app = app.run()
    app.text_input(key=_key("product_search")).set_value("绿").run()
    category = _multiselect(app, "Category bought").options[0].rsplit(" (", 1)[0]  # type: ignore[attr-defined] # AppTest's elements are typed loosely
    app = _multiselect(app, "Category bought").set_value([category]).run()  # type: ignore[attr-defined] # AppTest's elements are typed loosely
    bought = _figures(app)
    assert bought != everybody

    app.session_state[_key("goods")] = False
    app = app.run()
    assert _figures(app) == bought
    app = app.switch_page("pages/start/overview.py").run().switch_page(f"pages/{LISTS}").run()
    assert _figures(app) == bought


def test_a_list_by_a_dimension_tells_it_and_is_saved_with_it(open_app: Open, demo_home: Path) -> None:
    app = open_app(demo_home, LISTS)
    everybody = _figures(app)
    app.session_state[_key("lenses")] = True
    app = app.run()
    app = _multiselect(app, "Loyalty").set_value(["high"]).run()  # type: ignore[attr-defined] # AppTest's elements are typed loosely
    loyal, shown = _figures(app), app.dataframe[0].value
    assert loyal != everybody
    assert set(shown["loyalty"]) == {"High"}
    assert app.multiselect(key=_key("lens.satisfaction")).options[-1].startswith("not known (")

    # Folded away it still holds, and a saved list brings it back.
    app.session_state[_key("lenses")] = False
    app = app.text_input(key=_key("name")).set_value("Loyal ones").run()
    app = _click(app, "Save")
    assert _figures(app) == loyal
    app = _click(app, "Clear all")
    assert _figures(app) == everybody
    app = _click(app, "Open")
    assert _figures(app) == loyal


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_shop_of_one_customer_has_a_list_of_one(open_app: Open, one_customer_home: Path, language: str) -> None:
    app = open_app(one_customer_home, LISTS, language=language)

    assert not app.exception
    assert _figures(app) == ["1", Words(language, "CNY").money(12.5), "100.0%", "100.0%"]
    assert app.dataframe[0].value["customer"].tolist() == ["C1"]


def test_nobody_on_the_list_is_said(open_app: Open, one_customer_home: Path) -> None:
    app = open_app(one_customer_home, LISTS)
    app = app.number_input(key=_key("monetary.0")).set_value(1000.0).run()

    assert not app.dataframe
    assert "Nobody meets these conditions. Take one away, or widen it." in [info.value for info in app.info]
