"""Every threshold of the ten dimensions and of the stars (definitions, sections 9 and 10)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from segmentation.locale import N_
from segmentation.parameters.checks import is_number, is_whole, require, require_counts, require_days, require_shares

SERVICE_WORDS = ("service", "服务", "workshop", "course", "class", "课", "repair", "维修", "保养", "护理")
REFERRAL_WORDS = ("referral", "referred", "转介绍", "老带新")
ENTERED_WINS = ("interaction", "feedback", "psychology", "satisfaction", "recommendation")


@dataclass(frozen=True)
class DimensionRules:
    """Limits of the ten dimensions. Shares from 0 to 1.

    ``value_high``, ``value_middle``: the share of revenue up to which customers are of high and middle value.
    ``contact_days``: how far back contacts count, the last day included. ``contacts_high``, ``contacts_middle``: from so many on.
    ``rating_high`` and ``satisfaction_high``: from there on; ``rating_low`` and ``satisfaction_low``: down from there.
    ``recommendation_high``, ``recommendation_middle``: from there on.
    ``marketing_share``, ``impulsive_share``: share of spending that is discounted. ``service_share``: share for services.
    ``service_words``: what makes a category a service, wherever it stands in its name, small or capital.
    ``rational_share``: more than this share of lines below their category's median price.
    ``regular_purchase_days``: with fewer, a customer's gaps say nothing of regularity.
    ``referral_words``: what makes a record a referral, wherever it stands in its kind, small or capital.
    ``entered_wins``: dimensions in which a level entered by hand stands above any other source.
    """

    value_high: Decimal = Decimal("0.5")
    value_middle: Decimal = Decimal("0.8")
    contact_days: int = 90
    contacts_high: int = 5
    contacts_middle: int = 1
    rating_high: Decimal = Decimal(4)
    rating_low: Decimal = Decimal(2)
    marketing_share: Decimal = Decimal("0.5")
    service_share: Decimal = Decimal("0.5")
    service_words: tuple[str, ...] = SERVICE_WORDS
    impulsive_share: Decimal = Decimal("0.6")
    rational_share: Decimal = Decimal("0.5")
    regular_purchase_days: int = 3
    satisfaction_high: Decimal = Decimal(4)
    satisfaction_low: Decimal = Decimal(2)
    recommendation_high: int = 9
    recommendation_middle: int = 7
    referral_words: tuple[str, ...] = REFERRAL_WORDS
    entered_wins: tuple[str, ...] = ENTERED_WINS

    def __post_init__(self) -> None:
        require_shares(self, ["value_high", "value_middle", "marketing_share", "service_share", "impulsive_share"])
        require_shares(self, ["rational_share"], may_be_zero=True)
        require_days(self, ["contact_days"], least=1)
        require_counts(self, ["contacts_high", "contacts_middle", "regular_purchase_days"], least=1)
        for name in ("rating_high", "rating_low", "satisfaction_high", "satisfaction_low"):
            score = getattr(self, name)
            require(is_number(score, Decimal(0), Decimal(5)), name, score, N_("A score lies between 0 and 5."))
        for name in ("recommendation_high", "recommendation_middle"):
            score = getattr(self, name)
            require(is_whole(score, 1, 10), name, score, N_("A recommendation is a whole number from 1 to 10."))
        for name in ("service_words", "referral_words"):
            typed = getattr(self, name)
            # A word of blanks would be found in every text.
            require(all(isinstance(word, str) and word.strip() for word in typed), name, ", ".join(map(str, typed)),
                    N_("Each word has at least one letter."))  # fmt: skip
        require(0 < self.value_high < self.value_middle <= 1, "value_middle", self.value_middle,
                N_("The shares of revenue rise and lie between 0 and 1."))  # fmt: skip
        require(self.rational_share < 1, "rational_share", self.rational_share,
                N_("More than all lines cannot be below the median price: the share is below 1."))  # fmt: skip
        require(0 < self.contacts_middle < self.contacts_high, "contacts_high", self.contacts_high, _RISING)
        require(self.rating_low < self.rating_high, "rating_high", self.rating_high, _RISING)
        require(self.satisfaction_low < self.satisfaction_high, "satisfaction_high", self.satisfaction_high, _RISING)
        require(0 < self.recommendation_middle < self.recommendation_high <= 10, "recommendation_high",
                self.recommendation_high, _RISING)  # fmt: skip
        # One gap is as even as can be whatever it is.
        require(self.regular_purchase_days >= 3, "regular_purchase_days", self.regular_purchase_days,
                N_("Regularity shows from three purchase days on."))  # fmt: skip
        strangers = set(self.entered_wins) - set(ENTERED_WINS)
        require(not strangers, "entered_wins", ", ".join(sorted(strangers)),
                N_("What is computed from sales is not entered by hand."))  # fmt: skip


_RISING = N_("The limits rise.")


@dataclass(frozen=True)
class StarRules:
    """Weights of the performance stars, and the stars of each kind of influence, 0 to 5."""

    frequency_weight: int = 4
    amount_weight: int = 5
    none: int = 0
    reviewer: int = 3
    professional: int = 4
    celebrity: int = 5

    def __post_init__(self) -> None:
        require_counts(self, ["frequency_weight", "amount_weight"])
        for name in ("none", "reviewer", "professional", "celebrity"):
            stars = getattr(self, name)
            require(is_whole(stars, 0, 5), name, stars, N_("Stars are a whole number from 0 to 5."))
        weights = (self.frequency_weight, self.amount_weight)
        require(min(weights) >= 0 and sum(weights) > 0, "frequency_weight, amount_weight", f"{weights[0]}, {weights[1]}",
                N_("At least one weight must be above 0."))  # fmt: skip
        rising = (self.none, self.reviewer, self.professional, self.celebrity)
        require(rising[0] >= 0 and rising[-1] <= 5 and list(rising) == sorted(rising), "stars",
                ", ".join(map(str, rising)), N_("Stars rise from 0 to 5."))  # fmt: skip
