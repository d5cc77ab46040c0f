"""The VIP page's forms: a level set by hand, and the rules with a live count of who moves."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import streamlit as st

from pages.shared import act_answers, cache, language, messages, state
from pages.shared.cache import Shop
from pages.shared.language import _
from segmentation.classifications import vip
from segmentation.errors import SegmentationError
from segmentation.locale import N_
from segmentation.parameters import Analysis, VipRules
from segmentation.store.vip_levels import end_grant, grants, set_level
from segmentation.views import chosen
from segmentation.views import vip_wording as wording
from segmentation.views.vip import customers_like

_RULES = "vip"
_HALF_A_YEAR = timedelta(days=182)

_WHOLE = {
    "window_days": (N_("Window (days)"), 1),
    "purchase_days": (N_("VIP: visits in the window, at least"), 1),
    "quasi_window_days": (N_("Quasi-VIP: visits counted over the last (days)"), 1),
    "quasi_purchase_days": (N_("Quasi-VIP: visits in these days, at least"), 1),
    "grace_days": (N_("Days of grace after the last day as VIP"), 0),
}
_SHARES = {
    "revenue_share": N_("Limit: spending of the customers who bring this share of revenue (%)"),
    "customer_share": N_("Limit: spending at this share of the ranking (%)"),
    "quasi_spending_share": N_("Quasi-VIP: spending as a share of the limit (%)"),
}


def by_hand(shop: Shop, as_of: date) -> None:
    """Set a customer's level with a reason and an end date; end one that was set."""
    workspace, words = state.workspace(shop), language.words()
    typed = st.text_input(_("Find a customer by number, name or phone"), key=state.key_of(shop, "vip.hand.find"))
    matches = customers_like(workspace, typed)
    if typed.strip() and not matches:
        st.info(_("No customer is called so. Type a part of the number, name or phone."))
    if matches:
        with st.form(state.key_of(shop, "vip.hand"), border=False):
            customer = st.selectbox(_("Customer"), list(matches), format_func=matches.__getitem__)
            level = st.selectbox(
                _("Level"), vip.KEYS, format_func=lambda key: wording.level_name(key, language.words())
            )
            reason = st.text_input(_("Reason"))
            until = st.date_input(_("Until"), as_of + _HALF_A_YEAR, min_value=as_of)
            if st.form_submit_button(_("Set the level"), type="primary"):
                try:
                    set_level(workspace, customer, level, reason=reason, until=until, counted_up_to=as_of)
                except SegmentationError as fault:
                    messages.fault(fault)
                else:
                    st.rerun()
    for grant in grants(workspace, as_of):
        with st.container(horizontal=True, vertical_alignment="center"):
            who = " · ".join(filter(None, (grant.customer, grant.name)))
            st.text(
                _("{who}: {level} until {until} – {reason}").format(
                    who=who,
                    level=wording.level_name(grant.level, words),
                    until=words.date(grant.until),
                    reason=grant.reason,
                )
            )
            if st.button(_("End now"), key=f"vip.end.{shop.id}.{grant.grant_id}"):
                end_grant(workspace, grant.grant_id)
                st.rerun()


def editor(shop: Shop, rules: Analysis) -> None:
    """The rules, with who would move; taken into use, or back to the default."""
    words, workspace = language.words(), state.workspace(shop)
    tried = _typed(shop, rules.vip)
    if isinstance(tried, SegmentationError):
        messages.fault(tried)
        return
    changed = replace(rules, vip=tried)
    if tried != rules.vip:
        after = cache.basis(shop, changed)
        moves = act_answers.vip_moves(shop, rules, changed)
        st.markdown(
            messages.as_text(
                words.count(
                    "{n} customer would change level.", "{n} customers would change level.", sum(moves.values())
                )
            )
        )
        if after.limits.vip_limit is not None:
            st.caption(messages.as_text(_("Spending limit: {limit}").format(limit=words.money(after.limits.vip_limit))))
        for (old, new), count in sorted(moves.items(), key=lambda one: -one[1]):
            said = _("{old} → {new}: {n}").format(
                old=wording.level_name(old, words), new=wording.level_name(new, words), n=words.number(count)
            )
            st.text(said)
    with st.container(horizontal=True):
        if st.button(_("Use for the whole shop"), type="primary", disabled=tried == rules.vip, key="vip.use"):
            chosen.use(workspace, _RULES, tried)
            st.rerun()
        if rules.vip != VipRules() and st.button(_("Back to default"), key="vip.default"):
            chosen.use_default(workspace, _RULES)
            st.rerun()


def _typed(shop: Shop, rules: VipRules) -> VipRules | SegmentationError:
    # With the rules in use in it, the fields show them after each save.
    suffix = f"{shop.id}.{hash(rules)}"
    places = iter(st.columns(2) * len(_WHOLE | _SHARES | {"": ""}))
    values: dict[str, object] = {
        name: next(places).number_input(
            _(label), value=getattr(rules, name), min_value=least, step=1, key=f"vip.{name}.{suffix}"
        )
        for name, (label, least) in _WHOLE.items()
    }
    for name, label in _SHARES.items():
        share = next(places).number_input(
            _(label),
            value=float(getattr(rules, name) * 100),
            min_value=1.0,
            max_value=100.0,
            step=1.0,
            format="%g",
            key=f"vip.{name}.{suffix}",
        )
        values[name] = Decimal(str(round(share, 4))) / 100
    by_hand = next(places).number_input(
        _("Spending limit by hand; empty = by the two shares"),
        value=None if rules.spending_limit is None else float(rules.spending_limit),
        min_value=0.01,
        step=100.0,
        format="%.2f",
        key=f"vip.limit.{suffix}",
    )
    values["spending_limit"] = None if by_hand is None else Decimal(str(round(by_hand, 2)))
    try:
        return replace(rules, **values)  # type: ignore[arg-type] # each field has the type of its own widget
    except SegmentationError as fault:
        return fault
