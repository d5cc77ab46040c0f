"""What a chart of groups of customers shows of them."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum

from segmentation.locale import N_


class Amount(StrEnum):
    """Customers, their net revenue, or their net revenue divided by their purchases."""

    CUSTOMERS = N_("Customers")
    REVENUE = N_("Revenue")
    AVERAGE_ORDER_VALUE = N_("Average order value")

    def of(self, customers: int, purchases: int, revenue: Decimal) -> Decimal | None:
        """The amount of one group; the average of a group without purchases is None."""
        if self is Amount.CUSTOMERS:
            return Decimal(customers)
        if self is Amount.REVENUE:
            return revenue
        return revenue / purchases if purchases else None
