"""The ten dimensions of the shop's customers: how they stand, where that comes from, and what to do."""

import streamlit as st

from pages.shared import controls, lens_answers, lens_files, playbook_pieces, profile_pieces, small_data, state
from pages.shared.language import _

st.title(_("Profile"))
st.caption(_("How customers stand in ten dimensions, how much of that is known, and what to do for whom."))
shop = state.shop_or_stop()
rules = controls.analysis(shop)
small_data.warn(shop, rules)
view = lens_answers.profile(shop, rules)

if profile_pieces.questions(view):
    lens_files.asking(shop, rules, view, title=_("Ask at the next visit"), key="profile.asking")
st.divider()
profile_pieces.cards(shop, rules, view.dimensions)
st.subheader(_("Performance and influence"))
profile_pieces.cards(shop, rules, view.stars)

st.divider()
st.subheader(_("Two dimensions together"))
rows, columns = profile_pieces.choose_pair()
cross = lens_answers.cross(shop, rules, rows.key, columns.key)
if at := profile_pieces.cross(cross):
    pair = lens_answers.pair_list(shop, rules, rows.key, columns.key, at)
    title = profile_pieces.pair_title(cross, at)
    playbook_pieces.what_to_do_at(shop, rules, cross, at)
    profile_pieces.customers(pair.rows, pair.customers, pair.revenue, title=title, key="profile.customers")
    lens_files.pair(shop, rules, cross, at, title=title, key="profile.customers")
