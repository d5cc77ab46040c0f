from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from segmentation.classifications.cuts import Limits, ScoreCuts
from segmentation.classifications.score_ranges import ScoreRange, in_order, range_in_words, score_ranges
from segmentation.locale import Words

POUNDS = Words("en", "GBP")
HUNDREDTHS = st.integers(-5_000, 50_000).map(lambda n: Decimal(n) / 100)
CUTS = st.lists(st.none() | HUNDREDTHS, min_size=4, max_size=4).map(tuple)


def _ranges(dimension: str, *limits: Decimal | int | None) -> tuple[ScoreRange, ...]:
    none: Limits = (None,) * 4
    given_limits = {"r": none, "f": none, "m": none}
    given_limits[dimension] = tuple(None if limit is None else Decimal(limit) for limit in limits)
    return score_ranges(ScoreCuts(**given_limits))[dimension]


def _score(dimension: str, value: Decimal, limits: Limits) -> int:
    reached = [limit for limit in limits if limit is not None]
    return 1 + sum(value <= limit if dimension == "r" else value >= limit for limit in reached)


def _has(found: ScoreRange, value: Decimal) -> bool:
    if found.is_empty:
        return False
    below = found.high is None or (value < found.high if found.dimension == "m" else value <= found.high)
    return below and (found.low is None or value >= found.low)


@given(CUTS, st.integers(1, 500))
@pytest.mark.parametrize("dimension", ["r", "f"])
def test_a_whole_value_lies_in_the_range_of_its_score_and_in_no_other(
    dimension: str, limits: Limits, value: int
) -> None:
    holding = [found.score for found in _ranges(dimension, *limits) if _has(found, Decimal(value))]
    assert holding == [_score(dimension, Decimal(value), limits)]


@given(CUTS, HUNDREDTHS)
def test_an_amount_lies_in_the_range_of_its_score_and_in_no_other(limits: Limits, value: Decimal) -> None:
    holding = [found.score for found in _ranges("m", *limits) if _has(found, value)]
    assert holding == [_score("m", value, limits)]


@given(CUTS, st.permutations(range(4)))
@pytest.mark.parametrize("dimension", ["r", "f", "m"])
def test_the_order_in_which_limits_are_typed_does_not_matter(dimension: str, limits: Limits, order: list[int]) -> None:
    assert _ranges(dimension, *limits) == _ranges(dimension, *(limits[at] for at in order))


def test_limits_are_ordered_from_the_easiest_to_reach() -> None:
    limits = (Decimal(3), None, Decimal(9), Decimal(5))
    assert in_order(limits, "m") == (3, 5, 9, None)
    assert in_order(limits, "r") == (9, 5, 3, None)


@pytest.mark.parametrize(
    ("dimension", "limits", "sentences"),
    [
        ("r", (178, 71, 32, 17), ["179 days ago or longer", "72 to 178 days ago", "33 to 71 days ago",
                                  "18 to 32 days ago", "at most 17 days ago"]),
        ("r", (3, 2, 1, 0), ["4 days ago or longer", "3 days ago", "2 days ago", "1 day ago", "on the last day"]),
        ("f", (2, 3, 5, None), ["1 purchase", "2 purchases", "3 to 4 purchases", "5 purchases or more",
                                "no value reaches it"]),
        ("f", (2, 4, 4, 1_000), ["1 purchase", "2 to 3 purchases", "no value reaches it", "4 to 999 purchases",
                                 "1,000 purchases or more"]),
        ("m", ("100", "250.5", "1000", "2000"), ["under £100", "£100 to under £250.50", "£250.50 to under £1,000",
                                                 "£1,000 to under £2,000", "£2,000 or more"]),
        ("m", (None, None, None, None), ["any value"] + ["no value reaches it"] * 4),
    ],
)  # fmt: skip
def test_ranges_in_words(dimension: str, limits: tuple[Decimal | None, ...], sentences: list[str]) -> None:
    assert [range_in_words(found, POUNDS) for found in _ranges(dimension, *limits)] == sentences
