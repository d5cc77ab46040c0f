"""What to do for each level: under every way of sorting, on the customer's file, and where the shop writes it."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from pages.shared import cache, state
from segmentation.classifications.lenses import LENSES
from segmentation.playbook.seeds import SEEDS
from segmentation.playbook.segments import ACTIONS
from segmentation.views.playbook import write_action
from tests.pages.conftest import Open

PAGE = "act/playbook.py"
OWN = "Reserve the *window* seat."
SHOWN = r"Reserve the \*window\* seat\."


def _written(app: AppTest, text: str) -> AppTest:
    app.text_area[0].set_value(text)
    return next(button for button in app.button if button.label == "Save").click().run()


def _write(lens: str, level: str, text: str = OWN) -> None:
    home = cache.home()
    write_action(home.open(home.shops()[0].id), lens, level, text)


def _under_the_levels(app: AppTest) -> list[tuple[str, str]]:
    return [
        tuple(text.value.replace("\\", "").replace("**", "").split("  \n"))
        for folded in app.expander
        if folded.label == "What to do for each"
        for text in folded.markdown
    ]


def test_the_shop_writes_its_own_playbook_and_brings_the_seed_back(open_app: Open, demo_home: Path) -> None:
    app = open_app(demo_home, PAGE)
    app = app.selectbox(key=state.PLAYBOOK_LENS).set_value("vip_level").run()
    seed = app.text_area[0].value
    app = _written(app, OWN)

    assert not app.exception
    assert app.text_area[0].value == OWN
    assert "Your own words\\: VIP" in [caption.value for caption in app.caption]
    assert _written(app, "").text_area[0].value == seed


@pytest.mark.parametrize("lens", ["lifecycle_stage", "recommendation", "nonsense"])
def test_a_link_opens_the_playbook_at_its_levels(open_app: Open, demo_home: Path, lens: str) -> None:
    app = open_app(demo_home)
    app.query_params[state.PLAYBOOK_ASKED] = lens
    app = app.switch_page(f"pages/{PAGE}").run()
    assert not app.exception
    assert app.selectbox(key=state.PLAYBOOK_LENS).value == (lens if lens in LENSES else "value_class")
    # The choice on the page wins over the way in.
    app = app.selectbox(key=state.PLAYBOOK_LENS).set_value("value").run()
    assert [field.value for field in app.text_area] == list(SEEDS["value"].values())


@pytest.mark.parametrize(
    ("script", "lens"),
    [
        ("act/vip.py", "vip_level"),
        ("understand/lifecycle.py", "lifecycle_stage"),
        ("understand/scores.py", "value_class"),
        ("understand/classification.py", "first"),
    ],
)
def test_under_the_levels_stands_what_to_do_for_each_in_the_shops_own_words(
    open_app: Open, demo_home: Path, script: str, lens: str
) -> None:
    app = open_app(demo_home)
    first = LENSES[lens].level_keys[0]
    _write(lens, first)
    app = app.switch_page(f"pages/{script}").run()
    said = SEEDS[lens] | {first: OWN}
    assert not app.exception
    assert _under_the_levels(app) == [(level.name, said[level.key]) for level in LENSES[lens].levels]


def test_segments_eight_types_and_final_classes_say_what_to_do(open_app: Open, demo_home: Path) -> None:
    app = open_app(demo_home, "understand/segments.py")
    named = [(level.name, ACTIONS[level.key].action) for level in LENSES["segment"].levels]
    types = [(level.name, SEEDS["eight_type"][level.key]) for level in LENSES["eight_type"].levels]
    assert _under_the_levels(app) == [*named, *types]

    app = app.switch_page("pages/understand/classification.py").run()
    app = app.segmented_control(key=state.FINAL_STEP).set_value("final").run()
    assert _under_the_levels(app) == [
        (level.name, SEEDS["final_class"][level.key]) for level in LENSES["final_class"].levels
    ]


def test_a_disagreement_says_what_to_do_by_both_sides(open_app: Open, demo_home: Path) -> None:
    app = open_app(demo_home, "understand/disagreements.py")
    said = _under_the_levels(app)
    assert len({name.split(": ")[0] for name, _ in said}) == 2
    assert all(text for _, text in said)


def test_a_pair_of_dimensions_says_what_to_do_by_both(open_app: Open, demo_home: Path) -> None:
    app = open_app(demo_home, "understand/profile.py")
    app = app.selectbox(key=f"{state.PROFILE_PAIR}.value.loyalty").set_value("0 0").run()
    assert not app.exception
    assert _under_the_levels(app) == [
        ("Value: High", SEEDS["value"]["high"]),
        ("Loyalty: High", SEEDS["loyalty"]["high"]),
    ]


def test_a_list_of_vips_and_who_is_close_have_what_to_do(open_app: Open, demo_home: Path) -> None:
    app = open_app(demo_home)
    _write("vip_level", "VIP")
    app = app.switch_page("pages/act/vip.py").run()
    listed = [table.value for table in app.dataframe if "suggested_action" in table.value.columns]
    assert len(listed) == 2
    assert set(listed[0]["suggested_action"]) == {OWN}
    assert set(listed[1]["suggested_action"]) <= {OWN, SEEDS["vip_level"]["quasi-VIP"], SEEDS["vip_level"]["non-VIP"]}


def test_every_why_card_with_a_level_says_what_to_do(open_app: Open, demo_home: Path) -> None:
    app = open_app(demo_home, "act/customers.py")
    for level in LENSES["vip_level"].level_keys:
        _write("vip_level", level)
    app.query_params["customer"] = "1"
    app.run()
    app = next(one for one in app.segmented_control if one.label == "Part of the file").set_value("why").run()
    assert not app.exception
    texts = [text.value for text in app.markdown]
    known = [text for text in texts if text.startswith("**") and ":**" in text]
    heads = [text for text in known if not text.startswith("**What to do:**")]
    said = [text for text in known if text.startswith("**What to do:**")]
    assert len(heads) == len(LENSES)
    assert len(said) == len([text for text in heads if not text.endswith(" not known")]) > 8
    assert f"**What to do:** {SHOWN}" in said
