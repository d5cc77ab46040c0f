"""One customer at a time: found by name, phone, e-mail or number; the file, its history, and why each level."""

import streamlit as st

from pages.shared import (
    cache,
    controls,
    customer_erasing,
    customer_finder,
    customer_form,
    customer_notes,
    customer_pieces,
    small_data,
    state,
)
from pages.shared.language import _

st.title(_("Customers"))
st.caption(_("Who a customer is, what they bought and said, why they stand in each level, and what leads to the next."))
shop = state.shop_or_stop()
rules = controls.analysis(shop)
customer_erasing.afterwards(shop)
customer_id = customer_finder.find(shop)

if customer_id is None:
    st.stop()

view = cache.customer_file(shop, rules, customer_id)
if view.same_as is not None:
    customer_pieces.merged(shop, view, view.same_as)
    st.stop()
customer_pieces.head(view)
shown = customer_pieces.part()
if shown == "file":
    customer_pieces.about(view)
elif shown == "why":
    small_data.warn(shop, rules)
    customer_pieces.why(shop, rules, view)
elif shown == "purchases":
    customer_pieces.purchases(view)
elif shown == "notes":
    customer_notes.board(shop, view)
elif shown == "edit":
    customer_form.editor(shop, view)
    customer_erasing.form(shop, view)
else:
    customer_form.history(shop, view)
