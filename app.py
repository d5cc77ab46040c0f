"""The dashboard's frame: what every page stands in. `make run` starts it."""

import streamlit as st

from pages.shared import cache, controls, messages, navigation, serve, uploader_words

serve.ask_nobody_for_addresses()  # also where this was started without it, as by `streamlit run app.py`
messages.keep_values_out_of_logs()
st.set_page_config(page_title="Regulars", page_icon="🍵", layout="wide")

with messages.shown():
    controls.sidebar()
    uploader_words.say()
    navigation.current_page().run()
cache.freeze_start()
