"""What is odd about cleaned lines: counted, with examples, never in the way of a load."""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa

from segmentation.intake.findings import Finding
from segmentation.intake.mapping import Mapping
from segmentation.intake.raw import RawTable
from segmentation.intake.values.columns import CustomerColumns
from segmentation.intake.values.states import StateKind


@dataclass(frozen=True)
class ReviewLimits:
    """From where an amount is odd."""

    outlier_factor: int = 1000
    examples: int = 20


def review(
    raw: RawTable,
    mapping: Mapping,
    sales: pa.Table,
    table: pa.Table,
    customer: CustomerColumns,
    states: dict[str, StateKind],
    duplicates: int,
    limits: ReviewLimits,
) -> tuple[Finding, ...]:
    """The findings of one sheet, in the order a person would ask."""
    return ()
