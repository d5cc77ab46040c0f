from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from pages.shared import cache, rule_keeping, state
from pages.shared.bench import NoWeight
from pages.shared.cache import Shop
from segmentation.classifications.rfm_segments import DEFAULT, table_in_use
from segmentation.parameters import Analysis, CutMode, EightTypeRules, Scoring, SegmentRules, StoreStageRules
from segmentation.store.consultations import enter_consultations
from segmentation.store.saved import IN_USE, save
from tests.pages.conftest import Open

RULES = "understand/rules.py"


def _shop() -> Shop:
    card = cache.home().shops()[0]
    return Shop(card.id, cache.home().open(card.id).data_version)


def _in_use() -> Analysis:
    shop = _shop()
    span = cache.data_span(shop)
    assert span is not None
    last: date = span[1]
    return cache.analysis(shop, last)


def _key(name: str) -> str:
    return state.key_of(_shop(), f"{state.RULES}.{name}")


def _click(app: AppTest, label: str) -> AppTest:
    return next(button for button in app.button if button.label == label).click().run()


def _button(app: AppTest, label: str) -> bool:
    """Whether the button is there and can be clicked."""
    return any(button.label == label and not button.disabled for button in app.button)


def _moved(app: AppTest) -> str:
    return next(metric.value for metric in app.metric if metric.label == "Customers who change level")


@pytest.mark.parametrize("rules", rule_keeping.NAMES)
def test_with_the_rules_in_use_nobody_moves_and_nothing_can_be_saved(
    open_app: Open, demo_home: Path, rules: str
) -> None:
    app = open_app(demo_home, RULES)
    if rules != "segments":
        app = app.segmented_control(key=state.RULES).set_value(rules).run()

    assert not app.exception
    assert not app.error
    moved = {metric.value for metric in app.metric if metric.label == "Customers who change level"}
    # The store's stage is of the store, not of customers.
    assert moved == (set() if rules == "store_stage" else {"0"})
    assert not _button(app, "Use for the whole shop")


def test_a_hole_and_an_overlap_are_named_and_cannot_be_saved(open_app: Open, demo_home: Path) -> None:
    app = open_app(demo_home, RULES)
    app = app.slider(key=_key("segments.f.0")).set_value((5, 5)).run()

    said = app.error[1].value.replace("\\", "")
    assert said.startswith("5 cells without a name.")
    assert said.endswith("(R F M: 541, 542, 543, 544, 545)")
    assert not _button(app, "Use for the whole shop")
    app = app.slider(key=_key("segments.f.0")).set_value((3, 5)).run()
    said = app.error[1].value.replace("\\", "")
    assert said.startswith("Champions and Potential loyalists both claim 5 cells.")
    assert said.endswith("(R F M: 531, 532, 533, 534, 535)")
    marked = [text.value.replace("\\", "") for text in app.markdown if "others claim" in text.value]
    assert marked == [
        f":red[▲ Of this row's cells others claim: {other}: 5 cells]" for other in ("Potential loyalists", "Champions")
    ]
    assert not _button(app, "Use for the whole shop")
    app = app.slider(key=_key("segments.f.0")).set_value((4, 5)).run()
    assert not app.error


