"""The store's stage: where it stands, what is missing, its share of old and loyal customers, and the care list."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from segmentation.classifications.store_stage import NextStage, Target, care_stage, next_stage, stage_of, target
from segmentation.parameters import StoreStageRules
from segmentation.playbook.store_stage import CARE, CareItem
from segmentation.store.consultations import Consultations, care_done, consultations
from segmentation.store.workspace import Workspace
from segmentation.views.basis import Basis
from segmentation.views.chosen import rules_in_use
from segmentation.views.execution import LABELLED
from segmentation.views.playbook import own_actions, write_action

_CARE = "care"
"""Beside the lenses in the shop's playbook: its own words for the care lists."""

PERIODS = (90, 365)
"""Over how many days customers count as active."""

_SHARES = f"""
with active as (
    select customer_id, count(*) as orders from orders
    where net_revenue > 0 and customer_id is not null and order_date <= ? and order_date > ?
    group by customer_id),
marked as (
    select orders, purchase_days >= ? as is_old,
           purchase_days >= ? and lifecycle_stage not in ('at risk', 'lost') as is_loyal
    from active join "{LABELLED}" using (customer_id))
select count(*) as customers, count(*) filter (is_old) as old_customers, count(*) filter (is_loyal) as loyal_customers,
       coalesce(sum(orders), 0)::bigint as orders, coalesce(sum(orders) filter (is_old), 0)::bigint as old_orders,
       coalesce(sum(orders) filter (is_loyal), 0)::bigint as loyal_orders
from marked
"""


@dataclass(frozen=True)
class RegularShares:
    """Customers with a purchase in the period and their purchases; of them those of old and of loyal customers."""

    customers: int
    old_customers: int
    loyal_customers: int
    orders: int
    old_orders: int
    loyal_orders: int

    def share(self, kind: str, *, by_orders: bool) -> float | None:
        """Of ``old`` or ``loyal`` customers, 0 to 1; None where nobody bought in the period."""
        part, whole = self._counts(kind, by_orders=by_orders)
        return part / whole if whole else None

    def is_met(self, target: Target, *, by_orders: bool) -> bool | None:
        """Whether the target's share is reached; None where nobody bought in the period."""
        part, whole = self._counts(target.kind, by_orders=by_orders)
        return target.is_met(part, whole) if whole else None

    def _counts(self, kind: str, *, by_orders: bool) -> tuple[int, int]:
        counted = "orders" if by_orders else "customers"
        return getattr(self, f"{kind}_{counted}"), getattr(self, counted)


@dataclass(frozen=True)
class Care:
    """One thing to look after. ``done_on``: last ticked; ``due_on``: when it comes again, None until it was first done.
    ``own_text``: the shop's own words for it, None where the built-in sentence stands.
    """

    item: CareItem
    done_on: date | None
    due_on: date | None
    is_due: bool
    own_text: str | None = None


@dataclass(frozen=True)
class StoreStageView:
    """``rules``: the limits in use. ``now``: the latest day's consultations; it and what follows from it are None until
    something was typed in.
    """

    rules: StoreStageRules
    history: tuple[Consultations, ...]
    now: Consultations | None
    stage: str | None
    following: NextStage | None
    target: Target | None
    care: tuple[Care, ...]

    @property
    def due(self) -> int:
        """How many things of the care list are due: never done, or a quarter ago and longer."""
        return sum(one.is_due for one in self.care)


def regular_shares(workspace: Workspace, found: Basis, days: int) -> RegularShares:
    """Old and loyal customers among those active in the ``days`` days that end with ``as_of``; unidentified orders are out."""
    as_of, rules = found.analysis.period.as_of, found.analysis.store_stage
    values = [as_of, as_of - timedelta(days=days), rules.old_purchase_days, rules.loyal_purchase_days]
    return RegularShares(**workspace.query_kept(found.kept, _SHARES, values).to_pylist()[0])


def store_stage_view(workspace: Workspace, today: date) -> StoreStageView:
    """Stage and care as they stand on ``today``, the day on the reader's clock: care is done in life, not in the data."""
    rules: StoreStageRules = rules_in_use(workspace, "store_stage")
    history = consultations(workspace)
    now = history[-1] if history else None
    if now is None:
        return StoreStageView(rules, history, None, None, None, None, ())
    stage = stage_of(now.per_day, rules)
    return StoreStageView(
        rules,
        history,
        now,
        stage,
        next_stage(now.per_day, rules),
        target(stage, rules),
        care_list(workspace, care_stage(stage), today),
    )


def care_list(workspace: Workspace, stage: str, today: date) -> tuple[Care, ...]:
    """The stage's care with what was done when; each is due until it was first done, and again a quarter later."""
    done, own = care_done(workspace, stage), own_actions(workspace, _CARE)
    return tuple(
        replace(_care(item, done.get(item.key), today), own_text=own.get(_name(stage, item))) for item in CARE[stage]
    )


def write_care(workspace: Workspace, stage: str, item: CareItem, text: str) -> None:
    """Save the shop's own words for one thing to look after; empty ones bring the built-in sentence back."""
    write_action(workspace, _CARE, _name(stage, item), text)


def _name(stage: str, item: CareItem) -> str:
    return f"{stage}.{item.key}"


def _care(item: CareItem, done_on: date | None, today: date) -> Care:
    if done_on is None:
        return Care(item, None, None, is_due=True)
    due_on = done_on + timedelta(days=item.every_days)
    return Care(item, done_on, due_on, is_due=today >= due_on)
