"""What is computed once and kept: the only ``st.cache_*`` of the app.

Keys are scalars and frozen parameters: (shop id, data version, parameters). Never a frame: Streamlit hashes only a
sample of a large one. Always with ``max_entries``.
"""

from __future__ import annotations

import atexit
import gc
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import streamlit as st

from segmentation.demo.shop import build_demo_at_first_start
from segmentation.parameters import Analysis, CutChoice, ListFilters, ParetoRules, Period, Scoring
from segmentation.store.contacts import contacts_stamp
from segmentation.store.home import Home
from segmentation.store.places import shops_folder
from segmentation.store.workspace import Workspace
from segmentation.views import basis as bases
from segmentation.views import chosen, customers_scored, list_filters_worded, score_changes
from segmentation.views import customer_file as customer_files
from segmentation.views import customer_list as customer_lists
from segmentation.views import customer_search as customer_searches
from segmentation.views import data_support as data_supports
from segmentation.views import duplicates as doubles
from segmentation.views import explanations as explanations_of
from segmentation.views import lifecycle as lifecycles
from segmentation.views import list_choices as choices_of_lists
from segmentation.views import overview as overviews
from segmentation.views import pareto as paretos
from segmentation.views import profile_basis as profile_bases
from segmentation.views import quality as qualities
from segmentation.views import saved_lists as lists_saved
from segmentation.views import standing as standings
from segmentation.views.basis import Basis, ScoreBasis
from segmentation.views.customer_file import CustomerFile
from segmentation.views.customer_list import ListView
from segmentation.views.customer_search import CustomerIndex, Found
from segmentation.views.data_support import DataSupport
from segmentation.views.duplicate_pairs import Sign
from segmentation.views.duplicates import Suspicion
from segmentation.views.explanations import Explanations
from segmentation.views.lifecycle import LifecycleView
from segmentation.views.list_choices import Counts, ListChoices
from segmentation.views.merge_effects import MergeEffect, merge_effects
from segmentation.views.overview import Month, Overview
from segmentation.views.pareto import ParetoView, Subject
from segmentation.views.profile_basis import ProfileBasis
from segmentation.views.quality import Quality
from segmentation.views.score_changes import ScoreChanges
from segmentation.views.segments import SegmentsView, segments_view
from segmentation.views.standing import Standing


@dataclass(frozen=True)
class Shop:
    """What answers about a shop are cached by: which shop, and which state of its data."""

    id: str
    data_version: int


_BY_CONTENT: dict[str | type[Any], Callable[[Any], Any]] = dict.fromkeys(
    (Analysis, ListFilters, Period, CutChoice), repr
)
"""What stands for the rules in a cache's key: all that is in them, as text. Streamlit's own walk through their fields takes 5 ms
each time, thirty times on a page."""

Cuts = tuple[CutChoice, CutChoice, CutChoice]
"""How R, F and M are cut."""


def home() -> Home:
    """All shops under ``shops_folder``. One object a folder and process."""
    return _home(str(shops_folder()))


@st.cache_resource(max_entries=8, show_spinner=False)
def _home(folder: str) -> Home:
    home = Home(Path(folder))
    build_demo_at_first_start(home)
    return home


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


@st.cache_resource(max_entries=64, show_spinner=False, hash_funcs=_BY_CONTENT)
def data_span(shop: Shop) -> tuple[date, date] | None:
    """First and last order date of the shop; None without sales."""
    return chosen.data_span(_workspace(shop))


def analysis(shop: Shop, as_of: date) -> Analysis:
    """The rules that the shop has in use, up to ``as_of``. Read each time: taking others into use changes no data."""
    return chosen.analysis_in_use(_workspace(shop), Period(as_of))


@st.cache_resource(max_entries=64, show_spinner=False, hash_funcs=_BY_CONTENT)
def basis(shop: Shop, rules: Analysis) -> Basis:
    """Cuts, cube and limits under these rules. The file's view of all customers is put back where a change took it."""
    workspace = _workspace(shop)
    found = bases.basis(workspace, rules)
    customers_scored.keep_if_latest(workspace, found)
    return found