def test_a_name_that_is_never_reached_is_said_in_red_and_cannot_be_saved(open_app: Open, demo_home: Path) -> None:
    app = open_app(demo_home, RULES)
    # The potential loyalists, third, take R 5 F 1 from the new ones, fourth, who have no other cell.
    app.slider(key=_key("segments.f.2")).set_value((1, 3))
    app = app.slider(key=_key("segments.r.2")).set_value((5, 5)).run()

    assert not app.exception
    said = [error.value.replace("\\", "") for error in app.error]
    assert said[0] == "This table cannot be saved yet. Mend what is said below first."
    assert said[-1] == "New is never reached: rows above it have all its cells."
    marked = [text.value.replace("\\", "") for text in app.markdown if "never reached" in text.value]
    assert marked == [
        ":red[▲ Of this row's cells others claim: Potential loyalists: 5 cells]  \n"
        ":red[▲ Rows above have all its cells: this name is never reached.]"
    ]
    assert not _button(app, "Use for the whole shop")
    assert _in_use().segments == SegmentRules()

    # Without that row nothing is claimed twice, but the potential loyalists still lack R 4, and then take it whole.
    app = app.button(key=_key("segments.remove.3")).click().run()
    assert not any("never reached" in error.value for error in app.error)
    assert not _button(app, "Use for the whole shop")
    app = app.slider(key=_key("segments.r.2")).set_value((4, 5)).run()
    app = app.slider(key=_key("segments.f.4")).set_value((1, 1)).run()
    app = app.button(key=_key("segments.remove.4")).click().run()
    assert not app.error
    app = _click(app, "Use for the whole shop")
    assert table_in_use(_in_use().segments).keys == tuple(
        key for key in DEFAULT.keys if key not in {"new", "promising"}
    )


def test_a_table_by_m_is_drawn_for_each_m_at_which_names_change(open_app: Open, demo_home: Path) -> None:
    app = open_app(demo_home, RULES)
    assert not any("M changes names" in said.value for said in app.caption)
    app.slider(key=_key("segments.m.0")).set_value((3, 5))
    app = _click(app, "Add a row")
    number = len(DEFAULT.rules)
    app.text_input(key=_key(f"segments.name.{number}")).set_value("Small sums")
    for score, scores in (("r", (5, 5)), ("f", (4, 5)), ("m", (1, 2))):
        app.slider(key=_key(f"segments.{score}.{number}")).set_value(scores)
    app = app.run()

    assert not app.exception
    assert not app.error
    assert any("M changes names" in said.value for said in app.caption)
    (figure,) = [json.loads(chart.proto.spec) for chart in app.get("plotly_chart")]
    assert [note["text"] for note in figure["layout"]["annotations"]] == ["<b>M 1-2</b>", "<b>M 3-5</b>"]
    assert [bars["text"].count("Small sums") for bars in figure["data"]] == [2, 0]
    assert [bars["text"].count("Champions") for bars in figure["data"]] == [0, 2]
    app = _click(app, "Use for the whole shop")
    assert table_in_use(_in_use().segments).keys == (*DEFAULT.keys, "own 1")


def test_an_own_table_is_used_undone_and_reset(open_app: Open, demo_home: Path) -> None:
    app = open_app(demo_home, RULES)
    # Champions from F 3 on; who was a potential loyalist there gives way.
    app.slider(key=_key("segments.f.0")).set_value((3, 5))
    app.slider(key=_key("segments.r.2")).set_value((4, 4))
    app = _click(app, "Add a row")
    number = len(DEFAULT.rules)
    app.text_input(key=_key(f"segments.name.{number}")).set_value("Nearly <b>there</b>")
    app.slider(key=_key(f"segments.r.{number}")).set_value((5, 5))
    app = app.slider(key=_key(f"segments.f.{number}")).set_value((2, 2)).run()

    assert not app.exception
    assert not app.error
    assert int(_moved(app).replace(",", "")) > 0
    app = _click(app, "Use for the whole shop")
    table = table_in_use(_in_use().segments)
    assert table.keys == (*DEFAULT.keys, "own 1")
    assert table.levels[-1].name == "Nearly <b>there</b>"
    assert _moved(app) == "0"

    app = app.switch_page("pages/understand/segments.py").run()
    assert not app.exception
    assert "Nearly <b>there</b>" in list(app.dataframe[0].value["name"])
    app = app.switch_page(f"pages/{RULES}").run()
    app = _click(app, "Undo")
    assert _in_use().segments == SegmentRules()
    assert app.slider[1].value == (4, 5)


def test_a_table_without_rows_says_so(open_app: Open, demo_home: Path) -> None:
    app = open_app(demo_home, RULES)
    for number in range(len(DEFAULT.rules)):
        app = app.button(key=_key(f"segments.remove.{number}")).click().run()
    assert [error.value for error in app.error] == ["There are no rows. Add one, or reset to the default."]


