"""VIP levels: who has which, who is close to the next, what sets VIPs apart, and who changed."""

import streamlit as st

from pages.shared import (
    act_answers,
    controls,
    customer_table,
    playbook_pieces,
    rule_keeping,
    small_data,
    state,
    vip_by_hand,
    vip_pieces,
)
from pages.shared.language import _
from segmentation.parameters import ListFilters

st.title(_("VIP"))
st.caption(_("Whom to treat as a VIP, who is close to it, and what VIPs do otherwise than the rest."))
shop = state.shop_or_stop()
rules = controls.analysis(shop)
small_data.warn(shop, rules)
page = act_answers.vip(shop, rules)

level = vip_pieces.levels(page.view)
playbook_pieces.what_to_do(shop, rules, "vip_level")
if level:
    of_level = ListFilters(vip_levels=frozenset({level}))
    customer_table.show(shop, rules, of_level, title=vip_pieces.list_title(level), key="vip.customers")
vip_pieces.exceptions(shop, rules, page.exceptions)
st.divider()
vip_pieces.distances(shop, rules, page.view)
vip_pieces.apart(page.apart)
st.divider()
with st.expander(_("Set a level by hand")):
    vip_by_hand.form(shop, rules.period.as_of)
with st.expander(_("Change the rules")):
    rule_keeping.edit(shop, rules, "vip")
vip_pieces.log(shop, rules)
