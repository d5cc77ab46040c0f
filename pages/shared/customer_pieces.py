"""A customer's file on the screen: head, fields, purchases, what was said, and why each level."""

from __future__ import annotations

import streamlit as st

from pages.shared import cache, charts, controls, customer_finder, language, messages, playbook_pieces, state
from pages.shared.cache import Shop
from pages.shared.language import _
from segmentation.classifications.lenses import LENSES
from segmentation.figures.customer import customer_timeline
from segmentation.locale import N_
from segmentation.parameters import Analysis
from segmentation.views import customer_wording as wording
from segmentation.views.customer_file import CustomerFile
from segmentation.views.explanations import NotInPeriod
from segmentation.views.playbook import all_own_actions

_SHOWN_PURCHASES = 300
_PARTS = {
    "file": N_("At a glance"),
    "why": N_("Why these levels"),
    "purchases": N_("What they bought"),
    "notes": N_("Notes"),
    "edit": N_("Edit"),
    "history": N_("History"),
}
_NAMES = {key: lens.name for key, lens in LENSES.items()}
_LENSES = _NAMES | {"vip_level": N_("VIP level by rule")}
"""A lens is a rule: at the head of the file stands the level in force."""


def merged(shop: Shop, view: CustomerFile, kept: int) -> None:
    """That this customer has no file of their own any more, and the way to the one that has it all."""
    st.subheader(messages.as_text(view.title))
    st.info(
        _("Found to be the same person as another customer: sales, notes and levels stand in that customer's file.")
    )
    st.button(_("Open that file"), key="customers.same", on_click=customer_finder.open_file, args=(shop, kept))


def head(view: CustomerFile) -> None:
    """Who it is, the key figures, and the levels that matter most."""
    words, measures = language.words(), view.measures
    st.subheader(messages.as_text(view.title))
    if numbers := wording.numbers_in_words(view, words):
        st.text(numbers)
    with st.container(horizontal=True):
        if measures is not None:
            st.metric(_("Net revenue"), words.money(measures.monetary), width="content")
            st.metric(_("Purchases"), words.number(measures.frequency), width="content")
            st.metric(_("A purchase on average"), words.money(measures.average_order_value), width="content")
            st.metric(_("Last purchase"), words.date(measures.last_purchase), width="content")
            if measures.due_on is not None:
                st.metric(_("Next visit due"), words.date(measures.due_on), width="content")
        st.metric(
            _("File complete"),
            words.percent(view.completeness, 0),
            width="content",
            help=_(
                "The share of the file's fields that say something; tags and levels entered by hand are not counted."
            ),
        )
    st.caption(messages.as_text(wording.levels_in_words(view, _NAMES, words)))
    if exception := wording.vip_in_words(view, words):
        st.caption(messages.as_text(exception))


def part() -> str:
    """Which part of the file is looked at."""
    shown: str = st.segmented_control(
        _("Part of the file"),
        list(_PARTS),
        default="file",
        required=True,
        format_func=lambda key: _(_PARTS[key]),
        key=state.CUSTOMER_PART,
        persist_state="session",
        label_visibility="collapsed",
    )
    return shown


def about(view: CustomerFile) -> None:
    """The timeline, what the file says, and habits that the purchases show."""
    words = language.words()
    if view.purchases:
        charts.show(
            customer_timeline(view, words, charts.scheme()), key="customers.timeline", title=_("Time with the shop")
        )
    said, habits = st.columns(2, gap="large")
    with said:
        st.markdown(f"##### {_('What the file says')}")
        for one in view.filled:
            if one.value is not None:
                label, source = wording.label_of(one.field, words), wording.source_in_words(one.value, words)
                with st.container(gap=None):
                    st.caption(messages.as_text(f"{label} · {source}"))
                    st.text(_stars(view, one.field.key) or wording.value_in_words(one.field, one.value.value, words))
        st.caption(messages.as_text(wording.missing_in_words(view, words)))
    with habits:
        st.markdown(f"##### {_('Habits')}")
        st.text(wording.rhythm_in_words(view, words))
        st.text(wording.weekday_in_words(view, words))
        if view.favourites:
            st.markdown(f"##### {_('Favourite goods')}")
            st.dataframe(
                {
                    "goods": [goods.product for goods in view.favourites],
                    "orders": [goods.orders for goods in view.favourites],
                    "revenue": [words.money(goods.net_revenue) for goods in view.favourites],
                },
                hide_index=True,
                column_config={
                    "goods": st.column_config.TextColumn(_("Product")),
                    "orders": st.column_config.NumberColumn(_("Purchases with it"), format="%d"),
                    "revenue": st.column_config.TextColumn(_("Net revenue"), alignment="right"),
                },
                key="customers.favourites",
            )
            st.caption(_("In most of the customer's purchases; of two as often, the one that brought more."))


