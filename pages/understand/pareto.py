"""Who, or what, brings the money: the Pareto curve, and what lies above any point of it."""

import streamlit as st

from pages.shared import cache, charts, controls, customer_table, language, messages, pareto_pieces, small_data, state
from pages.shared.language import _
from segmentation.figures.pareto import pareto_curve
from segmentation.parameters import Between, ListFilters
from segmentation.views.pareto import Subject, point
from segmentation.views.pareto_wording import HOW_IT_IS_COUNTED, own_rule

st.title(_("Pareto"))
st.caption(_("How few bring how much: pick any point of the curve and see who is above it."))
shop, words = state.shop_or_stop(), language.words()
rules = controls.analysis(shop)
small_data.warn(shop, rules)
view = cache.pareto(shop, rules.period, rules.pareto, pareto_pieces.subject())
rule = messages.as_text(own_rule(view, words))

pareto_pieces.readings(view)
if not view.has_curve:
    st.info(rule)
    st.stop()
left, right = st.columns([5, 2], gap="large")
with left:
    curve = st.container()
    at = point(view, *pareto_pieces.picked())
    pareto_pieces.above(view, at)
with curve:
    drawn = pareto_curve(view, at, words, charts.scheme())
    charts.pick(drawn, key=f"pareto.{view.subject}.curve", title=rule, on_pick=pareto_pieces.pick)
with right:
    pareto_pieces.tiers(view)
if view.subject is Subject.CUSTOMERS:
    above = ListFilters(monetary=Between(low=at.limit))
    customer_table.show(shop, rules, above, title=_("Customers above the point"), key="pareto.customers")
else:
    pareto_pieces.goods(view, at, rules)
with st.expander(_("How this is counted")):
    st.markdown(_(HOW_IT_IS_COUNTED))
