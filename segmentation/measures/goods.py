"""What each product and category brought."""

from __future__ import annotations

import ibis.expr.types as ir

from segmentation.measures.tables import LINES, PRODUCTS, lines_in
from segmentation.parameters import Period


def product_revenue(period: Period, lines: ir.Table = LINES, products: ir.Table = PRODUCTS) -> ir.Table:
    """One row a product sold in the period: product_id, product, category, revenue (decimal(38, 4)), line_count.

    Lines without a product are one row with product_id null. Unidentified sales count.
    """
    counted = lines_in(period, lines)
    revenue = counted.group_by("product_id").aggregate(revenue=counted.net_revenue.sum(), line_count=counted.count())
    return revenue.left_join(products, "product_id").select(
        revenue.product_id, products.product, products.category, revenue.revenue, revenue.line_count
    )


def category_revenue(period: Period, lines: ir.Table = LINES, products: ir.Table = PRODUCTS) -> ir.Table:
    """One row a category sold in the period: category (null = none), revenue (decimal(38, 4)), line_count."""
    sold = product_revenue(period, lines, products)
    return sold.group_by("category").aggregate(
        revenue=sold.revenue.sum(), line_count=sold.line_count.sum().cast("int32")
    )
