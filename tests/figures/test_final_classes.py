from decimal import Decimal

from segmentation.classifications.cube import GroupTotals
from segmentation.classifications.final_classification import KEYS, SECOND
from segmentation.classifications.lifecycle import ShopRhythm
from segmentation.figures.colours import FINAL_CLASSES
from segmentation.figures.contrast import contrast, text_on
from segmentation.figures.final_classes import SECOND_PAINTS, final_matrix
from segmentation.locale import Words
from segmentation.parameters import FinalRules
from segmentation.views.final_classes import FinalView

WORDS = Words("en", "GBP")
VIEW = FinalView(
    rules=FinalRules(),
    classes=tuple(GroupTotals(key, at, 2 * at, Decimal(100 * at)) for at, key in enumerate(KEYS)),
    first=(),
    second=(),
    limits=(Decimal(10), Decimal(20)),
    rhythm=ShopRhythm(20.0, 90.0, 5, 100, True),
)


def test_big_customers_stand_top_left_and_low_touch_bottom_right() -> None:
    bars = final_matrix(VIEW, WORDS, "light").data[0]
    place = {
        (x, round(float(base) + 0.48)): data[0]
        for x, base, data in zip(bars.x, bars.base, bars.customdata, strict=True)
    }

    assert place[1, 3] == "high / often"
    assert place[3, 1] == "low / occasional"
    assert sorted(place.values()) == sorted(KEYS)
    assert list(bars.marker.color) == [FINAL_CLASSES[key].light for key in KEYS]


def test_a_cell_says_its_name_customers_and_revenue_and_the_picked_one_is_outlined() -> None:
    bars = final_matrix(VIEW, WORDS, "dark", "low / often").data[0]

    assert bars.text[6] == "<b>Loyal<br>customer</b><br>6<br>£600"
    assert [key for key, width in zip(KEYS, bars.marker.line.width, strict=True) if width] == ["low / often"]
    assert bars.customdata[0][-1] == "–"


def test_texts_in_the_cells_can_be_read_and_each_split_has_its_colours() -> None:
    for paint in FINAL_CLASSES.values():
        assert all(contrast(text_on(colour), colour) >= 4.3 for colour in (paint.light, paint.dark))
    assert set(SECOND_PAINTS) == set(SECOND)
