"""What the pages stand on, computed once after a load and put into the shop's file, so that they open at once from then on."""

from __future__ import annotations

from segmentation.store.workspace import Workspace
from segmentation.views import disagreements, lens_levels, quality, vip_apart
from segmentation.views.basis import Basis, kept_cells, limits_answer, score_facts
from segmentation.views.chosen import data_span
from segmentation.views.customer_search import index_answer
from segmentation.views.customers_scored import keep_customers_scored
from segmentation.views.duplicate_pairs import DuplicateLimits
from segmentation.views.duplicates import suspicions_answer
from segmentation.views.latest import latest_basis
from segmentation.views.overview import kept_figures, kept_months
from segmentation.views.profile_basis import kept_prices, profile_basis
from segmentation.views.score_changes import kept_leading
from segmentation.views.vip import record_levels
from segmentation.views.vip_in_force import in_force

READY_FROM = 20_000
"""Customers from where pages are made ready: with fewer they compute all of it sooner than a person notices."""


def make_ready(workspace: Workspace, found: Basis) -> None:
    """Store what every page shows first: all customers labelled under the basis, as ``latest_basis`` gives it.

    Other days and rules are computed when they are asked for.
    """
    rules, span = found.analysis, data_span(workspace)
    profiled = profile_basis(workspace, found)
    results = (
        in_force(found),
        kept_cells(rules.period, found.scores.cuts),
        lens_levels.kept_counts(profiled),
        disagreements.kept_counts(profiled),
        kept_leading(found.scores, found.scores),
        kept_months(rules.period),
        kept_prices(rules.period),
        vip_apart.kept_sums(found),
        *quality.kept_counts(),
        *(kept_figures(span) if span else ()),
    )
    scoring = rules.scoring
    answers = (
        score_facts(workspace, rules.period, scoring.r, scoring.f, scoring.m),
        limits_answer(workspace, rules),
        suspicions_answer(workspace, DuplicateLimits()),
        index_answer(workspace),
    )
    for kept in results:
        workspace.store_kept(kept)
    for answer in answers:
        answer.store()
    workspace.keep_stored(results, [answer.stands_on for answer in answers])


def renew(workspace: Workspace, *, ready_from: int = READY_FROM) -> None:
    """After a load, or when rules are taken into use: whose VIP level changed is written down, the file's view of all
    customers put back, and a large shop made ready.
    """
    found = latest_basis(workspace)
    if found is None:
        return
    record_levels(workspace, found)
    keep_customers_scored(workspace, found)
    if found.scores.cube.customer_count >= ready_from:
        make_ready(workspace, found)
