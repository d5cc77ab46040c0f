from datetime import date, datetime

import pytest

from segmentation.figures.store_stage import consultations_line
from segmentation.locale import Words
from segmentation.store.consultations import Consultations

WORDS = Words("en")


def _day(day: int, per_day: int) -> Consultations:
    return Consultations(date(2026, 6, day), per_day, datetime(2026, 6, day))


def test_each_day_typed_in_is_a_point_with_its_date() -> None:
    line = consultations_line([_day(1, 40), _day(9, 1200)], WORDS, "light").data[0]

    assert list(line.y) == [40, 1200]
    assert [list(data) for data in line.customdata] == [["Jun 1, 2026", "40"], ["Jun 9, 2026", "1,200"]]


@pytest.mark.parametrize(("per_day", "lines"), [(10, [50]), (60, [50, 101]), (600, [50, 101, 300, 501])])
def test_the_lines_up_to_the_next_stage_are_shown(per_day: int, lines: list[int]) -> None:
    drawn = consultations_line([_day(1, per_day)], WORDS, "dark")

    assert [shape.y0 for shape in drawn.layout.shapes] == lines
    assert drawn.layout.yaxis.range[1] > max(lines[-1], per_day)
