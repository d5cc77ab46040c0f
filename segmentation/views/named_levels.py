"""Lists asked for by name: a saved list, segments, VIP levels and life-cycle stages by their keys."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from segmentation.classifications import lifecycle, vip
from segmentation.classifications.rfm_segments import NoSuchSegment, table_in_use
from segmentation.errors import SegmentationError
from segmentation.locale import N_
from segmentation.parameters import ListFilters
from segmentation.store.workspace import Workspace
from segmentation.views.basis import Basis
from segmentation.views.saved_lists import saved_lists


class NoSuchList(SegmentationError):
    message = N_("There is no saved list {list}. The shop's lists are: {lists}.")
    code = "NO_SUCH_LIST"


class NoSuchVipLevel(SegmentationError):
    message = N_("There is no VIP level {segment}. The levels are: {segments}.")
    code = "NO_SUCH_VIP_LEVEL"


class NoSuchStage(SegmentationError):
    message = N_("There is no life-cycle stage {segment}. The stages are: {segments}.")
    code = "NO_SUCH_STAGE"


def filters_named(
    workspace: Workspace,
    found: Basis,
    *,
    saved_list: str | None = None,
    segments: Collection[str] = (),
    vip_levels: Collection[str] = (),
    stages: Collection[str] = (),
) -> tuple[ListFilters, list[str]]:
    """Who is asked for, and the names (message ids) of what was asked.

    Raises ``NoSuchList``, ``NoSuchSegment``, ``NoSuchVipLevel`` or ``NoSuchStage``, each with the choices that there are.
    """
    filters, names = ListFilters(), []
    if saved_list:
        saved = saved_lists(workspace)
        if saved_list not in saved:
            raise NoSuchList(list=saved_list, lists=", ".join(saved) or "–")
        filters, names = saved[saved_list], [saved_list]
    for keys, levels, error in (
        (segments, table_in_use(found.analysis.segments).levels, NoSuchSegment),
        (vip_levels, vip.LEVELS, NoSuchVipLevel),
        (stages, lifecycle.LEVELS, NoSuchStage),
    ):
        known = {level.key: level.name for level in levels}
        for key in keys:
            if key not in known:
                raise error(segment=key, segments=", ".join(known))
        names += [known[key] for key in keys]
    return replace(
        filters,
        segments=frozenset(segments) or filters.segments,
        vip_levels=frozenset(vip_levels) or filters.vip_levels,
        lifecycle_stages=frozenset(stages) or filters.lifecycle_stages,
    ), names
