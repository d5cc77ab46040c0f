"""The table of segment names on the rules page: what is said of it, and that only a sound one is used."""

from __future__ import annotations

import json
from pathlib import Path

from segmentation.classifications.rfm_segments import DEFAULT, table_in_use
from segmentation.parameters import SegmentRules
from tests.pages.conftest import Open
from tests.pages.rules_page import RULES, button, click, in_use, key, moved


def test_a_hole_and_an_overlap_are_named_and_cannot_be_saved(open_app: Open, demo_home: Path) -> None:
    app = open_app(demo_home, RULES)
    app = app.slider(key=key("segments.f.0")).set_value((5, 5)).run()

    said = app.error[1].value.replace("\\", "")
    assert said.startswith("5 cells without a name.")
    assert said.endswith("(R F M: 541, 542, 543, 544, 545)")
    assert not button(app, "Use for the whole shop")
    app = app.slider(key=key("segments.f.0")).set_value((3, 5)).run()
    said = app.error[1].value.replace("\\", "")
    assert said.startswith("Champions and Potential loyalists both claim 5 cells.")
    assert said.endswith("(R F M: 531, 532, 533, 534, 535)")
    marked = [text.value.replace("\\", "") for text in app.markdown if "others claim" in text.value]
    assert marked == [
        f":red[▲ Of this row's cells others claim: {other}: 5 cells]" for other in ("Potential loyalists", "Champions")
    ]
    assert not button(app, "Use for the whole shop")
    app = app.slider(key=key("segments.f.0")).set_value((4, 5)).run()
    assert not app.error


def test_a_name_that_is_never_reached_is_said_in_red_and_cannot_be_saved(open_app: Open, demo_home: Path) -> None:
    app = open_app(demo_home, RULES)
    # The potential loyalists, third, take R 5 F 1 from the new ones, fourth, who have no other cell.
    app.slider(key=key("segments.f.2")).set_value((1, 3))
    app = app.slider(key=key("segments.r.2")).set_value((5, 5)).run()

    assert not app.exception
    said = [error.value.replace("\\", "") for error in app.error]
    assert said[0] == "This table cannot be saved yet. Mend what is said below first."
    assert said[-1] == "New is never reached: rows above it have all its cells."
    marked = [text.value.replace("\\", "") for text in app.markdown if "never reached" in text.value]
    assert marked == [
        ":red[▲ Of this row's cells others claim: Potential loyalists: 5 cells]  \n"
        ":red[▲ Rows above have all its cells: this name is never reached.]"
    ]
    assert not button(app, "Use for the whole shop")
    assert in_use().segments == SegmentRules()

    # Without that row nothing is claimed twice, but the potential loyalists still lack R 4, and then take it whole.
    app = app.button(key=key("segments.remove.3")).click().run()
    assert not any("never reached" in error.value for error in app.error)
    assert not button(app, "Use for the whole shop")
    app = app.slider(key=key("segments.r.2")).set_value((4, 5)).run()
    app = app.slider(key=key("segments.f.4")).set_value((1, 1)).run()
    app = app.button(key=key("segments.remove.4")).click().run()
    assert not app.error
    app = click(app, "Use for the whole shop")
    assert table_in_use(in_use().segments).keys == tuple(key for key in DEFAULT.keys if key not in {"new", "promising"})


def test_a_table_by_m_is_drawn_for_each_m_at_which_names_change(open_app: Open, demo_home: Path) -> None:
    app = open_app(demo_home, RULES)
    assert not any("M changes names" in said.value for said in app.caption)
    app.slider(key=key("segments.m.0")).set_value((3, 5))
    app = click(app, "Add a row")
    number = len(DEFAULT.rules)
    app.text_input(key=key(f"segments.name.{number}")).set_value("Small sums")
    for score, scores in (("r", (5, 5)), ("f", (4, 5)), ("m", (1, 2))):
        app.slider(key=key(f"segments.{score}.{number}")).set_value(scores)
    app = app.run()

    assert not app.exception
    assert not app.error
    assert any("M changes names" in said.value for said in app.caption)
    (figure,) = [json.loads(chart.proto.spec) for chart in app.get("plotly_chart")]
    assert [note["text"] for note in figure["layout"]["annotations"]] == ["<b>M 1-2</b>", "<b>M 3-5</b>"]
    assert [bars["text"].count("Small sums") for bars in figure["data"]] == [2, 0]
    assert [bars["text"].count("Champions") for bars in figure["data"]] == [0, 2]
    app = click(app, "Use for the whole shop")
    assert table_in_use(in_use().segments).keys == (*DEFAULT.keys, "own 1")


def test_an_own_table_is_used_undone_and_reset(open_app: Open, demo_home: Path) -> None:
    app = open_app(demo_home, RULES)
    # Champions from F 3 on; who was a potential loyalist there gives way.
    app.slider(key=key("segments.f.0")).set_value((3, 5))
    app.slider(key=key("segments.r.2")).set_value((4, 4))
    app = click(app, "Add a row")
    number = len(DEFAULT.rules)
    app.text_input(key=key(f"segments.name.{number}")).set_value("Nearly <b>there</b>")
    app.slider(key=key(f"segments.r.{number}")).set_value((5, 5))
    app = app.slider(key=key(f"segments.f.{number}")).set_value((2, 2)).run()

    assert not app.exception
    assert not app.error
    assert int(moved(app).replace(",", "")) > 0
    app = click(app, "Use for the whole shop")
    table = table_in_use(in_use().segments)
    assert table.keys == (*DEFAULT.keys, "own 1")
    assert table.levels[-1].name == "Nearly <b>there</b>"
    assert moved(app) == "0"

    app = app.switch_page("pages/understand/segments.py").run()
    assert not app.exception
    assert "Nearly <b>there</b>" in list(app.dataframe[0].value["name"])
    app = app.switch_page(f"pages/{RULES}").run()
    app = click(app, "Undo")
    assert in_use().segments == SegmentRules()
    assert app.slider[1].value == (4, 5)


def test_a_table_without_rows_says_so(open_app: Open, demo_home: Path) -> None:
    app = open_app(demo_home, RULES)
    for number in range(len(DEFAULT.rules)):
        app = app.button(key=key(f"segments.remove.{number}")).click().run()
    assert [error.value for error in app.error] == ["There are no rows. Add one, or reset to the default."]
