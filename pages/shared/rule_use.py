"""Rules taken into use for the whole shop: the one way for every page."""

from __future__ import annotations

from typing import Any

import streamlit as st

from pages.shared.language import _
from segmentation.store.workspace import Workspace
from segmentation.views import chosen, rule_history
from segmentation.views.ready import renew


def use(workspace: Workspace, name: str, rules: Any) -> None:
    """Take rules into use, the defaults as such: ``name`` is a field of ``Analysis``. Raises what ``chosen.use`` raises."""
    if rules == chosen.RULES[name]():
        chosen.use_default(workspace, name)
    else:
        chosen.use(workspace, name, rules)
    _renew(workspace)


def take_back(workspace: Workspace, version_id: int) -> None:
    """Take rules of the history into use again."""
    rule_history.take_back(workspace, version_id)
    _renew(workspace)


def _renew(workspace: Workspace) -> None:
    with st.spinner(_("Getting the pages ready")):
        renew(workspace)
