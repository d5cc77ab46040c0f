"""VIP levels: who has which, how far each customer is from the next, and who changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

import pyarrow as pa

from segmentation.classifications import vip
from segmentation.classifications.cube import GroupTotals
from segmentation.classifications.cuts import amount_from
from segmentation.locale import N_
from segmentation.parameters import VipRules
from segmentation.store.contacts import CONTACTS
from segmentation.store.same_customers import PERSONS
from segmentation.store.vip_levels import RECORDED, Move, log_moves
from segmentation.store.workspace import Workspace
from segmentation.views.basis import Basis
from segmentation.views.vip_in_force import IN_FORCE, in_force

SCREEN_ROWS = 500
"""A table on the screen shows so many at the most; the files hold all."""
MOST_MATCHES = 20


class Near(StrEnum):
    """Whose distance to the next level is looked at."""

    ONE_VISIT = N_("One visit from VIP")
    QUASI = N_("Quasi-VIP")
    REST = N_("Non-VIP")


@dataclass(frozen=True)
class VipView:
    """Totals of the levels in force; ``revenue`` of a level is what its customers spent in the window.

    ``by_rule``: customers of each level by rule alone. ``limit``: the spending that makes a VIP; None = nobody bought in
    the window. ``half``: what makes a quasi-VIP.
    """

    as_of: date
    rules: VipRules
    limit: Decimal | None
    half: Decimal | None
    levels: tuple[GroupTotals, ...]
    by_rule: dict[str, int]
    kept_by_grace: int
    set_by_hand: int
    one_visit_away: int

    def near_count(self, near: Near) -> int:
        """How many customers ``distances`` has."""
        if near is Near.ONE_VISIT or self.limit is None:
            return self.one_visit_away
        key = {Near.QUASI: "quasi-VIP", Near.REST: "non-VIP"}[near]
        return next(level.customers for level in self.levels if level.key == key)


_LEVELS = f"""
select level_in_force, vip_level, decided_by, count(*) as customers,
       coalesce(sum(window_purchase_days), 0)::bigint as visits, coalesce(sum(window_spending), 0) as revenue
from {IN_FORCE} as in_force group by all
"""

# One more visit with the customer's usual spending: (spent + monetary / frequency ≥ limit), without a division.
_IS_ONE_VISIT = """
(level_in_force <> 'VIP' and coalesce(window_purchase_days, 0) + 1 >= $purchase_days
 and coalesce(window_spending, 0) * frequency + monetary >= $limit::decimal(38, 4) * frequency)
"""
_WHO = {
    Near.ONE_VISIT: "is_one_visit",
    Near.QUASI: "level_in_force = 'quasi-VIP'",
    Near.REST: "level_in_force = 'non-VIP'",
}

_DISTANCES = f"""
with everyone as (select *, {_IS_ONE_VISIT} as is_one_visit from {IN_FORCE} as in_force),
near as (
    select *, case when level_in_force = 'quasi-VIP' or is_one_visit then 'VIP' else 'quasi-VIP' end as next_level,
           coalesce(window_spending, 0) as spent, coalesce(window_purchase_days, 0) as days,
           coalesce(recent_purchase_days, 0) as recent
    from everyone where {{who}}),
missing as (
    select *, greatest(case next_level when 'VIP' then $limit::decimal(38, 4) else $half::decimal(38, 4) end - spent, 0)
                 as money_missing,
              greatest(case next_level when 'VIP' then $purchase_days - days else $quasi_days - recent end, 0)::integer
                 as visits_missing
    from near),
nearest as (select *, row_number() over (order by is_lost, money_missing, visits_missing, monetary desc, customer_id) as place
    from (select *, lifecycle_stage = 'lost' as is_lost from missing) qualify place <= coalesce($most, place))
select customer, name, level_in_force, next_level, money_missing, visits_missing, spent as window_spending,
       days as window_purchase_days, (monetary / frequency)::decimal(22, 4) as average_order_value, recency_days,
       last_purchase_date, is_lost
