"""What sets VIPs apart: in which habits they differ from the other customers of the window."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from math import sqrt

from segmentation.locale import N_
from segmentation.parameters import Analysis
from segmentation.store.same_customers import CHANGES_OF_PERSONS
from segmentation.store.workspace import Workspace
from segmentation.views.basis import Basis
from segmentation.views.execution import LABELLED


class Confidence(StrEnum):
    """How far a difference can be told from chance."""

    SURE = N_("Sure")
    LIKELY = N_("Likely")
    OPEN = N_("May be chance")
    TOO_FEW = N_("Too few customers")


class Trait(StrEnum):
    """What is compared; a share is of each customer's own spending, days or orders, or of the customers whose city is known."""

    CATEGORY = N_("Category (share of spending)")
    WEEKDAY = N_("Weekday (share of days)")
    STORE = N_("Store (share of orders)")
    STAFF = N_("Staff (share of orders)")
    CHANNEL = N_("Channel (share of orders)")
    CITY = N_("City (share of customers)")
    BASKET = N_("Average order value")
    LINES = N_("Lines an order")
    DISCOUNT = N_("Discounted share of spending")


@dataclass(frozen=True)
class ApartRules:
    """From where a difference counts as one, in standard errors, and the fewest customers a group needs.

    Many habits are looked at together, so *sure* asks for one in a thousand: of fifty that do not differ, one in twenty
    shops would show a single one as sure.
    """

    sure: float = 3.29
    likely: float = 1.96
    fewest: int = 30


@dataclass(frozen=True)
class Difference:
    """One habit of VIPs against the rest. ``vip``, ``rest``: the mean over customers (a share from 0 to 1, money or lines).

    ``index``: 100 · vip / rest, None where the rest is 0. ``z``: the difference in standard errors (Welch: each group has its
    own variance between customers, so a busy customer counts once); None where nothing varies. ``value``: the category,
    store, staff or city as the file writes it, the weekday as 1 (Monday) to 7; empty for single numbers.
    """

    trait: Trait
    value: str
    vip: float
    rest: float
    vip_customers: int
    rest_customers: int
    z: float | None
    confidence: Confidence

    @property
    def index(self) -> float | None:
        return 100 * self.vip / self.rest if self.rest > 0 else None


# Each part: one row a customer and value, x = the customer's own share or number. Who lacks a value has x = 0.
_SHARES = {
    Trait.CATEGORY: (
        "select customer_id, is_vip, category as value, sum(net_revenue)::double as part from bought "
        "where category is not null group by all"
    ),
    Trait.WEEKDAY: (
        "select customer_id, is_vip, isodow(purchase_date) as value, count(*)::double as part "
        "from purchase_days join members using (customer_id) "
        "where purchase_date <= $as_of and purchase_date > $as_of::date - $days::integer group by all"
    ),
    Trait.STORE: (
        "select customer_id, is_vip, store as value, count(*)::double as part from purchases where store <> '' group by all"
    ),
    Trait.STAFF: (
        "select customer_id, is_vip, staff as value, count(*)::double as part from purchases where staff <> '' group by all"
    ),
    Trait.CHANNEL: (
        "select customer_id, is_vip, channel as value, count(*)::double as part "
        "from purchases where channel <> '' group by all"
    ),
    # A customer lives in one city: the share is 1 there, and who lives in no known one is in no group.
    Trait.CITY: (
        "select customer_id, is_vip, value, 1.0::double as part from ("
        "select *, row_number() over (partition by customer_id order by provenance = 'entered' desc, changed_at desc, "
        f"change_id desc) as age from ({CHANGES_OF_PERSONS}) as changes where field = 'city') as standing "
        "join members using (customer_id) where age = 1 and value <> ''"
    ),
}
_NUMBERS = {
    Trait.BASKET: "select customer_id, avg(net_revenue)::double as x from purchases group by customer_id",
    Trait.LINES: "select customer_id, avg(line_count)::double as x from purchases group by customer_id",
    Trait.DISCOUNT: (
        "select customer_id, coalesce(sum(net_revenue) filter (discount > 0), 0)::double / sum(net_revenue)::double as x "
        "from bought group by customer_id having count(discount) > 0"
    ),
}

_WITHIN = """
with members as (
    select customer_id, vip_level = 'VIP' as is_vip from "{labelled}" where window_purchase_days > 0),
purchases as (
    select orders.*, is_vip from orders join members using (customer_id)
    where order_date <= $as_of and order_date > $as_of::date - $days::integer and net_revenue > 0),
bought as (
    select customer_id, is_vip, net_revenue, discount, category
    from lines join members using (customer_id) left join products using (product_id)
    where is_active and is_counted and net_revenue > 0
      and sold_at::date <= $as_of and sold_at::date > $as_of::date - $days::integer),
"""

