"""The store stage page's pieces: consultations typed in, the stage, the shares against their target, and the care list."""

from __future__ import annotations

from contextlib import suppress
from datetime import date

import streamlit as st

from pages.shared import act_answers, charts, controls, language, messages, navigation, small_data, state
from pages.shared.cache import Shop
from pages.shared.language import _
from segmentation.classifications.store_stage import LEVELS, Target, care_stage
from segmentation.errors import NoSales
from segmentation.figures.store_stage import consultations_line
from segmentation.locale import N_
from segmentation.parameters import Analysis, StoreStageRules
from segmentation.store.clock import now_utc, on_this_clock
from segmentation.store.consultations import MOST_A_DAY, enter_consultations, tick_care, untick_care
from segmentation.views.playbook import LONGEST_ACTION
from segmentation.views.store_stage import PERIODS, Care, StoreStageView, write_care

NAMES = {level.key: level.name for level in LEVELS}
KINDS = {"old": N_("Old customers"), "loyal": N_("Loyal customers")}
METHOD = N_(
    "A customer counts when they bought in the period. **Old**: {old} or more purchase days ever. **Loyal**: {loyal} or more and "
    "not overdue by the life cycle. By orders: their purchases among all purchases of known customers in the period. "
    "Stages by consultations a day: new below {begins[1]}, growing from {begins[1]}, intermediate from {begins[2]}, growing from "
    "{begins[3]}, advanced from {begins[4]}."
)


def today() -> date:
    """The day on this machine's clock: care is done in life, whatever day the data end on."""
    return on_this_clock(now_utc()).date()


def rules_over_sales(shop: Shop) -> Analysis | None:
    """The rules in use, with what the sales are too few for; None where nobody known has bought up to the day counted."""
    with suppress(NoSales):
        rules = controls.analysis(shop)
        small_data.warn(shop, rules)
        return rules
    return None


def entry(shop: Shop) -> None:
    """Type in how many people asked the shop something on a day."""
    with st.form(state.key_of(shop, "stage.entry"), border=False):
        day_place, count_place, save_place = st.columns([1, 1, 1], vertical_alignment="bottom")
        day = day_place.date_input(_("Day"), today(), max_value=today())
        per_day = count_place.number_input(
            _("Consultations on this day"), min_value=0, max_value=MOST_A_DAY, value=None, step=1
        )
        is_saved = save_place.form_submit_button(_("Save"), type="primary")
    if not is_saved:
        return
    if per_day is None:
        st.warning(_("Nothing was saved: the number of consultations is blank. Type 0 if nobody asked."))
    else:
        enter_consultations(state.workspace(shop), day, per_day)
        st.rerun()


def stage(view: StoreStageView) -> None:
    """The stage, what is missing to the next, and the history."""
    words = language.words()
    if view.now is None or view.stage is None:
        st.info(
            _("Type in how many people ask the shop something on a day: then the stage and its care list stand here.")
        )
        return
    with st.container(horizontal=True):
        st.metric(_("Stage"), _(NAMES[view.stage]), width="content")
        st.metric(_("Consultations a day"), words.number(view.now.per_day), width="content")
        if view.following is not None:
            st.metric(
                _("To: {stage}").format(stage=_(NAMES[view.following.key])),
                words.count("{n} more a day", "{n} more a day", view.following.more),
                width="content",
            )
    drawn = consultations_line(view.history, words, charts.scheme(), view.rules)
    charts.show(drawn, key="stage.history", title=_("Consultations a day, as typed in"))
    st.caption(_("The stage is that of the latest day. A day typed in again takes the new number."))


