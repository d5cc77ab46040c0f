"""The VIP level that each customer has: by rule, kept by grace, or set by hand.

A level set by hand wins. Else a customer who is no longer VIP by rule keeps the level while the last day on which the rule
made a VIP of them lies at most ``grace_days`` back, whatever made them fall: less spending, fewer visits, or lost. Every day
of the grace is looked at, for the few customers who could have been VIP on it. Their orders are those up to that day; the
spending limit and the shop's rhythm are the ones that hold now, because limits are values. Kept are only the few whose level
is not the rule's alone, beside the one scored table that every page keeps.
"""

from __future__ import annotations

from segmentation.classifications.cuts import amount_from
from segmentation.classifications.lifecycle import ShopRhythm
from segmentation.parameters import LifecycleRules
from segmentation.store.vip_levels import GRANTS_IN_FORCE
from segmentation.views.basis import Basis
from segmentation.views.execution import LABELLED

GRACE, EXCEPTIONS = "kept_vip_grace", "kept_vip_exceptions"

IN_FORCE_COLUMNS = """
exceptions.last_vip_day, exceptions.hand_reason, exceptions.hand_until, exceptions.grace_until,
coalesce(exceptions.hand_level, case when exceptions.last_vip_day is not null then 'VIP' end, vip_level) as level_in_force,
case when exceptions.hand_level is not null then 'hand' when exceptions.last_vip_day is not null then 'grace' else 'rule' end
    as decided_by"""

IN_FORCE = f"""(
select labelled.*, {IN_FORCE_COLUMNS}
from "{LABELLED}" as labelled left join "{EXCEPTIONS}" as exceptions using (customer_id)
)"""
"""What follows ``from`` in a statement over ``in_force``: the labelled customers, each with the level in force.

Columns beyond those of ``kept_labelled``: level_in_force; decided_by (rule, grace or hand); last_vip_day and grace_until, its end
(null unless by rule the level was VIP in the days of grace and is not now); hand_reason and hand_until (null unless set by hand).
"""

HAS_LEVEL = f"""
(list_contains(?, vip_level) and customer_id not in (select customer_id from "{EXCEPTIONS}"))
or customer_id in (select customer_id from "{EXCEPTIONS}" where list_contains(?, coalesce(hand_level, 'VIP')))"""
"""True of the labelled customers whose level in force is one of a list (both ``?``), without joining all of them."""

# Apart from what is set by hand, so that setting a level looks at nobody's orders again.
# A customer falls back on the day after the last day as VIP, so grace counts from that last day. Spending and visits change
# only on a day with an order and on the day one leaves the window, so each such day stands for those up to the next; within
# them a customer only stays away for longer.
_GRACE = """
with candidates as (
    select customer_id from "{labelled}" where vip_level <> 'VIP' and customer_id in (
        select customer_id from orders
        where order_date <= {as_of} and order_date > {as_of} - {grace_days} - {window_days} and net_revenue > 0
        group by customer_id having sum(net_revenue) >= {limit})),
days as (
    select customer_id, day, lead(day, 1, {as_of}) over (partition by customer_id order by day) - 1 as until
    from (select customer_id, {as_of} - {grace_days} as day from candidates
          union select customer_id, unnest([order_date, order_date + {window_days}]) from orders semi join candidates
              using (customer_id))
    where day < {as_of} and day >= {as_of} - {grace_days}),
spent as (
    select days.customer_id, days.day, days.until
    from days join orders on orders.customer_id = days.customer_id
        and order_date <= days.day and order_date > days.day - {window_days}
    group by days.customer_id, days.day, days.until
    having sum(net_revenue) >= {limit}
       and count(distinct order_date) filter (net_revenue > 0) >= {purchase_days}),
visits as (
    select customer_id, order_date as day,
           order_date - lag(order_date) over (partition by customer_id order by order_date) as gap
    from (select distinct customer_id, order_date from orders
          where net_revenue > 0 and customer_id in (select customer_id from spent))),
habits as (
    select spent.customer_id, spent.until, max(visits.day) as last_visit, spent.day - last_visit as away,
           count(*) as visit_days, median(visits.gap) as own_gap
    from spent join visits on visits.customer_id = spent.customer_id and visits.day <= spent.day
    group by spent.customer_id, spent.day, spent.until)
select customer_id, max(least(until, last_visit + floor({lost})::integer)) as last_vip_day
from habits where away <= {lost} group by customer_id
"""
_NO_GRACE = "select null::integer as customer_id, null::date as last_vip_day where false"

_EXCEPTIONS = f"""
select customer_id, last_vip_day, (last_vip_day + {{grace_days}}::integer)::date as grace_until,
       by_hand.level as hand_level, by_hand.reason as hand_reason, by_hand.until as hand_until
from "{GRACE}" as grace full join ({{granted}}) as by_hand using (customer_id)
"""


def in_force(found: Basis) -> dict[str, str]:
    """For ``Workspace.query_kept``: what ``IN_FORCE`` stands on."""
    as_of = f"date '{found.analysis.period.as_of.isoformat()}'"
    rules, limit = found.analysis.vip, found.limits.vip_limit
    grace = (
        _NO_GRACE
        if limit is None or rules.grace_days < 1
        else _GRACE.format(
            labelled=LABELLED,
            as_of=as_of,
            grace_days=int(rules.grace_days),
            window_days=int(rules.window_days),
            purchase_days=int(rules.purchase_days),
            limit=f"{amount_from(limit):.4f}::decimal(38, 4)",
            lost=_lost_after(found.limits.rhythm, found.analysis.lifecycle),
        )
    )
    granted = GRANTS_IN_FORCE.replace("?", as_of)
    exceptions = _EXCEPTIONS.format(granted=granted, grace_days=int(rules.grace_days))
    return {**found.kept, GRACE: grace, EXCEPTIONS: exceptions}


def _lost_after(shop: ShopRhythm, rules: LifecycleRules) -> str:
    """``lifecycle.lost_after`` on the columns visit_days and own_gap."""
    if rules.lost_days is not None:
        return str(int(rules.lost_days))
    if not shop.is_known or shop.lost_gap is None or shop.median_gap is None:
        return str(int(rules.unknown_lost_days))
    rhythm = f"case when visit_days >= 3 then own_gap else {shop.median_gap!r}::double end"
    return f"greatest({shop.lost_gap!r}::double, {float(rules.lost_factor)!r}::double * {rhythm})"
