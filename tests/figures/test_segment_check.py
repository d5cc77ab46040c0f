"""The pictures of a segment table: each of the 125 cells once, under its name or marked as faulty."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from segmentation.classifications.cube import CELLS, cube_of
from segmentation.classifications.rfm_segments import DEFAULT
from segmentation.figures.colours import FAULT, OWN_SEGMENTS, SEGMENTS, Scheme, segment_paints
from segmentation.figures.contrast import contrast
from segmentation.figures.segment_check import checked_cells
from segmentation.locale import LANGUAGES, Words
from segmentation.parameters import SegmentName, SegmentRule, SegmentRules
from segmentation.views.segment_draft import segment_check
from tests.classifications.published_tables import RFM_0_3_0, RFM_0_3_0_RULES
from tests.parameters.drawn_segments import sound_tables

WORDS = Words()
CUBE = cube_of((cell, cell, 1, 1) for cell in CELLS)


def drawn(rules: SegmentRules, words: Words = WORDS, scheme: Scheme = "light") -> Any:
    return checked_cells(segment_check(CUBE, rules), words, scheme)


def cells_of(figure: Any) -> dict[int, tuple[str, str, list[str]]]:
    """Cell → the text in it, its colour and what is told of it; each of the 125 cells is in one mark only."""
    found: dict[int, tuple[str, str, list[str]]] = {}
    for bars in figure.data:
        for x, base, text, colour, told in zip(
            bars.x, bars.base, bars.text, bars.marker.color, bars.customdata, strict=True
        ):
            heading = re.fullmatch(r"R (\d) · F (\d) · M (\d)(?:-(\d))?", told[0])
            assert heading
            r, f, low, high = (int(digit or heading[3]) for digit in heading.groups())
            assert (f, r) == (x, round(float(base) + 0.48))
            for m in range(low, high + 1):
                assert 100 * r + 10 * f + m not in found
                found[100 * r + 10 * f + m] = text, colour, list(told[1:])
    assert set(found) == set(CELLS)
    return found


def titles(figure: Any) -> list[str]:
    return [note.text for note in figure.layout.annotations]


@settings(max_examples=60)
@given(sound_tables())
def test_each_of_the_125_cells_is_drawn_once_under_its_own_name(rules: SegmentRules) -> None:
    figure = drawn(rules)
    paints = segment_paints([name.key for name in rules.names])
    names = {name.key: name.name for name in rules.names}
    for cell, (text, colour, told) in cells_of(figure).items():
        (key,) = {box.key for box in rules.boxes if box.has(cell)}
        assert text.replace("<br>", " ") == told[0] == names[key]
        assert colour == paints[key].light
    # Neighbouring pictures differ, so that there are no more than it takes.
    for one, other in pairwise(figure.data):
        assert list(one.text) != list(other.text)
    assert len(titles(figure)) == (0 if len(figure.data) == 1 else len(figure.data))


def test_one_picture_without_a_title_stays_where_m_changes_no_name() -> None:
    figure = drawn(SegmentRules())
    assert len(figure.data) == 1
    assert not titles(figure)
    cells = cells_of(figure)
    assert cells[555] == cells[551] == ("Champions", SEGMENTS["champions"].light, ["Champions", "2,765 customers"])


def test_there_is_a_picture_for_each_m_at_which_names_change() -> None:
    boxes = [SegmentRule("low", m=(1, 2)), SegmentRule("high", m=(3, 3)), SegmentRule("low", m=(4, 5))]
    figure = drawn(SegmentRules(tuple(boxes)))
    assert titles(figure) == ["<b>M 1-2</b>", "<b>M 3</b>", "<b>M 4-5</b>"]
    assert [set(bars.text) for bars in figure.data] == [{"low"}, {"high"}, {"low"}]
    assert figure.data[0].customdata[0][2] == "223 customers"


def test_the_pictures_stand_below_each_other_and_none_covers_another() -> None:
    figure = drawn(SegmentRules(tuple(SegmentRule(f"own {m}", m=(m, m)) for m in range(1, 6))))
    places = [figure.layout[axis].domain for axis in ("yaxis", "yaxis2", "yaxis3", "yaxis4", "yaxis5")]
    assert places[0][1] == 1
    assert places[-1][0] == pytest.approx(0, abs=1e-9)
    assert all(upper[0] > lower[1] for upper, lower in pairwise(places))
    assert {bars.xaxis + bars.yaxis for bars in figure.data} == {"xy", "x2y2", "x3y3", "x4y4", "x5y5"}


def test_the_published_table_of_rfm_shows_its_holes_and_its_overlaps() -> None:
    cells = cells_of(drawn(RFM_0_3_0_RULES))
    claimed = {
        cell: [
            name
            for name, ranges in RFM_0_3_0.items()
            if all(low <= int(score) <= high for score, (low, high) in zip(str(cell), ranges, strict=True))
        ]
        for cell in CELLS
    }
    assert sum(not names for names in claimed.values()) == 10
    assert sum(len(names) > 1 for names in claimed.values()) == 58
    for cell, names in claimed.items():
        text, colour, told = cells[cell]
        if len(names) == 1:
            assert text.replace("<br>", " ") == told[0] == names[0]
            assert colour != FAULT.light
        else:
            assert colour == FAULT.light
            assert text == (f"▲<br>{len(names)} names" if names else "○<br>No name")
            assert told[0] == (" / ".join(names) or "No name")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_names_can_be_read_in_every_language_on_every_background(language: str, scheme: Scheme) -> None:
    figure = drawn(RFM_0_3_0_RULES, Words(language), scheme)
    for bars in figure.data:
        for text, colour in zip(bars.textfont.color, bars.marker.color, strict=True):
            assert contrast(text, colour) >= 4.3


def test_a_shops_own_name_is_shown_letter_by_letter() -> None:
    rules = SegmentRules((SegmentRule("own 1", r=(2, 5)),), (SegmentName("own 1", "<b>Mine</b>"),))
    cells = cells_of(drawn(rules))
    assert cells[555][0] == "&lt;b&gt;Mine&lt;/b&gt;"
    assert cells[111][:2] == ("○<br>No name", FAULT.light)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("About to sleep", "About to<br>sleep"),
        ("Hibernating", "Hibernating"),
        ("Supercalifragilistic", "Supercalifr<br>agilistic"),
        ("Guests who come back for the workshops only", "Guests who<br>come back<br>for the…"),
        ("重要价值客户最近常来的", "重要价值客<br>户最近常来<br>的"),
        ("重要价值客户最近常来的而且花得很多", "重要价值客<br>户最近常来<br>的而且花得…"),
        ("", "–"),
    ],
)
def test_a_long_name_is_broken_into_lines_and_cut_short(name: str, shown: str) -> None:
    rules = SegmentRules((SegmentRule("own 1"),), (SegmentName("own 1", name),))
    text, _, told = cells_of(drawn(rules))[333]
    assert text == shown
    assert told[0] == (name or "–")


@given(st.integers(1, len(OWN_SEGMENTS) + len(SEGMENTS)))
def test_segments_of_ones_own_have_different_colours_as_long_as_there_are_any(number: int) -> None:
    own = [f"own {n}" for n in range(number)]
    assert len(set(segment_paints(own).values())) == number
    assert len(set(segment_paints([*DEFAULT.keys, *own[: len(OWN_SEGMENTS)]]).values())) == len(DEFAULT.keys) + min(
        number, len(OWN_SEGMENTS)
    )
