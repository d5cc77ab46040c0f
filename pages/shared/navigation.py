"""Which pages there are, in which section, under which title."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from pages.shared.language import _
from segmentation.locale import N_

_FOLDER = Path(__file__).parents[1]


@dataclass(frozen=True)
class Entry:
    """One page: its script below ``pages/``, its title and its section in the menu (both message ids)."""

    script: str
    title: str
    section: str


START = N_("Start")
DATA = N_("Data")
UNDERSTAND = N_("Understand")
ACT = N_("Act")

OVERVIEW = Entry("start/overview.py", N_("Overview"), START)
LOAD = Entry("data/load.py", N_("Load files"), DATA)
QUALITY = Entry("data/quality.py", N_("Data quality"), DATA)
MERGE = Entry("data/merge.py", N_("Merge desk"), DATA)
SHOPS = Entry("data/shops.py", N_("Shops"), DATA)
SCORES = Entry("understand/scores.py", N_("Scores"), UNDERSTAND)
SEGMENTS = Entry("understand/segments.py", N_("Segments"), UNDERSTAND)
PARETO = Entry("understand/pareto.py", N_("Pareto"), UNDERSTAND)
LIFECYCLE = Entry("understand/lifecycle.py", N_("Life cycle"), UNDERSTAND)
CLASSIFICATION = Entry("understand/classification.py", N_("Classification"), UNDERSTAND)
VIP = Entry("act/vip.py", N_("VIP"), ACT)
PROFILE = Entry("understand/profile.py", N_("Profile"), UNDERSTAND)
DISAGREEMENTS = Entry("understand/disagreements.py", N_("Where lenses disagree"), UNDERSTAND)
RULES = Entry("understand/rules.py", N_("Rules"), UNDERSTAND)
STORE_STAGE = Entry("act/store_stage.py", N_("Store stage"), ACT)
LISTS = Entry("act/lists.py", N_("Lists"), ACT)
PLAYBOOK = Entry("act/playbook.py", N_("Playbook"), ACT)
CUSTOMERS = Entry("act/customers.py", N_("Customers"), ACT)

PAGES = (
    OVERVIEW,
    LOAD,
    QUALITY,
    MERGE,
    SHOPS,
    SCORES,
    SEGMENTS,
    PARETO,
    LIFECYCLE,
    CLASSIFICATION,
    PROFILE,
    DISAGREEMENTS,
    RULES,
    VIP,
    LISTS,
    PLAYBOOK,
    STORE_STAGE,
    CUSTOMERS,
)
"""The menu, in its order. The first page is the start."""


def current_page() -> StreamlitPage:
    """Draw the menu; the page that is asked for comes back, to be run."""
    sections: dict[str, list[StreamlitPage]] = {}
    for entry in PAGES:
        page = st.Page(_FOLDER / entry.script, title=_(entry.title), default=entry is PAGES[0])
        sections.setdefault(_(entry.section), []).append(page)
    return st.navigation(sections, expanded=True)


def link(entry: Entry, label: str | None = None, asked: dict[str, str] | None = None, icon: str | None = None) -> None:
    """A link to another page. ``asked``: what its address says beside the page."""
    st.page_link(_FOLDER / entry.script, label=label or _(entry.title), icon=icon, query_params=asked)
