"""Rules taken into use for the whole shop: the one way for every page."""

from __future__ import annotations

from typing import Any

import streamlit as st

from pages.shared import state
from pages.shared.cache import Shop
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


def change(shop: Shop, name: str, in_use: Any, rules: Any) -> None:
    """Take rules into use in place of those in use, to be undone on any page, and run the page anew."""
    use(state.workspace(shop), name, rules)
    st.session_state[_undo_key(shop, name)] = in_use, rules
    st.rerun()


def can_undo(shop: Shop, name: str, in_use: Any) -> bool:
    """Whether the rules in use are those that were taken into use last in this session."""
    return bool(st.session_state.get(_undo_key(shop, name), (None, None))[1] == in_use)


def undo(shop: Shop, name: str) -> None:
    """Bring the rules before the last change back, and run the page anew."""
    before, _after = st.session_state.pop(_undo_key(shop, name))
    use(state.workspace(shop), name, before)
    st.rerun()


def _undo_key(shop: Shop, name: str) -> str:
    return state.key_of(shop, f"{state.RULES}.{name}.undo")


def take_back(workspace: Workspace, version_id: int) -> None:
    """Take rules of the history into use again."""
    rule_history.take_back(workspace, version_id)
    _renew(workspace)


def _renew(workspace: Workspace) -> None:
    with st.spinner(_("Getting the pages ready")):
        renew(workspace)
