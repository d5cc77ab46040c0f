"""What is computed once and kept: the only ``st.cache_*`` of the app.

Keys are scalars and frozen parameters: (shop id, data version, parameters). Never a frame: Streamlit hashes only a
sample of a large one. Always with ``max_entries``.
"""

from __future__ import annotations

import atexit
import gc
import os
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import streamlit as st

from segmentation.parameters import Analysis, Period
from segmentation.store.home import Home
from segmentation.store.workspace import Workspace
from segmentation.views import basis as bases
from segmentation.views import chosen
from segmentation.views.basis import Basis


@dataclass(frozen=True)
class Shop:
    """What answers about a shop are cached by: which shop, and which state of its data."""

    id: str
    data_version: int


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


def _workspace(shop: Shop) -> Workspace:
    return home().open(shop.id)


@st.cache_resource(max_entries=64, show_spinner=False)
def data_span(shop: Shop) -> tuple[date, date] | None:
    """First and last order date of the shop; None without sales."""
    return chosen.data_span(_workspace(shop))


@st.cache_resource(max_entries=64, show_spinner=False)
def analysis(shop: Shop, as_of: date) -> Analysis:
    """The rules that the shop has in use, up to ``as_of``."""
    return chosen.analysis_in_use(_workspace(shop), Period(as_of))


@st.cache_resource(max_entries=64, show_spinner=False)
def basis(shop: Shop, rules: Analysis) -> Basis:
    """Cuts, cube and limits under these rules."""
    return bases.basis(_workspace(shop), rules)
