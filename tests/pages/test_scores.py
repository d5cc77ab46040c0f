from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from streamlit.testing.v1 import AppTest

from pages.shared import cache, state
from pages.shared.cache import Shop
from segmentation.parameters import FOUR_EIGHT_EIGHT, CutMode, Scoring, Weights
from segmentation.views.chosen import named_scorings
from tests.pages.conftest import Open

SCORES = "understand/scores.py"


def _key(name: str) -> str:
    card = cache.home().shops()[0]
    return state.key_of(Shop(card.id, 0), f"scores.{name}")


def _click(app: AppTest, label: str) -> AppTest:
    return next(button for button in app.button if button.label == label).click().run()


def _customers_of_classes(app: AppTest) -> list[str]:
    return [metric.value for metric in app.metric[:4]]


def _moves(app: AppTest) -> list[int]:
    return [int(metric.value.replace(",", "")) for metric in app.metric[4:7]]


def _scoring_in_use() -> Scoring:
    card = cache.home().shops()[0]
    workspace = cache.home().open(card.id)
    shop = Shop(card.id, workspace.data_version)
    span = cache.data_span(shop)
    assert span is not None
    return cache.analysis(shop, span[1]).scoring


def test_the_bench_begins_with_the_scoring_in_use(open_app: Open, demo_home: Path) -> None:
    app = open_app(demo_home, SCORES)

    assert [slider.value for slider in app.slider] == [4, 8, 8]
    assert [choice.value for choice in app.selectbox if choice.label == "Where the scores begin"] == [
        CutMode.QUINTILES,
        CutMode.REPEAT_AWARE,
        CutMode.QUINTILES,
    ]
    assert _moves(app)[:2] == [0, 0]


def test_a_moved_weight_moves_customers(open_app: Open, demo_home: Path) -> None:
    app = open_app(demo_home, SCORES)
    before, everybody = _customers_of_classes(app), sum(_moves(app))
    app = app.slider(key=_key("weight.r")).set_value(10).run()

    assert not app.exception
    assert _customers_of_classes(app) != before
    up, down, same = _moves(app)
    assert up > 0
    assert down > 0
    assert up + down + same == everybody
    movers = app.dataframe[0].value
    assert len(movers) == 100
    assert (movers["class_before"] != movers["class_now"]).all()


def test_presets_set_the_weights(open_app: Open, demo_home: Path) -> None:
    app = _click(open_app(demo_home, SCORES), "Recency first")
    assert [slider.value for slider in app.slider] == [8, 4, 4]


def test_no_weight_at_all_is_said_in_a_sentence(open_app: Open, demo_home: Path) -> None:
    app = open_app(demo_home, SCORES)
    for name in ("r", "f", "m"):
        app.slider(key=_key(f"weight.{name}")).set_value(0)
    app.run()

    assert not app.exception
    assert [error.value for error in app.error] == [
        "All three weights are 0, so nothing counts\\. Give at least one of them a weight above 0\\."
    ]
    app = app.slider(key=_key("weight.m")).set_value(1).run()
    assert not app.error
    assert len(app.metric) == 7


def test_class_limits_out_of_order_are_said_in_a_sentence(open_app: Open, demo_home: Path) -> None:
    app = open_app(demo_home, SCORES)
    app = app.number_input(key=_key("class.a")).set_value(50).run()

    assert not app.exception
    assert [error.value.split("\\.")[0] for error in app.error] == [
        "The class limits must fall from A to C and lie above 0 and up to 100"
    ]


def test_class_limits_change_the_classes(open_app: Open, demo_home: Path) -> None:
    app = open_app(demo_home, SCORES)
    before = _customers_of_classes(app)
    app = app.number_input(key=_key("class.a")).set_value(90).run()
    after = _customers_of_classes(app)

    assert int(after[0].replace(",", "")) < int(before[0].replace(",", ""))
    assert after[2:] == before[2:]


def test_changing_a_limit_makes_the_limits_fixed(open_app: Open, demo_home: Path) -> None:
    app = open_app(demo_home, SCORES)
    shown = [app.number_input(key=_key(f"limit.r.{score}")).value for score in range(2, 6)]
    app = app.number_input(key=_key("limit.r.5")).set_value(3).run()

    assert not app.exception
    assert app.selectbox(key=_key("mode.r")).value is CutMode.FIXED
    assert [app.number_input(key=_key(f"limit.r.{score}")).value for score in range(2, 6)] == [*shown[:3], 3]
    assert _moves(app)[1] > 0

    app = app.selectbox(key=_key("mode.r")).set_value(CutMode.QUINTILES).run()
    assert [app.number_input(key=_key(f"limit.r.{score}")).value for score in range(2, 6)] == shown
    assert _moves(app)[:2] == [0, 0]


