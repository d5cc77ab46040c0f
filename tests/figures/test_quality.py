from datetime import date

import pytest

from segmentation.figures.quality import months_covered
from segmentation.locale import LANGUAGES, Words
from segmentation.store.workspace import Workspace
from segmentation.views.overview import Month
from segmentation.views.quality import Quality, quality
from tests.views.conftest import tea_house  # noqa: F401 - the fixture of the views' tests


def test_a_month_without_sales_is_marked(tea_house: Workspace) -> None:  # noqa: F811 - the fixture above
    view = quality(tea_house)
    months = (*view.months, Month(date(2030, 1, 1)))
    drawn = months_covered(Quality(**{**vars(view), "months": months}), Words(), "light")

    assert list(drawn.data[1].x) == [len(view.months)]
    assert list(drawn.data[1].customdata) == ["Jan 2030"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_month_is_drawn_and_named(tea_house: Workspace, language: str) -> None:  # noqa: F811 - the fixture above
    view = quality(tea_house)
    drawn = months_covered(view, Words(language), "dark")

    assert list(drawn.data[0].y) == [month.purchases for month in view.months]
    assert len({said[0] for said in drawn.data[0].customdata}) == len(view.months)
    assert not drawn.data[1].x
