"""For every field that a person can set: legal values as hypothesis draws them to the ends of their range, and illegal ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from hypothesis import assume
from hypothesis import strategies as st

from segmentation.errors import IllegalParameter
from segmentation.parameters import (
    Analysis,
    ClassLimits,
    CutChoice,
    CutMode,
    DimensionRules,
    EightTypeRules,
    FinalRules,
    LifecycleRules,
    ParetoRules,
    Scoring,
    SegmentRules,
    StarRules,
    StoreStageRules,
    VipRules,
    Weights,
)
from segmentation.parameters.dimensions import ENTERED_WINS
from tests.parameters.drawn_segments import sound_tables

Legal = st.SearchStrategy[Any]

NO_NUMBER = (Decimal("NaN"), Decimal("Infinity"), Decimal("-Infinity"), float("nan"), "a lot", True)


@dataclass(frozen=True)
class Drawn:
    """One field's values. ``may_be_empty``: None is legal too."""

    legal: Legal
    illegal: Sequence[Any]
    may_be_empty: bool = False

    @property
    def values(self) -> Legal:
        return st.none() | self.legal if self.may_be_empty else self.legal


def whole(least: int, most: int, *, may_be_empty: bool = False) -> Drawn:
    usual = st.integers(least, min(most, max(least, 400)))
    illegal = (least - 1, most + 1, -(10**20), 10**20, 1.5, *NO_NUMBER)
    return Drawn(usual | st.sampled_from([least, most]), illegal, may_be_empty)


def decimals(
    least: str, most: str, places: int, *, is_open: bool = False, too_fine: bool = True, may_be_empty: bool = False
) -> Drawn:
    """``is_open``: the lower end is not in it. ``too_fine``: more places are illegal."""
    step = Decimal(1).scaleb(-places)
    low, high = Decimal(least), Decimal(most)
    lowest = low + step if is_open else low
    legal = st.decimals(lowest, high, places=places, allow_nan=False, allow_infinity=False)
    illegal = [
        low - step,
        high + step,
        *NO_NUMBER,
        *([low] if is_open else []),
        *([low + step / 10] if too_fine else []),
    ]
    return Drawn(legal | st.sampled_from([lowest, high]), illegal, may_be_empty)


DAYS, WINDOW, COUNT, COUNT_FROM_ONE = whole(0, 36_525), whole(1, 36_525), whole(0, 10**9), whole(1, 10**9)
APART = Drawn(st.integers(1, 10**9), COUNT_FROM_ONE.illegal)  # no two alike
SHARE, SHARE_FROM_ZERO = decimals("0", "1", 6, is_open=True), decimals("0", "1", 6)
FACTOR, FACTOR_FROM_ZERO = decimals("0", "1000", 2, is_open=True), decimals("0", "1000", 2)
SCORE, STARS, OF_TEN = decimals("0", "5", 1, too_fine=False), whole(0, 5), whole(1, 10)
WORDS = Drawn(st.lists(st.sampled_from(["tea", "课", "%", "'"]), max_size=3).map(tuple), (("",), ("tea", "  ")))
MONEY = decimals("0", "1e14", 4, too_fine=False, may_be_empty=True)
ANY_MONEY = decimals("-1e14", "1e14", 4, too_fine=False, may_be_empty=True)

