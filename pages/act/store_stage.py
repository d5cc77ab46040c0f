"""How far the store has come by its consultations a day, and what to look after at this stage."""

import streamlit as st

from pages.shared import act_answers, state, store_stage_pieces
from pages.shared.language import _

st.title(_("Store stage"))
st.caption(_("How far the store has come, whether enough customers are regulars, and what to look after next."))
shop = state.shop_or_stop()
rules = store_stage_pieces.rules_over_sales(shop)
view = act_answers.store_stage(shop, store_stage_pieces.today())

store_stage_pieces.entry(shop)
store_stage_pieces.stage(view)
store_stage_pieces.shares(shop, rules, view)
store_stage_pieces.care(shop, view)
store_stage_pieces.method(view.rules, has_sales=rules is not None)
