"""The weight bench: what weights, limits and classes make of the customers, before the whole shop uses them."""

import streamlit as st

from pages.shared import (
    bench,
    cache,
    charts,
    class_tiles,
    controls,
    keeping,
    language,
    messages,
    playbook_pieces,
    small_data,
    state,
)
from pages.shared.cache import Shop
from pages.shared.language import _
from segmentation.classifications.score_ranges import DIMENSIONS
from segmentation.figures import scores as figures
from segmentation.parameters import Scoring
from segmentation.views.amounts import Amount
from segmentation.views.basis import ScoreBasis
from segmentation.views.score_changes import ScoreChanges
from segmentation.views.scores import score_sizes, scores_view


@st.fragment
def weigh(shop: Shop, tried: ScoreBasis, changes: ScoreChanges, saved: Scoring) -> None:
    """Weights, class limits and what they do: this part alone runs again when a weight moves."""
    words, scheme = language.words(), charts.scheme()
    with messages.shown():
        weights, classes = st.columns([2, 3], gap="large")
        with weights:
            bench.weight_sliders(shop)
            bench.class_limits(shop)
        view = scores_view(tried, changes, bench.scoring(shop), saved)
        with classes:
            class_tiles.sizes(view, words)
            charts.show(figures.class_shares(view, words, scheme), key="scores.shares", title=_("Who brings the money"))
        matrix, distribution = st.columns(2, gap="large")
        with matrix:
            class_tiles.moves(view, words)
            charts.show(figures.class_changes(view, words, scheme), key="scores.changes", title=_("Who changes class"))
        with distribution:
            amount = controls.amount(state.SCORES_AMOUNT, (Amount.CUSTOMERS, Amount.REVENUE))
            drawn = figures.score_distribution(view, words, scheme, amount)
            charts.show(drawn, key="scores.distribution", title=_("The weighted score"))
        st.markdown(_("##### Who moves"))
        class_tiles.movers(view, words)


st.title(_("Scores"))
st.caption(_("Which customers count most here: move the weights and watch who changes class."))
shop = state.shop_or_stop()
rules = controls.analysis(shop)
small_data.warn(shop, rules)
saved = rules.scoring
bench.begin(shop, saved)
cuts = bench.cuts(shop)
tried = cache.score_basis(shop, rules.period, *cuts)
weigh(shop, tried, cache.changes_of_scores(shop, rules.period, (saved.r, saved.f, saved.m), cuts), saved)
playbook_pieces.what_to_do(shop, rules, "value_class")

st.subheader(_("Keep this scoring"))
keeping.in_use(shop, saved)
keeping.named(shop)

st.subheader(_("Where the scores begin"))
bench.cut_presets(shop, tried)
words, scheme, sizes = language.words(), charts.scheme(), score_sizes(tried)
for name, place in zip(DIMENSIONS, st.columns(3, gap="large"), strict=True):
    with place:
        drawn = figures.score_sizes(sizes[name], words, scheme)
        charts.show(drawn, key=f"scores.sizes.{name}", title=_(bench.NAMES[name]))
        bench.cut_controls(shop, name, tried.cuts)
with st.expander(_("How this is counted")):
    st.markdown(_(bench.RULES))