def test_a_limit_taken_away_is_never_reached(open_app: Open, demo_home: Path) -> None:
    app = open_app(demo_home, SCORES)
    app = app.number_input(key=_key("limit.f.5")).set_value(None).run()

    assert not app.exception
    assert app.number_input(key=_key("limit.f.5")).value is None
    assert _moves(app)[0] == 0
    assert _moves(app)[1] > 0


def test_the_fixed_limits_of_4_8_8(open_app: Open, demo_home: Path) -> None:
    app = open_app(demo_home, SCORES)
    app = _click(app, "4 : 8 : 8 limits")

    assert [app.number_input(key=_key(f"limit.r.{score}")).value for score in range(5, 1, -1)] == [31, 91, 182, 365]
    assert [app.number_input(key=_key(f"limit.m.{score}")).value for score in range(2, 6)] == [
        float(limit) for limit in FOUR_EIGHT_EIGHT["m"].limits if limit is not None
    ]
    assert app.selectbox(key=_key("mode.f")).value is CutMode.FIXED


def test_a_scoring_is_taken_into_use_and_back(open_app: Open, demo_home: Path) -> None:
    app = open_app(demo_home, SCORES)
    app = _click(_click(app, "Value first"), "Use for the whole shop")

    assert not app.exception
    assert _scoring_in_use() == Scoring(Weights(Decimal(2), Decimal(4), Decimal(10)))
    assert _moves(app)[:2] == [0, 0]

    app = _click(app, "Undo")
    assert _scoring_in_use() == Scoring()
    assert [slider.value for slider in app.slider] == [2, 4, 10]
    assert _moves(app)[0] > 0
    assert "Undo" not in [button.label for button in app.button]

    app = _click(app, "Back to the scoring in use")
    assert [slider.value for slider in app.slider] == [4, 8, 8]


def test_a_scoring_goes_back_to_the_default_and_that_can_be_undone(open_app: Open, demo_home: Path) -> None:
    app = open_app(demo_home, SCORES)
    assert "Reset to default" not in [button.label for button in app.button]
    _click(app, "Recency first")
    _click(app, "Use for the whole shop")
    used = _scoring_in_use()
    assert used != Scoring()
    _click(app, "Reset to default")
    assert _scoring_in_use() == Scoring()
    _click(app, "Undo")
    assert _scoring_in_use() == used
    assert not app.exception


def test_a_scoring_is_saved_restored_and_deleted(open_app: Open, demo_home: Path) -> None:
    app = open_app(demo_home, SCORES)
    app = _click(app, "Recency 30 / 90 / 180 / 365 days")
    app = _click(app, "Equal")
    app.text_input[0].set_value("Spring *sale*")
    app = _click(app, "Save")

    workspace = cache.home().open(cache.home().shops()[0].id)
    assert list(named_scorings(workspace)) == ["Spring *sale*"]

    app = _click(_click(app, "4 : 8 : 8"), "The shop's own customers (default)")
    app = _click(app, "Restore")
    assert not app.exception
    assert [slider.value for slider in app.slider] == [5, 5, 5]
    assert app.number_input(key=_key("limit.r.5")).value == 30
    assert app.selectbox(key=_key("mode.m")).value is CutMode.QUINTILES

    _click(app, "Delete")
    assert named_scorings(workspace) == {}


def test_saving_without_a_name_is_said_in_a_sentence(open_app: Open, demo_home: Path) -> None:
    app = _click(open_app(demo_home, SCORES), "Save")

    assert not app.exception
    assert [error.value for error in app.error] == ["A scoring is saved under a name\\. Type one first\\."]


def test_the_bench_is_as_it_was_after_a_look_at_another_page(open_app: Open, demo_home: Path) -> None:
    app = open_app(demo_home, SCORES)
    app.slider(key=_key("weight.f")).set_value(1)
    app.number_input(key=_key("limit.m.5")).set_value(123456.5)
    app.run()
    app.switch_page("pages/start/overview.py").run()
    app.switch_page(f"pages/{SCORES}").run()

    assert not app.exception
    assert app.slider(key=_key("weight.f")).value == 1
    assert app.number_input(key=_key("limit.m.5")).value == 123456.5
    assert app.selectbox(key=_key("mode.m")).value is CutMode.FIXED


def test_a_shop_of_one_customer_has_one_class(open_app: Open, one_customer_home: Path) -> None:
    app = open_app(one_customer_home, SCORES)
    assert sorted(_customers_of_classes(app)) == ["0", "0", "0", "1"]