@st.cache_resource(max_entries=64, show_spinner=False, hash_funcs=_BY_CONTENT)
def customer_list(shop: Shop, rules: Analysis, filters: ListFilters) -> ListView:
    """A list's count, revenue and first customers."""
    return customer_lists.list_view(_workspace(shop), basis_of_list(shop, rules, filters), filters)


def basis_of_list(shop: Shop, rules: Analysis, filters: ListFilters) -> Basis:
    """The basis that a list's filters need."""
    return profile_basis(shop, rules) if filters.lens_levels else basis(shop, rules)


@st.cache_resource(max_entries=64, show_spinner=False, hash_funcs=_BY_CONTENT)
def score_basis(shop: Shop, period: Period, r: CutChoice, f: CutChoice, m: CutChoice) -> ScoreBasis:
    """Cuts and cube by these modes; weights and class limits are not in it."""
    return bases.score_basis(_workspace(shop), period, r, f, m)


@st.cache_resource(max_entries=64, show_spinner=False, hash_funcs=_BY_CONTENT)
def changes_of_scores(shop: Shop, period: Period, saved: Cuts, tried: Cuts) -> ScoreChanges:
    """The customers under the cuts in use and under those tried, whatever the weights."""
    before, now = (score_basis(shop, period, *cuts) for cuts in (saved, tried))
    return score_changes.score_changes(_workspace(shop), before, now)


def named_scorings(shop: Shop) -> dict[str, Scoring]:
    """The scorings that were saved under a name."""
    return chosen.named_scorings(_workspace(shop))


@st.cache_resource(max_entries=64, show_spinner=False, hash_funcs=_BY_CONTENT)
def months(shop: Shop, period: Period) -> tuple[Month, ...]:
    """The shop's sales month by month."""
    return overviews.months(_workspace(shop), period)


@st.cache_resource(max_entries=64, show_spinner=False, hash_funcs=_BY_CONTENT)
def quality(shop: Shop) -> Quality:
    """What the shop's data cover, lack, and what looks odd in them."""
    return qualities.quality(_workspace(shop))


@st.cache_resource(max_entries=16, show_spinner=False, hash_funcs=_BY_CONTENT)
def suspicions(shop: Shop) -> tuple[Suspicion, ...]:
    """Customers who may be one person."""
    return doubles.suspicions(_workspace(shop))


@st.cache_resource(max_entries=64, show_spinner=False, hash_funcs=_BY_CONTENT)
def first_effects(
    shop: Shop, rules: Analysis, sign: Sign | None, most: int
) -> tuple[tuple[Suspicion, MergeEffect], ...]:
    """The first suspicions with that sign, and what merging each would change."""
    shown = doubles.with_sign(suspicions(shop), sign)[:most]
    return tuple(zip(shown, merge_effects(_workspace(shop), basis(shop, rules), shown), strict=True))


@st.cache_resource(max_entries=64, show_spinner=False, hash_funcs=_BY_CONTENT)
def standing(shop: Shop, rules: Analysis) -> Standing:
    """How many customers, and what revenue, each class, stage and level has."""
    return standings.standing(_workspace(shop), basis(shop, rules))


@st.cache_resource(max_entries=64, show_spinner=False, hash_funcs=_BY_CONTENT)
def overview(shop: Shop, rules: Analysis, days: int) -> Overview:
    """The shop's key figures over so many days, against as many before."""
    span = data_span(shop) or (rules.period.as_of, rules.period.as_of)
    parts = months(shop, rules.period), standing(shop, rules)
    return overviews.overview(_workspace(shop), span, *parts, rules.period.as_of, days)


# Few entries: each keeps one number a member, 8 MB for a million customers.
@st.cache_resource(max_entries=12, show_spinner=False, hash_funcs=_BY_CONTENT)
def pareto(shop: Shop, period: Period, rules: ParetoRules, subject: Subject) -> ParetoView:
    """Who, or what, brings the revenue."""
    return paretos.pareto(_workspace(shop), period, rules, subject)


@st.cache_resource(max_entries=64, show_spinner=False, hash_funcs=_BY_CONTENT)
def list_choices(shop: Shop, rules: Analysis) -> ListChoices:
    """What a list can be asked for."""
    return choices_of_lists.list_choices(_workspace(shop), basis(shop, rules))


