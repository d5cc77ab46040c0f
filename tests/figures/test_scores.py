from datetime import date
from decimal import Decimal

import numpy as np
import pytest

from segmentation.classifications.class_changes import unmoved_cells
from segmentation.classifications.cube import CELLS, cube_of
from segmentation.classifications.cuts import ScoreCuts
from segmentation.classifications.eight_types import EightTypeLimits
from segmentation.figures import scores as figures
from segmentation.locale import LANGUAGES, Words
from segmentation.parameters import Period, Scoring, Weights
from segmentation.views.amounts import Amount
from segmentation.views.basis import ScoreBasis
from segmentation.views.score_changes import ScoreChanges
from segmentation.views.scores import ScoresView, score_sizes, scores_view
from tests.figures.no_movers import NO_CUSTOMERS

WORDS = Words("en", "GBP")
SENT = 50_000
"""Bytes that a step of the bench may send (goals, row 12)."""


def _basis(*cells: int) -> ScoreBasis:
    cuts = ScoreCuts(
        r=(Decimal(178), Decimal(71), Decimal(32), Decimal(17)),
        f=(Decimal(2), Decimal(3), Decimal(5), None),
        m=(Decimal(100), Decimal(250), Decimal(1_000), Decimal(2_000)),
    )
    cube = cube_of((cell, 10 + place, 20, Decimal(cell)) for place, cell in enumerate(cells))
    return ScoreBasis(Period(date(2024, 1, 31)), cuts, cube, date(2023, 1, 1), EightTypeLimits(30, 3, Decimal(100)))


def _view(basis: ScoreBasis, weights: Weights) -> ScoresView:
    none = np.array([], dtype=np.int64)
    changes = ScoreChanges(unmoved_cells(basis.cube), NO_CUSTOMERS, none, none)
    return scores_view(basis, changes, Scoring(weights), Scoring())


WHOLE = _basis(*CELLS)
ODD = Weights(Decimal(7), Decimal(3), Decimal(1))


def test_each_class_has_its_share_of_customers_and_revenue() -> None:
    view = _view(WHOLE, ODD)
    drawn = figures.class_shares(view, WORDS, "light")
    assert [trace.name for trace in drawn.data] == ["A key", "B important", "C ordinary", "D dormant"]
    assert np.sum([trace.x for trace in drawn.data], axis=0) == pytest.approx([1, 1])
    assert [trace.x[1] for trace in drawn.data] == pytest.approx([size.customer_share for size in view.classes])


def test_who_goes_up_is_coloured_apart_from_who_goes_down() -> None:
    view = _view(WHOLE, ODD)
    heat = figures.class_changes(view, WORDS, "light").data[0]
    below, above = np.tril(np.asarray(heat.z), -1), np.triu(np.asarray(heat.z), 1)
    assert view.changes.up > 0
    assert view.changes.down > 0
    assert below.max() > 0 >= below.min()
    assert above.min() < 0 <= above.max()
    assert (np.diag(np.asarray(heat.z)) == 0).all()
    assert heat.text[0][0] == WORDS.number(int(view.changes.customers[0, 0]))


@pytest.mark.parametrize("amount", [Amount.CUSTOMERS, Amount.REVENUE])
def test_the_bars_of_the_weighted_score_hold_every_customer(amount: Amount) -> None:
    view = _view(WHOLE, ODD)
    drawn = figures.score_distribution(view, WORDS, "light", amount)
    total = view.customers if amount is Amount.CUSTOMERS else float(WHOLE.cube.revenue)
    assert sum(float(trace.y.sum()) for trace in drawn.data) == pytest.approx(total)
    assert len(drawn.layout.shapes) == 3


def test_a_shop_with_one_score_value_has_a_bar() -> None:
    drawn = figures.score_distribution(_view(_basis(355), ODD), WORDS, "light", Amount.CUSTOMERS)
    assert [len(trace.x) for trace in drawn.data] == [0, 1, 0, 0]


def test_an_empty_score_is_shown_as_empty() -> None:
    drawn = figures.score_sizes(score_sizes(_basis(111, 545))["f"], WORDS, "light")
    assert drawn.data[0].x.tolist() == [10, 0, 0, 11, 0]
    assert drawn.data[0].text[4] == "nobody"
    assert drawn.layout.annotations[4].text == "<b>F 5</b>  no value reaches it"
    assert drawn.layout.annotations[1].text == "<b>F 2</b>  2 purchases"


def test_what_does_not_change_is_the_same_to_the_byte() -> None:
    sizes = score_sizes(WHOLE)["r"]
    assert figures.score_sizes(sizes, WORDS, "dark").to_json() == figures.score_sizes(sizes, WORDS, "dark").to_json()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_step_of_the_bench_sends_little(language: str) -> None:
    view, words = _view(WHOLE, ODD), Words(language, "CNY")
    drawn = (
        figures.class_shares(view, words, "light"),
        figures.class_changes(view, words, "light"),
        figures.score_distribution(view, words, "light", Amount.REVENUE),
    )
    assert sum(len(one.to_json()) for one in drawn) < SENT / 2
