"""What a person may choose. Frozen, checked when made, JSON in and out.

Every threshold of the definitions that one could argue with is a field here, with its default.
"""

from segmentation.parameters.analysis import Analysis
from segmentation.parameters.classes import FinalRules, LifecycleRules, ParetoRules, VipRules
from segmentation.parameters.dimensions import ENTERED_WINS, REFERRAL_WORDS, SERVICE_WORDS, DimensionRules, StarRules
from segmentation.parameters.lists import Between, Days, LensLevel, ListFilters, ListOrder
from segmentation.parameters.period import Period
from segmentation.parameters.scoring import (
    FOUR_EIGHT_EIGHT,
    MONTHLY_FREQUENCY_LIMITS,
    RECENCY_30_90_180_365,
    WEIGHT_PRESETS,
    ClassLimits,
    CutChoice,
    CutMode,
    Scoring,
    Weights,
)
from segmentation.parameters.segments import ANY, EightTypeRules, Range, SegmentName, SegmentRule, SegmentRules
from segmentation.parameters.store_stage import StoreStageRules
from segmentation.parameters.texts import from_json, to_json

__all__ = [
    "ANY",
    "ENTERED_WINS",
    "FOUR_EIGHT_EIGHT",
    "MONTHLY_FREQUENCY_LIMITS",
    "RECENCY_30_90_180_365",
    "REFERRAL_WORDS",
    "SERVICE_WORDS",
    "WEIGHT_PRESETS",
    "Analysis",
    "Between",
    "ClassLimits",
    "CutChoice",
    "CutMode",
    "Days",
    "DimensionRules",
    "EightTypeRules",
    "FinalRules",
    "LensLevel",
    "LifecycleRules",
    "ListFilters",
    "ListOrder",
    "ParetoRules",
    "Period",
    "Range",
    "Scoring",
    "SegmentName",
    "SegmentRule",
    "SegmentRules",
    "StarRules",
    "StoreStageRules",
    "VipRules",
    "Weights",
    "from_json",
    "to_json",
]