@st.cache_resource(max_entries=64, show_spinner=False, hash_funcs=_BY_CONTENT)
def goods_choices(shop: Shop, rules: Analysis) -> dict[str, Counts]:
    """Categories, stores, staff and channels that a list can be asked for."""
    return choices_of_lists.goods_choices(_workspace(shop), basis(shop, rules))


@st.cache_resource(max_entries=256, show_spinner=False, hash_funcs=_BY_CONTENT)
def product_matches(shop: Shop, text: str) -> dict[int, str]:
    """Products whose name or code contains the text."""
    return choices_of_lists.product_matches(_workspace(shop), text)


@st.cache_resource(max_entries=256, show_spinner=False, hash_funcs=_BY_CONTENT)
def product_names(shop: Shop, ids: frozenset[int]) -> dict[int, str]:
    """Names of these products."""
    return list_filters_worded.product_names(_workspace(shop), ids)


def saved_lists(shop: Shop) -> dict[str, ListFilters]:
    """The lists that were saved under a name."""
    return lists_saved.saved_lists(_workspace(shop))


@st.cache_resource(max_entries=64, show_spinner=False, hash_funcs=_BY_CONTENT)
def segments(shop: Shop, rules: Analysis) -> SegmentsView:
    """Named segments, grids of two scores and the eight types."""
    return segments_view(_workspace(shop), basis(shop, rules))


# ``_make`` is no part of the key (Streamlit leaves out names that begin so): ``name`` and ``given`` stand for it.
@st.cache_resource(max_entries=192, show_spinner=False, hash_funcs=_BY_CONTENT)
def kept(shop: Shop, name: str, given: tuple[object, ...], _make: Callable[[Workspace], Any]) -> Any:
    """Any answer, by its name and what was given for it; ``lens_answers`` gives them their types."""
    return _make(_workspace(shop))


@st.cache_resource(max_entries=64, show_spinner=False, hash_funcs=_BY_CONTENT)
def lifecycle(shop: Shop, rules: Analysis) -> LifecycleView:
    """Stages, limits and the order funnel."""
    span = data_span(shop) or (rules.period.as_of, rules.period.as_of)
    return lifecycles.lifecycle(_workspace(shop), basis(shop, rules), standing(shop, rules), span)


@st.cache_resource(max_entries=64, show_spinner=False, hash_funcs=_BY_CONTENT)
def data_support(shop: Shop, rules: Analysis) -> DataSupport:
    """How much there is to reckon with up to the day counted."""
    span, found = data_span(shop) or (rules.period.as_of, rules.period.as_of), basis(shop, rules)
    customers, returning = found.scores.cube.customer_count, found.limits.rhythm.returning_customers
    return data_supports.data_support(span, rules.period.as_of, customers, returning)


@st.cache_resource(max_entries=8, show_spinner=False, hash_funcs=_BY_CONTENT)
def _customer_index(shop_id: str, stamp: str) -> CustomerIndex:
    return customer_searches.customer_index(home().open(shop_id))


def customers_found(shop: Shop, typed: str) -> Found:
    """The customers that have what was typed; never kept, as it may be a name."""
    workspace = _workspace(shop)
    index = _customer_index(shop.id, contacts_stamp(workspace))
    return customer_searches.search(workspace, index, typed)


def customer_file(shop: Shop, rules: Analysis, customer_id: int) -> CustomerFile:
    """One customer's file; never kept, as notes change without a new state of the data."""
    return customer_files.customer_file(_workspace(shop), basis(shop, rules), customer_id, rules.period.as_of)


@st.cache_resource(max_entries=64, show_spinner=False, hash_funcs=_BY_CONTENT)
def customer_explanations(shop: Shop, rules: Analysis, customer_id: int) -> Explanations:
    """One customer's place in every lens."""
    return explanations_of.explanations(_workspace(shop), profile_basis(shop, rules), customer_id)


@st.cache_resource(max_entries=64, show_spinner=False, hash_funcs=_BY_CONTENT)
def profile_basis(shop: Shop, rules: Analysis) -> ProfileBasis:
    """The limits of the ten dimensions under these rules."""
    return profile_bases.profile_basis(_workspace(shop), basis(shop, rules))
