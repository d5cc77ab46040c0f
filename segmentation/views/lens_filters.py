"""A list's filters by the lenses that have no column on the labelled customers: dimensions, stars, first and second."""

from __future__ import annotations

from segmentation.classifications.cell_levels import levels_in_use
from segmentation.classifications.lens import Lens
from segmentation.classifications.lenses import LENSES
from segmentation.parameters import Analysis, ListFilters
from segmentation.store.workspace import Workspace
from segmentation.views.basis import Basis
from segmentation.views.lens_levels import place_sql
from segmentation.views.playbook import CHOSEN_BY
from segmentation.views.profile_basis import PROFILE, ProfileBasis, profile_basis

FILTER_LENSES: tuple[Lens, ...] = tuple(lens for key, lens in LENSES.items() if key not in CHOSEN_BY.values())
"""The lenses that ``ListFilters.lens_levels`` can ask for: those without a field of their own, in the order shown."""

_NOT_KNOWN = -1


def asked_lenses(filters: ListFilters) -> tuple[Lens, ...]:
    """The lenses that the filters ask for, in the order shown."""
    keys = {one.lens for one in filters.lens_levels}
    return tuple(lens for lens in FILTER_LENSES if lens.key in keys)


def levels_asked(filters: ListFilters, lens: Lens) -> frozenset[str | None]:
    """The levels of the lens that are asked for; None = not known."""
    return frozenset(one.level for one in filters.lens_levels if one.lens == lens.key)


def sufficient(workspace: Workspace, found: Basis, filters: ListFilters) -> Basis:
    """The basis that the filters need: with all lenses' levels where one of those is asked for that need them."""
    if isinstance(found, ProfileBasis) or all(lens.is_by_cell for lens in asked_lenses(filters)):
        return found
    return profile_basis(workspace, found)


def lens_condition(filters: ListFilters, analysis: Analysis) -> str:
    """True of the labelled customers at one of the asked levels of every lens asked for; over ``kept_profile``.

    What a list saved by another program asks of a lens or level that is not there, nobody meets.
    """
    parts = [_at_levels(lens, levels_asked(filters, lens), analysis) for lens in asked_lenses(filters)]
    if len(parts) < len({one.lens for one in filters.lens_levels}):
        return "false"
    return " and ".join(f"({part})" for part in parts) or "true"


def _at_levels(lens: Lens, asked: frozenset[str | None], analysis: Analysis) -> str:
    places = [place for place, level in enumerate(levels_in_use(lens, analysis)) if level.key in asked]
    places += [_NOT_KNOWN] if None in asked else []
    if not places:
        return "false"
    is_asked = f"coalesce({place_sql(lens, analysis)}, {_NOT_KNOWN}) in ({', '.join(map(str, places))})"
    return is_asked if lens.is_by_cell else f'customer_id in (select customer_id from "{PROFILE}" where {is_asked})'