RULES: dict[type, dict[str, Drawn]] = {
    LifecycleRules: {
        "new_days": DAYS,
        "overdue_factor": FACTOR,
        "lost_factor": FACTOR,
        "lost_percentile": SHARE_FROM_ZERO,
        "growth_factor": FACTOR_FROM_ZERO,
        "enough_returning": COUNT,
        "unknown_overdue_days": WINDOW,
        "unknown_lost_days": WINDOW,
        "overdue_days": whole(1, 36_525, may_be_empty=True),
        "lost_days": whole(1, 36_525, may_be_empty=True),
    },
    VipRules: {
        "window_days": WINDOW,
        "revenue_share": SHARE,
        "customer_share": SHARE,
        "spending_limit": MONEY,
        "purchase_days": COUNT_FROM_ONE,
        "quasi_window_days": WINDOW,
        "quasi_purchase_days": COUNT_FROM_ONE,
        "quasi_spending_share": SHARE,
        "grace_days": whole(0, 3_660),
    },
    ParetoRules: {"top_share": SHARE, "revenue_share": SHARE, "tier_a": SHARE, "tier_b": SHARE},
    EightTypeRules: {
        "recency_days": whole(0, 36_525, may_be_empty=True),
        "frequency": whole(1, 10**9, may_be_empty=True),
        "monetary": ANY_MONEY,
        **{
            f"name_{key}": Drawn(
                st.sampled_from(["", f"Own {key}", f"金 {key}"]), (" x", "two\nlines", "x" * 41, None, 7)
            )
            for key in ("111", "011", "101", "001", "110", "010", "100", "000")
        },
    },
    FinalRules: {"by_total": Drawn(st.booleans(), (1, "yes"))},
    DimensionRules: {
        "value_high": SHARE,
        "value_middle": SHARE,
        "contact_days": WINDOW,
        "contacts_high": COUNT_FROM_ONE,
        "contacts_middle": COUNT_FROM_ONE,
        "rating_high": SCORE,
        "rating_low": SCORE,
        "marketing_share": SHARE,
        "service_share": SHARE,
        "service_words": WORDS,
        "impulsive_share": SHARE,
        "rational_share": Drawn(SHARE_FROM_ZERO.legal.filter(lambda share: share < 1), (*SHARE_FROM_ZERO.illegal, 1)),
        "regular_purchase_days": whole(3, 10**9),
        "satisfaction_high": SCORE,
        "satisfaction_low": SCORE,
        "recommendation_high": OF_TEN,
        "recommendation_middle": OF_TEN,
        "referral_words": WORDS,
        "entered_wins": Drawn(st.lists(st.sampled_from(ENTERED_WINS)).map(tuple), (("value",), ("",))),
    },
    StarRules: {
        "frequency_weight": COUNT,
        "amount_weight": COUNT,
        "none": STARS,
        "reviewer": STARS,
        "professional": STARS,
        "celebrity": STARS,
    },
    StoreStageRules: {
        **dict.fromkeys(("new_growing_from", "intermediate_from", "intermediate_growing_from", "advanced_from"), APART),
        "old_purchase_days": COUNT_FROM_ONE,
        "loyal_purchase_days": COUNT_FROM_ONE,
        "old_target": SHARE,
        "old_target_most": SHARE,
        "intermediate_loyal_target": SHARE,
        "advanced_loyal_target": SHARE,
    },
    Weights: {name: decimals("0", "1e6", 2) for name in ("r", "f", "m")},
}
"""Kind of rules → field → its values."""

_RISING = (
    ("overdue_days", "lost_days"),
    ("unknown_overdue_days", "unknown_lost_days"),
    ("tier_a", "tier_b"),
    ("value_high", "value_middle"),
    ("contacts_middle", "contacts_high"),
    ("rating_low", "rating_high"),
    ("satisfaction_low", "satisfaction_high"),
    ("recommendation_middle", "recommendation_high"),
    ("new_growing_from", "intermediate_from", "intermediate_growing_from", "advanced_from"),
    ("old_purchase_days", "loyal_purchase_days"),
    ("old_target", "old_target_most"),
    ("none", "reviewer", "professional", "celebrity"),
)
"""Fields of one kind of rules that rise in this order."""


@st.composite
def legal(draw: st.DrawFn, kind: type) -> Any:
    """Rules of one kind, each field anywhere in its range."""
    values = {name: draw(drawn.values) for name, drawn in RULES[kind].items()}
    for names in _RISING:
        if all(values.get(name) is not None for name in names):
            values |= dict(zip(names, sorted(values[name] for name in names), strict=True))
    try:
        return kind(**values)
    except IllegalParameter:
        return assume(False)  # two limits that must differ do not


