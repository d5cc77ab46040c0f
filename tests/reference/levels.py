"""Plain SQL of definitions.md sections 2, 3, 4, 6, 7, 8 and 10, from sales lines to the level of each customer.

Written from the definitions alone, by ranks and cumulative sums where the product uses cuts and histograms. Sums, counts
and whole-number division only, wherever a customer could stand right on a limit.
"""

from __future__ import annotations

from datetime import date

import duckdb
import pyarrow as pa

ENOUGH_RETURNING = 100
"""So many customers of two or more purchase days make a rhythm known (section 6)."""

ORDERS = """
create table as_of as
select coalesce(cast($as_of as date), max(first_day)) as day from (
  select min(sold_at)::date as first_day from lines where is_counted
  group by customer_key, order_number, case when order_number is null then sold_at::date end);
"""

MEASURES = """
create table orders as
select customer_key c, order_number o, min(sold_at)::date as d, sum(net_revenue) as r
from lines where is_counted and customer_key is not null
group by customer_key, order_number, case when order_number is null then sold_at::date end
having min(sold_at)::date <= (select day from as_of);
create table days as select distinct c, d from orders where r > 0;
create table gaps as
select * from (select c, d, d - lag(d) over (partition by c order by d) as gap from days) where gap is not null;
create table shop as select median(gap) as mid, quantile_cont(gap, 0.9) as long from gaps;
create table measures as
select p.*, (select sum(r) from orders o where o.c = p.c) as m, t.pd,
  (select day from as_of) - p.last as rec, (select day from as_of) - p.first as tenure, p.last - p.first as span
from (select c, count(*) as f, min(d) as first, max(d) as last from orders where r > 0 group by c) p
join (select c, count(*) as pd from days group by c) t using (c);
create table known as select count(*) filter (pd >= 2) >= $enough as is_known from measures;
"""

# floor(parts · p) of the mid-rank p = (customers worse + half of those equal) / n, in whole numbers.
_PARTS = "({parts} * (2 * (rank() over ({by} order by {worst_first}) - 1) + count(*) over (partition by {value})) // (2 * {n}))"

SCORES = f"""
create table scores as
with ranked as (
  select *,
    {_PARTS.format(parts=5, by="", worst_first="rec desc", value="rec", n="count(*) over ()")} as r5,
    {_PARTS.format(parts=5, by="", worst_first="m", value="m", n="count(*) over ()")} as m5,
    {
    _PARTS.format(
        parts=4,
        by="partition by f > 1",
        worst_first="f",
        value="f",
        n="count(*) over (partition by f > 1)",
    )
} as f4
  from measures)
select *, least(5, 1 + r5)::int as rs, least(5, 1 + m5)::int as ms,
  case when f = 1 then 1 else 2 + least(3, f4) end::int as fs
from ranked;
"""

SEGMENTS = """
select case when rs <= 2 and fs <= 2 then 'hibernating' when rs <= 2 and fs <= 4 then 'at risk'
  when rs <= 2 then 'can''t lose' when rs = 3 and fs <= 2 then 'about to sleep'
  when rs = 3 and fs = 3 then 'need attention'
  when rs = 5 and fs = 1 then 'new' when rs = 4 and fs = 1 then 'promising' when fs <= 3 then 'potential loyalist'
  when rs = 5 then 'champions' else 'loyal' end as level, c from scores
"""

EIGHT_TYPES = """
select (rec * n <= recs)::int || '' || (f * n >= fs)::int || (m * n >= ms)::int as level, c
from (select c, rec, f, m, count(*) over () as n, sum(rec) over () as recs, sum(f) over () as fs, sum(m) over () as ms
      from measures)
"""

CLASSES = """
select case when points >= 80 then 'A' when points >= 60 then 'B' when points >= 40 then 'C' else 'D' end as level, c
from (select c, 4 * rs + 8 * fs + 8 * ms as points from scores)
"""

PERFORMANCE = """
select ((2 * (4 * fs + 5 * ms) + 9) // 18)::text as level, c from scores
"""