from nearest join ({CONTACTS}) as contacts using (customer_id) order by place
"""

_KEPT = f"""
select customer, name, vip_level, level_in_force, decided_by, last_vip_day, grace_until, hand_reason, hand_until,
       coalesce(window_spending, 0) as window_spending, recency_days
from {IN_FORCE} as in_force join ({CONTACTS}) as contacts using (customer_id)
where decided_by <> 'rule' order by decided_by desc, window_spending desc, customer_id limit ?
"""

# The first record has no level before it, and says only who is above non-VIP.
_CHANGES = f"""
with recorded as ({RECORDED}), is_first as (select count(*) = 0 and {{is_everybody}} as first from recorded),
compared as (
    select now.*, recorded.reason as before_reason,
           case when first then null else coalesce(recorded.level, 'non-VIP') end as from_level
    from {IN_FORCE} as now left join recorded using (customer_id), is_first)
select customer_id, from_level, level_in_force as to_level,
       case when decided_by = 'hand' then 'hand'
            when from_level is null then 'first record'
            when before_reason = 'hand' then 'hand ended'
            when level_in_force = 'VIP' then 'limit reached'
            when from_level = 'non-VIP' and recent_purchase_days >= ? then 'visits'
            when from_level = 'non-VIP' then 'half reached'
            when lifecycle_stage = 'lost' then 'lost'
            when window_spending >= ?::decimal(38, 4) then 'too few visits'
            else 'spent less' end as reason,
       case when decided_by = 'hand' then hand_reason end as said
from compared where level_in_force <> coalesce(from_level, 'non-VIP') and {{who}} order by customer_id
"""

_LOG = f"""
select as_of, customer, name, from_level, to_level, reason, said, logged_at
from vip_moves join ({PERSONS}) as persons using (customer_id)
join ({CONTACTS}) as contacts on contacts.customer_id = person order by logged_at desc, as_of desc, customer
limit ?
"""


def vip_view(workspace: Workspace, found: Basis) -> VipView:
    """The page's figures."""
    rows = workspace.query_kept(in_force(found), _LEVELS).to_pylist()
    rules, limit = found.analysis.vip, found.limits.vip_limit

    def level(key: str) -> GroupTotals:
        of_level = [row for row in rows if row["level_in_force"] == key]
        revenue = sum((row["revenue"] for row in of_level), Decimal(0))
        return GroupTotals(key, sum(r["customers"] for r in of_level), sum(r["visits"] for r in of_level), revenue)

    def count(column: str, value: str) -> int:
        return sum(row["customers"] for row in rows if row[column] == value)

    return VipView(
        as_of=found.analysis.period.as_of,
        rules=rules,
        limit=limit,
        half=_half(found),
        levels=tuple(level(key) for key in vip.KEYS),
        by_rule={key: count("vip_level", key) for key in vip.KEYS},
        kept_by_grace=count("decided_by", "grace"),
        set_by_hand=count("decided_by", "hand"),
        one_visit_away=_one_visit_away(workspace, found),
    )


def _one_visit_away(workspace: Workspace, found: Basis) -> int:
    if found.limits.vip_limit is None:
        return 0
    values: dict[str, object] = {
        "limit": amount_from(found.limits.vip_limit),
        "purchase_days": found.analysis.vip.purchase_days,
    }
    text, ordered = _positional(
        f"select count(*) as customers from {IN_FORCE} as in_force where {_IS_ONE_VISIT}", values
    )
    return int(workspace.query_kept(in_force(found), text, ordered)["customers"][0].as_py())


def _half(found: Basis) -> Decimal | None:
    limit = found.limits.vip_limit
    return None if limit is None else amount_from(limit * found.analysis.vip.quasi_spending_share)


