"""What the pages stand on, computed once after a load and put into the shop's file, so that they open at once from then on."""

from __future__ import annotations

from segmentation.store.workspace import Workspace
from segmentation.views import disagreements, lens_levels, quality, vip_apart
from segmentation.views.basis import Basis, kept_amounts, kept_cells
from segmentation.views.chosen import data_span
from segmentation.views.customer_search import index_to_keep
from segmentation.views.duplicate_pairs import DuplicateLimits
from segmentation.views.duplicates import suspicions_to_keep
from segmentation.views.overview import kept_figures, kept_months
from segmentation.views.profile_basis import kept_prices, profile_basis
from segmentation.views.score_changes import kept_leading
from segmentation.views.vip_in_force import in_force


def make_ready(workspace: Workspace, found: Basis) -> None:
    """Store what every page shows first: all customers labelled under the basis, as ``latest_basis`` gives it.

    Other days and rules are computed when they are asked for.
    """
    rules, span = found.analysis, data_span(workspace)
    profiled = profile_basis(workspace, found)
    for kept in (
        in_force(found),
        kept_cells(rules.period, found.scores.cuts),
        kept_amounts(rules.period, rules.vip, rules.final),
        lens_levels.kept_counts(profiled),
        disagreements.kept_counts(profiled),
        kept_leading(found.scores, found.scores),
        kept_months(rules.period),
        kept_prices(rules.period),
        vip_apart.kept_sums(found),
        *quality.kept_counts(),
        *(kept_figures(span) if span else ()),
    ):
        workspace.store_kept(kept)
    for stands_on, compute in (suspicions_to_keep(workspace, DuplicateLimits()), index_to_keep(workspace)):
        workspace.store_answer(stands_on, compute)
