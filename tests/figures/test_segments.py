from datetime import date
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from segmentation.classifications import rfm_segments
from segmentation.classifications.cube import CELLS, cube_of
from segmentation.classifications.eight_types import KEYS as TYPES
from segmentation.classifications.eight_types import EightTypeLimits
from segmentation.figures import segments as figures
from segmentation.figures.areas import areas
from segmentation.figures.colours import EIGHT_TYPES, SCALE, SEGMENTS
from segmentation.figures.contrast import contrast, text_on
from segmentation.locale import Words
from segmentation.parameters import Analysis, Period
from segmentation.views.amounts import Amount
from segmentation.views.segments import PAIRS, PICKS, GroupSize, SegmentsView, grid

WORDS = Words("en", "GBP")
CUBE = cube_of((cell, place, 2 * place, Decimal(cell)) for place, cell in enumerate(CELLS))


def _size(key: str, customers: int, revenue: int) -> GroupSize:
    return GroupSize(key, customers, customers * 2, Decimal(revenue), customers / 100, revenue / 100)


VIEW = SegmentsView(
    analysis=Analysis(Period(date(2024, 1, 31))),
    segments=tuple(_size(key, 10 * (key != "new"), 20 - 3 * at) for at, key in enumerate(rfm_segments.DEFAULT.keys)),
    segment_of={
        (cell // 100, cell // 10 % 10): rfm_segments.DEFAULT.keys[at]
        for cell, at in zip(CELLS, rfm_segments.segment_of_cells(rfm_segments.DEFAULT), strict=True)
    },
    grids={pair: grid(CUBE, pair) for pair in PAIRS},
    types=tuple(_size(key, 0 if key == "000" else 5, 7) for key in TYPES),
    limits=EightTypeLimits(30, 3, Decimal("99.5")),
)


def test_the_matrix_has_each_cell_once_in_its_segments_colour() -> None:
    bars = figures.named_matrix(VIEW, WORDS, "light", Amount.CUSTOMERS).data[0]
    place = {(round(float(base) + 0.48), x): at for at, (base, x) in enumerate(zip(bars.base, bars.x, strict=True))}
    assert len(place) == 25
    top = place[5, 5]
    assert bars.marker.color[top] == SEGMENTS["champions"].light
    assert bars.text[top] == f"Champions<br><b>{WORDS.number(int(CUBE.customers[4, 4].sum()))}</b>"
    assert bars.customdata[top][0] == "cell:r5 f5"
    assert bars.customdata[top][1:3] == ["R 5 · F 5", "Champions"]


@pytest.mark.parametrize("pair", PAIRS, ids=" ".join)
@pytest.mark.parametrize("shown", Amount)
def test_a_click_on_any_mark_names_something_to_pick(pair: tuple[str, str], shown: Amount) -> None:
    drawn = (
        figures.score_grid(VIEW.grids[pair], WORDS, "dark", shown),
        figures.named_matrix(VIEW, WORDS, "dark", shown),
        figures.segment_areas(VIEW, WORDS, "dark", shown),
        figures.type_bars(VIEW, WORDS, "dark", shown),
    )
    for one in drawn:
        assert all(data[0] in PICKS for data in one.data[0].customdata)
    assert len(drawn[0].data[0].customdata) == 25


def test_the_strongest_colour_is_the_largest_amount() -> None:
    bars = figures.score_grid(VIEW.grids["f", "m"], WORDS, "light", Amount.CUSTOMERS).data[0]
    largest = int(np.argmax(VIEW.grids["f", "m"].customers.ravel()))
    assert bars.marker.color[largest] == SCALE["light"][-1]
    assert list(bars.marker.color).count(SCALE["light"][-1]) == 1


def test_an_empty_shop_square_has_no_average() -> None:
    empty = figures.score_grid(grid(cube_of([]), ("r", "f")), WORDS, "light", Amount.AVERAGE_ORDER_VALUE).data[0]
    assert set(empty.text) == {"–"}
    assert set(empty.marker.color) == {SCALE["light"][0]}


@pytest.mark.parametrize(
    ("text", "outlined"), [("segment:loyal", 4), ("cell:r5 f4", 1), ("cell:f5 m4", 0), ("type:111", 0)]
)
def test_what_is_picked_is_outlined_in_the_matrix(text: str, outlined: int) -> None:
    bars = figures.named_matrix(VIEW, WORDS, "light", Amount.CUSTOMERS, PICKS[text]).data[0]
    assert sum(width > 0 for width in bars.marker.line.width) == outlined


def test_areas_are_as_large_as_the_segments_and_none_is_left_for_nobody() -> None:
    bars = figures.segment_areas(VIEW, WORDS, "light", Amount.REVENUE).data[0]
    earning = [size for size in VIEW.segments if size.revenue > 0]
    drawn = np.array(bars.width) * np.array(bars.y)
    assert drawn / drawn.sum() == pytest.approx(
        [float(size.revenue / sum(other.revenue for other in earning)) for size in earning]
    )
    by_customers = figures.segment_areas(VIEW, WORDS, "light", Amount.AVERAGE_ORDER_VALUE).data[0]
    assert len(by_customers.x) == 9
    assert not any(data[1] == "New" for data in by_customers.customdata)


@given(
    st.lists(st.integers(1, 10_000), min_size=1, max_size=12).map(lambda sizes: sorted(sizes, reverse=True)),
    st.floats(0.5, 10),
    st.floats(0.5, 10),
)
def test_areas_fill_the_rectangle_and_do_not_overlap(sizes: list[int], width: float, height: float) -> None:
    placed = areas(sizes, width, height)
    assert [area.width * area.height for area in placed] == pytest.approx(
        [size / sum(sizes) * width * height for size in sizes]
    )
    slack = 1e-9 * max(width, height)
    for at, one in enumerate(placed):
        assert one.left >= -slack
        assert one.bottom >= -slack
        assert one.left + one.width <= width + slack
        assert one.bottom + one.height <= height + slack
        for other in placed[at + 1 :]:
            wide = min(one.left + one.width, other.left + other.width) - max(one.left, other.left)
            high = min(one.bottom + one.height, other.bottom + other.height) - max(one.bottom, other.bottom)
            assert wide <= slack or high <= slack


def test_texts_on_colours_can_be_read() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    for paint in (*SEGMENTS.values(), *EIGHT_TYPES.values()):
        for colour in (paint.light, paint.dark):
            assert contrast(text_on(colour), colour) >= 4.3


def test_the_limits_of_the_types_are_said() -> None:
    assert figures.type_limits(VIEW, WORDS).startswith(
        "High means: at most 30 days since the last purchase, 3 purchases or more, £99.50 or more spent."
    )