def distances(workspace: Workspace, found: Basis, near: Near, most: int | None = None) -> pa.Table:
    """Customers below VIP and what is missing to the next level, the nearest first and the lost behind them; no rows without a
    limit; at most so many as ``most`` says.

    One row a customer: customer, name, level_in_force, next_level, money_missing and visits_missing (0 or more; both are
    needed for VIP, either is enough for quasi-VIP; nothing missing = lost, any purchase will do), window_spending,
    window_purchase_days, average_order_value, recency_days, last_purchase_date, is_lost. One visit from VIP: with one visit
    more and the customer's average order value more the rule makes a VIP.
    """
    rules, limit = found.analysis.vip, found.limits.vip_limit
    values: dict[str, object] = {
        "limit": None if limit is None else amount_from(limit),
        "half": _half(found),
        "purchase_days": rules.purchase_days,
        "quasi_days": rules.quasi_purchase_days,
        "most": most,
    }
    text, ordered = _positional(_DISTANCES.format(who=_WHO[near]), values)
    found_rows = workspace.query_kept(in_force(found), text, ordered)
    return found_rows if limit is not None else found_rows.slice(0, 0)


def _positional(text: str, values: dict[str, object]) -> tuple[str, list[object]]:
    """``$name`` as ``?``, with the values in the order in which they stand."""
    pieces, ordered = text.split("$"), []
    out = pieces[0]
    for piece in pieces[1:]:
        name = max((one for one in values if piece.startswith(one)), key=len)
        ordered.append(values[name])
        out += "?" + piece[len(name) :]
    return out, ordered


def kept_otherwise(workspace: Workspace, found: Basis) -> pa.Table:
    """Customers whose level is not the rule's: set by hand, or kept by grace; at most ``SCREEN_ROWS``."""
    return workspace.query_kept(in_force(found), _KEPT, [SCREEN_ROWS])


def record_levels(workspace: Workspace, found: Basis, customer_id: int | None = None) -> int:
    """Write the ``changes_of_level`` down; how many come back."""
    changes = changes_of_level(workspace, found, customer_id)
    log_moves(workspace, changes)
    return len(changes)


def changes_of_level(workspace: Workspace, found: Basis, customer_id: int | None = None) -> list[Move]:
    """Each customer whose level in force is another than when levels were last recorded.

    With ``customer_id`` of this person alone, who was not above non-VIP where nothing of them is recorded.
    """
    limit, one = found.limits.vip_limit, () if customer_id is None else (customer_id,)
    text = _CHANGES.format(
        is_everybody="false" if one else "true",
        who=f"customer_id = (select person from ({PERSONS}) where customer_id = ?)" if one else "true",
    )
    values = [found.analysis.vip.quasi_purchase_days, Decimal(0) if limit is None else amount_from(limit), *one]
    rows = workspace.query_kept(in_force(found), text, values).to_pylist()
    as_of = found.analysis.period.as_of
    return [Move(as_of, *row.values()) for row in rows]


def log_of_moves(workspace: Workspace, most: int | None = SCREEN_ROWS) -> pa.Table:
    """The latest recorded changes: as_of, customer, name, from_level, to_level, reason, said, logged_at (UTC).

    At most so many as ``most`` says; None = all. ``said``: the words of who set the level by hand, else null.
    """
    return workspace.query(_LOG, [most])


def customers_like(workspace: Workspace, text: str) -> dict[int, str]:
    """Customer number → customer and name, for those whose customer, name or phone contains the text; the first twenty.

    Who was merged into another is found by their own too, and stands for the one that is kept.
    """
    typed = " ".join(text.split()).casefold()
    if not typed:
        return {}
    rows = workspace.query(
        f"""with contacts as ({CONTACTS})
            select customer_id, customer, name from contacts where customer_id in (
                select person from contacts join ({PERSONS}) as persons using (customer_id)
                where contains(lower(customer), ?) or contains(lower(name), ?) or contains(phone, ?))
            order by length(customer), customer limit ?""",
        [typed, typed, typed, MOST_MATCHES],
    ).to_pylist()
    return {row["customer_id"]: " · ".join(filter(None, (row["customer"], row["name"]))) for row in rows}
