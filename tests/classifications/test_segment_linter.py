"""What the linter finds in published tables, and that it passes the built-in ones."""

from __future__ import annotations

from segmentation.classifications import eight_types, value_classes
from segmentation.classifications.cube import CELLS
from segmentation.classifications.levels import Level
from segmentation.classifications.rfm_segments import DEFAULT, SegmentRule, SegmentTable, lint, names_of_cells
from segmentation.parameters import ClassLimits, Weights
from tests.classifications.published_tables import RFM_0_3_0


def _table(boxes: list[SegmentRule]) -> SegmentTable:
    keys = dict.fromkeys(box.key for box in boxes)
    return SegmentTable(tuple(Level(key, key, "") for key in keys), tuple(boxes))


def _single_cells(names: list[str]) -> SegmentTable:
    """A table of one box a cell, for a classification that is decided by the cell."""
    return _table(
        [
            SegmentRule(name, *((score, score) for score in (cell // 100, cell // 10 % 10, cell % 10)))
            for cell, name in zip(CELLS, names, strict=True)
        ]
    )


def test_the_published_table_of_rfm_has_ten_cells_without_a_name_and_58_with_several() -> None:
    published = _table([SegmentRule(key, *ranges) for key, ranges in RFM_0_3_0.items()])
    report = lint(published)

    assert report.holes == (215, 241, 251, 252, 341, 351, 441, 451, 541, 551)
    assert len(report.overlaps) == 58
    assert not report.is_sound


def test_the_default_segments_pass() -> None:
    assert lint(DEFAULT).is_sound


def test_the_weighted_classes_pass() -> None:
    classes = value_classes.class_of_cells(Weights(), ClassLimits())
    table = _single_cells([value_classes.KEYS[place] for place in classes])
    assert set(table.keys) == set(value_classes.KEYS)
    assert lint(table).is_sound


def test_the_eight_types_pass() -> None:
    # Their limits are values, not scores. Whatever score a limit falls on, high and low part the five scores in two.
    for r in range(2, 6):
        for f in range(2, 6):
            for m in range(2, 6):
                sides = [((1, limit - 1), (limit, 5)) for limit in (r, f, m)]
                boxes = [
                    SegmentRule(key, *(side[int(digit)] for side, digit in zip(sides, key, strict=True)))
                    for key in eight_types.KEYS
                ]
                assert lint(_table(boxes)).is_sound


def test_a_name_that_never_comes_first_is_unreachable() -> None:
    table = _table([SegmentRule("all"), SegmentRule("best", r=(5, 5))])
    report = lint(table)
    assert report.unreachable == ("best",)
    assert report.overlaps == tuple(cell for cell in CELLS if cell > 500)


def test_each_cell_tells_the_names_that_claim_it_in_the_order_of_the_rules() -> None:
    published = _table([SegmentRule(key, *ranges) for key, ranges in RFM_0_3_0.items()])
    names = names_of_cells(published)
    assert names[555] == ("Champions", "Potential Loyalist")
    assert names[215] == ()
