"""What each customer spends on discounts, services and cheap goods, and on which category most."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from segmentation.measures.exact_floats import exact_float
from segmentation.measures.tables import LINES, PRODUCTS, lines_in
from segmentation.parameters import Period

CategoryPrices = tuple[tuple[str, float], ...]
"""Category → its median price in the shop's currency: the middle one of its products' mean unit prices.

Products, not lines, are what it is the middle of: of the assortment half is then cheaper, however much the best seller sells.
"""


def bought_lines(period: Period, lines: ir.Table = LINES) -> ir.Table:
    """The counted lines of known customers with net revenue above 0: a gift or a return shows nobody's taste."""
    counted = lines_in(period, lines)
    return counted.filter(counted.customer_id.notnull(), counted.net_revenue > 0)


def product_prices(period: Period, lines: ir.Table = LINES, products: ir.Table = PRODUCTS) -> ir.Table:
    """What each product was sold at: product_id, category, mean_price (the mean unit price over its lines, float).

    One row a product that has a category and was sold with a unit price.
    """
    bought = bought_lines(period, lines)
    sold = (
        bought.filter(bought.unit_price.notnull(), bought.product_id.notnull())
        .group_by("product_id")
        .aggregate(total=lambda rows: rows.unit_price.sum(), lines=lambda rows: rows.count())
    )
    known = products.filter(products.category.notnull()).select("product_id", "category")
    joined = sold.join(known, "product_id")
    return joined.select(
        "product_id", "category", mean_price=joined.total.cast("float64") / joined.lines.cast("float64")
    )


def buying_style(
    period: Period,
    prices: CategoryPrices,
    discount_loads: tuple[int, ...],
    lines: ir.Table = LINES,
    products: ir.Table = PRODUCTS,
) -> ir.Table:
    """Spending by kind, over the lines with net revenue above 0.

    ``discount_loads``: the loads whose files say what was taken off, so that a blank there means nothing was.

    One row a customer with such a line: customer_id; spending and discounted_spending (lines with a discount above 0),
    decimal(38, 4); bought_line_count, categorised_line_count, told_line_count (lines of those loads), compared_line_count
    (lines with a unit price and a category in ``prices``) and modest_line_count (of those, the undiscounted ones below that
    price), int64.
    """
    bought = bought_lines(period, lines)
    medians = [(products.category == category, exact_float(price)) for category, price in prices]
    known = products.select(
        "product_id",
        has_category=products.category.notnull(),
        median_price=ibis.cases(*medians) if medians else ibis.null("float64"),
    )
    each = bought.left_join(known, "product_id").drop("product_id_right")
    each = each.mutate(is_told=each.load_id.isin(discount_loads) if discount_loads else ibis.literal(False))
    zero = ibis.literal(0).cast("decimal(18, 4)")
    has_discount = ibis.coalesce(each.discount > 0, False)
    is_compared = each.unit_price.notnull() & each.median_price.notnull()
    is_modest = is_compared & ~has_discount & (each.unit_price.cast("float64") < each.median_price)

    def number(condition: ir.BooleanValue) -> ir.IntegerValue:
        # Counted, not summed: sums of whole numbers are twice as wide to the engine, and slower.
        return ibis.cases((condition, 1)).count()

    return each.group_by("customer_id").aggregate(
        spending=each.net_revenue.sum(),
        discounted_spending=ibis.cases((has_discount, each.net_revenue), else_=zero).sum(),
        bought_line_count=each.count(),
        categorised_line_count=number(each.has_category),
        told_line_count=number(each.is_told),
        compared_line_count=number(is_compared),
        modest_line_count=number(is_modest),
    )


def service_spending(
    period: Period, services: tuple[str, ...], lines: ir.Table = LINES, products: ir.Table = PRODUCTS
) -> ir.Table:
    """What customers spent on services: customer_id, service_spending (decimal(38, 4)).

    One row a customer with a line above 0 in one of the categories ``services``. By itself, because who changes which
    categories are services changes nothing else of ``buying_style``.
    """
    served = products.filter(products.category.isin(services) if services else ibis.literal(False))
    bought = bought_lines(period, lines).semi_join(served, "product_id")
    return bought.group_by("customer_id").aggregate(service_spending=bought.net_revenue.sum())


def top_category(period: Period, lines: ir.Table = LINES, products: ir.Table = PRODUCTS) -> ir.Table:
    """The category on which each customer spent most; of two with the same sum the first by name.

    One row a customer with a line in a category: customer_id, top_category, top_category_spending (decimal(38, 4)).
    """
    bought = bought_lines(period, lines)
    by_product = bought.group_by("customer_id", "product_id").aggregate(spending=bought.net_revenue.sum())
    known = products.filter(products.category.notnull()).select("product_id", "category")
    joined = by_product.join(known, "product_id")
    sums = joined.group_by("customer_id", "category").aggregate(spending=joined.spending.sum())
    most_first = ibis.window(group_by=sums.customer_id, order_by=[sums.spending.desc(), sums.category])
    placed = sums.mutate(place=ibis.row_number().over(most_first))
    return placed.filter(placed.place == 0).select(
        "customer_id", top_category=placed.category, top_category_spending=placed.spending
    )
