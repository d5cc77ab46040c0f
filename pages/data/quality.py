"""How far the data can be relied upon: what they cover, what they lack, what looks odd in them."""

import streamlit as st

from pages.shared import cache, charts, language, messages, quality_pieces, state
from pages.shared.language import _
from segmentation.figures.quality import months_covered
from segmentation.views.quality_wording import HOW_IT_IS_COUNTED, stretches

st.title(_("Data quality"))
st.caption(_("How far the data can be relied upon: what they cover, what they lack, and what looks odd in them."))
shop, words = state.shop_or_stop(), language.words()
if cache.data_span(shop) is None:
    raise state.EmptyShop
view = cache.quality(shop)

for warning in view.support.warnings(words):
    st.info(messages.as_text(warning), icon=":material/info:")
charts.show(months_covered(view, words, charts.scheme()), key="quality.months", title=_("Months covered"))
for stretch in stretches(view, words):
    st.caption(messages.as_text(stretch))

quality_pieces.checks(view)
quality_pieces.duplicates(len(cache.suspicions(shop)))
quality_pieces.biggest(view)
with st.expander(_("How this is counted")):
    st.markdown(_(HOW_IT_IS_COUNTED))
