"""Plain SQL of definitions.md sections 8 to 10: each customer's level in every dimension, under the default rules.

Over a shop's stored tables, written from the definitions alone: by cumulative sums and ranks where the product uses limits.
``$as_of`` is the last day counted, ``$enough`` how many returning customers make a rhythm known.
"""

from __future__ import annotations

_MEASURED = """
with counted as (select * from orders where customer_id is not null and order_date <= $as_of),
bought as (
  select customer_id, count(*) as f, min(order_date) as first, max(order_date) as last from counted
  where net_revenue > 0 group by 1),
sums as (select customer_id, sum(net_revenue) as m from counted group by 1),
days as (select distinct customer_id, order_date as d from counted where net_revenue > 0),
gaps as (select customer_id, d, d - lag(d) over (partition by customer_id order by d) as gap from days),
own as (
  select customer_id, count(*) as pd, median(gap) as mid, arg_max(gap, d) as last_gap, count(gap) as n,
         sum(gap) as total, sum(gap * gap) as squares
  from gaps group by 1),
shop as (
  select median(gap) as mid, quantile_cont(gap, 0.9) as long,
         (select count(*) from own where pd >= 2) >= $enough as is_known from gaps),
measures as (
  select bought.*, m, pd, own.mid, last_gap, n, total, squares, $as_of - last as rec, $as_of - first as tenure
  from bought join sums using (customer_id) join own using (customer_id))
"""

VALUE = (
    _MEASURED
    + """,
spenders as (
  select customer_id, m, sum(greatest(m, 0)) over (order by greatest(m, 0) desc, customer_id) as running,
         sum(greatest(m, 0)) over () as total from measures),
limits as (
  select max(m) filter (running >= 0.5 * total) as high, max(m) filter (running >= 0.8 * total) as middle from spenders
  where total > 0)
select customer_id, case when m >= high then 'high' when m >= middle then 'middle' else 'low' end as level
from measures, limits
"""
)

BUYING = (
    _MEASURED
    + """
select customer_id, case when pd = 1 then 'one-time' when total <= shop.mid * n then 'frequent' else 'occasional' end as level
from measures, shop
"""
)

SECOND = (
    BUYING.replace("one-time", "?")
    .replace("occasional", "not often")
    .replace("frequent", "often")
    .replace("?", "occasional")
)

FIRST = (
    _MEASURED
    + """,
amounts as (select customer_id, (m * 10000)::bigint / f::double as amount from measures)
select customer_id, ['low', 'middle', 'high'][least(3, 1 + 3 * (2 * (rank() over (order by amount) - 1)
  + count(*) over (partition by amount)) // (2 * count(*) over ()))] as level
from amounts
"""
)

LIFE_CYCLE = (
    _MEASURED
    + """,
limits as (
  select *, case when pd >= 3 then measures.mid else shop.mid end as rhythm from measures, shop),
fixed as (
  select *, case when is_known then 1.5 * rhythm else 90 end as overdue,
         case when is_known then greatest(long, 2 * rhythm) else 180 end as lost from limits),
halves as (
  select counted.customer_id,
         coalesce(sum(net_revenue) filter (order_date <= first + (tenure::integer // 2)), 0) as early,
         coalesce(sum(net_revenue) filter (order_date > first + (tenure::integer // 2)), 0) as late
  from counted join measures using (customer_id) group by 1)
select customer_id, case when pd = 1 and rec <= 30 then 'new' when rec > lost then 'lost' when rec > overdue then 'mature'
  when pd = 1 then 'new' when last_gap > lost then 'growing' when pd = 2 or late >= 1.1 * early then 'growing'
  else 'mature' end as level
from fixed join halves using (customer_id)
"""
)

LOYALTY = (
    _MEASURED
    + """,
even as (
  select customer_id, tenure, pd, case when pd >= 3 then total::double * total::double / (n * squares)::double else 0 end as even
  from measures),
ranked as (
  select customer_id,
    2 * rank() over (order by tenure) + count(*) over (partition by tenure)
    + 2 * rank() over (order by pd) + count(*) over (partition by pd)
    + 2 * rank() over (order by even) + count(*) over (partition by even) as points
  from even)
select customer_id, ['low', 'middle', 'high'][least(3, 1 + 3 * (2 * (rank() over (order by points) - 1)
  + count(*) over (partition by points)) // (2 * count(*) over ()))] as level
from ranked
"""
)

