"""The VIP rules, distances and reasons as sentences, filled with the shop's own numbers."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pyarrow as pa
from babel.dates import get_day_names

from segmentation.classifications import vip
from segmentation.locale import N_, Words
from segmentation.store.clock import on_this_clock
from segmentation.views.vip import VipView
from segmentation.views.vip_apart import Difference, Trait

_NAMES = {level.key: level.name for level in vip.LEVELS}

_LIMIT = N_(
    "Counted are the {window} days up to {day}. Spending that makes a VIP: {limit}, the larger of what the last of the "
    "fewest customers that bring {revenue} of the revenue spent, and what the customer at {rank} of the ranking spent."
)
_LIMIT_BY_HAND = N_("Counted are the {window} days up to {day}. Spending that makes a VIP: {limit}, set by hand.")
_NO_LIMIT = N_("Nobody bought anything in the {window} days up to {day}, so there is no VIP.")

_RULES = {
    "VIP": N_("Spent {limit} or more, on {days} or more days, and is not lost."),
    "quasi-VIP": N_(
        "Not VIP, not lost, and came on {quasi_days} or more days in the last {quasi_window} days, or spent {half} or more."
    ),
    "non-VIP": N_("The rest."),
}
GRACE = N_(
    "Who falls below VIP keeps the level for {grace} days after the last day as VIP by rule, whatever the cause. "
    "Each of these days is looked at with the orders up to it and the spending limit that holds now. "
    "A level set by hand wins over everything until its end date."
)
APART_METHOD = N_(
    "For each customer who bought in the window, the share of their own spending, days or orders, then the mean over "
    "VIPs and over the others; each customer counts once. **Index** 100 = no difference, 200 = twice as much. "
    "**Confidence** compares the difference with its standard error (Welch's z): sure from 3.29 (chance in one of 1,000), "
    "likely from 1.96 (one of 20), with at least 30 customers in each group. VIPs are those by rule. "
    "A habit that goes with VIPs need not make VIPs."
)

_KEPT_BY_GRACE = N_("Kept by grace until {date}")
_SET_BY_HAND = N_("Set by hand until {date}: {reason}")

_ANY = N_("Any purchase: the customer is lost and only has to come back")
_BOTH = N_("{money} more, on at least {visits}")
_EITHER = N_("{money} more, or {visits} within {quasi_window} days")
_MONEY = N_("{money} more")

REASONS = {
    "first record": N_("First record"),
    "hand": N_("Set by hand"),
    "hand ended": N_("The level set by hand ended"),
    "limit reached": N_("Reached the spending limit"),
    "visits": N_("Came often lately"),
    "half reached": N_("Spent enough for quasi-VIP"),
    "lost": N_("Lost: too long since the last purchase"),
    "too few visits": N_("Too few visits in the window"),
    "spent less": N_("Spent less in the window"),
}
_REASON_SAID = N_("{why}: {said}")
DECIDED = {"grace": N_("Kept by grace"), "hand": N_("Set by hand"), "rule": N_("By rule")}


def limit_in_words(view: VipView, words: Words) -> str:
    """Which window counts, and where the spending limit comes from."""
    rules, limit = view.rules, view.limit
    common = {"window": words.number(rules.window_days), "day": words.date(view.as_of)}
    if limit is None:
        return words(_NO_LIMIT).format(**common)
    shown = words.money(limit)
    if rules.spending_limit is not None:
        return words(_LIMIT_BY_HAND).format(limit=shown, **common)
    shares = {"revenue": words.exact_percent(rules.revenue_share), "rank": words.exact_percent(rules.customer_share)}
    return words(_LIMIT).format(limit=shown, **shares, **common)


def level_rule(key: str, view: VipView, words: Words) -> str:
    """Who belongs to a level, with the numbers that hold now."""
    limit, half = (view.limit or Decimal(0)), (view.half or Decimal(0))
    return words(_RULES[key]).format(
        limit=words.money(limit),
        half=words.money(half),
        days=words.number(view.rules.purchase_days),
        quasi_days=words.number(view.rules.quasi_purchase_days),
        quasi_window=words.number(view.rules.quasi_window_days),
    )


def grace_in_words(view: VipView, words: Words) -> str:
    """How long a level outlasts its rule, and what wins over it."""
    return words(GRACE).format(grace=words.number(view.rules.grace_days))


def exception_in_words(
    decided_by: str, grace_until: date | None, hand_until: date | None, hand_reason: str | None, words: Words
) -> str | None:
    """Why a level in force is not the rule's, and until when; None where the rule decides."""
    if decided_by == "hand" and hand_until is not None:
        return words(_SET_BY_HAND).format(date=words.date(hand_until), reason=hand_reason)
    if decided_by == "grace" and grace_until is not None:
        return words(_KEPT_BY_GRACE).format(date=words.date(grace_until))
    return None