# Sums over customers; those who have nothing of the trait at all (a file without stores) are in no group.
_OF_SHARES = """
parts as materialized ({part}),
wholes as materialized (select customer_id, is_vip, sum(part) as whole from parts group by all),
groups as (select is_vip, count(*) as n from wholes group by is_vip),
sums as (
    select value, parts.is_vip, sum(part / whole) as total, sum((part / whole) * (part / whole)) as squares
    from parts join wholes using (customer_id) group by all)
select value::text as value, is_vip, n, total, squares from sums join groups using (is_vip)
"""
_OF_NUMBERS = """
each as ({part})
select '' as value, is_vip, count(*) as n, sum(x) as total, sum(x * x) as squares
from each join members using (customer_id) group by all
"""


def differences(workspace: Workspace, found: Basis, rules: ApartRules | None = None) -> tuple[Difference, ...]:
    """Every habit of the VIPs by rule against the rest of the window's customers, the surest first.

    A trait that the data do not have is left out; so is a value of which neither group has anything.
    """
    rules = rules or ApartRules()
    made: list[Difference] = []
    for trait in Trait:
        made += _of_trait(trait, _sums(workspace, found, trait), rules)
    return tuple(sorted(made, key=lambda one: (list(Confidence).index(one.confidence), -abs(one.z or 0.0))))


def kept_sums(found: Basis) -> dict[str, str]:
    """For ``Workspace.query_kept``: the sums of each trait under its name, behind the tables they stand on."""
    return found.kept | {_kept_name(trait): _sums_sql(trait, found.analysis) for trait in Trait}


def _sums_sql(trait: Trait, analysis: Analysis) -> str:
    as_of, days = f"date '{analysis.period.as_of.isoformat()}'", str(int(analysis.vip.window_days))
    part = _SHARES.get(trait) or _NUMBERS[trait]
    text = _WITHIN.format(labelled=LABELLED) + (_OF_SHARES if trait in _SHARES else _OF_NUMBERS).format(part=part)
    return text.replace("$as_of::date", as_of).replace("$as_of", as_of).replace("$days::integer", days)


def _kept_name(trait: Trait) -> str:
    return f"kept_apart_{trait.name.lower()}"


_Sums = dict[str, dict[bool, tuple[int, float, float]]]
"""value → whether VIP → customers of the group, Σ x, Σ x²."""


def _sums(workspace: Workspace, found: Basis, trait: Trait) -> _Sums:
    name = _kept_name(trait)
    sums: _Sums = {}
    kept = found.kept | {name: _sums_sql(trait, found.analysis)}
    for row in workspace.query_kept(kept, f'select * from "{name}"').to_pylist():
        sums.setdefault(row["value"], {})[row["is_vip"]] = row["n"], row["total"], row["squares"]
    return sums


def _of_trait(trait: Trait, sums: _Sums, rules: ApartRules) -> list[Difference]:
    sizes = {side: max((one[side][0] for one in sums.values() if side in one), default=0) for side in (True, False)}
    if not sizes[True] or not sizes[False]:
        return []
    return [
        difference(
            trait,
            value,
            one.get(True, (sizes[True], 0.0, 0.0)),
            one.get(False, (sizes[False], 0.0, 0.0)),
            rules,
        )
        for value, one in sums.items()
    ]


def difference(
    trait: Trait, value: str, vip: tuple[int, float, float], rest: tuple[int, float, float], rules: ApartRules
) -> Difference:
    """The two groups compared; each as (customers, Σ x, Σ x²). Welch (1947), 10.1093/biomet/34.1-2.28."""
    means, errors = [], []
    for n, total, squares in (vip, rest):
        mean = total / n
        variance = max(squares - n * mean * mean, 0.0) / (n - 1) if n > 1 else 0.0
        means.append(mean)
        errors.append(variance / n)
    error = sqrt(sum(errors))
    z = (means[0] - means[1]) / error if error > 0 else None
    confidence = Confidence.OPEN
    if min(vip[0], rest[0]) < rules.fewest:
        confidence = Confidence.TOO_FEW
    elif z is not None and abs(z) >= rules.likely:
        confidence = Confidence.SURE if abs(z) >= rules.sure else Confidence.LIKELY
    return Difference(trait, value, means[0], means[1], vip[0], rest[0], z, confidence)
