"""Where customers stand in their life with the shop, and how many go on from each purchase to the next."""

import streamlit as st

from pages.shared import (
    cache,
    charts,
    controls,
    customer_table,
    language,
    lifecycle_pieces,
    playbook_pieces,
    rule_keeping,
    state,
)
from pages.shared.language import _
from segmentation.figures.lifecycle import order_funnel
from segmentation.parameters import ListFilters

st.title(_("Life cycle"))
st.caption(_("Who is new, who grows, who is overdue or lost, by each customer's own rhythm of buying."))
shop, words = state.shop_or_stop(), language.words()
rules = controls.analysis(shop)
view = cache.lifecycle(shop, rules)

lifecycle_pieces.limits(view)
stage = lifecycle_pieces.stages(view)
playbook_pieces.what_to_do(shop, rules, "lifecycle_stage")
if stage:
    of_stage = ListFilters(lifecycle_stages=frozenset({stage}))
    title = lifecycle_pieces.stage_title(stage)
    customer_table.show(shop, rules, of_stage, title=title, key="lifecycle.customers")

st.divider()
drawn = order_funnel(view.steps, words, charts.scheme())
charts.show(drawn, key="lifecycle.funnel", title=_("From each purchase to the next"))
st.caption(
    _(
        "Customers with at least so many purchases · their share of those with one purchase fewer · "
        "the median days since that purchase."
    )
)
with st.expander(_("Change the limits")):
    rule_keeping.edit(shop, rules, "lifecycle")
