import itertools
import tomllib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from segmentation.classifications import eight_types, final_classification, lifecycle, rfm_segments, value_classes, vip
from segmentation.figures import colours, theme
from segmentation.figures.colours import Paint, Scheme
from tests.conftest import PROJECT

SETS = {
    "segments": (colours.SEGMENTS, rfm_segments.DEFAULT.levels),
    "eight types": (colours.EIGHT_TYPES, eight_types.LEVELS),
    "value classes": (colours.VALUE_CLASSES, value_classes.LEVELS),
    "stages": (colours.STAGES, lifecycle.LEVELS),
    "VIP levels": (colours.VIP_LEVELS, vip.LEVELS),
    "final classes": (colours.FINAL_CLASSES, final_classification.LEVELS),
}
EYES = {
    "full": np.eye(3),
    "without red": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "without green": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
}
LEAST_CONTRAST = 3.0
LEAST_DISTANCE = 0.06

schemes = pytest.mark.parametrize("scheme", ["light", "dark"])
sets = pytest.mark.parametrize("paints", [*(paints for paints, _ in SETS.values()), colours.THIRDS])


def linear(colour: str) -> np.ndarray:
    values = np.array([int(colour[place : place + 2], 16) for place in (1, 3, 5)]) / 255
    return np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)


def contrast(one: str, other: str) -> float:
    brightness = sorted(float(linear(colour) @ [0.2126, 0.7152, 0.0722]) for colour in (one, other))
    return (brightness[1] + 0.05) / (brightness[0] + 0.05)


def oklab(rgb: np.ndarray) -> np.ndarray:
    to_cones = [[0.41222, 0.53633, 0.05145], [0.2119, 0.6807, 0.1074], [0.0883, 0.28172, 0.62998]]
    from_cones = [[0.21045, 0.79362, -0.00407], [1.978, -2.42859, 0.45059], [0.0259, 0.78277, -0.80868]]
    return np.array(from_cones) @ np.cbrt(np.array(to_cones) @ np.clip(rgb, 0, 1))


@pytest.mark.parametrize(("paints", "levels"), SETS.values(), ids=list(SETS))
def test_every_level_has_its_colour(paints: dict[str, Paint], levels: tuple) -> None:
    assert set(paints) == {level.key for level in levels}


@schemes
@sets
def test_every_colour_stands_out_from_the_background(paints: dict[str, Paint], scheme: Scheme) -> None:
    background = colours.BACKGROUND.on(scheme)
    assert min(contrast(paint.on(scheme), background) for paint in paints.values()) >= LEAST_CONTRAST


@schemes
@sets
@pytest.mark.parametrize("eye", EYES)
def test_no_two_colours_of_a_set_look_alike(paints: dict[str, Paint], scheme: Scheme, eye: str) -> None:
    seen = {key: oklab(np.array(EYES[eye]) @ linear(paint.on(scheme))) for key, paint in paints.items()}
    alike = [
        (one, other)
        for one, other in itertools.combinations(seen, 2)
        if np.linalg.norm(seen[one] - seen[other]) < LEAST_DISTANCE
    ]
    assert alike == []


@schemes
def test_texts_can_be_read(scheme: Scheme) -> None:
    assert contrast(colours.TEXT.on(scheme), colours.BACKGROUND.on(scheme)) >= 7
    assert contrast(colours.QUIET.on(scheme), colours.BACKGROUND.on(scheme)) >= 4.5


@schemes
def test_figures_and_pages_have_the_same_colours_and_fonts(scheme: Scheme) -> None:
    settings = tomllib.loads((PROJECT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))["theme"]
    assert settings["font"] == theme.FONTS
    page = settings[scheme]
    assert (page["backgroundColor"], page["textColor"], page["primaryColor"]) == (
        colours.BACKGROUND.on(scheme),
        colours.TEXT.on(scheme),
        colours.ACCENT.on(scheme),
    )


@schemes
def test_a_figure_is_in_the_theme_and_small(scheme: Scheme) -> None:
    drawn = theme.figure(scheme, {"type": "bar", "x": [1], "y": [2]}, title={"text": "Sales"})
    assert drawn.layout.template.layout.font.color == colours.TEXT.on(scheme)
    assert "CJK" in drawn.layout.template.layout.font.family
    assert len(drawn.to_json()) < 4_000


def test_more_is_farther_from_the_background() -> None:
    for scheme in ("light", "dark"):
        steps = [contrast(colour, colours.BACKGROUND.on(scheme)) for colour in colours.SCALE[scheme]]
        assert steps == sorted(steps)


def test_hover_texts_show_no_second_box() -> None:
    assert theme.hover("<b>%{x}</b>", "%{customdata}") == "<b>%{x}</b><br>%{customdata}<extra></extra>"


@given(st.text())
def test_plain_leaves_nothing_that_plotly_reads(text: str) -> None:
    shown = theme.plain(text)
    assert "<" not in shown
    assert ">" not in shown
    assert shown.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") == text
