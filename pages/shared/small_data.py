"""What a shop's data are too few to support, said before its figures."""

from __future__ import annotations

import streamlit as st

from pages.shared import cache, language, messages
from pages.shared.cache import Shop
from segmentation.parameters import Analysis


def warn(shop: Shop, rules: Analysis) -> None:
    """A notice for each thing the data cannot support; none where there is enough."""
    for warning in cache.data_support(shop, rules).warnings(language.words()):
        st.info(messages.as_text(warning))