def test_a_limit_by_hand_moves_customers_and_goes_back(open_app: Open, demo_home: Path) -> None:
    app = open_app(demo_home, RULES)
    app = app.segmented_control(key=state.RULES).set_value("eight_types").run()
    app = app.number_input(key=_key("eight_types.frequency")).set_value(1).run()

    assert int(_moved(app).replace(",", "")) > 0
    app = _click(app, "Use for the whole shop")
    assert _in_use().eight_types == EightTypeRules(frequency=1)
    app = _click(app, "Reset to default")
    assert _in_use().eight_types == EightTypeRules()
    app = _click(app, "Undo")
    assert _in_use().eight_types == EightTypeRules(frequency=1)
    assert app.number_input(key=_key("eight_types.frequency")).value == 1


def test_a_type_is_called_as_the_shop_calls_it(open_app: Open, demo_home: Path) -> None:
    app = open_app(demo_home, RULES)
    app = app.segmented_control(key=state.RULES).set_value("eight_types").run()
    app.text_input(key=_key("eight_types.name_111")).set_value("  Gold\t<b>*guests*</b> ")
    app = app.text_input(key=_key("eight_types.name_110")).set_value("gold <b>*guests*</b>").run()
    assert not app.exception
    assert not _button(app, "Use for the whole shop")
    app = app.text_input(key=_key("eight_types.name_110")).set_value("").run()

    assert _moved(app) == "0"
    app = _click(app, "Use for the whole shop")
    assert _in_use().eight_types == EightTypeRules(name_111="Gold <b>*guests*</b>")
    app = app.switch_page("pages/understand/segments.py").run()
    assert not app.exception
    assert any("Gold <b>*guests*</b>" in list(table.value.get("name", [])) for table in app.dataframe)
    assert not any("<b>" in text.value for text in [*app.markdown, *app.caption])


def test_rules_that_contradict_each_other_are_said_in_a_sentence(open_app: Open, demo_home: Path) -> None:
    app = open_app(demo_home, RULES)
    app = app.segmented_control(key=state.RULES).set_value("lifecycle").run()
    app.number_input(key=_key("lifecycle.overdue_days")).set_value(100)
    app = app.number_input(key=_key("lifecycle.lost_days")).set_value(50).run()

    assert not app.exception
    assert len(app.error) == 1
    assert not _button(app, "Use for the whole shop")


@pytest.mark.parametrize("rules", rule_keeping.NAMES)
def test_a_shop_of_one_customer_can_set_rules(open_app: Open, one_customer_home: Path, rules: str) -> None:
    app = open_app(one_customer_home, RULES)
    if rules != "segments":
        app = app.segmented_control(key=state.RULES).set_value(rules).run()
    assert not app.exception
    assert not app.error


def test_rules_that_were_in_use_stay_listed_and_are_taken_back(open_app: Open, demo_home: Path) -> None:
    app = open_app(demo_home, RULES)
    assert any(said.value.startswith("The default rules are in use from the start.") for said in app.caption)
    app = app.segmented_control(key=state.RULES).set_value("vip").run()
    share = app.number_input(key=_key("vip.revenue_share"))
    assert (share.label, share.value) == ("Share of revenue that VIPs bring together (%)", 80.0)
    app = share.set_value(70.0).run()
    app = _click(app, "Use for the whole shop")
    assert str(_in_use().vip.revenue_share) == "0.700"
    app = _click(app, "Reset to default")

    lines = [said.value for said in app.text if "VIPs bring together" in said.value]
    assert lines == [
        "Share of revenue that VIPs bring together (%): 70 → 80",
        "Share of revenue that VIPs bring together (%): 80 → 70",
    ]
    app = _click(app, "Take these back")
    assert not app.exception
    assert float(_in_use().vip.revenue_share) == 0.7
    assert len([said for said in app.text if "VIPs bring together" in said.value]) == 3


