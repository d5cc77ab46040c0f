"""Lists that a person saved under a name: the filters, so that a list follows the shop's data and the day chosen."""

from __future__ import annotations

import unicodedata

from segmentation.errors import SegmentationError
from segmentation.locale import N_
from segmentation.parameters import ListFilters, from_json, to_json
from segmentation.store.saved import forget, save, saved
from segmentation.store.workspace import Workspace

LISTS = "list"
"""The kind under which lists are saved."""

LONGEST_NAME = 60


class IllegalListName(SegmentationError):
    message = N_("A list needs a name of 1 to {longest} characters. Type one, then save again.")
    code = "ILLEGAL_LIST_NAME"


def saved_lists(workspace: Workspace) -> dict[str, ListFilters]:
    """Name → filters of every saved list, by name."""
    return {name: from_json(ListFilters, text) for name, text in saved(workspace, LISTS).items()}


def save_list(workspace: Workspace, name: str, filters: ListFilters) -> str:
    """Save or replace; the name as it is kept comes back. Raises ``IllegalListName``."""
    shown = "".join(c if unicodedata.category(c)[0] != "C" else " " for c in unicodedata.normalize("NFC", name))
    kept = " ".join(shown.split())
    if not 1 <= len(kept) <= LONGEST_NAME:
        raise IllegalListName(longest=LONGEST_NAME)
    save(workspace, LISTS, kept, to_json(filters))
    return kept


def forget_list(workspace: Workspace, name: str) -> None:
    """Delete a saved list."""
    forget(workspace, LISTS, name)