limits = st.lists(st.none() | st.decimals(-(10**14), 10**14, places=2), min_size=4, max_size=4).map(tuple)
cut_choices = st.sampled_from([CutChoice(CutMode.QUINTILES), CutChoice(CutMode.REPEAT_AWARE)]) | limits.map(
    lambda found: CutChoice(CutMode.FIXED, found)
)
class_limits = st.lists(st.decimals("0.01", 100, places=2), min_size=3, max_size=3, unique=True).map(
    lambda limits: ClassLimits(*sorted(limits, reverse=True))
)
scorings = st.builds(
    Scoring, weights=legal(Weights), r=cut_choices, f=cut_choices, m=cut_choices, class_limits=class_limits
)


def anywhere(periods: Legal) -> Legal:
    """Analyses of these periods, with every rule anywhere in its legal range."""
    return st.builds(
        Analysis,
        period=periods,
        scoring=scorings,
        lifecycle=legal(LifecycleRules),
        vip=legal(VipRules),
        pareto=legal(ParetoRules),
        final=legal(FinalRules),
        segments=st.just(SegmentRules()) | sound_tables(),
        eight_types=legal(EightTypeRules),
        dimensions=legal(DimensionRules),
        stars=legal(StarRules),
        store_stage=legal(StoreStageRules),
    )


_shares = st.decimals("0.05", "0.95", places=2)
_money = st.decimals(0, 900, places=2) | st.sampled_from([Decimal("10"), Decimal("10.00005"), Decimal("33.3333")])
_choices = st.just(CutChoice(CutMode.QUINTILES)) | st.lists(st.none() | _money, min_size=4, max_size=4).map(
    lambda limits: CutChoice(CutMode.FIXED, tuple(limits))
)


def near(periods: Legal) -> Legal:
    """Analyses of these periods, with every rule where customers of a small shop lie to both sides of it."""
    return st.builds(
        Analysis,
        period=periods,
        scoring=st.builds(
            Scoring,
            weights=st.builds(Weights, st.integers(1, 9), st.integers(0, 9), st.integers(0, 9)),
            r=_choices,
            f=st.one_of(_choices, st.just(CutChoice(CutMode.REPEAT_AWARE))),
            m=_choices,
            class_limits=class_limits,
        ),
        lifecycle=st.builds(
            LifecycleRules,
            new_days=st.integers(0, 60),
            enough_returning=st.sampled_from([1, 3, 100]),
            overdue_days=st.none() | st.just(60) | st.integers(1, 60),
            lost_days=st.none() | st.sampled_from([60, 61, 90, 91]) | st.integers(60, 200),
            growth_factor=st.sampled_from([Decimal("1.1"), Decimal(2)]),
        ),
        vip=st.builds(
            VipRules,
            window_days=st.sampled_from([120, 365, 500]),
            revenue_share=_shares,
            customer_share=_shares,
            spending_limit=st.one_of(st.none(), _money),
            purchase_days=st.integers(1, 4),
            quasi_window_days=st.sampled_from([20, 90]),
            quasi_purchase_days=st.integers(1, 5),
            quasi_spending_share=_shares,
        ),
        final=st.builds(FinalRules, st.booleans()),
        segments=st.just(SegmentRules()) | sound_tables(),
        eight_types=st.builds(
            EightTypeRules,
            st.one_of(st.none(), st.integers(0, 200)),
            st.one_of(st.none(), st.integers(1, 5)),
            st.one_of(st.none(), _money),
        ),
        dimensions=st.builds(
            DimensionRules,
            value_high=st.sampled_from([Decimal("0.3"), Decimal("0.5")]),
            contact_days=st.integers(1, 200),
            contacts_high=st.integers(3, 6),
            contacts_middle=st.integers(1, 2),
            rating_high=st.sampled_from([Decimal("3.5"), Decimal(4)]),
            satisfaction_low=st.sampled_from([Decimal("1.5"), Decimal(2)]),
            recommendation_middle=st.integers(5, 8),
            marketing_share=_shares,
            service_share=_shares,
            impulsive_share=_shares,
            rational_share=_shares,
            regular_purchase_days=st.integers(3, 5),
            entered_wins=st.sampled_from([DimensionRules().entered_wins, ()]),
        ),
        stars=st.builds(StarRules, st.integers(1, 9), st.integers(0, 9)),
    )
