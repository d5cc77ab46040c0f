"""VIP, quasi-VIP and non-VIP as of one date, by rule alone."""

from __future__ import annotations

from decimal import Decimal

import ibis
import ibis.expr.types as ir
import numpy as np
import numpy.typing as npt

from segmentation.classifications.cuts import MONEY_UNITS, units_from
from segmentation.classifications.levels import Level
from segmentation.classifications.pareto import ceil_share, fewest_for
from segmentation.classifications.scores import money_units
from segmentation.locale import N_
from segmentation.parameters import VipRules

LEVELS = (
    Level(
        "VIP", N_("VIP"), N_("Spent the limit or more in the window, on {purchase_days} or more days, and is not lost.")
    ),
    Level(
        "quasi-VIP",
        N_("Quasi-VIP"),
        N_("Bought on {quasi_purchase_days} or more days lately, or spent {quasi_spending_share} of the limit."),
    ),
    Level("non-VIP", N_("Non-VIP"), N_("The rest.")),
)
KEYS = tuple(level.key for level in LEVELS)


def spending_limit(window_units: npt.NDArray[np.int64], rules: VipRules) -> Decimal | None:
    """The spending that makes a VIP (definitions, section 7); None when nobody bought in the window.

    ``window_units``: spending in the window of each customer with a purchase in it, whole ten-thousandths.
    """
    if rules.spending_limit is not None:
        return rules.spending_limit
    n = len(window_units)
    if n == 0:
        return None
    falling = np.sort(window_units)[::-1]
    fewest = fewest_for(np.maximum(falling, 0), rules.revenue_share)
    by_revenue = int(falling[max(fewest, 1) - 1])
    by_rank = int(falling[ceil_share(n, rules.customer_share) - 1])
    return Decimal(max(by_revenue, by_rank)) / MONEY_UNITS


def vip_level(measured: ir.Table, limit: Decimal | None, rules: VipRules) -> ir.StringValue:
    """The key of each customer's level.

    ``measured``: needs lifecycle_stage, window_spending, window_purchase_days, recent_purchase_days (null = none).
    """
    if limit is None:
        return ibis.literal("non-VIP")
    is_lost = measured.lifecycle_stage == "lost"
    spent = money_units(measured.window_spending)
    enough, half = units_from(limit), units_from(limit * rules.quasi_spending_share)
    has_spent, has_spent_half = (ibis.coalesce(spent >= units, False) for units in (enough, half))
    is_vip = has_spent & (ibis.coalesce(measured.window_purchase_days, 0) >= rules.purchase_days) & ~is_lost
    visits = ibis.coalesce(measured.recent_purchase_days, 0) >= rules.quasi_purchase_days
    is_quasi = ~is_lost & (visits | has_spent_half)
    return ibis.cases((is_vip, "VIP"), (is_quasi, "quasi-VIP"), else_="non-VIP")
