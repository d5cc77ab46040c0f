from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pytest
from streamlit.testing.v1 import AppTest

from segmentation.locale import Words
from segmentation.schema import SALES
from tests.conftest import make_home
from tests.pages.conftest import Open

PAGE = "act/store_stage.py"
NEED_SALES = (
    "These shares need sales: no known customer has bought up to the day counted. Consultations, stage and care "
    "list do without."
)


def _figures(app: AppTest) -> dict[str, str]:
    return {metric.label: metric.value for metric in app.metric}


def _enter(app: AppTest, per_day: int) -> AppTest:
    app.number_input[0].set_value(per_day)
    return next(one for one in app.button if one.label == "Save").click().run()


def test_the_page_asks_for_consultations_first(open_app: Open, one_customer_home: Path) -> None:
    app = open_app(one_customer_home, PAGE)

    assert not app.exception
    assert any(said.value.startswith("Type in how many people ask") for said in app.info)
    assert _figures(app) == {"Old customers": "0.0%", "Loyal customers": "0.0%", "Active customers": "1"}


def test_consultations_make_a_stage_with_its_target_and_care(open_app: Open, demo_home: Path) -> None:
    app = _enter(open_app(demo_home, PAGE), 75)

    assert not app.exception
    figures = _figures(app)
    assert (figures["Stage"], figures["To: Intermediate store"]) == ("New store, growing", "26 more a day")
    assert [said.value for said in app.success if "old customers" in said.value]
    assert len([one for one in app.button if one.label == "Done"]) == 5

    by_customers = figures["Loyal customers"]
    next(one for one in app.segmented_control if one.label == "Share of").set_value(True).run()
    assert _figures(app)["Loyal customers"] != by_customers


def test_a_blank_number_is_named_and_nothing_is_saved(open_app: Open, one_customer_home: Path) -> None:
    app = open_app(one_customer_home, PAGE)
    next(one for one in app.button if one.label == "Save").click().run()

    assert not app.exception
    assert [said.value.startswith("Nothing was saved: the number") for said in app.warning] == [True]
    assert "Stage" not in _figures(app)
    app = _enter(app, 0)
    assert not any(said.value.startswith("Nothing was saved") for said in app.warning)
    assert _figures(app)["Stage"] == "New store"


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_a_shop_without_sales_has_a_stage_and_care_and_says_what_needs_sales(
    open_app: Open, new_shop: Path, language: str
) -> None:
    app = open_app(new_shop, PAGE, language=language)
    words = Words(language)
    app.number_input[0].set_value(75)
    app = next(one for one in app.button if one.label == words("Save")).click().run()

    assert not app.exception
    assert not app.error
    assert _figures(app)[words("Stage")] == words("New store, growing")
    assert [said.value for said in app.info if said.value == words(NEED_SALES)]
    assert len([one for one in app.button if one.label == words("Done")]) == 5
    next(one for one in app.button if one.label == words("Done")).click().run()
    assert len([one for one in app.button if one.label == words("Done")]) == 4
    assert words("Loyal customers") not in _figures(app)
    # The page Rules would only ask for sales.
    assert not any(
        words("All of these are rules of the shop, to be changed on the page Rules.") in one.value
        for one in app.markdown
    )


def test_sales_of_nobody_known_leave_the_stage_as_in_a_shop_without(open_app: Open, tmp_path: Path) -> None:
    line = {field.name: None for field in SALES} | {
        "row_number": 2, "sold_at": datetime(2024, 5, 6), "net_revenue": Decimal(5), "is_counted": True,
    }  # fmt: skip
    home = make_home(tmp_path / "unknown", "Counter", pa.Table.from_pylist([line], schema=SALES))
    app = _enter(open_app(home, PAGE), 75)
    assert not app.exception
    assert not app.error
    assert _figures(app)["Stage"] == "New store, growing"
    assert [said.value for said in app.info if said.value == NEED_SALES]


def test_care_is_ticked_and_taken_back(open_app: Open, one_customer_home: Path) -> None:
    app = _enter(open_app(one_customer_home, PAGE), 501)
    next(one for one in app.button if one.key.endswith("give back.tick")).click().run()

    assert not app.exception
    assert len([one for one in app.button if one.label == "Done"]) == 5
    assert any("again from" in said.value for said in app.text)

    next(one for one in app.button if one.label == "Undo").click().run()

    assert len([one for one in app.button if one.label == "Done"]) == 6
    assert not any("again from" in said.value for said in app.text)


def test_care_that_is_due_is_marked_and_stands_on_the_overview(open_app: Open, demo_home: Path) -> None:
    app = open_app(demo_home)
    assert not any("care list" in said.value for said in app.markdown)
    app = _enter(app.switch_page(f"pages/{PAGE}").run(), 75)
    assert len([said for said in app.markdown if "due now" in said.value]) == 5

    app = app.switch_page("pages/start/overview.py").run()
    assert not app.exception
    assert any("Due on the store's care list: 5" in said.value.replace("\\", "") for said in app.markdown)
    app = app.switch_page(f"pages/{PAGE}").run()
    for _each in range(5):
        next(one for one in app.button if one.label == "Done").click().run()
    app = app.switch_page("pages/start/overview.py").run()
    assert not any("care list" in said.value for said in app.markdown)


def test_the_care_list_takes_the_shops_own_words_and_gives_the_built_in_ones_back(
    open_app: Open, one_customer_home: Path
) -> None:
    app = _enter(open_app(one_customer_home, PAGE), 75)
    built_in = app.text_area[0].value
    app.text_area[0].set_value("Smell every tin of tea.")
    next(one for one in app.button if one.key.startswith("stage.words.save")).click().run()
    assert not app.exception
    assert "Smell every tin of tea." in [said.value for said in app.text]
    assert built_in not in [said.value for said in app.text]

    app.text_area[0].set_value("")
    next(one for one in app.button if one.key.startswith("stage.words.save")).click().run()
    assert not app.exception
    assert built_in in [said.value for said in app.text]
    assert app.text_area[0].value == built_in
