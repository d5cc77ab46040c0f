"""The rules' limits as fields to type into, and what they say as parameters. One description a field."""

from __future__ import annotations

from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any

import streamlit as st

from pages.shared import controls, messages, state
from pages.shared.cache import Shop
from pages.shared.language import _
from segmentation.classifications import eight_types
from segmentation.errors import IllegalParameter
from segmentation.locale import N_
from segmentation.parameters import (
    DimensionRules,
    EightTypeRules,
    FinalRules,
    LifecycleRules,
    StarRules,
    StoreStageRules,
    VipRules,
    to_json,
)
from segmentation.parameters.checks import LONGEST_NAME, clean_name

WHOLE, DECIMAL, SHARE, SWITCH, WORD_LIST, NAME = "whole", "decimal", "share", "switch", "word list", "name"


@dataclass(frozen=True)
class Field:
    """One limit. ``label``: message id. ``may_be_empty``: no limit by hand. A share is typed in per cent, as ``least`` and
    ``most`` are.
    """

    name: str
    label: str
    kind: str = WHOLE
    least: float = 0
    most: float | None = None
    may_be_empty: bool = False


KINDS: dict[str, type] = {
    "eight_types": EightTypeRules,
    "lifecycle": LifecycleRules,
    "vip": VipRules,
    "final": FinalRules,
    "dimensions": DimensionRules,
    "stars": StarRules,
    "store_stage": StoreStageRules,
}

FIELDS: dict[str, tuple[Field, ...]] = {
    "eight_types": (
        Field("recency_days", N_("Recent: at most so many days ago; empty = the mean"), may_be_empty=True),
        Field("frequency", N_("Often: so many purchases or more; empty = the mean"), least=1, may_be_empty=True),
        Field("monetary", N_("Much: so much spent or more; empty = the mean"), DECIMAL, -1e12, may_be_empty=True),
        *(Field(f"name_{level.key}", level.name, NAME) for level in eight_types.LEVELS),
    ),
    "lifecycle": (
        Field("new_days", N_("New: at most so many days ago")),
        Field("growth_factor", N_("Growing: at least so many times as much"), DECIMAL),
        Field("overdue_factor", N_("At risk: after so many times the rhythm"), DECIMAL, 0.1),
        Field("lost_factor", N_("Lost: after at least so many times the rhythm"), DECIMAL, 0.1),
        Field("lost_percentile", N_("Lost: longer than this part of all gaps (%)"), SHARE, most=100),
        Field("enough_returning", N_("Returning customers from which the rhythm is trusted")),
        Field("unknown_overdue_days", N_("Rhythm not known: at risk after (days)"), least=1),
        Field("unknown_lost_days", N_("Rhythm not known: lost after (days)"), least=1),
        Field("overdue_days", N_("At risk after (days), for everybody; empty = by the rhythm"), least=1, may_be_empty=True),
        Field("lost_days", N_("Lost after (days), for everybody; empty = by the rhythm"), least=1, may_be_empty=True),
    ),
    "vip": (
        Field("spending_limit", N_("VIP from this spending; empty = from the shop's own customers"), DECIMAL, may_be_empty=True),
        Field("revenue_share", N_("Share of revenue that VIPs bring together (%)"), SHARE, 0.01, 100),
        Field("customer_share", N_("Share of customers that are VIP at the most (%)"), SHARE, 0.01, 100),
        Field("purchase_days", N_("VIP: on so many purchase days or more"), least=1),
        Field("window_days", N_("Window for spending (days)"), least=1),
        Field("quasi_purchase_days", N_("Quasi-VIP: on so many purchase days or more"), least=1),
        Field("quasi_window_days", N_("Window for the quasi-VIP's purchase days (days)"), least=1),
        Field("quasi_spending_share", N_("Quasi-VIP: from this part of the VIP limit (%)"), SHARE, 0.01, 100),
        Field("grace_days", N_("Days of grace before a VIP level is lost")),
    ),
    "final": (Field("by_total", N_("Amount is the total spent, not the average order"), SWITCH),),
    "dimensions": (
        Field("value_high", N_("Value high: who bring this first part of revenue (%)"), SHARE, 0.01, 100),
        Field("value_middle", N_("Value middle: up to this part of revenue (%)"), SHARE, 0.01, 100),
        Field("contact_days", N_("Interaction: contacts of so many days"), least=1),
        Field("contacts_high", N_("Interaction high: so many contacts or more"), least=1),
        Field("contacts_middle", N_("Interaction middle: so many contacts or more"), least=1),
        Field("rating_high", N_("Feedback positive: rating of 5 from"), DECIMAL, 0, 5),
        Field("rating_low", N_("Feedback negative: rating of 5 down from"), DECIMAL, 0, 5),
        Field("marketing_share", N_("Preference marketing: discounted part of spending from (%)"), SHARE, 0.01, 100),
        Field("service_share", N_("Preference service: part of spending for services from (%)"), SHARE, 0.01, 100),
        Field("service_words", N_("Words in a category's name that make it a service, parted by commas"), WORD_LIST),
        Field("impulsive_share", N_("Psychology impulsive: discounted part of spending from (%)"), SHARE, 0.01, 100),
        Field("rational_share", N_("Psychology rational: lines below the median price, more than (%)"), SHARE, 0, 99.99),
        Field("regular_purchase_days", N_("Loyalty: regularity from so many purchase days on"), least=3),
        Field("satisfaction_high", N_("Satisfaction high: score of 5 from"), DECIMAL, 0, 5),
        Field("satisfaction_low", N_("Satisfaction low: score of 5 down from"), DECIMAL, 0, 5),
        Field("recommendation_high", N_("Recommendation high: from (of 10)"), least=1, most=10),
        Field("recommendation_middle", N_("Recommendation middle: from (of 10)"), least=1, most=10),
        Field("referral_words", N_("Words that make a record a referral, parted by commas"), WORD_LIST),
    ),
    "store_stage": (
        Field("new_growing_from", N_("New store, growing: from so many consultations a day"), least=1),
        Field("intermediate_from", N_("Intermediate store: from so many consultations a day"), least=1),
        Field("intermediate_growing_from", N_("Intermediate store, growing: from so many a day"), least=1),
        Field("advanced_from", N_("Advanced store: from so many consultations a day"), least=1),
        Field("old_purchase_days", N_("Old customer: on so many purchase days or more"), least=1),
        Field("loyal_purchase_days", N_("Loyal customer: on so many or more, and not overdue"), least=1),
        Field("old_target", N_("Target of a new store: old customers from (%)"), SHARE, 0.01, 100),
        Field("old_target_most", N_("Target of a new store: old customers up to (%)"), SHARE, 0.01, 100),
        Field("intermediate_loyal_target", N_("Target of an intermediate store: loyal customers above (%)"), SHARE, 0.01, 100),
        Field("advanced_loyal_target", N_("Target of an advanced store: loyal customers above (%)"), SHARE, 0.01, 100),
    ),
    "stars": (
        Field("frequency_weight", N_("Performance: weight of frequency")),
        Field("amount_weight", N_("Performance: weight of amount")),
        Field("reviewer", N_("Stars of a store reviewer"), most=5),
        Field("professional", N_("Stars of a professional"), most=5),
        Field("celebrity", N_("Stars of a celebrity"), most=5),
    ),
}  # fmt: skip
"""Kind of rules → its fields, in the order shown."""


