"""Every customer's level in every lens, kept beside the one scored table so that pages without them wait for nothing."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from segmentation.classifications import dimensions
from segmentation.classifications.dimensions import DimensionLimits
from segmentation.measures.buying_style import buying_style, product_prices, service_spending
from segmentation.measures.said import recent_contacts
from segmentation.parameters import Analysis, Period
from segmentation.store.same_customers import CHANGES_OF_PERSONS
from segmentation.store.workspace import Workspace
from segmentation.views.basis import Basis
from segmentation.views.execution import LABELLED, compiled, kept_rows, rows
from segmentation.views.list_filters import of_period
from segmentation.views.profiled import CHANGES, LOYALTY, SERVICES, STYLE, loyalty, profiled

PROFILE = "kept_profile"


@dataclass(frozen=True, eq=False)
class ProfileBasis(Basis):
    """The basis with the limits of the dimensions, and the statements that give every customer's levels."""

    dimensions: DimensionLimits

    @property
    def kept(self) -> dict[str, str]:
        """For ``Workspace.query_kept``: ``kept_profile``, behind what it stands on."""
        return {**self._stands_on, PROFILE: self._profiled()}

    def kept_of(self, lenses: tuple[str, ...]) -> dict[str, str]:
        """As ``kept``, with ``kept_profile`` of these lenses alone."""
        return {**self._stands_on, PROFILE: self._profiled(lenses)}

    @property
    def _stands_on(self) -> dict[str, str]:
        a, own = self.analysis, self.dimensions
        return {
            **super().kept,
            LOYALTY: _loyalty_sql(a),
            STYLE: compiled(buying_style, a.period, own.prices, own.discount_loads),
            SERVICES: compiled(service_spending, a.period, own.services),
            CHANGES: CHANGES_OF_PERSONS,
        }

    def _profiled(self, *asked: tuple[str, ...]) -> str:
        return compiled(
            profiled, self.analysis, self.scores.cuts, self.eight_type_limits, self.limits, self.dimensions, *asked
        )


def _loyalty_sql(analysis: Analysis) -> str:
    return compiled(loyalty, analysis.period, analysis.dimensions.regular_purchase_days)


def kept_prices(period: Period) -> dict[str, str]:
    """For ``Workspace.query_kept``: ``product_prices``."""
    return {"kept_prices": compiled(product_prices, period)}


def profile_basis(workspace: Workspace, found: Basis) -> ProfileBasis:
    """The limits of the ten dimensions on ``as_of``; a basis that has them comes back as it is."""
    if isinstance(found, ProfileBasis):
        return found
    analysis = found.analysis
    period, rules = analysis.period, analysis.dimensions
    categories = workspace.query("select distinct category from products where category is not null")
    services = dimensions.service_categories(categories["category"].to_pylist(), rules)
    priced = kept_rows(workspace, kept_prices(period))
    prices = dimensions.median_prices(priced["category"].to_pylist(), priced["mean_price"].to_numpy())
    money = workspace.query_kept(found.kept, f'select monetary_units from "{LABELLED}"')
    within = of_period(analysis, "sold_at::date")
    discounts = workspace.query(
        f"""select distinct load_id from lines where is_active and is_counted and net_revenue > 0 and discount is not null
            and {within.text} order by load_id""",
        within.values,
    )
    discount_loads = tuple(discounts["load_id"].to_pylist())
    points = workspace.query_kept(
        {**found.kept, LOYALTY: _loyalty_sql(analysis)}, f'select loyalty_points from "{LOYALTY}"'
    )
    return ProfileBasis(
        found.analysis,
        found.scores,
        found.limits,
        DimensionLimits(
            value=dimensions.value_limits(_whole(money, "monetary_units"), rules),
            loyalty=dimensions.loyalty_limits(_whole(points, "loyalty_points")),
            services=services,
            prices=prices,
            discount_loads=discount_loads,
            has_contacts=rows(workspace, recent_contacts, period, rules).num_rows > 0,
        ),
    )


def _whole(table: pa.Table, column: str) -> npt.NDArray[np.int64]:
    return np.asarray(table[column].combine_chunks().to_numpy(zero_copy_only=False), dtype=np.int64)