STAGES = """
create table stages as
with own as (select c, median(gap) as mid, arg_max(gap, d) as last_gap from gaps group by c),
limits as (
  select m.*, last_gap, is_known, case when m.pd >= 3 then own.mid else shop.mid end as rhythm, shop.long
  from measures m left join own using (c), shop, known),
fixed as (
  select *, case when is_known then 1.5 * rhythm else 90 end as overdue,
    case when is_known then greatest(long, 2 * rhythm) else 180 end as lost from limits),
halves as (
  select o.c, coalesce(sum(r) filter (o.d <= m.first + m.tenure::int // 2), 0) as early,
    coalesce(sum(r) filter (o.d > m.first + m.tenure::int // 2), 0) as late
  from orders o join measures m using (c) group by o.c)
select c, case when pd = 1 and rec <= 30 then 'new' when rec > lost then 'lost' when rec > overdue then 'at risk'
  when pd = 1 then 'waiting' when last_gap > lost then 'returned'
  when pd = 2 or late >= 1.1 * early then 'growing' else 'mature' end as level
from fixed join halves using (c)
"""

VIP = """
with inside as (
  select o.c, sum(r) as m, count(distinct o.d) filter (r > 0) as pd,
    count(distinct o.d) filter (r > 0 and o.d > day - 90) as quarter
  from orders o, as_of where o.d > day - 365 group by o.c having count(*) filter (r > 0) > 0),
ranked as (
  select *, row_number() over (order by m desc) as place, sum(greatest(m, 0)) over (order by m desc, c) as cum,
    sum(greatest(m, 0)) over () as total, count(*) over () as n from inside),
spending as (
  select greatest(max(m) filter (10 * cum >= 8 * total), max(m) filter (10 * place >= 2 * n)) as lim from ranked)
select case when stages.level = 'lost' then 'non-VIP' when i.m >= lim and i.pd >= 2 then 'VIP'
  when i.quarter >= 3 or 2 * i.m >= lim then 'quasi-VIP' else 'non-VIP' end as level, c
from stages left join inside i using (c), spending
"""

FINAL = f"""
with amounts as (select *, (m * 10000)::bigint / f::double as aov from measures),
thirds as (
  select *, least(3, 1 + {_PARTS.format(parts=3, by="", worst_first="aov", value="aov", n="count(*) over ()")})::int as third
  from amounts)
select ['low', 'middle', 'high'][third] || ' / ' || case when pd = 1 then 'occasional'
  when span / (pd - 1) <= mid then 'often'
  else 'not often' end as level, c from thirds, shop
"""

PREFERENCE = """
with spent as (
  select customer_key c, sum(net_revenue) filter (discount > 0) / nullif(sum(net_revenue), 0) as cut,
    sum(net_revenue) filter (category like '%workshops') / nullif(sum(net_revenue), 0) as service
  from lines where is_counted and customer_key is not null and net_revenue > 0 group by all)
select case when cut >= 0.5 then 'marketing' when service >= 0.5 then 'service' else 'product' end as level, c
from spent join measures using (c)
"""

OF_EACH_CUSTOMER = {
    "segment": SEGMENTS,
    "performance": PERFORMANCE,
    "value_class": CLASSES,
    "eight_type": EIGHT_TYPES,
    "lifecycle_stage": "from stages",
    "vip_level": VIP,
    "final_class": FINAL,
}
"""Classification → the statement that gives each customer's level."""


def shop(lines: pa.Table, *, as_of: date | None = None, enough: int = ENOUGH_RETURNING) -> duckdb.DuckDBPyConnection:
    """A connection with the orders, measures, scores and stages of a shop in memory.

    ``lines``: customer_key, order_number, sold_at, net_revenue, is_counted. ``as_of``: default the last order date.
    """
    connection = duckdb.connect()
    connection.register("lines", lines)
    connection.execute(ORDERS, {"as_of": as_of})
    for script in MEASURES.split(";"):
        if script.strip():
            connection.execute(script, {"enough": enough} if "$enough" in script else None)
    for script in (SCORES, STAGES):
        connection.execute(script)
    return connection


def counts(connection: duckdb.DuckDBPyConnection, levels: str) -> dict[str, int]:
    """Customers of each level."""
    return dict(connection.execute(f"select level, count(*) from ({levels}) group by level").fetchall())


def of_each_customer(connection: duckdb.DuckDBPyConnection) -> dict[str, dict[str, object]]:
    """Customer key → scores (r_score, f_score, m_score) and the level of every classification."""
    found: dict[str, dict[str, object]] = {
        key: {"r_score": r, "f_score": f, "m_score": m}
        for key, r, f, m in connection.execute("select c, rs, fs, ms from scores").fetchall()
    }
    for name, statement in OF_EACH_CUSTOMER.items():
        for level, key in connection.execute(f"select level, c from ({statement})").fetchall():
            found[key][name] = level
    return found