def _key(shop: Shop, rules: str, name: str) -> str:
    return state.key_of(shop, f"{state.RULES}.{rules}.{name}")


def lay(shop: Shop, rules: str, values: Any) -> None:
    """Put these values into the fields."""
    for field in FIELDS[rules]:
        st.session_state[_key(shop, rules, field.name)] = _as_typed(field, getattr(values, field.name))


def begin(shop: Shop, rules: str, in_use: Any) -> None:
    """Lay the rules in use where nothing was typed, or where others were taken into use since."""
    if are_others(shop, rules, in_use):
        lay(shop, rules, in_use)


def are_others(shop: Shop, rules: str, in_use: Any, *, at_first: bool = True) -> bool:
    """Whether the rules in use are others than when this was asked last in this session; ``at_first`` if it never was."""
    mark, now = _key(shop, rules, "of"), to_json(in_use)
    before = st.session_state.get(mark)
    st.session_state[mark] = now
    return at_first if before is None else before != now


def typed(shop: Shop, rules: str, in_use: Any) -> Any:
    """Draw the fields; the rules they say come back. Raises ``IllegalParameter``."""
    found = {field.name: getattr(in_use, field.name) for field in FIELDS[rules]}
    for place, field in controls.in_rows(FIELDS[rules], 2):
        value = _drawn(place, field, _key(shop, rules, field.name))
        if value is not None or field.may_be_empty:
            found[field.name] = value
    others = {name: getattr(in_use, name) for name in (one.name for one in fields(KINDS[rules])) if name not in found}
    return KINDS[rules](**found, **others)


def _drawn(place: Any, field: Field, key: str) -> Any:
    label = _(field.label)
    if field.kind == SWITCH:
        return bool(place.toggle(label, key=key, persist_state="session"))
    if field.kind == NAME:
        label = _("What you call {name}; empty = so").format(name=label)
        return clean_name(place.text_input(label, max_chars=LONGEST_NAME, key=key, persist_state="session"))
    if field.kind == WORD_LIST:
        text = place.text_input(label, key=key, persist_state="session").replace("，", ",").replace("、", ",")
        return tuple(dict.fromkeys(" ".join(word.split()) for word in text.split(",") if word.strip()))
    is_whole = field.kind == WHOLE
    number = place.number_input(
        label,
        value=None,
        min_value=int(field.least) if is_whole else float(field.least),
        max_value=None if field.most is None else (int(field.most) if is_whole else float(field.most)),
        step=1 if is_whole else (1.0 if field.kind == SHARE else 0.1),
        format=None if is_whole else ("%g" if field.kind == SHARE else "%.2f"),
        key=key,
        persist_state="session",
    )
    if number is None or is_whole:
        return number
    return Decimal(str(round(number, 4))).scaleb(-2) if field.kind == SHARE else Decimal(str(round(number, 2)))


def fault(rules: str, error: IllegalParameter) -> None:
    """What is wrong with what was typed, by the field's own label and as it stands there."""
    field = next((one for one in FIELDS[rules] if one.name == error.values["name"]), None)
    if field is None:
        messages.fault(error)
        return
    said = _(error.message).format(
        name=f"“{_(field.label)}”", value=shown(field, error.values["value"]), rule=_(str(error.values["rule"]))
    )
    st.error(messages.as_text(said))


def shown(field: Field, value: Any) -> str:
    """A limit as one would type it into the field; a dash for none."""
    typed_as = _as_typed(field, value)
    if typed_as is None or typed_as == "":
        return "–"
    if isinstance(typed_as, bool):
        return _("yes") if typed_as else _("no")
    return f"{typed_as:.12g}" if isinstance(typed_as, float) else str(typed_as)


def _as_typed(field: Field, value: Any) -> Any:
    """As the field shows it: shares from 0 to 1 in per cent."""
    if isinstance(value, Decimal):
        return float(value.scaleb(2) if field.kind == SHARE else value)
    return ", ".join(value) if isinstance(value, tuple) else value
