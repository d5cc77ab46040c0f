"""Plain SQL for every measure, as one would write it by hand: the oracle of the expressions.

Each takes a table ``orders`` and an ``as_of``, and gives the same columns as its twin in ``segmentation/measures``.
"""

from __future__ import annotations

from datetime import date

RFM = """
with counted as (select * from orders where customer_id is not null and order_date <= date '{as_of}')
select customer_id, min(order_date) filter (net_revenue > 0) as first_purchase_date,
       max(order_date) filter (net_revenue > 0) as last_purchase_date,
       count(*) filter (net_revenue > 0) as frequency, sum(net_revenue) as monetary,
       date '{as_of}' - max(order_date) filter (net_revenue > 0) as recency_days,
       date '{as_of}' - min(order_date) filter (net_revenue > 0) as tenure_days,
       max(order_date) filter (net_revenue > 0) - min(order_date) filter (net_revenue > 0) as purchase_span_days
from counted group by customer_id having count(*) filter (net_revenue > 0) > 0
"""

_DAYS = """
days as (select distinct customer_id, order_date as day from orders
         where net_revenue > 0 and customer_id is not null and order_date <= date '{as_of}'),
gaps as (select customer_id, day, day - lag(day) over (partition by customer_id order by day) as gap from days)
"""

GAP_COUNTS = "with " + _DAYS + "select gap as gap_days, count(*) as gaps from gaps where gap is not null group by gap"

RHYTHM = (
    "with "
    + _DAYS
    + """
select customer_id, count(*) as purchase_days, median(gap) as median_gap, max_by(gap, day) as last_gap,
       sum(gap * gap) as gap_squares
from gaps group by customer_id
"""
)

HALVES = (
    "with rfm as ("
    + RFM
    + """)
select customer_id,
  coalesce(sum(net_revenue) filter (order_date <= first_purchase_date + (tenure_days // 2)::integer), 0) as earlier_revenue,
  coalesce(sum(net_revenue) filter (order_date > first_purchase_date + (tenure_days // 2)::integer), 0) as later_revenue
from orders join rfm using (customer_id) where order_date <= date '{as_of}' group by customer_id
"""
)

WINDOW = """
select customer_id, sum(net_revenue) as window_spending,
       count(distinct order_date) filter (net_revenue > 0) as window_purchase_days,
       count(distinct order_date) filter (net_revenue > 0 and order_date > date '{as_of}' - 90) as recent_purchase_days
from orders where customer_id is not null and order_date > date '{as_of}' - 365 and order_date <= date '{as_of}'
group by customer_id having count(*) filter (net_revenue > 0) > 0
"""

COHORTS = """
with bought as (
  select distinct customer_id, year(order_date) * 12 + month(order_date) - 1 as month from orders
  where net_revenue > 0 and customer_id is not null and order_date <= date '{as_of}'),
first as (select customer_id, min(month) as cohort from bought group by customer_id)
select cohort, month - cohort as months_later, count(distinct customer_id) as customers
from bought join first using (customer_id) group by all
"""

STEPS = """
with numbered as (
  select customer_id, order_date, row_number() over w as step, order_date - lag(order_date) over w as days_since_previous
  from orders where net_revenue > 0 and customer_id is not null and order_date <= date '{as_of}'
  window w as (partition by customer_id order by order_date))
select step, days_since_previous, count(*) as customers from numbered where step <= 12 group by all
"""

TREND = """
with months as (
  select year(order_date) * 12 + month(order_date) - 1 as month, sum(net_revenue) as net_revenue,
         count(*) filter (net_revenue > 0) as purchases,
         coalesce(sum(net_revenue) filter (customer_id is not null), 0) as identified_revenue,
         count(distinct customer_id) filter (net_revenue > 0) as buyers
  from orders where order_date <= date '{as_of}' group by 1),
first as (
  select min(year(order_date) * 12 + month(order_date) - 1) as month from orders
  where net_revenue > 0 and customer_id is not null and order_date <= date '{as_of}' group by customer_id)
select months.*, (select count(*) from first where first.month = months.month) as new_customers from months
"""


def on(sql: str, as_of: date) -> str:
    """The statement with its date."""
    return sql.format(as_of=as_of.isoformat())
