"""What the pages stand on, computed once after a load and put into the shop's file, so that they open at once from then on."""

from __future__ import annotations

from segmentation.errors import NoSales
from segmentation.parameters import Period
from segmentation.store.workspace import Workspace
from segmentation.views import disagreements, lens_levels, quality, vip_apart
from segmentation.views.basis import basis
from segmentation.views.chosen import analysis_in_use, data_span
from segmentation.views.overview import kept_figures, kept_months
from segmentation.views.profile_basis import kept_prices, profile_basis
from segmentation.views.score_changes import kept_leading
from segmentation.views.vip_in_force import in_force


def make_ready(workspace: Workspace) -> None:
    """Store what every page shows first: all customers labelled on the last day, under the rules in use.

    Nothing for a shop without sales. Other days and rules are computed when they are asked for.
    """
    span = data_span(workspace)
    if span is None:
        return
    period = Period(span[1])
    try:
        found = basis(workspace, analysis_in_use(workspace, period))
    except NoSales:  # of known customers
        return
    profiled = profile_basis(workspace, found)
    for kept in (
        in_force(found),
        lens_levels.kept_counts(profiled),
        disagreements.kept_counts(profiled),
        kept_leading(found.scores, found.scores),
        kept_months(period),
        kept_prices(period),
        vip_apart.kept_sums(found),
        *quality.kept_counts(),
        *kept_figures(span),
    ):
        workspace.store_kept(kept)
