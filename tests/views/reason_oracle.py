"""What a reason of a disagreement must say, in plain SQL from orders and answers, and in English put together by hand."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from segmentation.classifications.lenses import LENSES
from segmentation.locale import Words
from segmentation.views.profile_basis import ProfileBasis

WORDS = Words("en", "CNY")
money, number = WORDS.money, WORDS.number

NUMBERS = """
with bought as (
  select customer_id, order_date as d, net_revenue as r from orders
  where order_date <= $as_of and customer_id is not null
),
days as (select distinct customer_id, d from bought where r > 0),
gaps as (
  select customer_id, d - lag(d) over (partition by customer_id order by d) as gap from days
), regular as (
  select customer_id, median(gap) as mid,
         case when count(gap) >= 2 then sum(gap)::double * sum(gap) / (count(gap) * sum(gap * gap)) else 0 end as regularity
  from gaps group by 1
), seen as (
  select customer_id, count(*) as days, min(d) as first, max(d) as last,
         count(*) filter (d > $as_of - 365) as window_days, count(*) filter (d > $as_of - 90) as lately
  from days group by 1
), money as (
  select customer_id, sum(r) as brought, count(*) filter (r > 0) as purchases,
         coalesce(sum(r) filter (d > $as_of - 365), 0) as spent
  from bought group by 1
)
select seen.customer_id, days, window_days, lately, brought, purchases, regularity, spent,
       $as_of - last as ago, $as_of - first as tenure, (last - first) / nullif(days - 1, 0) as mean_gap,
       greatest((select quantile_cont(gap, 0.9) from gaps),
                2 * case when days >= 3 then mid else (select median(gap) from gaps) end) as lost_after,
       2 * rank() over (order by first desc) - 2 + count(*) over (partition by first)
         + 2 * rank() over (order by days) - 2 + count(*) over (partition by days)
         + 2 * rank() over (order by regularity) - 2 + count(*) over (partition by regularity) as points
from seen join money using (customer_id) join regular using (customer_id)
"""

ANSWERS = """
select customer_id, arg_max(rating, (given_at, -rating)) filter (rating is not null) as rating,
       arg_max(satisfaction, (given_at, -satisfaction)) filter (satisfaction is not null) as score
