"""Where a shop stands on the last day of its data."""

from __future__ import annotations

from segmentation.errors import NoSales
from segmentation.parameters import Period
from segmentation.store.workspace import Workspace
from segmentation.views.basis import Basis, basis
from segmentation.views.chosen import analysis_in_use, data_span


def latest_basis(workspace: Workspace) -> Basis | None:
    """The basis on the last day of the data under the rules in use; None where no known customer has bought."""
    span = data_span(workspace)
    if span is None:
        return None
    try:
        return basis(workspace, analysis_in_use(workspace, Period(span[1])))
    except NoSales:
        return None
