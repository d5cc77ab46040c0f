"""What the library itself says of a shop, to hold against what the browser shows."""

from __future__ import annotations

from dataclasses import dataclass

from segmentation.locale import Words
from segmentation.parameters import Analysis, Period
from segmentation.store.home import Home
from segmentation.store.workspace import Workspace
from segmentation.views.basis import Basis, basis, last_order_date
from segmentation.views.profile_basis import ProfileBasis, profile_basis


@dataclass(frozen=True, eq=False)
class ShopAnswers:
    """An open shop on its last day by the default rules, and the words that show its money."""

    workspace: Workspace
    basis: Basis
    profile: ProfileBasis
    words: Words


def shop_answers(home: Home) -> ShopAnswers:
    """Of the home's first shop."""
    card = home.shops()[0]
    workspace = home.open(card.id)
    last = last_order_date(workspace)
    assert last is not None
    found = basis(workspace, Analysis(Period(last)))
    return ShopAnswers(workspace, found, profile_basis(workspace, found), Words("en", card.currency))
