"""The named segments and the grids of scores: how many customers where, what they bring, and who they are."""

import streamlit as st

from pages.shared import (
    cache,
    charts,
    controls,
    customer_table,
    group_tables,
    language,
    picking,
    playbook_pieces,
    small_data,
    state,
)
from pages.shared.language import _
from segmentation.figures import segments as figures
from segmentation.views.segments import PAIRS, SEGMENT, TYPE, filters_of

st.title(_("Segments"))
st.caption(_("Which kinds of customers the shop has: click a segment or a cell to see them."))
shop = state.shop_or_stop()
rules = controls.analysis(shop)
small_data.warn(shop, rules)
view = cache.segments(shop, rules)
words, scheme = language.words(), charts.scheme()
shown, picked = controls.amount(state.SEGMENTS_AMOUNT), picking.now(rules.segments)

named, grids, types = st.tabs([_("Named segments"), _("Grids of two scores"), _("Eight types")], key="segments.tabs")
with named:
    matrix, areas = st.columns(2, gap="large")
    with matrix:
        drawn = figures.named_matrix(view, words, scheme, shown, picked)
        charts.pick(drawn, key="segments.matrix", title=_("Segments by recency and frequency"), on_pick=picking.clicked)
    with areas:
        drawn = figures.segment_areas(view, words, scheme, shown, picked)
        title = _("{amount} of each segment").format(amount=_(figures.additive(shown)))
        charts.pick(drawn, key="segments.areas", title=title, on_pick=picking.clicked)
    if view.is_split_by_monetary:
        st.caption(_("The picture names each cell after the segment that most of its M scores belong to."))
    group_tables.show(view.segments, view.levels, kind=SEGMENT, key="segments.table")
    playbook_pieces.what_to_do(shop, rules, "segment")
with grids:
    for pair, place in zip(PAIRS, st.columns(3, gap="medium"), strict=True):
        with place:
            drawn = figures.score_grid(view.grids[pair], words, scheme, shown, picked)
            key = "segments.grid.{}{}".format(*pair)
            charts.pick(drawn, key=key, title=_(figures.PAIR_TITLES[pair]), on_pick=picking.clicked)
with types:
    drawn = figures.type_bars(view, words, scheme, shown, picked)
    charts.pick(drawn, key="segments.types", title=_(shown), on_pick=picking.clicked)
    st.caption(figures.type_limits(view, words))
    group_tables.show(view.types, view.type_levels, kind=TYPE, key="segments.types.table")
    playbook_pieces.what_to_do(shop, rules, "eight_type")

st.caption(_("R is recency, F frequency, M monetary value: 5 is best, 1 is worst."))
st.divider()
if picked := picking.choice(rules):
    customer_table.show(shop, rules, filters_of(picked), title=picking.title(picked, rules), key="segments.customers")
with st.expander(_("How this is counted")):
    st.markdown(_(figures.RULES))