def shares(shop: Shop, rules: Analysis | None, view: StoreStageView) -> None:
    """Old and loyal customers among those active, by customers or by orders, against the stage's target."""
    words = language.words()
    st.subheader(_("Old and loyal customers"))
    if rules is None:
        st.info(
            _(
                "These shares need sales: no known customer has bought up to the day counted. Consultations, stage and care "
                "list do without."
            )
        )
        navigation.link(navigation.LOAD)
        return
    names = {90: _("Last 90 days"), 365: _("Last 12 months")}
    with st.container(horizontal=True):
        days = st.segmented_control(
            _("Active in"),
            list(PERIODS),
            format_func=names.__getitem__,
            default=PERIODS[0],
            required=True,
            key=state.STAGE_DAYS,
            persist_state="session",
        )
        by_orders = st.segmented_control(
            _("Share of"),
            [False, True],
            format_func=lambda one: _("Orders") if one else _("Customers"),
            default=False,
            required=True,
            key=state.STAGE_BY_ORDERS,
            persist_state="session",
        )
    found = act_answers.regular_shares(shop, rules, int(days))
    target = view.target
    with st.container(horizontal=True):
        for kind, name in KINDS.items():
            share = found.share(kind, by_orders=bool(by_orders))
            st.metric(_(name), "–" if share is None else words.percent(share), width="content")
        whole = found.orders if by_orders else found.customers
        st.metric(_("Purchases") if by_orders else _("Active customers"), words.number(whole), width="content")
    share = None if target is None else found.share(target.kind, by_orders=bool(by_orders))
    if target is not None and share is not None:
        said = messages.as_text(_target_in_words(target, share))
        (st.success if found.is_met(target, by_orders=bool(by_orders)) else st.warning)(said)


def _target_in_words(target: Target, share: float) -> str:
    words = language.words()
    low, now = words.exact_percent(target.low), words.percent(share)
    if target.kind == "old":
        high = words.exact_percent(target.high or target.low)
        return _("Target of this stage: {low} to {high} old customers; there are {now}.").format(
            low=low, high=high, now=now
        )
    return _("Target of this stage: more than {low} loyal customers; there are {now}.").format(low=low, now=now)


def care(shop: Shop, view: StoreStageView) -> None:
    """What to look after in this stage: each with the day it was done, and a tick that can be taken back."""
    if view.stage is None:
        return
    st.subheader(_("Care list"))
    st.caption(_("Each comes again a quarter after it was done. What is due stands on the overview too."))
    day = st.date_input(_("Done on"), today(), max_value=today(), key="stage.done_on", width=200)
    for one in view.care:
        _care(shop, care_stage(view.stage), one, day)
    with st.expander(_("Write your own care list")):
        _own_words(shop, care_stage(view.stage), view.care)


def _own_words(shop: Shop, of_stage: str, listed: tuple[Care, ...]) -> None:
    """The care list's sentences, each to be changed."""
    start = f"stage.words.{shop.id}.{of_stage}"
    keys = [f"{start}.{one.item.key}.{language.code()}" for one in listed]
    with st.form(start, border=False):
        typed = [
            st.text_area(_(one.item.text), value=_said(one), max_chars=LONGEST_ACTION, height=68, key=key)
            for one, key in zip(listed, keys, strict=True)
        ]
        is_saved = st.form_submit_button(_("Save"), type="primary", key=f"stage.words.save.{of_stage}")
    st.caption(_("An empty field brings the built-in sentence back."))
    if is_saved:
        for one, key, text in zip(listed, keys, typed, strict=True):
            if text != _said(one):
                write_care(state.workspace(shop), of_stage, one.item, text)
                # An emptied field shows the built-in sentence from now on.
                del st.session_state[key]
        st.rerun()


def _said(one: Care) -> str:
    return one.own_text or _(one.item.text)


def _care(shop: Shop, of_stage: str, one: Care, day: date) -> None:
    words, workspace = language.words(), state.workspace(shop)
    with st.container(horizontal=True, vertical_alignment="center"):
        text = _said(one)
        said = text
        if one.done_on is not None and one.due_on is not None:
            said = _("✓ {text} Done on {day}, again from {due}.").format(
                text=text, day=words.date(one.done_on), due=words.date(one.due_on)
            )
        st.text(said)
        if one.is_due:
            st.badge(_("due now") if one.done_on is None else _("due again"), color="orange")
        key = f"stage.care.{shop.id}.{of_stage}.{one.item.key}"
        if one.is_due and st.button(_("Done"), key=f"{key}.tick"):
            tick_care(workspace, of_stage, one.item.key, day)
            st.rerun()
        if one.done_on is not None and st.button(_("Undo"), key=f"{key}.untick"):
            untick_care(workspace, of_stage, one.item.key, one.done_on)
            st.rerun()


def method(rules: StoreStageRules, *, has_sales: bool) -> None:
    """How the shares and stages are counted; where there are sales, which the page Rules needs, where that is changed."""
    with st.expander(_("How this is counted")):
        st.markdown(_(METHOD).format(old=rules.old_purchase_days, loyal=rules.loyal_purchase_days, begins=rules.begins))
        if has_sales:
            st.markdown(_("All of these are rules of the shop, to be changed on the page Rules."))
            navigation.link(navigation.RULES)