from feedback left join loads using (load_id)
where given_at::date <= $as_of and (feedback.load_id is null or (loads.load_id is not null and loads.undone_at is null))
group by 1
"""


def _days(n: float) -> str:
    n = round(float(n), 1)
    return f"{n:,.0f} day{'' if n == 1 else 's'}" if n == int(n) else f"{n:,.1f} days"


def _plain(value: float | Decimal) -> str:
    return f"{float(value):,.2f}".rstrip("0").rstrip(".")


def _vip(one: dict[str, Any], found: ProfileBasis, *, is_high: bool) -> str:
    limit = found.limits.vip_limit or Decimal(0)
    if one["level"] == "non-VIP" and one["ago"] > one["lost_after"]:
        return (
            f"Non-VIP: lost, as the last purchase was {_days(one['ago'])} ago (lost after {_days(one['lost_after'])})."
        )
    half = f", quasi-VIP from {money(limit / 2)}" if one["level"] != "VIP" else ""
    said = f"spent {money(one['spent'])} in 365 days (VIP from {money(limit)}{half})"
    said += f", bought on {one['window_days']} of the last 365 days (VIP from 2)"
    if one["level"] != "VIP":
        said += f", bought on {one['lately']} of the last 90 days (quasi-VIP from 3)"
    return f"{LENSES['vip_level'].level(one['level']).name}: {said}."


def _scores(one: dict[str, Any], found: ProfileBasis) -> tuple[int, int, int]:
    cuts = found.scores.cuts
    return (
        1 + sum(cut is not None and one["ago"] <= cut for cut in cuts.r),
        1 + sum(cut is not None and one["purchases"] >= cut for cut in cuts.f),
        1 + sum(cut is not None and one["brought"] >= cut for cut in cuts.m),
    )


def _class(one: dict[str, Any], found: ProfileBasis, *, is_high: bool) -> str:
    r, f, m = _scores(one, found)
    weights, limits = found.analysis.scoring.weights, found.analysis.scoring.class_limits
    points = 100 * (r * weights.r + f * weights.f + m * weights.m) / (5 * (weights.r + weights.f + weights.m))
    letter = one["level"] if is_high else {"C": "B", "D": "C"}[one["level"]]
    beside = f"{letter} from {_plain(getattr(limits, letter.lower()))}"
    name = LENSES["value_class"].level(one["level"]).name
    return f"Class {name}: R {r}, F {f}, M {m} make {_plain(points)} of 100 points ({beside})."


def _segment(one: dict[str, Any], found: ProfileBasis, *, is_high: bool) -> str:
    (r, f, _), cuts = _scores(one, found), found.scores.cuts
    beside_r = beside_f = ""
    at = (r, f) if is_high else (r + 1, f + 1)
    if 2 <= at[0] <= 5:
        beside_r = f" (score {at[0]} up to {_days(float(cuts.r[at[0] - 2] or 0))})"
    if 2 <= at[1] <= 5:
        limit = int(cuts.f[at[1] - 2] or 0)
        beside_f = f" (score {at[1]} from {limit} purchase{'' if limit == 1 else 's'})"
    name = LENSES["segment"].level(one["level"]).name
    bought = f"{one['purchases']} purchase{'' if one['purchases'] == 1 else 's'}"
    return f"{name}: R {r} with the last purchase {_days(one['ago'])} ago{beside_r}, F {f} with {bought}{beside_f}."


def _value(one: dict[str, Any], found: ProfileBasis, *, is_high: bool) -> str:
    limits = found.dimensions.value
    name, limit = ("high", limits.high) if one["level"] == "high" else ("middle", limits.middle)
    beside = f"({name} from {money(limit or 0)})"
    return f"{one['level'].capitalize()} value: brought {money(one['brought'])} in all {beside}."


def _average(one: dict[str, Any], found: ProfileBasis) -> str:
    place, name = (1, "high") if "high" in one["level"] else (0, "middle")
    limit = Decimal(found.limits.third_limits[place] or 0) / 10_000
    average = (one["brought"] / one["purchases"]).quantize(Decimal("0.0001"))
    return f"{money(average)} a purchase on average ({name} from {money(limit)})"


def _first(one: dict[str, Any], found: ProfileBasis, *, is_high: bool) -> str:
    return f"Low amount: {_average(one, found)}."


def _big(one: dict[str, Any], found: ProfileBasis, *, is_high: bool) -> str:
    often = _days(found.limits.rhythm.median_gap or 0)
    visits = f"{_days(one['mean_gap'])} from visit to visit on average (often up to {often})"
    return f"Big customer: {_average(one, found)}, {visits}."


def _loyalty(one: dict[str, Any], found: ProfileBasis, *, is_high: bool) -> str:
    middle, high = found.dimensions.loyalty
    name, limit = ("high", high) if one["level"] == "high" else ("middle", middle)
    beside = f"{name} from {_plain(round((Decimal(limit or 0) - 3) / 6, 1))}"
    return (
        f"{one['level'].capitalize()} loyalty: a customer for {_days(one['tenure'])}, bought on {_days(one['days'])}, "
        f"regularity {_plain(round(one['regularity'], 2))} of 1, "
        f"by the three on average ahead of {_plain(round((Decimal(one['points']) - 3) / 6, 1))} customers ({beside})."
    )


_SOURCES = {"entered": "entered by hand", "imported": "imported from a sheet"}


def _feedback(one: dict[str, Any], found: ProfileBasis, *, is_high: bool) -> str:
    return f"Negative feedback: last rating {_plain(one['rating'])} of 5 (negative up to 2)."


def _satisfaction(one: dict[str, Any], found: ProfileBasis, *, is_high: bool) -> str:
    if one["score"] is not None and one["score"] <= 2:
        return f"Low satisfaction: last score {_plain(one['score'])} of 5 (low up to 2)."
    return f"Low satisfaction: {_SOURCES[one['satisfaction_provenance']]}."


def _influence(one: dict[str, Any], found: ProfileBasis, *, is_high: bool) -> str:
    name = LENSES["influence"].level(one["level"]).name
    stars = {"celebrity": 5, "professional": 4, "reviewer": 3}[one["level"]]
    return f"{name}: {stars} of 5 stars, {_SOURCES[one['influence_provenance']]}."


EXPECTED: dict[str, Callable[..., str]] = {
    "vip_level": _vip, "value_class": _class, "segment": _segment, "value": _value, "first": _first, "final_class": _big,
    "loyalty": _loyalty, "feedback": _feedback, "satisfaction": _satisfaction, "influence": _influence,
}  # fmt: skip
