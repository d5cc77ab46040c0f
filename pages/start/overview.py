"""How the shop stands, on one page."""

import streamlit as st

from pages.shared import (
    act_answers,
    cache,
    charts,
    controls,
    language,
    messages,
    navigation,
    overview_cards,
    state,
    store_stage_pieces,
)
from pages.shared.language import _
from segmentation.figures.overview import monthly_revenue
from segmentation.figures.pareto import small_curve
from segmentation.views.pareto import Subject
from segmentation.views.pareto_wording import own_rule

st.title(_("Overview"))
st.caption(_("How the shop stands: what it sells, who brings the money, and whom to look after first."))
shop, words, scheme = state.shop_or_stop(), language.words(), charts.scheme()
day, period = st.columns([1, 2], vertical_alignment="bottom")
with day:
    rules = controls.analysis(shop)
with period:
    view = cache.overview(shop, rules, controls.compared_days(shop, rules))
curve = cache.pareto(shop, rules.period, rules.pareto, Subject.CUSTOMERS)

st.caption(view.compared_text(words))
overview_cards.key_figures(view)

left, right = st.columns([3, 2], gap="large")
with left:
    charts.show(monthly_revenue(view, words, scheme), key="overview.months", title=_("Net revenue by month"))
    if curve.has_curve:
        rule = messages.as_text(own_rule(curve, words))
        charts.show(small_curve(curve, words, scheme), key="overview.pareto", title=rule)
        navigation.link(navigation.PARETO)
with right:
    st.markdown(f"##### {_('What needs attention')}")
    overview_cards.notices(view, act_answers.store_stage(shop, store_stage_pieces.today()))

overview_cards.groups(view.standing)