def test_rules_of_a_newer_program_are_said_in_a_sentence(open_app: Open, demo_home: Path) -> None:
    app = open_app(demo_home, RULES)
    home = cache.home()
    save(home.open(home.shops()[0].id), IN_USE, "vip", '{"format": 99}')
    app = app.run()

    assert not app.exception
    assert [shown.value.replace("\\", "") for shown in app.error] == [
        "Something saved in this shop has format 99; this program knows up to 1. Use the newer program that saved it."
    ]


def test_weights_and_classes_are_rules_too(open_app: Open, demo_home: Path) -> None:
    app = open_app(demo_home, RULES)
    app = app.segmented_control(key=state.RULES).set_value("scoring").run()
    weight, limit = (state.key_of(_shop(), f"scores.{name}") for name in ("weight.m", "class.a"))
    app = app.slider(key=weight).set_value(1).run()
    app = app.number_input(key=limit).set_value(70.0).run()
    moved = [
        int(metric.value.replace(",", "")) for metric in app.metric if metric.label == "Customers who change level"
    ]
    # By the classes alone: segments and stars do not go by weights.
    assert moved[0] > 0
    assert moved[1:] == [0, 0]
    app = app.selectbox(key=state.key_of(_shop(), "scores.mode.f")).set_value(CutMode.QUINTILES).run()
    assert all(metric.value != "0" for metric in app.metric if metric.label == "Customers who change level")

    app = _click(app, "Use for the whole shop")
    assert not app.exception
    assert _in_use().scoring.weights.m == 1
    assert _in_use().scoring.class_limits.a == 70
    assert _in_use().scoring.f.mode is CutMode.QUINTILES
    assert {metric.value for metric in app.metric if metric.label == "Customers who change level"} == {"0"}
    app = _click(app, "Reset to default")
    assert _in_use().scoring == Scoring()
    assert app.slider(key=weight).value == 8
    app = _click(app, "Undo")
    assert app.slider(key=weight).value == 1
    for name in ("r", "f", "m"):
        app = app.slider(key=state.key_of(_shop(), f"scores.weight.{name}")).set_value(0).run()
    assert [error.value.replace("\\", "") for error in app.error] == [NoWeight().sentence()]
    assert not _button(app, "Use for the whole shop")


def test_other_limits_make_another_stage(open_app: Open, demo_home: Path) -> None:
    app = open_app(demo_home, RULES)
    workspace = cache.home().open(cache.home().shops()[0].id)
    enter_consultations(workspace, date(2026, 7, 1), 60)
    app = app.segmented_control(key=state.RULES).set_value("store_stage").run()
    assert _stage(app) == ("New store, growing", "New store, growing")
    app.number_input(key=_key("store_stage.intermediate_from")).set_value(55)
    app = app.number_input(key=_key("store_stage.loyal_purchase_days")).set_value(30).run()
    assert _stage(app) == ("New store, growing", "Intermediate store")
    before, after = (_row(app, "Loyal customers")[side] for side in ("in_use", "tried"))
    assert before != after
    app = _click(app, "Use for the whole shop")
    assert _in_use().store_stage == StoreStageRules(intermediate_from=55, loyal_purchase_days=30)
    app = app.switch_page("pages/act/store_stage.py").run()
    assert not app.exception
    assert next(metric.value for metric in app.metric if metric.label == "Stage") == "Intermediate store"
    assert next(metric.value for metric in app.metric if metric.label == "Loyal customers") == after
    assert any("intermediate from 55," in text.value for text in app.markdown)

    app = app.switch_page(f"pages/{RULES}").run()
    app = app.number_input(key=_key("store_stage.advanced_from")).set_value(60).run()
    assert len(app.error) == 1
    assert not _button(app, "Use for the whole shop")


def _row(app: AppTest, what: str) -> dict[str, str]:
    return next(row for row in app.dataframe[0].value.to_dict("records") if row["what"] == what)


def _stage(app: AppTest) -> tuple[str, str]:
    row = _row(app, "Stage")
    return row["in_use"], row["tried"]
