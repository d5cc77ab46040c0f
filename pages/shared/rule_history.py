"""The rules that were in use since when, what each change was, and the way back to any of them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import streamlit as st

from pages.shared import language, messages, rule_fields, rule_keeping, rule_use, state
from pages.shared.cache import Shop
from pages.shared.language import _
from segmentation.locale import N_
from segmentation.parameters import CutMode
from segmentation.store.clock import on_this_clock
from segmentation.views.rule_history import FieldChange, RuleChange, rule_history

_NAMES = rule_keeping.NAMES | {"pareto": N_("Pareto")}

_PARTS = {
    "weights.r": N_("Weight of recency"),
    "weights.f": N_("Weight of frequency"),
    "weights.m": N_("Weight of money"),
    "r.mode": N_("Where the limits of recency come from"),
    "f.mode": N_("Where the limits of frequency come from"),
    "m.mode": N_("Where the limits of money come from"),
    "r.limits": N_("Limits of recency"),
    "f.limits": N_("Limits of frequency"),
    "m.limits": N_("Limits of money"),
    "class_limits.a": N_("Class A from"),
    "class_limits.b": N_("Class B from"),
    "class_limits.c": N_("Class C from"),
    "top_share": N_("Share of customers the curve is read at"),
    "revenue_share": N_("Share of revenue the curve is read at"),
    "tier_a": N_("Tier A up to this share of revenue"),
    "tier_b": N_("Tier B up to this share of revenue"),
}
_SHOWN_CHANGES = 50

_MODES = {
    CutMode.QUINTILES: N_("fifths of the customers"),
    CutMode.REPEAT_AWARE: N_("one purchase apart, the others in quarters"),
    CutMode.FIXED: N_("fixed limits"),
}


def show(shop: Shop) -> None:
    """A line each time rules were taken into use, the newest first, with what changed and a button that takes them back."""
    found = rule_history(state.workspace(shop))
    with st.expander(_("Rules in use since")):
        if not found:
            st.caption(_("The default rules are in use from the start. Each change will stand here."))
        for change in found[:_SHOWN_CHANGES]:
            _entry(shop, change)


def _entry(shop: Shop, change: RuleChange) -> None:
    words = language.words()
    title = _("{when} · {rules}").format(
        when=words.moment(on_this_clock(change.used_at)), rules=_(_NAMES[change.rules_of])
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{messages.as_text(title)}**", width="stretch")
        if change.is_default:
            st.badge(_("Default"), color="gray")
        if change.is_in_use:
            st.badge(_("In use"), color="green")
        elif st.button(
            _("Take these back"), key=f"rules.take_back.{shop.id}.{change.version_id}", help=_("Use these rules again.")
        ):
            rule_use.take_back(state.workspace(shop), change.version_id)
            st.rerun()
    st.text("\n".join(_said(change.rules_of, one) for one in change.changes))


def _said(rules_of: str, one: FieldChange) -> str:
    if rules_of == "segments":
        return _("{name}: cells {before} → {after}").format(
            name=_(one.name), before=_cells(one.before), after=_cells(one.after)
        )
    field = next((each for each in rule_fields.FIELDS.get(rules_of, ()) if each.name == one.name), None)
    if field is None:
        before, after = _part(one.before), _part(one.after)
        label = _(_PARTS.get(one.name, one.name))
    else:
        before, after = rule_fields.shown(field, one.before), rule_fields.shown(field, one.after)
        label = _(field.label)
    return _("{limit}: {before} → {after}").format(limit=label, before=before, after=after)


def _part(value: Any) -> str:
    if isinstance(value, CutMode):
        return _(_MODES[value])
    if isinstance(value, tuple):
        return " / ".join(_part(each) for each in value) or "–"
    return f"{value.normalize():f}" if isinstance(value, Decimal) else ("–" if value is None else str(value))


def _cells(boxes: Any) -> str:
    """Blocks of cells such as R 4-5 F 4-5; a dash for none."""
    said = [
        " ".join(
            f"{score} {low}" if low == high else f"{score} {low}-{high}"
            for score, (low, high) in zip("RFM", box, strict=True)
            if (low, high) != (1, 5)
        )
        for box in boxes or ()
    ]
    return ", ".join(one or _("all") for one in said) or "–"
