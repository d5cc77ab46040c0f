"""Whether an amount is the line's or its whole order's, and whether a discount is money or a rate."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from segmentation.intake.mapping import Mapping
from segmentation.intake.values.numbers import NumberRule, decimal_sql, quick_sql


@dataclass(frozen=True)
class LevelLimits:
    """When amounts are taken for their orders'.

    ``rows``: lines looked at, from the top, so that orders stay whole. ``least_orders``: orders of several lines without which
    nothing is concluded. ``most``: share of them that must agree.
    """

    rows: int = 200_000
    least_orders: int = 3
    most: float = 0.95


def level(connection: duckdb.DuckDBPyConnection, mapping: Mapping, limits: LevelLimits | None = None) -> str | None:
    """ "line", "order", or null where the same amount stands on every line of an order and nothing tells which it is.

    "order" is proven by amounts on the first line alone, or by amounts that are the sum of the order's quantity × price.
    """
    limits = limits or LevelLimits()
    amount = mapping.column("amount")
    quantity, price = mapping.column("quantity"), mapping.column("unit_price")
    has_parts = quantity is not None and price is not None

    def number(index: int | None, name: str) -> str:
        rule, kind = NumberRule(mapping.decimals.get(name, ".")), "decimal(18, 4)"
        return f"coalesce({quick_sql(f'c{index}', rule, kind)}, {decimal_sql(f'c{index}', rule, kind)})"

    parts = f"{number(quantity, 'quantity')} * {number(price, 'unit_price')}" if has_parts else "null"
    several, first_only, repeated, by_line, by_order = connection.execute(
        f"""with lines as (select o, {number(amount, "amount")} as amount, {parts} as parts, row_number
                from (select *, {_order_of(mapping)} as o from raw) where o is not null order by row_number limit {limits.rows}),
            orders as (select count(*) as n, count(amount) as filled, arg_min(amount, row_number) as first, min(amount) as low,
                max(amount) as high, sum(parts) as parts, count(*) filter (abs(amount - parts) < 0.01) as same
                from lines group by o having n > 1)
            select count(*), count(*) filter (filled = 1), count(*) filter (filled = n and low = high),
                count(*) filter (same = n), count(*) filter (abs(low - parts) < 0.01) from orders"""
    ).fetchall()[0]
    if several < limits.least_orders:
        if several and has_parts and by_order == several and by_line < several:
            return "order"
        # Too few to prove anything; but amounts that all repeat beside different goods may be their orders'
        has_goods = has_parts or mapping.column("product") is not None
        is_told = repeated < several or not has_goods or (has_parts and by_line == several)
        return "line" if not several or is_told else None
    if first_only >= limits.most * several:
        return "order"
    if repeated < limits.most * several or (has_parts and by_line >= limits.most * several):
        return "line"
    return "order" if has_parts and by_order >= limits.most * several else None


def _order_of(mapping: Mapping) -> str:
    """SQL for the order of a line: where neither number nor date stands, that of the line above."""
    order, date = mapping.column("order"), mapping.column("date")
    if date is None:
        return f"c{order}"
    above = f"last_value(c{order} ignore nulls) over (order by row_number)"
    return f"case when c{order} is null and c{date} is null then {above} else c{order} end"


def differ(connection: duckdb.DuckDBPyConnection, mapping: Mapping) -> bool:
    """Whether most orders of several lines have different amounts on them: they are the lines' own, whatever the export says."""
    order, amount = mapping.column("order"), mapping.column("amount")
    several, different = connection.execute(
        f"""select count(*), count(*) filter (filled > 1 and several) from (
            select count(*) as n, count(c{amount}) as filled, count(distinct c{amount}) > 1 as several
            from raw where c{order} is not null group by c{order} having n > 1)"""
    ).fetchall()[0]
    return bool(2 * different > several)


def is_rate(connection: duckdb.DuckDBPyConnection, column: str) -> bool:
    """Whether a discount is a share of the price: marked with %, or never above 1 with fractions among its values."""
    marked, highest, fractions = connection.execute(
        f"""select count(*) filter (contains({column}, '%')), max(abs(try_cast({column} as double))),
            count(*) filter (contains({column}, '.') and abs(try_cast({column} as double)) between 0.001 and 0.999)
            from (select distinct {column} from raw)"""
    ).fetchall()[0]
    return bool(marked) or (highest is not None and highest <= 1 and fractions > 0)
