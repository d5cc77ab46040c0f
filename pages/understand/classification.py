"""First by amount, second by frequency, and both together: nine kinds of customers and who they are."""

import streamlit as st

from pages.shared import act_answers, controls, customer_table, final_pieces, playbook_pieces, small_data, state
from pages.shared.language import _
from segmentation.parameters import ListFilters
from segmentation.views.final_classes import METHOD, classes_of

st.title(_("Classification"))
st.caption(_("What customers can spend, how often they come, and what both together say of them."))
shop = state.shop_or_stop()
rules = final_pieces.rules_tried(shop, controls.analysis(shop))
small_data.warn(shop, rules)
view = act_answers.final(shop, rules)

step = final_pieces.step()
picked = final_pieces.split(view, step)
if step == final_pieces.FINAL:
    final_pieces.classes(view)
playbook_pieces.what_to_do(shop, rules, final_pieces.LENS_OF[step])
if picked:
    of_class = ListFilters(final_classes=classes_of(picked))
    customer_table.show(shop, rules, of_class, title=final_pieces.title(step, picked), key="final.customers")
with st.expander(_("How this is counted")):
    st.markdown(_(METHOD))