_STYLE = (
    _MEASURED
    + """,
bought_lines as (
  select lines.*, category from lines left join products using (product_id)
  where is_active and is_counted and lines.customer_id is not null and net_revenue > 0 and sold_at::date <= $as_of),
prices as (
  select product_id, category, sum(unit_price)::double / count(*)::double as price from bought_lines
  where unit_price is not null and category is not null group by all),
medians as (select category, median(price) as mid from prices group by 1),
telling as (select load_id from bought_lines group by 1 having count(discount) > 0),
style as (
  select customer_id, sum(net_revenue) as spent, coalesce(sum(net_revenue) filter (discount > 0), 0) as cut,
         coalesce(sum(net_revenue) filter (category like '%workshops' or category like '%service%'), 0) as service,
         count(category) as named, count(*) filter (load_id in (from telling)) as told,
         count(*) filter (unit_price is not null and mid is not null) as compared,
         count(*) filter (unit_price < mid and not coalesce(discount > 0, false)) as modest
  from bought_lines left join medians using (category) group by 1),
standing as (
  select customer_id, field, value, provenance, row_number() over (
      partition by customer_id, field order by provenance = 'entered' desc, changed_at desc, change_id desc) as age
  from record_changes left join loads using (load_id)
  where record_changes.undone_at is null
    and (record_changes.load_id is null or (loads.load_id is not null and loads.undone_at is null)))
"""
)

PREFERENCE = (
    _STYLE
    + """
select customer_id, case when spent is null or (named = 0 and told = 0) then null
  when cut >= 0.5 * spent then 'marketing' when service >= 0.5 * spent then 'service' else 'product' end as level
from measures left join style using (customer_id)
"""
)

PSYCHOLOGY = (
    _STYLE
    + """,
staff as (
  select * from standing where age = 1 and field = 'psychology' and value in ('rational', 'emotional', 'impulsive'))
select customer_id, coalesce(staff.value, case when coalesce(told, 0) = 0 then null when cut >= 0.6 * spent then 'impulsive'
  when compared > 0 and 2 * modest > compared then 'rational' when compared > 0 then 'emotional' end) as level
from measures left join style using (customer_id) left join staff using (customer_id)
"""
)

INFLUENCE = (
    _STYLE
    + """
select customer_id, case when staff.value in ('none', 'reviewer', 'professional', 'celebrity') then staff.value end as level
from measures left join (select * from standing where age = 1 and field = 'influence') as staff using (customer_id)
"""
)

_SAID = (
    _STYLE
    + """,
live as (select load_id from loads where undone_at is null),
answers as (
  select customer_id, given_at as moment, rating, satisfaction,
         case when contains(lower(kind), 'referral') or contains(kind, '老带新') then 10 else recommendation end as recommendation
  from feedback where (load_id is null or load_id in (from live)) and given_at::date <= $as_of
  union all
  select customer_id, happened_at, null, null, 10 from interactions
  where (load_id is null or load_id in (from live)) and happened_at::date <= $as_of and contains(lower(kind), 'referral')),
contacts as (
  select customer_id, count(*) as n from interactions
  where (load_id is null or load_id in (from live)) and happened_at::date <= $as_of
    and happened_at::date > $as_of - 90 group by 1)
"""
)


def _answered(column: str, levels: str) -> str:
    return (
        _SAID
        + f""",
last as (
  select customer_id, arg_max({column}, (moment, -{column})) as said from answers where {column} is not null group by 1),
staff as (select * from standing where age = 1 and field = '{{field}}' and value in ('high', 'middle', 'low'))
select customer_id, coalesce(staff.value, {levels}) as level
from measures left join last using (customer_id) left join staff using (customer_id)
"""
    )


FEEDBACK = _answered(
    "rating",
    "case when said >= 4 then 'positive' when said <= 2 then 'negative' when said is not null then 'neutral' end",
).format(field="feedback")
SATISFACTION = _answered(
    "satisfaction", "case when said >= 4 then 'high' when said <= 2 then 'low' when said is not null then 'middle' end"
).format(field="satisfaction")
RECOMMENDATION = _answered(
    "recommendation",
    "case when said >= 9 then 'high' when said >= 7 then 'middle' when said is not null then 'low' end",
).format(field="recommendation")

INTERACTION = (
    _SAID
    + """
select customer_id, case when (select count(*) from contacts) = 0 then null
  when contacts.n >= 5 then 'high' when contacts.n >= 1 then 'middle'
  else 'low' end as level
from measures left join contacts using (customer_id)
"""
)

TWINS = {
    "first": FIRST,
    "second": SECOND,
    "value": VALUE,
    "buying": BUYING,
    "life_cycle": LIFE_CYCLE,
    "loyalty": LOYALTY,
    "preference": PREFERENCE,
    "psychology": PSYCHOLOGY,
    "influence": INFLUENCE,
    "feedback": FEEDBACK,
    "satisfaction": SATISFACTION,
    "recommendation": RECOMMENDATION,
    "interaction": INTERACTION,
}
"""Lens → the statement that gives each customer's level: customer_id, level (null = not known)."""
