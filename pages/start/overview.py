"""How the shop stands, on one page."""

import streamlit as st

from pages.shared import state
from pages.shared.language import _

st.title(_("Overview"))
state.shop_or_stop()
