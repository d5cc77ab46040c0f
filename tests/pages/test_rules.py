from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from pages.shared import cache, rule_keeping, state
from pages.shared.bench import NoWeight
from segmentation.parameters import CutMode, EightTypeRules, Scoring, StoreStageRules
from segmentation.store.consultations import enter_consultations
from segmentation.store.saved import IN_USE, save
from tests.pages.conftest import Open
from tests.pages.rules_page import RULES, button, click, in_use, key, moved, shop


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
    assert not button(app, "Use for the whole shop")


def test_a_limit_by_hand_moves_customers_and_goes_back(open_app: Open, demo_home: Path) -> None:
    app = open_app(demo_home, RULES)
    app = app.segmented_control(key=state.RULES).set_value("eight_types").run()
    app = app.number_input(key=key("eight_types.frequency")).set_value(1).run()

    assert int(moved(app).replace(",", "")) > 0
    app = click(app, "Use for the whole shop")
    assert in_use().eight_types == EightTypeRules(frequency=1)
    app = click(app, "Reset to default")
    assert in_use().eight_types == EightTypeRules()
    app = click(app, "Undo")
    assert in_use().eight_types == EightTypeRules(frequency=1)
    assert app.number_input(key=key("eight_types.frequency")).value == 1


def test_a_type_is_called_as_the_shop_calls_it(open_app: Open, demo_home: Path) -> None:
    app = open_app(demo_home, RULES)
    app = app.segmented_control(key=state.RULES).set_value("eight_types").run()
    app.text_input(key=key("eight_types.name_111")).set_value("  Gold\t<b>*guests*</b> ")
    app = app.text_input(key=key("eight_types.name_110")).set_value("gold <b>*guests*</b>").run()
    assert not app.exception
    assert not button(app, "Use for the whole shop")
    app = app.text_input(key=key("eight_types.name_110")).set_value("").run()

    assert moved(app) == "0"
    app = click(app, "Use for the whole shop")
    assert in_use().eight_types == EightTypeRules(name_111="Gold <b>*guests*</b>")
    app = app.switch_page("pages/understand/segments.py").run()
    assert not app.exception
    assert any("Gold <b>*guests*</b>" in list(table.value.get("name", [])) for table in app.dataframe)
    assert not any("<b>" in text.value for text in [*app.markdown, *app.caption])


def test_rules_that_contradict_each_other_are_said_in_a_sentence(open_app: Open, demo_home: Path) -> None:
    app = open_app(demo_home, RULES)
    app = app.segmented_control(key=state.RULES).set_value("lifecycle").run()
    app.number_input(key=key("lifecycle.overdue_days")).set_value(100)
    app = app.number_input(key=key("lifecycle.lost_days")).set_value(50).run()

    assert not app.exception
    (said,) = [shown.value.replace("\\", "") for shown in app.error]
    assert said.startswith("“Lost after (days), for everybody; empty = by the rhythm” cannot be 50. ")
    assert not button(app, "Use for the whole shop")
    app = app.segmented_control(key=state.RULES).set_value("dimensions").run()
    app = app.number_input(key=key("dimensions.value_high")).set_value(90.0).run()
    (said,) = [shown.value.replace("\\", "") for shown in app.error]
    assert said.startswith("“Value middle: up to this part of revenue (%)” cannot be 80. ")


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
    share = app.number_input(key=key("vip.revenue_share"))
    assert (share.label, share.value) == ("Share of revenue that VIPs bring together (%)", 80.0)
    app = share.set_value(70.0).run()
    app = click(app, "Use for the whole shop")
    assert str(in_use().vip.revenue_share) == "0.700"
    app = click(app, "Reset to default")

    lines = [said.value for said in app.text if "VIPs bring together" in said.value]
    assert lines == [
        "Share of revenue that VIPs bring together (%): 70 → 80",
        "Share of revenue that VIPs bring together (%): 80 → 70",
    ]
    app = click(app, "Take these back")
    assert not app.exception
    assert float(in_use().vip.revenue_share) == 0.7
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
    weight, limit = (state.key_of(shop(), f"scores.{name}") for name in ("weight.m", "class.a"))
    app = app.slider(key=weight).set_value(1).run()
    app = app.number_input(key=limit).set_value(70.0).run()
    moved = [
        int(metric.value.replace(",", "")) for metric in app.metric if metric.label == "Customers who change level"
    ]
    # By the classes alone: segments and stars do not go by weights.
    assert moved[0] > 0
    assert moved[1:] == [0, 0]
    app = app.selectbox(key=state.key_of(shop(), "scores.mode.f")).set_value(CutMode.QUINTILES).run()
    assert all(metric.value != "0" for metric in app.metric if metric.label == "Customers who change level")

    app = click(app, "Use for the whole shop")
    assert not app.exception
    assert in_use().scoring.weights.m == 1
    assert in_use().scoring.class_limits.a == 70
    assert in_use().scoring.f.mode is CutMode.QUINTILES
    assert {metric.value for metric in app.metric if metric.label == "Customers who change level"} == {"0"}
    app = click(app, "Reset to default")
    assert in_use().scoring == Scoring()
    assert app.slider(key=weight).value == 8
    app = click(app, "Undo")
    assert app.slider(key=weight).value == 1
    for name in ("r", "f", "m"):
        app = app.slider(key=state.key_of(shop(), f"scores.weight.{name}")).set_value(0).run()
    assert [error.value.replace("\\", "") for error in app.error] == [NoWeight().sentence()]
    assert not button(app, "Use for the whole shop")


