"""All choices behind a page, as one value."""

from __future__ import annotations

from dataclasses import dataclass, field

from segmentation.parameters.classes import FinalRules, LifecycleRules, ParetoRules, VipRules
from segmentation.parameters.dimensions import DimensionRules, StarRules
from segmentation.parameters.period import Period
from segmentation.parameters.scoring import Scoring
from segmentation.parameters.segments import EightTypeRules, SegmentRules
from segmentation.parameters.store_stage import StoreStageRules


@dataclass(frozen=True)
class Analysis:
    """All choices behind a page: the period and every rule. Together with shop and data version a whole cache key."""

    period: Period
    scoring: Scoring = field(default_factory=Scoring)
    lifecycle: LifecycleRules = field(default_factory=LifecycleRules)
    vip: VipRules = field(default_factory=VipRules)
    pareto: ParetoRules = field(default_factory=ParetoRules)
    final: FinalRules = field(default_factory=FinalRules)
    segments: SegmentRules = field(default_factory=SegmentRules)
    eight_types: EightTypeRules = field(default_factory=EightTypeRules)
    dimensions: DimensionRules = field(default_factory=DimensionRules)
    stars: StarRules = field(default_factory=StarRules)
    store_stage: StoreStageRules = field(default_factory=StoreStageRules)