def distance(next_level: str, money: Decimal, visits: int, quasi_window_days: int, words: Words) -> str:
    """What is missing to the next level: "620 more, or 2 more visits"."""
    if money == 0 and visits == 0:
        return words(_ANY)
    more_visits = words.count("{n} more visit", "{n} more visits", visits)
    if next_level != "VIP":
        if money == 0 or visits == 0:
            return words(_ANY)
        return words(_EITHER).format(
            money=words.money(money), visits=more_visits, quasi_window=words.number(quasi_window_days)
        )
    if visits == 0:
        return words(_MONEY).format(money=words.money(money))
    if money == 0:
        return more_visits
    days = words.count("{n} more day", "{n} more days", visits)
    return words(_BOTH).format(money=words.money(money), visits=days)


def distances_worded(rows: pa.Table, quasi_window_days: int, words: Words) -> pa.Table:
    """``vip.distances`` for a reader: level names, and the distance as a text in the column ``missing``."""
    texts = [
        distance(next_level, money, visits, quasi_window_days, words)
        for next_level, money, visits in zip(
            *(rows[name].to_pylist() for name in ("next_level", "money_missing", "visits_missing")), strict=True
        )
    ]
    return _named(rows.append_column("missing", pa.array(texts, pa.string())), ("level_in_force", "next_level"), words)


def kept_worded(rows: pa.Table, words: Words) -> pa.Table:
    """``vip.kept_otherwise`` for a reader."""
    decided = [words(DECIDED[key]) for key in rows["decided_by"].to_pylist()]
    rows = _named(rows, ("vip_level", "level_in_force"), words)
    return rows.set_column(rows.column_names.index("decided_by"), "decided_by", pa.array(decided, pa.string()))


def log_worded(rows: pa.Table, words: Words) -> pa.Table:
    """``vip.log_of_moves`` for a reader: level names, the reason with the words of who set a level by hand, and ``written_on``,
    the day on this machine's clock.
    """
    reasons = [
        words(REASONS[key]) if said is None else words(_REASON_SAID).format(why=words(REASONS[key]), said=said)
        for key, said in zip(rows["reason"].to_pylist(), rows["said"].to_pylist(), strict=True)
    ]
    days = [on_this_clock(moment).date() for moment in rows["logged_at"].to_pylist()]
    rows = _named(rows, ("from_level", "to_level"), words).append_column("written_on", pa.array(days, pa.date32()))
    return rows.set_column(rows.column_names.index("reason"), "reason", pa.array(reasons, pa.string()))


def _named(rows: pa.Table, columns: tuple[str, ...], words: Words) -> pa.Table:
    names = {key: words(name) for key, name in _NAMES.items()}
    for column in columns:
        texts = pa.array([names.get(key) for key in rows[column].to_pylist()], pa.string())
        rows = rows.set_column(rows.column_names.index(column), column, texts)
    return rows


def level_name(key: str, words: Words) -> str:
    """A level's name."""
    return words(_NAMES[key])


def trait_value(one: Difference, words: Words) -> str:
    """The category, store or staff as the file writes it, a weekday by its name; the trait's own name for single numbers."""
    if one.trait is Trait.WEEKDAY:
        return str(get_day_names("wide", "stand-alone", locale=words.language)[int(one.value) - 1])
    return one.value or words(one.trait)


def trait_amount(one: Difference, amount: float, words: Words) -> str:
    """A mean in its unit."""
    if one.trait is Trait.BASKET:
        return words.money(amount)
    return words.number(amount, 1) if one.trait is Trait.LINES else words.percent(amount)
