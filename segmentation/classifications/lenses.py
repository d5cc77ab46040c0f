"""Every lens of the product, under its key and in the order shown."""

from __future__ import annotations

from segmentation.classifications import (
    dimension_levels,
    eight_types,
    final_classification,
    lifecycle,
    rfm_segments,
    value_classes,
    vip,
)
from segmentation.classifications.lens import Lens, Need, Provenance
from segmentation.classifications.levels import Level
from segmentation.locale import N_

_FIRST = (
    Level("high", N_("High amount"), N_("In the upper third by amount.")),
    Level("middle", N_("Middle amount"), N_("In the middle third by amount.")),
    Level("low", N_("Low amount"), N_("In the lower third by amount.")),
)
_SECOND = (
    Level("often", N_("Often"), N_("The mean gap between purchase days is at most the shop's median gap.")),
    Level("not often", N_("Not often"), N_("More than one purchase day, with longer gaps.")),
    Level("occasional", N_("Occasional"), N_("One purchase day.")),
)

_CLASSIFICATIONS = (
    Lens(
        "value_class",
        N_("Value class"),
        N_("What is a customer worth by the weighted score?"),
        value_classes.LEVELS,
        column="cell",
        rules="scoring",
        is_by_cell=True,
    ),
    Lens(
        "segment",
        N_("Named segment"),
        N_("How recently and how often does a customer buy?"),
        rfm_segments.DEFAULT.levels,
        column="cell",
        rules="segments",
        is_by_cell=True,
    ),
    Lens(
        "eight_type",
        N_("Eight types"),
        N_("Is a customer above or below the mean in recency, frequency and amount?"),
        eight_types.LEVELS,
        column="eight_type",
        rules="eight_types",
    ),
    Lens(
        "vip_level",
        N_("VIP level"),
        N_("Who spends much and comes again within the window? By rule alone, without grace and levels set by hand."),
        vip.LEVELS,
        column="vip_level",
        rules="vip",
    ),
    Lens(
        "first",
        N_("First classification"),
        N_("What can a customer spend?"),
        _FIRST,
        column="first_class",
        rules="final",
    ),
    Lens(
        "second",
        N_("Second classification"),
        N_("How often does a customer come?"),
        _SECOND,
        column="second_class",
        rules="final",
    ),
    Lens(
        "final_class",
        N_("Final classification"),
        N_("How do amount and frequency go together?"),
        final_classification.LEVELS,
        column="final_class",
        rules="final",
    ),
    Lens(
        "lifecycle_stage",
        N_("Life-cycle stage"),
        N_("Where does a customer stand in the time with the shop?"),
        lifecycle.LEVELS,
        column="lifecycle_stage",
        rules="lifecycle",
    ),
)


def _dimension(
    key: str,
    name: str,
    question: str,
    levels: tuple[Level, ...],
    needs: tuple[Need, ...] = (Need.SALES,),
    provenance: Provenance = Provenance.COMPUTED,
    is_any_enough: bool = False,
) -> Lens:
    return Lens(
        key,
        name,
        question,
        levels,
        key,
        "dimensions",
        needs,
        provenance,
        is_dimension=True,
        is_any_enough=is_any_enough,
    )


_DIMENSIONS = (
    _dimension("value", N_("Value"), N_("Who brings the revenue?"), dimension_levels.VALUE),
    _dimension("buying", N_("Buying"), N_("How often does a customer buy?"), dimension_levels.BUYING),
    _dimension(
        "interaction",
        N_("Interaction"),
        N_("How much contact is there?"),
        dimension_levels.INTERACTION,
        (Need.INTERACTIONS,),
        Provenance.IMPORTED,
    ),
    _dimension(
        "feedback",
        N_("Feedback"),
        N_("What does a customer say?"),
        dimension_levels.FEEDBACK,
        (Need.FEEDBACK,),
        Provenance.IMPORTED,
    ),
    _dimension("life_cycle", N_("Life cycle"), N_("New, growing, mature or lost?"), dimension_levels.LIFE_CYCLE),
    _dimension(
        "preference",
        N_("Preference"),
        N_("Goods, services or offers?"),
        dimension_levels.PREFERENCE,
        (Need.SALES, Need.CATEGORY, Need.SERVICE, Need.DISCOUNT),
        is_any_enough=True,
    ),
    _dimension(
        "psychology",
        N_("Psychology"),
        N_("How does a customer decide?"),
        dimension_levels.PSYCHOLOGY,
        (Need.SALES, Need.CATEGORY, Need.PRICE, Need.DISCOUNT),
    ),
    _dimension("loyalty", N_("Loyalty"), N_("Who stays, and comes regularly?"), dimension_levels.LOYALTY),
    _dimension(
        "satisfaction",
        N_("Satisfaction"),
        N_("How satisfied is a customer?"),
        dimension_levels.SATISFACTION,
        (Need.SATISFACTION,),
        Provenance.IMPORTED,
    ),
    _dimension(
        "recommendation",
        N_("Recommendation"),
        N_("Would a customer recommend the shop?"),
        dimension_levels.RECOMMENDATION,
        (Need.RECOMMENDATION,),
        Provenance.IMPORTED,
    ),
)

_STARS = (
    Lens(
        "performance",
        N_("Performance stars"),
        N_("How well does a customer buy, by frequency and amount?"),
        dimension_levels.PERFORMANCE,
        column="cell",
        rules="stars",
        is_by_cell=True,
    ),
    Lens(
        "influence",
        N_("Influence stars"),
        N_("Whose word counts with others?"),
        dimension_levels.INFLUENCE,
        column="influence",
        rules="stars",
        needs=(Need.ENTERED,),
        provenance=Provenance.ENTERED,
    ),
)

LENSES: dict[str, Lens] = {lens.key: lens for lens in (*_CLASSIFICATIONS, *_DIMENSIONS, *_STARS)}
"""Key → lens, in the order shown."""

DIMENSIONS: tuple[Lens, ...] = _DIMENSIONS
"""The ten dimensions, in the handbook's order."""

STARS: tuple[Lens, ...] = _STARS
"""Performance and influence."""
