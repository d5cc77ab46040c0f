"""The levels of the ten dimensions, and of performance and influence (definitions, sections 9 and 10)."""

from __future__ import annotations

from segmentation.classifications.levels import Level
from segmentation.locale import N_

_HIGH, _MIDDLE, _LOW = N_("High"), N_("Middle"), N_("Low")

VALUE = (
    Level("high", _HIGH, N_("Among the customers who bring the first {value_high} of revenue.")),
    Level("middle", _MIDDLE, N_("Among those who bring the revenue from {value_high} to {value_middle}.")),
    Level("low", _LOW, N_("The rest.")),
)
BUYING = (
    Level("frequent", N_("Frequent"), N_("The mean gap between purchase days is at most the shop's median gap.")),
    Level("occasional", N_("Occasional"), N_("More than one purchase day, with longer gaps.")),
    Level("one-time", N_("One-time"), N_("One purchase day.")),
)
INTERACTION = (
    Level("high", _HIGH, N_("{contacts_high} or more contacts in {contact_days} days.")),
    Level("middle", _MIDDLE, N_("{contacts_middle} or more contacts in {contact_days} days.")),
    Level("low", _LOW, N_("Fewer contacts in {contact_days} days, while others of the shop have some.")),
)
FEEDBACK = (
    Level("positive", N_("Positive"), N_("The last rating of 5 is {rating_high} or more.")),
    Level("neutral", N_("Neutral"), N_("The last rating of 5 lies between {rating_low} and {rating_high}.")),
    Level("negative", N_("Negative"), N_("The last rating of 5 is {rating_low} or less.")),
)
LIFE_CYCLE = (
    Level("new", N_("New"), N_("New, or waiting for the second purchase.")),
    Level("growing", N_("Growing"), N_("Growing or returned in the life cycle.")),
    Level("mature", N_("Mature"), N_("Mature or at risk in the life cycle.")),
    Level("lost", N_("Lost"), N_("Away longer than the lost limit.")),
)
PREFERENCE = (
    Level("product", N_("Product"), N_("Buys goods, mostly at their full price.")),
    Level("service", N_("Service"), N_("{service_share} or more of spending is for services.")),
    Level("marketing", N_("Marketing"), N_("{marketing_share} or more of spending is discounted.")),
)
PSYCHOLOGY = (
    Level(
        "rational",
        N_("Rational"),
        N_(
            "An estimate: more than {rational_share} of lines are undiscounted and below their category's median price."
        ),
    ),
    Level("emotional", N_("Emotional"), N_("An estimate: neither rational nor impulsive.")),
    Level("impulsive", N_("Impulsive"), N_("An estimate: {impulsive_share} or more of spending is discounted.")),
)
LOYALTY = (
    Level("high", _HIGH, N_("In the upper third by tenure, purchase days and regularity taken together.")),
    Level("middle", _MIDDLE, N_("In the middle third by tenure, purchase days and regularity taken together.")),
    Level("low", _LOW, N_("In the lower third by tenure, purchase days and regularity taken together.")),
)
SATISFACTION = (
    Level("high", _HIGH, N_("The last satisfaction score of 5 is {satisfaction_high} or more.")),
    Level(
        "middle",
        _MIDDLE,
        N_("The last satisfaction score of 5 lies between {satisfaction_low} and {satisfaction_high}."),
    ),
    Level("low", _LOW, N_("The last satisfaction score of 5 is {satisfaction_low} or less.")),
)
RECOMMENDATION = (
    Level(
        "high", _HIGH, N_("Would recommend the shop with {recommendation_high} or more of 10, or has brought somebody.")
    ),
    Level("middle", _MIDDLE, N_("Would recommend the shop with {recommendation_middle} or more of 10.")),
    Level("low", _LOW, N_("Would recommend the shop with less than {recommendation_middle} of 10.")),
)
PERFORMANCE = tuple(
    Level(str(stars), "★" * stars, N_("({frequency_weight} · F + {amount_weight} · M), as a mean of scores, rounded."))
    for stars in (5, 4, 3, 2, 1)
)
INFLUENCE = (
    Level("celebrity", N_("Celebrity"), N_("{celebrity} stars: known to many, within the trade and beyond.")),
    Level("professional", N_("Professional"), N_("{professional} stars: others follow their judgement of such goods.")),
    Level("reviewer", N_("Store reviewer"), N_("{reviewer} stars: writes about what they bought.")),
    Level("none", N_("No influence"), N_("{none} stars: asked, and neither of these.")),
)