def test_other_limits_make_another_stage(open_app: Open, demo_home: Path) -> None:
    app = open_app(demo_home, RULES)
    workspace = cache.home().open(cache.home().shops()[0].id)
    enter_consultations(workspace, date(2026, 7, 1), 60)
    app = app.segmented_control(key=state.RULES).set_value("store_stage").run()
    assert _stage(app) == ("New store, growing", "New store, growing")
    app.number_input(key=key("store_stage.intermediate_from")).set_value(55)
    app = app.number_input(key=key("store_stage.loyal_purchase_days")).set_value(30).run()
    assert _stage(app) == ("New store, growing", "Intermediate store")
    before, after = (_row(app, "Loyal customers")[side] for side in ("in_use", "tried"))
    assert before != after
    app = click(app, "Use for the whole shop")
    assert in_use().store_stage == StoreStageRules(intermediate_from=55, loyal_purchase_days=30)
    app = app.switch_page("pages/act/store_stage.py").run()
    assert not app.exception
    assert next(metric.value for metric in app.metric if metric.label == "Stage") == "Intermediate store"
    assert next(metric.value for metric in app.metric if metric.label == "Loyal customers") == after
    assert any("intermediate from 55," in text.value for text in app.markdown)

    app = app.switch_page(f"pages/{RULES}").run()
    app = app.number_input(key=key("store_stage.advanced_from")).set_value(60).run()
    assert len(app.error) == 1
    assert not button(app, "Use for the whole shop")


def _row(app: AppTest, what: str) -> dict[str, str]:
    return next(row for row in app.dataframe[0].value.to_dict("records") if row["what"] == what)


def _stage(app: AppTest) -> tuple[str, str]:
    row = _row(app, "Stage")
    return row["in_use"], row["tried"]


def test_undo_brings_back_what_was_in_use_whichever_page_changed_it(open_app: Open, demo_home: Path) -> None:
    app = open_app(demo_home, RULES)
    app = app.segmented_control(key=state.RULES).set_value("scoring").run()
    weight = state.key_of(shop(), "scores.weight.m")
    app = app.slider(key=weight).set_value(9).run()
    app = click(app, "Use for the whole shop")
    app = app.switch_page("pages/understand/scores.py").run()
    app = app.slider(key=weight).set_value(3).run()
    app = click(app, "Use for the whole shop")
    app = app.switch_page(f"pages/{RULES}").run()
    app = click(app, "Undo")
    assert not app.exception
    assert in_use().scoring.weights.m == 9
    assert not button(app, "Undo")


def test_undo_is_not_offered_for_rules_that_were_taken_back_since(open_app: Open, demo_home: Path) -> None:
    app = open_app(demo_home, RULES)
    app = app.segmented_control(key=state.RULES).set_value("final").run()
    app = app.toggle(key=key("final.by_total")).set_value(True).run()
    app = click(app, "Use for the whole shop")
    app = click(app, "Reset to default")
    assert button(app, "Undo")
    app = click(app, "Take these back")
    assert in_use().final.by_total
    assert not button(app, "Undo")


def test_what_was_tried_on_the_scores_page_is_still_there(open_app: Open, demo_home: Path) -> None:
    app = open_app(demo_home, "understand/scores.py")
    weight = state.key_of(shop(), "scores.weight.m")
    app = app.slider(key=weight).set_value(9).run()
    app = app.switch_page(f"pages/{RULES}").run()
    app = app.segmented_control(key=state.RULES).set_value("scoring").run()
    assert app.slider(key=weight).value == 9
    limit = app.number_input(key=state.key_of(shop(), "scores.limit.m.5"))
    assert (limit.min, limit.max) == (-1e14, 1e14)
