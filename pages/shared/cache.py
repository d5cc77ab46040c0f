"""What is computed once and kept: the only ``st.cache_*`` of the app.

Keys are scalars and frozen parameters: (shop id, data version, parameters). Never a frame: Streamlit hashes only a
sample of a large one. Always with ``max_entries``.
"""

from __future__ import annotations

import atexit
import gc
import os
from pathlib import Path

import streamlit as st

from segmentation.store.home import Home

_PROJECT = Path(__file__).parents[2]


def home() -> Home:
    """All shops under ``REGULARS_HOME``, else under ``data/shops``. One object a folder and process."""
    return _home(os.environ.get("REGULARS_HOME") or str(_PROJECT / "data" / "shops"))


@st.cache_resource(max_entries=8, show_spinner=False)
def _home(folder: str) -> Home:
    return Home(Path(folder))


@st.cache_resource(max_entries=1, show_spinner=False)
def freeze_start() -> None:
    """Once, after the first page: what is loaded by then stays, so later collections need not look at it.

    Streamlit collects in full after every run, which costs 50 to 100 ms without this.
    """
    gc.collect()
    gc.freeze()
    # What is frozen when Python ends is reported as leaked by DuckDB's binding (nanobind).
    atexit.register(gc.unfreeze)
