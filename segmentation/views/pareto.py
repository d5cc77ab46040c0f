"""Who, or what, brings the money: the curve of customers, products or categories, and what lies above any point of it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from segmentation.classifications.cuts import MONEY_UNITS
from segmentation.classifications.pareto import ParetoCurve, ceil_share, fewest_for, pareto_curve
from segmentation.errors import NoSales
from segmentation.measures.goods import category_revenue, product_revenue
from segmentation.parameters import ParetoRules, Period
from segmentation.store.workspace import Workspace
from segmentation.views.execution import RFM, compiled, rfm_with_units, rows

TIERS = ("A", "B", "C")


class Subject(StrEnum):
    """Whose revenue the curve adds up."""

    CUSTOMERS = "customers"
    PRODUCTS = "products"
    CATEGORIES = "categories"


class PointBy(StrEnum):
    """How a point on the curve is said: by the share of members, or by the share of revenue they bring."""

    MEMBERS = "members"
    REVENUE = "revenue"


@dataclass(frozen=True)
class TierTotals:
    """What one ABC tier holds. ``revenue``: members with negative revenue count as 0."""

    key: str
    members: int
    revenue: Decimal


@dataclass(frozen=True)
class ParetoPoint:
    """The members above a point: those with ``limit`` or more, so that equals are treated equally.

    ``members`` of them bring ``revenue_share``; ``tied`` of those are beyond the point asked for and are in it because they
    brought as much as the last.
    """

    limit: Decimal
    members: int
    member_share: float
    revenue: Decimal
    revenue_share: float
    tied: int


@dataclass(frozen=True, eq=False)
class ParetoView:
    """The curve of one subject with its readings.

    ``falling``: each member's revenue in ten-thousandths, largest first. ``goods``: products or categories in that order
    (product and product_code, category, revenue in currency, share, running_share, tier); None for customers.
    ``unnamed_revenue``: sold without a product or category, not in the curve.
    """

    subject: Subject
    rules: ParetoRules
    curve: ParetoCurve
    tiers: tuple[TierTotals, ...]
    falling: npt.NDArray[np.int64]
    goods: pa.Table | None
    unnamed_revenue: Decimal

    @property
    def has_curve(self) -> bool:
        """Whether there are two members to tell apart, and revenue to share."""
        return self.curve.member_count >= 2 and self.curve.revenue > 0


def pareto(workspace: Workspace, period: Period, rules: ParetoRules, subject: Subject) -> ParetoView:
    """Curve, readings and tiers on ``as_of``. Raises ``NoSales``."""
    if subject is Subject.CUSTOMERS:
        found = workspace.query_kept({RFM: compiled(rfm_with_units, period)}, f'select monetary_units from "{RFM}"')
        if found.num_rows == 0:
            raise NoSales(as_of=period.as_of)
        return pareto_view(subject, rules, found["monetary_units"].to_numpy())
    expression = product_revenue if subject is Subject.PRODUCTS else category_revenue
    sold = rows(workspace, expression, period)
    if sold.num_rows == 0:
        raise NoSales(as_of=period.as_of)
    name, key = ("product", "product_id") if subject is Subject.PRODUCTS else ("category", "category")
    named, unnamed = sold.filter(pc.is_valid(sold[key])), sold.filter(pc.is_null(sold[key]))
    if subject is Subject.PRODUCTS:
        codes = workspace.query("select product_id, product_code from products")
        named = named.join(codes, "product_id", join_type="inner")
    ordered = named.sort_by([("revenue", "descending"), (name, "ascending"), (key, "ascending")])
    units = np.array([int(one * MONEY_UNITS) for one in ordered["revenue"].to_pylist()], dtype=np.int64)
    return pareto_view(subject, rules, units, ordered, sum(unnamed["revenue"].to_pylist(), Decimal(0)))


def pareto_view(
    subject: Subject,
    rules: ParetoRules,
    units: npt.NDArray[np.int64],
    ordered: pa.Table | None = None,
    unnamed: Decimal = Decimal(0),
) -> ParetoView:
    """The view of members with these revenues (ten-thousandths, in any order). ``ordered``: the goods, the largest first."""
    rising = np.sort(units)
    curve = pareto_curve(rising, rules)
    falling = rising[::-1]
    ends = np.cumsum([0, *curve.tiers])
    counted = np.maximum(falling, 0)
    tiers = tuple(
        TierTotals(key, int(end - start), Decimal(int(counted[start:end].sum())) / MONEY_UNITS)
        for key, start, end in zip(TIERS, ends[:-1], ends[1:], strict=True)
    )
    goods = None if ordered is None else _with_shares(ordered, counted, ends)
    return ParetoView(subject, rules, curve, tiers, falling, goods, unnamed)


def _with_shares(ordered: pa.Table, counted: npt.NDArray[np.int64], ends: npt.NDArray[np.int64]) -> pa.Table:
    total = max(int(counted.sum()), 1)
    tier = np.array(TIERS)[np.searchsorted(ends[1:-1], np.arange(len(counted)), side="right")]
    return (
        ordered.append_column("share", pa.array(counted / total))
        .append_column("running_share", pa.array(np.cumsum(counted) / total))
        .append_column("tier", pa.array(tier))
    )


def point(view: ParetoView, by: PointBy, share: Decimal) -> ParetoPoint:
    """The members above a point: the first ceil(share · n) of them, or the fewest that bring that share of revenue.

    ``share`` above 0 and at most 1; the view has members. Always at least one of them; those who brought as much as the last
    come too.
    """
    falling, n = view.falling, len(view.falling)
    counted = np.maximum(falling, 0)
    asked = ceil_share(n, share) if by is PointBy.MEMBERS else fewest_for(counted, share)
    asked = min(max(asked, 1), n)
    limit = int(falling[asked - 1])
    members = n - int(np.searchsorted(falling[::-1], limit, side="left"))
    revenue, total = int(counted[:members].sum()), int(counted.sum())
    return ParetoPoint(
        limit=Decimal(limit) / MONEY_UNITS,
        members=members,
        member_share=members / n,
        revenue=Decimal(revenue) / MONEY_UNITS,
        revenue_share=revenue / total if total else 0.0,
        tied=members - asked,
    )


def goods_above(view: ParetoView, at: ParetoPoint) -> pa.Table:
    """The products or categories above a point, the largest first. Only for a view that has them."""
    if view.goods is None:
        raise TypeError("customers are listed by views.customer_list")
    return view.goods.slice(0, at.members)
