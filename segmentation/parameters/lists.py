"""Who belongs to a list, and who comes first in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from segmentation.locale import N_
from segmentation.parameters.checks import is_whole, require, require_counts

MOST_ID = 2**31 - 1


@dataclass(frozen=True)
class Between:
    """From and to, both included; None = no limit on that side."""

    low: Decimal | None = None
    high: Decimal | None = None

    def __post_init__(self) -> None:
        for name in ("low", "high"):
            value = getattr(self, name)
            object.__setattr__(self, name, None if value is None else Decimal(str(value)))
            value = getattr(self, name)
            require(value is None or value.is_finite(), name, value, N_("A limit is a number."))
        is_legal = self.low is None or self.high is None or self.low <= self.high
        require(is_legal, "high", self.high, N_("The upper limit is not below the lower one."))


@dataclass(frozen=True)
class Days:
    """From and to a calendar day, both included; None = no limit on that side."""

    first: date | None = None
    last: date | None = None

    def __post_init__(self) -> None:
        is_legal = self.first is None or self.last is None or self.first <= self.last
        require(is_legal, "last", self.last, N_("The last day is not before the first one."))


@dataclass(frozen=True)
class LensLevel:
    """A level of a lens, both by their keys; ``level`` None = the customers of whom it is not known."""

    lens: str
    level: str | None


class ListOrder(StrEnum):
    """Which customers of a list come first."""

    MOST_REVENUE = "most revenue"
    HIGHEST_SCORE = "highest score"
    MOST_PURCHASES = "most purchases"
    LARGEST_ORDERS = "largest orders"
    LATEST_PURCHASE = "latest purchase"
    LONGEST_AWAY = "longest away"
    NEWEST_CUSTOMER = "newest customer"


@dataclass(frozen=True)
class ListFilters:
    """Who belongs to a list. Empty or None = not asked; a customer of the list meets all that is asked.

    ``cells``: score cells, 111 to 555. Groups by their keys. ``lens_levels``: of any other lenses, any one of the levels
    named of each. ``products``: ids. Products, categories, stores, staff and
    channels: any one of them, in any order of the period. ``limit``: no more than so many, the first in ``order``.
    """

    cells: frozenset[int] = frozenset()
    segments: frozenset[str] = frozenset()
    value_classes: frozenset[str] = frozenset()
    lifecycle_stages: frozenset[str] = frozenset()
    eight_types: frozenset[str] = frozenset()
    final_classes: frozenset[str] = frozenset()
    vip_levels: frozenset[str] = frozenset()
    lens_levels: frozenset[LensLevel] = frozenset()
    r_score: Between = Between()
    f_score: Between = Between()
    m_score: Between = Between()
    weighted_score: Between = Between()
    recency_days: Between = Between()
    frequency: Between = Between()
    monetary: Between = Between()
    average_order_value: Between = Between()
    purchase_days: Between = Between()
    tenure_days: Between = Between()
    last_purchase: Days = Days()
    first_purchase: Days = Days()
    products: frozenset[int] = frozenset()
    categories: frozenset[str] = frozenset()
    stores: frozenset[str] = frozenset()
    staff: frozenset[str] = frozenset()
    channels: frozenset[str] = frozenset()
    has_phone: bool | None = None
    has_email: bool | None = None
    order: ListOrder = ListOrder.MOST_REVENUE
    limit: int | None = None

    def __post_init__(self) -> None:
        require_counts(self, ["limit"], least=1, may_be_none=True)
        strangers = [cell for cell in self.cells if not _is_cell(cell)]
        require(
            not strangers,
            "cells",
            ", ".join(map(str, strangers)),
            N_("A cell is three scores from 1 to 5, such as 545."),
        )
        unknown = [number for number in self.products if not is_whole(number, 0, MOST_ID)]
        require(not unknown, "products", ", ".join(map(str, unknown)), N_("A product is chosen by its number."))


def _is_cell(cell: object) -> bool:
    return is_whole(cell, 111, 555) and set(str(cell)) <= set("12345")
