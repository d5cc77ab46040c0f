"""What to do for each named segment, in one sentence.

Everybody in a segment has bought already, so the offer is always for the next purchase, never for a first one. Source: the
trade's handbooks on regular customers (care for key customers, second-purchase offers, calling back who stays away).
"""

from __future__ import annotations

from dataclasses import dataclass

from segmentation.classifications.cube import CELLS
from segmentation.classifications.rfm_segments import DEFAULT, SegmentTable
from segmentation.locale import N_


@dataclass(frozen=True)
class SegmentAction:
    """The suggestion for a segment's customers (message ids). ``after_one``: for those with a single purchase so far."""

    segment: str
    action: str
    after_one: str


_SECOND_PURCHASE = N_("Thank them, and make a second-purchase offer with an end date.")

ACTIONS: dict[str, SegmentAction] = {
    play.segment: play
    for play in (
        SegmentAction(
            "champions",
            N_("Show them new goods first, give a benefit of their own, and ask for a recommendation."),
            _SECOND_PURCHASE,
        ),
        SegmentAction(
            "loyal",
            N_("Give points or a membership benefit, and recommend goods that go with what they buy."),
            _SECOND_PURCHASE,
        ),
        SegmentAction(
            "potential loyalist",
            N_("Recommend what goes with the last purchase, with a spend-and-save offer for the next one."),
            _SECOND_PURCHASE,
        ),
        SegmentAction(
            "new",
            N_("Thank them, show how to get the most from the goods, and offer something on the next purchase."),
            N_("Thank them, show how to get the most from the goods, and make a second-purchase offer."),
        ),
        SegmentAction(
            "promising",
            N_("Ask how they liked it, and make an offer for the next purchase with an end date."),
            N_("Ask how they liked it, and make a second-purchase offer with an end date."),
        ),
        SegmentAction(
            "need attention",
            N_("Remind them with a limited offer on what they bought before."),
            N_("Remind them with a limited second-purchase offer on goods like those they bought."),
        ),
        SegmentAction(
            "about to sleep",
            N_("Write before they forget the shop: new goods and a limited offer."),
            N_("Write before they forget the shop, with a limited second-purchase offer."),
        ),
        SegmentAction(
            "at risk",
            N_("Call or write in person, ask why they stay away, and make an offer to come back."),
            N_("Write in person, ask what was missing, and make a second-purchase offer."),
        ),
        SegmentAction(
            "can't lose",
            N_("Call at once: find the reason, put it right, and make a personal offer to come back."),
            N_("Call, find the reason, put it right, and make a personal second-purchase offer."),
        ),
        SegmentAction(
            "hibernating",
            N_("One low-cost message at a festival with a come-back offer; no more if there is no answer."),
            N_("One low-cost message with a second-purchase offer; no more if there is no answer."),
        ),
    )
}
"""Segment key → what to do."""


def play_of(key: str, table: SegmentTable) -> SegmentAction:
    """What to do for a segment of a shop's own table: by its key, else as for the built-in one that shares most of its cells."""
    if key in ACTIONS:
        return ACTIONS[key]
    cells = [cell for cell in CELLS if any(rule.key == key and rule.has(cell) for rule in table.rules)]
    shared = [sum(rule.has(cell) for cell in cells) for rule in DEFAULT.rules]
    return ACTIONS[DEFAULT.rules[shared.index(max(shared))].key]
