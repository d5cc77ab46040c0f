from __future__ import annotations

import shutil
from pathlib import Path

from streamlit.testing.v1 import AppTest

from pages.shared import cache, state
from segmentation.classifications.lenses import DIMENSIONS, STARS
from segmentation.views.disagreements import DISAGREEMENTS as PAIRS
from tests.pages.conftest import Open

PROFILE = "understand/profile.py"
DISAGREEMENTS = "understand/disagreements.py"


def test_unknown_is_shown_as_unknown_and_three_questions_are_asked(open_app: Open, demo_home: Path) -> None:
    app = open_app(demo_home, PROFILE)

    assert not app.exception
    assert not app.error
    questions = [text.value for text in app.markdown if text.value[:3] in ("1. ", "2. ", "3. ")]
    assert len(questions) == 3
    assert "Known of 0\\.0% of the customers\\." in [caption.value for caption in app.caption] or any(
        caption.value.startswith("Known of 0.0%") for caption in app.caption
    )
    assert len([text for text in app.expander if text.label == "Who belongs where, and what to do"]) == len(
        DIMENSIONS + STARS
    )
    assert next(shown.value for shown in app.subheader if "influence" in shown.value) == "Performance and influence"


def test_a_preference_needs_only_one_of_what_would_fill_it(
    open_app: Open, online_retail_home: Path, tmp_path: Path
) -> None:
    app = open_app(Path(shutil.copytree(online_retail_home, tmp_path / "shops")), PROFILE)

    assert not app.exception
    said = [caption.value for caption in app.caption]
    any_one = [each for each in said if each.startswith("Any one of these would fill it: ")]
    assert len(any_one) == 1
    assert "A category on the sales lines" in any_one[0]
    assert "A discount on the sales lines." in any_one[0]
    assert sum(each.startswith("What would fill it: ") for each in said) >= 5


def test_a_pair_that_is_picked_lists_its_customers(open_app: Open, demo_home: Path) -> None:
    app = open_app(demo_home, PROFILE)
    choice = app.selectbox(key=f"{state.PROFILE_PAIR}.value.loyalty")
    assert choice.value is None
    app = choice.set_value("0 0").run()

    assert not app.exception
    assert app.subheader[2].value == "Value\\: High · Loyalty\\: High"
    customers = int(app.metric[1].value.replace(",", ""))
    assert len(app.dataframe[0].value) == min(customers, 500) > 0


def _files(app: AppTest) -> list[str]:
    return [button.proto.id.split("-", 2)[-1] for button in app.get("download_button")]


def test_lists_can_be_taken_away(open_app: Open, demo_home: Path) -> None:
    app = open_app(demo_home, PROFILE)
    asking = ["profile.asking.workbook", "profile.asking.csv"]
    assert _files(app) == asking
    app = app.selectbox(key=f"{state.PROFILE_PAIR}.value.loyalty").set_value("0 0").run()
    assert _files(app) == [*asking, "profile.customers.workbook", "profile.customers.csv"]

    app = app.switch_page(f"pages/{DISAGREEMENTS}").run()
    assert not app.exception
    assert _files(app) == ["disagreements.customers.workbook", "disagreements.customers.csv"]


def test_a_dimension_nobody_is_known_in_can_be_crossed(open_app: Open, demo_home: Path) -> None:
    app = open_app(demo_home, PROFILE)
    app = app.selectbox(key=state.PROFILE_ROWS).set_value("satisfaction").run()
    assert not app.exception
    offered = app.selectbox(key=f"{state.PROFILE_PAIR}.satisfaction.loyalty").options
    assert offered
    assert all(option.startswith("Satisfaction: Not known") for option in offered)


def test_disagreements_list_who_is_meant_with_the_reason(open_app: Open, demo_home: Path) -> None:
    app = open_app(demo_home, DISAGREEMENTS)

    assert not app.exception
    counted = app.dataframe[0].value
    reasons = [text.value.split("  \n") for text in app.expander[0].markdown]
    names = [name.strip("*").replace("\\", "") for name, _ in reasons]
    assert sorted(names) == sorted(one.name for one in PAIRS)
    assert all(why for _, why in reasons)
    assert list(counted["name"]) == names[: len(counted)]
    assert list(counted["customers"]) == sorted(counted["customers"], reverse=True)
    (nobody,) = [said.value for said in app.caption if said.value.startswith("Nobody\\: ")]
    (untold,) = [said.value.replace("\\", "") for said in app.warning if "Cannot be told" in said.value]
    listed = (nobody.replace("\\", ""), untold.split(". Nothing")[0])
    said_of = [part for said in listed for part in said.split(": ", 1)[1].split(" · ")]
    assert sorted([*said_of, *counted["name"]]) == sorted(names)
    # The demo shop has no feedback, so that nobody is unhappy there is nothing one could say.
    assert "High value, but not satisfied" in untold
    assert "Satisfaction, Feedback, Influence" in untold
    chosen = app.selectbox(key=state.DISAGREEMENT)
    first = counted[counted["customers"] > 0].iloc[0]
    assert first["name"] in chosen.options[0]
    assert app.metric[0].value == f"{first['customers']:,}"
    assert len(app.dataframe[1].value) == min(first["customers"], 500)


def test_one_customer_has_a_profile_and_lenses_that_may_agree(open_app: Open, one_customer_home: Path) -> None:
    app = open_app(one_customer_home, PROFILE)
    assert not app.exception
    assert not app.error
    app = app.switch_page(f"pages/{DISAGREEMENTS}").run()
    assert not app.exception
    assert not app.error
    assert cache.home().shops()
