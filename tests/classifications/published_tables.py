"""Segment tables that others published, with the faults they have."""

from __future__ import annotations

from segmentation.parameters import SegmentName, SegmentRule, SegmentRules

# The table of the R package rfm 0.3.0: R, F, M; the first match wins.
RFM_0_3_0 = {
    "Champions": ((5, 5), (5, 5), (5, 5)),
    "Potential Loyalist": ((3, 5), (3, 5), (2, 5)),
    "Loyal": ((2, 4), (2, 4), (2, 4)),
    "Promising": ((3, 4), (1, 3), (3, 5)),
    "New": ((4, 5), (1, 3), (1, 5)),
    "Can't Lose": ((1, 2), (3, 4), (4, 5)),
    "At Risk": ((1, 2), (2, 5), (4, 5)),
    "Need Attention": ((1, 3), (3, 5), (3, 5)),
    "About To Sleep": ((2, 3), (1, 3), (1, 4)),
    "Lost": ((1, 1), (1, 5), (1, 5)),
}

RFM_0_3_0_RULES = SegmentRules(
    tuple(SegmentRule(key, *ranges) for key, ranges in RFM_0_3_0.items()),
    tuple(SegmentName(key, key) for key in RFM_0_3_0),
)
"""The same as a shop's own table."""
