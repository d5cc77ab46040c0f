"""The rules behind every way of sorting customers: change them, see who moves, take them into use."""

import streamlit as st

from pages.shared import controls, rule_history, rule_keeping, small_data, state
from pages.shared.language import _

st.title(_("Rules"))
st.caption(_("By which rules customers are sorted: change one and see who moves before the whole shop uses it."))
shop = state.shop_or_stop()
in_use = controls.analysis(shop)
small_data.warn(shop, in_use)
name = rule_keeping.choose()
tried = rule_keeping.tried(shop, in_use, name)
rule_keeping.keep(shop, in_use, tried, name)
rule_keeping.moves(shop, in_use, tried, name)
rule_history.show(shop)
