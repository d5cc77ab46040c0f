"""Customers who count for much by one way of sorting and for little by another, with the reason."""

import streamlit as st

from pages.shared import (
    controls,
    disagreement_pieces,
    lens_answers,
    lens_files,
    playbook_pieces,
    profile_pieces,
    small_data,
    state,
)
from pages.shared.language import _

st.title(_("Where lenses disagree"))
st.caption(_("Who counts for much by one way of sorting customers and for little by another, and why both are right."))
shop = state.shop_or_stop()
rules = controls.analysis(shop)
small_data.warn(shop, rules)
pairs = disagreement_pieces.most_first(lens_answers.disagreements(shop, rules))
disagreement_pieces.counts(pairs)
if key := disagreement_pieces.choice(pairs):
    found = lens_answers.disagreement_list(shop, rules, key)
    disagreement_pieces.reason(found)
    playbook_pieces.what_to_do_of_both(shop, rules, found.disagreement)
    rows = disagreement_pieces.worded(shop, rules, found)
    title = disagreement_pieces.title(found)
    profile_pieces.customers(rows, found.customers, found.revenue, title=title, key="disagreements.customers")
    disagreement_pieces.reasons(rows)
    lens_files.disagreement(shop, rules, found, title=title, key="disagreements.customers")
