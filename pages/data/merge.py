"""Customers who may be one person: side by side, with what a merge would change; accepted or rejected, and taken back."""

import streamlit as st

from pages.shared import cache, language, merge_pieces, messages, state
from pages.shared.language import _

st.title(_("Merge desk"))
st.caption(_("Customers who may be one person. Merging puts their orders together; the shop's totals stay."))
shop, words = state.shop_or_stop(), language.words()
span = cache.data_span(shop)
if span is None:
    raise state.EmptyShop
rules = cache.analysis(shop, span[1])
with st.spinner(_("Comparing customers …")):
    every = cache.suspicions(shop)

if every:
    sign = merge_pieces.sign(every)
    for pair, effect in cache.first_effects(shop, rules, sign, merge_pieces.SHOWN):
        merge_pieces.side_by_side(state.workspace(shop), pair, effect)
    merge_pieces.rest(every, sign)
else:
    st.success(_("No two customers share a phone, an e-mail or nearly a name."))
merge_pieces.decided(state.workspace(shop))
with st.expander(_("How this is counted")):
    st.markdown(messages.as_text(_(merge_pieces.HOW_IT_IS_COUNTED)))
