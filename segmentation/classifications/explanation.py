"""What is said of one customer's level: the numbers beside their limits, and the ways into the next level."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from segmentation.classifications.cuts import MONEY_UNITS
from segmentation.classifications.dimensions import DimensionLimits
from segmentation.classifications.lens import Lens, Provenance
from segmentation.classifications.levels import Level
from segmentation.classifications.no_way import NoWay
from segmentation.classifications.one_customer import CustomerState, RulesAsValues
from segmentation.classifications.ways import Way
from segmentation.locale import N_

Value = Decimal | int | float | str | None

SCORE_FROM = (N_("score 2 from"), N_("score 3 from"), N_("score 4 from"), N_("score 5 from"))
SCORE_UP_TO = (N_("score 2 up to"), N_("score 3 up to"), N_("score 4 up to"), N_("score 5 up to"))
"""What the cuts are called, from the one of score 2 on: of purchases and money, and of days ago."""


class Unit(StrEnum):
    """How a figure is written."""

    DAYS = "days"
    COUNT = "count"
    PURCHASES = "purchases"
    MONEY = "money"
    SHARE = "share"
    NUMBER = "number"
    TEXT = "text"


@dataclass(frozen=True)
class Figure:
    """One number of the customer, and the limits that it is held against, each with its name (message ids).

    ``value`` None = there is none. Money in the shop's currency, shares from 0 to 1.
    """

    name: str
    value: Value
    unit: Unit
    limits: tuple[tuple[str, Value], ...] = ()


@dataclass(frozen=True)
class Explanation:
    """``level`` None = not known, then no figure or way is either. ``ways``: the fewest visits first; ``no_way``: why none."""

    lens: Lens
    level: Level | None
    provenance: Provenance
    figures: tuple[Figure, ...]
    ways: tuple[Way, ...]
    no_way: NoWay | None


@dataclass(frozen=True)
class Known:
    """All that is known of one customer. ``traits``: the rows of loyalty, style and services that are kept, with those of
    ``recent_contacts``, ``last_answers`` and ``top_category``; a missing one is null.
    """

    state: CustomerState
    rules: RulesAsValues
    dimensions: DimensionLimits
    traits: Mapping[str, Any]


def money(units: float | None) -> Decimal | None:
    """Ten-thousandths of the currency as an amount; None = none."""
    return None if units is None else (Decimal(units) / MONEY_UNITS).quantize(Decimal("0.0001"))
