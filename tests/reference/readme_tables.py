"""The tables of this folder's README, made anew from sales lines by plain SQL."""

from __future__ import annotations

import duckdb

from tests.reference import levels

_WITH_MEASURES = """
with levels as ({levels})
select level, count(*) as customers, count(*) / sum(count(*)) over () as share,
       sum(m) as revenue, sum(m) / sum(sum(m)) over () as revenue_share
from levels join measures using (c) group by level
"""

Figures = tuple[int, float, float, float]


def figures(shop: duckdb.DuckDBPyConnection, statement: str) -> dict[str, Figures]:
    """Level → customers, share of customers, net revenue, share of net revenue."""
    rows = shop.execute(_WITH_MEASURES.format(levels=statement)).fetchall()
    return {level: (n, float(share), float(money), float(part)) for level, n, share, money, part in rows}


def cells(found: Figures) -> str:
    """The four figures as a table's row shows them."""
    customers, share, revenue, part = found
    return f"{customers:,} | {share:.1%} | {revenue:,.2f} | {part:.1%}"


EIGHT_TYPES = {
    "111": ("Key value", "重要价值"),
    "011": ("Key retention", "重要保持"),
    "101": ("Key development", "重要发展"),
    "001": ("Key win-back", "重要挽留"),
    "110": ("General value", "一般价值"),
    "010": ("General retention", "一般保持"),
    "100": ("General development", "一般发展"),
    "000": ("General win-back", "一般挽留"),
}
FINAL_NAMES = {
    ("high", "often"): "Big customer 大客户",
    ("high", "not often"): "Potential customer 潜力客户",
    ("high", "occasional"): "One-off high 偶尔高消费",
    ("middle", "often"): "Core customer 中坚客户",
    ("middle", "not often"): "To develop 待培养客户",
    ("middle", "occasional"): "Occasional customer 偶尔客户",
    ("low", "often"): "Loyal customer 忠实客户",
    ("low", "not often"): "Ordinary customer 普通客户",
    ("low", "occasional"): "Low-touch customer 低频客户",
}
FIRST, SECOND = ("high", "middle", "low"), ("often", "not often", "occasional")
HEAD = "customers | of all | net revenue | of all |"
RULE = "---: | ---: | ---: | ---: |"


def eight_types(shop: duckdb.DuckDBPyConnection) -> str:
    found = figures(shop, levels.EIGHT_TYPES)
    rows = [f"| {key} | {name} {chinese} | {cells(found[key])} |" for key, (name, chinese) in EIGHT_TYPES.items()]
    return "\n".join([f"| R F M | type | {HEAD}", f"| --- | --- | {RULE}", *rows])


def final_classes(shop: duckdb.DuckDBPyConnection) -> str:
    """Three by three: amount downwards, frequency across, and the net revenue below the customers."""
    found = figures(shop, levels.FINAL)
    rows = []
    for first in FIRST:
        row = []
        for second in SECOND:
            customers, share, revenue, _ = found[f"{first} / {second}"]
            row.append(f"{FINAL_NAMES[first, second]}: {customers:,} ({share:.1%}), {revenue:,.2f}")
        rows.append(f"| **{first}** | {' | '.join(row)} |")
    return "\n".join([f"| amount | {' | '.join(SECOND)} |", "| --- | --- | --- | --- |", *rows])


def vip_levels(shop: duckdb.DuckDBPyConnection) -> str:
    found = figures(shop, levels.VIP)
    rows = [f"| {key} | {cells(found[key])} |" for key in ("VIP", "quasi-VIP", "non-VIP")]
    return "\n".join([f"| level | {HEAD}", f"| --- | {RULE}", *rows])


TABLES = {"eight types": eight_types, "final classification": final_classes, "VIP levels": vip_levels}
