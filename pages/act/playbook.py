"""What to do for each level of every way of sorting customers, in the shop's own words."""

import streamlit as st

from pages.shared import controls, playbook_pieces, state
from pages.shared.language import _

st.title(_("Playbook"))
st.caption(_("What staff do for the customers of each level: the built-in sentences, or the shop's own words."))
shop = state.shop_or_stop()
rules = controls.analysis(shop)
playbook_pieces.editor(shop, rules, playbook_pieces.chosen())
playbook_pieces.where_shown()
