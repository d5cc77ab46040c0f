"""A list's filters as conditions on the labelled customers. What a person typed is only ever a parameter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

import numpy as np

from segmentation.classifications import rfm_segments, value_classes
from segmentation.classifications.cube import CELLS, weighted_scores
from segmentation.parameters import Analysis, Between, ListFilters, ListOrder, Scoring
from segmentation.store.contacts import CONTACT_COLUMNS, CONTACT_TABLES
from segmentation.views.vip_in_force import HAS_LEVEL

LARGEST = Decimal(10) ** 14
"""Numbers beyond this are cut to it: no customer's figures reach it, and the engine's decimals still hold it."""

_GROUPS = {
    "lifecycle_stages": "lifecycle_stage",
    "eight_types": "eight_type",
    "final_classes": "final_class",
}
_MEASURES = ("recency_days", "frequency", "monetary", "purchase_days", "tenure_days")
_ORDER_FIELDS = {"stores": "store", "staff": "staff", "channels": "channel"}
_CONTACTS = {"has_phone": "phone", "has_email": "email"}

_DIRECTIONS = {
    ListOrder.MOST_REVENUE: "monetary desc",
    ListOrder.MOST_PURCHASES: "frequency desc, monetary desc",
    ListOrder.LARGEST_ORDERS: "monetary / frequency desc",
    ListOrder.LATEST_PURCHASE: "recency_days, monetary desc",
    ListOrder.LONGEST_AWAY: "recency_days desc, monetary desc",
    ListOrder.NEWEST_CUSTOMER: "tenure_days, monetary desc",
}


@dataclass(frozen=True)
class Sql:
    """A piece of a statement and the values of its ``?``, in their order."""

    text: str
    values: tuple[object, ...] = ()


def _is_within(value: float, limits: Between) -> bool:
    return (limits.low is None or value >= limits.low) and (limits.high is None or value <= limits.high)


def cells_of(filters: ListFilters, analysis: Analysis) -> frozenset[int]:
    """The score cells that meet everything that is decided by scores: segments, value classes, scores, cells themselves.

    Weights and class limits act here, on 125 cells, and never on customers.
    """
    scoring, table = analysis.scoring, rfm_segments.table_in_use(analysis.segments)
    segments = [table.keys[i] for i in rfm_segments.segment_of_cells(table)]
    classes = [value_classes.KEYS[i] for i in value_classes.class_of_cells(scoring.weights, scoring.class_limits)]
    weighted = np.round(weighted_scores(scoring.weights), 6)
    return frozenset(
        cell
        for cell, segment, value_class, score in zip(CELLS, segments, classes, weighted.tolist(), strict=True)
        if (not filters.cells or cell in filters.cells)
        and (not filters.segments or segment in filters.segments)
        and (not filters.value_classes or value_class in filters.value_classes)
        and _is_within(cell // 100, filters.r_score)
        and _is_within(cell // 10 % 10, filters.f_score)
        and _is_within(cell % 10, filters.m_score)
        and _is_within(score, filters.weighted_score)
    )


def _between(column: str, limits: Between, factor: str = "") -> list[Sql]:
    found = []
    for sign, limit in ((">=", limits.low), ("<=", limits.high)):
        if limit is not None:
            found.append(Sql(f"{column} {sign} ?{factor}", (max(-LARGEST, min(LARGEST, limit)),)))
    return found


def of_period(analysis: Analysis, day: str) -> Sql:
    """True where ``day``, an expression of ours, lies in the analysis' period."""
    period = analysis.period
    if period.window_days is None:
        return Sql(f"{day} <= ?", (period.as_of,))
    return Sql(f"{day} <= ? and {day} > ?", (period.as_of, period.as_of - timedelta(days=period.window_days)))


def _bought(filters: ListFilters, analysis: Analysis) -> list[Sql]:
    asked = {"product_id": sorted(filters.products), "category": sorted(filters.categories)}
    within = of_period(analysis, "sold_at::date")
    found = []
    for column, wanted in asked.items():
        if wanted:
            # As for purchases, a gift or a return is not bought.
            text = f"""customer_id in (
                select customer_id from lines where is_active and is_counted and net_revenue > 0 and {within.text}
                and product_id in (select product_id from products where list_contains(?, {column})))"""
            found.append(Sql(text, (*within.values, wanted)))
    return found


def _ordered(filters: ListFilters, analysis: Analysis) -> list[Sql]:
    within = of_period(analysis, "order_date")
    found = []
    for name, column in _ORDER_FIELDS.items():
        if wanted := sorted(getattr(filters, name)):
            text = f"customer_id in (select customer_id from orders where {within.text} and list_contains(?, {column}))"
            found.append(Sql(text, (*within.values, wanted)))
    return found


def condition(filters: ListFilters, analysis: Analysis) -> Sql:
    """What follows ``where``: true for the customers of the list, its limit aside.

    A condition on the labelled customers, over ``in_force`` and ``contacts.KEPT_CONTACTS``.
    """
    parts: list[Sql] = []
    cells = cells_of(filters, analysis)
    if len(cells) < len(CELLS):
        parts.append(Sql("list_contains(?::integer[], cell)", (sorted(cells),)))
    for name, column in _GROUPS.items():
        if wanted := sorted(getattr(filters, name)):
            parts.append(Sql(f"list_contains(?, {column})", (wanted,)))
    if levels := sorted(filters.vip_levels):
        parts.append(Sql(HAS_LEVEL, (levels, levels)))
    for column in _MEASURES:
        parts += _between(column, getattr(filters, column))
    # Revenue against limit × purchases: exact, where a quotient would be rounded.
    parts += _between("monetary", filters.average_order_value, factor=" * frequency")
    for column, days in (
        ("last_purchase_date", filters.last_purchase),
        ("first_purchase_date", filters.first_purchase),
    ):
        for sign, day in ((">=", days.first), ("<=", days.last)):
            if day is not None:
                parts.append(Sql(f"{column} {sign} ?", (day,)))
    parts += _bought(filters, analysis)
    parts += _ordered(filters, analysis)
    for name, column in _CONTACTS.items():
        wanted = getattr(filters, name)
        if wanted is not None:
            text = (
                f"customer_id {'in' if wanted else 'not in'} "
                f"(select customer_id from (select customer_id, {CONTACT_COLUMNS} from {CONTACT_TABLES}) where {column} <> '')"
            )
            parts.append(Sql(text))
    text = " and ".join(f"({part.text})" for part in parts) or "true"
    return Sql(text, tuple(value for part in parts for value in part.values))


def ordering(order: ListOrder, scoring: Scoring) -> Sql:
    """What follows ``order by``; equal customers come in the order in which the shop first saw them."""
    if order is ListOrder.HIGHEST_SCORE:
        weights = scoring.weights
        scaled = tuple(int(weight * 100) for weight in (weights.r, weights.f, weights.m))
        return Sql("r_score * ? + f_score * ? + m_score * ? desc, monetary desc, customer_id", scaled)
    return Sql(f"{_DIRECTIONS[order]}, customer_id")
