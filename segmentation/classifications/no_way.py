"""Why no way into a better level can be told."""

from __future__ import annotations

from enum import StrEnum

from segmentation.classifications.one_customer import RulesAsValues
from segmentation.classifications.ways import STAGES, is_better, is_told
from segmentation.locale import N_


class NoWay(StrEnum):
    """Why no way up can be told."""

    HIGHEST = N_("This is the highest level.")
    HEALTHY = N_("A customer who goes on buying stays in good standing; there is nothing higher to reach.")
    TOO_FAR = N_("With up to {visits}, no purchase is sure to lead higher while all limits stay as they are.")
    OTHERS = N_(
        "It depends on the other customers: with only a window of time counted, all are ranked anew as the window moves on."
    )
    NO_ORDER = N_("The level says what kind of customer this is; no kind is above another.")
    HEARD = N_("What the customer says next decides, not what they buy. Ask them.")
    CONTACTS = N_("More contacts lead higher: messages, calls and visits of the customer.")
    ENTERED = N_("The level is what staff enter in the customer's file.")


_NOT_BY_BUYING = {
    "interaction": NoWay.CONTACTS,
    "feedback": NoWay.HEARD,
    "satisfaction": NoWay.HEARD,
    "recommendation": NoWay.HEARD,
    "preference": NoWay.NO_ORDER,
    "psychology": NoWay.NO_ORDER,
    "influence": NoWay.ENTERED,
    "loyalty": NoWay.OTHERS,
}


def why_none(lens_key: str, level: str, rules: RulesAsValues) -> NoWay:
    """Why ``ways_up`` is empty for a customer in this level."""
    levels = rules.order[lens_key]
    # A shop's own table of segments says nothing of which is above another.
    other_reason = NoWay.NO_ORDER if lens_key == "segment" else _NOT_BY_BUYING.get(lens_key, NoWay.TOO_FAR)
    is_asked = is_told(lens_key, rules)
    is_ranked = lens_key not in STAGES and (is_asked or other_reason is not NoWay.NO_ORDER)
    if is_ranked and level == levels[0]:
        return NoWay.HIGHEST
    if not is_asked:
        return other_reason
    is_well = lens_key in STAGES and not any(is_better(lens_key, level, other, rules) for other in levels)
    return NoWay.HEALTHY if is_well else NoWay.TOO_FAR
