"""Every customer's level in every lens, kept beside the one scored table so that pages without them wait for nothing."""

from __future__ import annotations

from dataclasses import dataclass

import ibis
import ibis.expr.types as ir
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from segmentation.classifications import dimensions
from segmentation.classifications.cuts import ScoreCuts
from segmentation.classifications.dimensions import DimensionLimits
from segmentation.classifications.eight_types import EightTypeLimits
from segmentation.classifications.lenses import LENSES
from segmentation.measures.buying_style import buying_style, product_prices
from segmentation.measures.loyalty import loyalty_points
from segmentation.measures.record_tables import RECORD_CHANGES
from segmentation.measures.said import entered_values, last_answers, recent_contacts
from segmentation.parameters import Analysis, DimensionRules, Period, VipRules
from segmentation.store.same_customers import CHANGES_OF_PERSONS
from segmentation.store.workspace import Workspace
from segmentation.views.basis import Basis, ShopLimits, labelled
from segmentation.views.execution import LABELLED, MEASURED, compiled, kept_rows, kept_table, measured_with_units, rows
from segmentation.views.list_filters import of_period

LOYALTY = "kept_loyalty"
STYLE = "kept_style"
PROFILE = "kept_profile"
CHANGES = "kept_changes"

SAID = ("interaction", "feedback", "psychology", "satisfaction", "recommendation", "influence")
"""The lenses whose levels can come from several places: each has a column ``<key>_provenance``."""


def loyalty(period: Period, vip: VipRules, purchase_days: int) -> ir.Table:
    """``loyalty_points`` of all customers."""
    return loyalty_points(kept_table(MEASURED, measured_with_units, period, vip), purchase_days)


def profiled(
    analysis: Analysis, cuts: ScoreCuts, mean: EightTypeLimits, limits: ShopLimits, found: DimensionLimits
) -> ir.Table:
    """Every customer with the level in every lens that is not by cell.

    One row a customer: customer_id, frequency, monetary, cell, the lenses' columns, and for those in ``SAID`` where the
    level comes from.
    """
    period, rules = analysis.period, analysis.dimensions
    labels = kept_table(
        LABELLED, labelled, period, analysis.vip, analysis.lifecycle, analysis.final, cuts, mean, limits
    )
    ranks = kept_table(LOYALTY, loyalty, period, analysis.vip, rules.regular_purchase_days)
    style = kept_table(STYLE, buying_style, period, found.services, found.prices, found.discount_loads)
    changes = ibis.table(RECORD_CHANGES.schema(), name=CHANGES)
    table = labels
    said = (recent_contacts(period, rules), last_answers(period, rules), entered_values(SAID, changes))
    for part in (ranks, style, *said):
        table = table.left_join(part, "customer_id").drop("customer_id_right")
    return table.select(
        "customer_id",
        "frequency",
        "monetary",
        "cell",
        "eight_type",
        "vip_level",
        "final_class",
        "lifecycle_stage",
        "first_class",
        "second_class",
        value=dimensions.value_level(table, found.value),
        buying=dimensions.buying_level(table, limits.rhythm),
        life_cycle=dimensions.life_cycle_level(table),
        preference=dimensions.preference_level(table, rules),
        loyalty=dimensions.loyalty_level(table, found.loyalty),
        **_said(table, found, rules),
    )


def _said(table: ir.Table, found: DimensionLimits, rules: DimensionRules) -> dict[str, ir.Value]:
    """The columns of the lenses in ``SAID``, and where each level comes from."""
    # Level by rule, whether it rests on what was entered by hand, and where it comes from if not.
    ruled: dict[str, tuple[ir.Value, ir.Value, str]] = {
        "interaction": (
            dimensions.interaction_level(table, found, rules),
            table.contacts_entered == table.contact_count,
            "imported",
        ),
        "feedback": (dimensions.feedback_level(table, rules), table.rating_is_entered == 1, "imported"),
        "psychology": (dimensions.psychology_level(table, rules), ibis.literal(False), "computed"),
        "satisfaction": (dimensions.satisfaction_level(table, rules), table.satisfaction_is_entered == 1, "imported"),
        "recommendation": (
            dimensions.recommendation_level(table, rules),
            table.recommendation_is_entered == 1,
            "imported",
        ),
        "influence": (ibis.null("string"), ibis.literal(False), "entered"),
    }
    columns: dict[str, ir.Value] = {}
    for key, (level, by_hand, usual) in ruled.items():
        entered = ibis.cases((table[f"entered_{key}"].isin(LENSES[key].level_keys), table[f"entered_{key}"]))
        wins = key in rules.entered_wins
        columns[key] = ibis.coalesce(entered, level) if wins else ibis.coalesce(level, entered)
        columns[f"{key}_provenance"] = ibis.cases(
            (entered.notnull() if wins else level.isnull() & entered.notnull(), table[f"{key}_source"]),
            (level.isnull(), "unknown"),
            (ibis.coalesce(by_hand, False), "entered"),
            else_=usual,
        )
    return columns


@dataclass(frozen=True, eq=False)
class ProfileBasis(Basis):
    """The basis with the limits of the dimensions, and the statements that give every customer's levels."""

    dimensions: DimensionLimits

    @property
    def kept(self) -> dict[str, str]:
        """For ``Workspace.query_kept``: ``kept_profile``, behind what it stands on."""
        a, own = self.analysis, self.dimensions
        return {
            **super().kept,
            LOYALTY: _loyalty_sql(a),
            STYLE: compiled(buying_style, a.period, own.services, own.prices, own.discount_loads),
            CHANGES: CHANGES_OF_PERSONS,
            PROFILE: compiled(profiled, a, self.scores.cuts, self.eight_type_limits, self.limits, self.dimensions),
        }


def _loyalty_sql(analysis: Analysis) -> str:
    return compiled(loyalty, analysis.period, analysis.vip, analysis.dimensions.regular_purchase_days)


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
