"""Plain SQL of definitions.md sections 2, 3, 4, 6, 7 and 8, for looking at the demo shop only."""

import duckdb
import pyarrow as pa

ORDERS = """
create table orders as
select customer_key c, order_number o, min(sold_at)::date as d, sum(net_revenue) as r
from lines where is_counted and customer_key is not null group by all;
create table as_of as select max(sold_at)::date as day from lines;
create table days as select distinct c, d from orders where r > 0;
create table gaps as
select * from (select c, d, d - lag(d) over (partition by c order by d) as gap from days) where gap is not null;
create table shop as select median(gap) as mid, quantile_cont(gap, 0.9) as long from gaps;
create table measures as
select p.*, (select sum(r) from orders o where o.c = p.c) as m, t.pd,
  (select day from as_of) - p.last as rec, (select day from as_of) - p.first as tenure, p.last - p.first as span
from (select c, count(*) as f, min(d) as first, max(d) as last from orders where r > 0 group by c) p
join (select c, count(*) as pd from days group by c) t using (c);
"""

SCORES = """
create table scores as
with ranked as (
  select *, count(*) over () as n,
    (rank() over (order by rec desc) - 1 + count(*) over (partition by rec) / 2.0) / count(*) over () as rp,
    (rank() over (order by m) - 1 + count(*) over (partition by m) / 2.0) / count(*) over () as mp,
    (rank() over (partition by f > 1 order by f) - 1 + count(*) over (partition by f) / 2.0)
      / count(*) over (partition by f > 1) as fp
  from measures)
select *, least(5, 1 + floor(5 * rp))::int as rs, least(5, 1 + floor(5 * mp))::int as ms,
  case when f = 1 then 1 else 2 + least(3, floor(4 * fp))::int end as fs
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
select (rec <= avg(rec) over ())::int || '' || (f >= avg(f) over ())::int || (m >= avg(m) over ())::int as level, c
from measures
"""

CLASSES = """
select case when w >= 80 then 'A' when w >= 60 then 'B' when w >= 40 then 'C' else 'D' end as level, c
from (select c, 100.0 * (4 * rs + 8 * fs + 8 * ms) / 100 as w from scores)
"""

STAGES = """
create table stages as
with own as (select c, median(gap) as mid, count(*) as n, arg_max(gap, d) as last_gap from gaps group by c),
limits as (
  select m.*, last_gap, case when m.pd >= 3 then own.mid else shop.mid end as rhythm, shop.long
  from measures m left join own using (c), shop),
halves as (
  select o.c, sum(r) filter (o.d <= m.first + m.tenure::int // 2) as early,
    sum(r) filter (o.d > m.first + m.tenure::int // 2) as late
  from orders o join measures m using (c) group by o.c)
select c, case when pd = 1 and rec <= 30 then 'new' when rec > greatest(long, 2 * rhythm) then 'lost'
  when rec > 1.5 * rhythm then 'at risk' when pd = 1 then 'waiting'
  when last_gap > greatest(long, 2 * rhythm) then 'returned'
  when pd = 2 or late >= 1.1 * early then 'growing' else 'mature' end as level
from limits join halves using (c)
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
  select greatest(max(m) filter (cum >= 0.8 * total), max(m) filter (place >= ceil(0.2 * n))) as lim from ranked)
select case when stages.level = 'lost' then 'non-VIP' when i.m >= lim and i.pd >= 2 then 'VIP'
  when i.quarter >= 3 or i.m >= lim / 2 then 'quasi-VIP' else 'non-VIP' end as level, c
from stages left join inside i using (c), spending
"""

FINAL = """
with ranked as (
  select *, m / f as aov from measures),
thirds as (
  select *, least(3, 1 + floor(3 * (rank() over (order by aov) - 1 + count(*) over (partition by aov) / 2.0)
    / count(*) over ()))::int as third from ranked)
select ['low', 'middle', 'high'][third] || ' ' || case when pd = 1 then 'occasional'
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


def shop(lines: pa.Table) -> duckdb.DuckDBPyConnection:
    """A connection with the lines, orders, measures, scores and stages of a shop in memory."""
    connection = duckdb.connect()
    connection.register("lines", lines)
    for script in (ORDERS, SCORES, STAGES):
        connection.execute(script)
    return connection


def counts(connection: duckdb.DuckDBPyConnection, levels: str) -> dict[str, int]:
    """Customers of each level."""
    return dict(connection.execute(f"select level, count(*) from ({levels}) group by level").fetchall())