def _stars(view: CustomerFile, key: str) -> str | None:
    if key != "influence" or view.influence_stars is None:
        return None
    words = language.words()
    named = next(one for one in view.filled if one.field.key == key and one.value is not None)
    shown = wording.value_in_words(named.field, named.value.value if named.value else "", words)
    return f"{shown} {'★' * view.influence_stars}".strip()


def purchases(view: CustomerFile) -> None:
    """Every order with amount, time and place, the newest first."""
    words, shown = language.words(), view.purchases[:_SHOWN_PURCHASES]
    if not shown:
        st.info(_("No purchase in the days counted."))
        return
    st.dataframe(
        {
            "at": [order.ordered_at for order in shown],
            "amount": [words.money(order.net_revenue) for order in shown],
            "goods": [wording.goods_in_words(order, words) for order in shown],
            "store": [order.store for order in shown],
            "staff": [order.staff for order in shown],
            "channel": [order.channel for order in shown],
            "number": [order.order_number for order in shown],
        },
        hide_index=True,
        column_config={
            "at": st.column_config.DatetimeColumn(_("Time"), format="YYYY-MM-DD HH:mm", timezone="UTC", pinned=True),
            "amount": st.column_config.TextColumn(_("Net revenue"), alignment="right"),
            "goods": st.column_config.TextColumn(_("Goods"), width="large"),
            "store": st.column_config.TextColumn(_("Store")),
            "staff": st.column_config.TextColumn(_("Staff")),
            "channel": st.column_config.TextColumn(_("Channel")),
            "number": st.column_config.TextColumn(_("Order number")),
        },
        placeholder="",
        key="customers.purchases",
    )
    st.caption(
        _("{shown} of {all} orders, in the file's own clock. Returns are negative.").format(
            shown=words.number(len(shown)), all=words.number(len(view.purchases))
        )
    )


def why(shop: Shop, rules: Analysis, view: CustomerFile) -> None:
    """Each lens's level with the numbers, the limits, the rule and the cheapest ways into the next level."""
    words = language.words()
    try:
        explained = cache.customer_explanations(shop, rules, view.customer_id)
    except NotInPeriod as nothing:
        messages.fault(nothing)
        return
    st.caption(
        _(
            "A way up counts the least money for so many visits, all limits staying as they are; further purchases only help."
        )
    )
    playbook_pieces.to_playbook("segment")
    exception = wording.vip_in_words(view, words)
    every = list(explained.by_lens.values())
    own = all_own_actions(state.workspace(shop))
    for place, one in controls.in_rows(every, 2):
        rule, figures, ways = wording.why_in_words(one, rules, words)
        with place, st.container(border=True):
            level = _("not known") if one.level is None else _(one.level.name)
            st.markdown(
                _("**{lens}:** {level}").format(lens=_(_LENSES[one.lens.key]), level=messages.as_text(level)),
                help=_(one.lens.question),
            )
            st.caption(messages.as_text(rule if one.level is None else f"{rule} {_(one.provenance.sentence)}"))
            if exception and one.lens.key == "vip_level":
                st.caption(messages.as_text(exception))
            if figures:
                st.text("\n".join(figures))
            if ways:
                st.markdown(f"**{_('Cheapest ways up')}**")
                st.text("\n".join(f"→ {way}" for way in ways))
            if on_ways := wording.on_ways_in_words(one, words):
                st.caption(messages.as_text(on_ways if ways else _("No way up by buying: {why}").format(why=on_ways)))
            if action := wording.action_in_words(one, view, own[one.lens.key], rules, words):
                st.markdown(_("**What to do:** {action}").format(action=messages.as_text(action)))
