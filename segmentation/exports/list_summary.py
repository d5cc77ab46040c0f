"""How many customers of a list are in each group, and what they bring."""

from __future__ import annotations

from decimal import Decimal

import pyarrow as pa

from segmentation.exports.description import Chart, ChartKind, Column, Kind, SummaryTable, Value
from segmentation.locale import Words


def summary_table(table: pa.Table, group: Column, order: tuple[str, ...], words: Words) -> SummaryTable:
    """One row a value of the group column: customers and their share; with a ``monetary`` column revenue and its share
    too. Ordered by ``order``, then by customers. Two native charts, of customers and of revenue.
    """
    has_revenue = "monetary" in table.column_names
    keys = table[group.key].to_pylist()
    amounts = table["monetary"].to_pylist() if has_revenue else [None] * len(keys)
    customers: dict[str, int] = {}
    revenue: dict[str, Decimal] = {}
    for key, amount in zip(keys, amounts, strict=True):
        name = words("not known") if key is None else key
        customers[name] = customers.get(name, 0) + 1
        revenue[name] = revenue.get(name, Decimal(0)) + (Decimal(0) if amount is None else Decimal(str(amount)))
    rank = {value: at for at, value in enumerate(order)}
    names = sorted(customers, key=lambda name: (rank.get(name, len(rank)), -customers[name], name))
    all_customers, all_revenue = len(keys), sum(revenue.values(), Decimal(0))
    columns = [
        Column(group.key, group.heading),
        Column("customers", words("Customers"), Kind.INTEGER),
        Column("customer_share", words("Share of customers"), Kind.SHARE),
    ]
    data: dict[str, list[Value]] = {
        group.key: list(names),
        "customers": [customers[name] for name in names],
        "customer_share": [customers[name] / all_customers for name in names],
    }
    totals: list[Value] = [words("All"), all_customers, 1.0]
    charts = [Chart(ChartKind.BAR, words("Customers"), group.key, ("customers",))]
    if has_revenue:
        columns.append(Column("revenue", words("Revenue"), Kind.MONEY))
        columns.append(Column("revenue_share", words("Share of revenue"), Kind.SHARE))
        data["revenue"] = [revenue[name] for name in names]
        data["revenue_share"] = [float(revenue[name] / all_revenue) if all_revenue > 0 else None for name in names]
        totals += [all_revenue, 1.0 if all_revenue > 0 else None]
        charts.append(Chart(ChartKind.COLUMN, words("Revenue"), group.key, ("revenue",)))
    return SummaryTable(group.heading, tuple(columns), pa.table(data), tuple(charts), tuple(totals))
