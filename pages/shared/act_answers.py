"""What pages ask about VIP levels, the final classification and the store's stage, each computed once and kept."""

from __future__ import annotations

from datetime import date
from typing import Any, cast

from pages.shared import cache, state
from pages.shared.cache import Shop
from segmentation.parameters import Analysis
from segmentation.views import final_classes as finals
from segmentation.views import store_stage as store_stages
from segmentation.views import vip as vips
from segmentation.views.final_classes import FinalView
from segmentation.views.store_stage import RegularShares, StoreStageView
from segmentation.views.vip import Near
from segmentation.views.vip_page import VipPage, vip_page


def vip(shop: Shop, rules: Analysis) -> VipPage:
    """The VIP levels in force, and what sets VIPs apart."""
    found = cache.kept(shop, "vip", (rules,), lambda place: vip_page(place, cache.basis(shop, rules)))
    return cast(VipPage, found)


def vip_distances(shop: Shop, rules: Analysis, near: Near) -> Any:
    """The first customers below VIP with what is missing to the next level: an Arrow table."""
    return cache.kept(
        shop,
        "vip distances",
        (rules, near),
        lambda place: vips.distances(place, cache.basis(shop, rules), near, vips.SCREEN_ROWS),
    )


def final(shop: Shop, rules: Analysis) -> FinalView:
    """First, second and final classification."""
    found = cache.kept(shop, "final", (rules,), lambda place: finals.final_view(place, cache.basis(shop, rules)))
    return cast(FinalView, found)


def store_stage(shop: Shop, today: date) -> StoreStageView:
    """The store's stage and care list. Read each time: typing a count in or ticking care changes no data."""
    return store_stages.store_stage_view(state.workspace(shop), today)


def regular_shares(shop: Shop, rules: Analysis, days: int) -> RegularShares:
    """Old and loyal customers among those active in the last days."""
    found = cache.kept(
        shop,
        "regular shares",
        (rules, days),
        lambda place: store_stages.regular_shares(place, cache.basis(shop, rules), days),
    )
    return cast(RegularShares, found)
