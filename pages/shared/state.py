"""What a session remembers: the only session keys, and the shop that is looked at."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from pages.shared import cache
from pages.shared.cache import Shop
from segmentation.errors import NoSales, SegmentationError
from segmentation.locale import N_
from segmentation.store.shop_card import ShopCard
from segmentation.store.workspace import Workspace

LANGUAGE = "lang"
SHOP = "shop"
AS_OF = "as_of"
"""Keys of the widgets that every page shares. They stand in the address too, so that a link opens the same view."""


LAST_DAY = "last_day"
"""The last day of the data when ``AS_OF`` was drawn: what stands there without being chosen."""

NEXT_SHOP = "next_shop"
"""Which shop to look at from the next run on."""

UPLOADS = "load.uploads"
REPORTS = "load.reports"
UPLOADER = "load.uploader"
"""What the load page remembers: files that wait, reports of this session, and which uploader is shown."""


COMPARED_DAYS = "overview.days"
"""Over how many days the overview counts and compares."""

SCORES_AMOUNT = "scores.amount"
"""What the weight bench's chart of the weighted score shows."""


LISTS = "lists"
"""What the keys of the lists page's filters begin with; ``key_of`` makes them a shop's own."""


PARETO_SUBJECT = "pareto.subject"
PARETO_BY = "pareto.by"
PARETO_PERCENT = "pareto.percent"
"""Whose curve is looked at, and which point of it."""

SEGMENTS_AMOUNT = "segments.amount"
"""What the segments' charts show."""

PICKED = "picked"
"""The segment, type or cell whose customers are shown."""


LIFECYCLE_STAGE = "lifecycle.stage"
"""The stage whose customers are listed."""

VIP_LEVEL = "vip.level"
VIP_NEAR = "vip.near"
VIP_ENDED = "vip.ended"
"""The VIP level whose customers are listed, whose distance to the next level is looked at, and the level by hand just ended."""


MERGE_SIGN = "merge.sign"
"""Which suspected duplicates the merge desk shows."""


RULES = "rules"
"""What the keys of the rules page begin with; alone: whose rules are looked at."""


PROFILE_ROWS = "profile.rows"
PROFILE_COLUMNS = "profile.columns"
PROFILE_PAIR = "profile.pair"
"""Which dimensions are crossed, and what the key of the pair of levels picked begins with."""

PLAYBOOK_LENS = "playbook.lens"
PLAYBOOK_SAVES = "playbook.saves"
"""For whose levels the playbook is shown, and how often it was saved: each time its fields begin anew."""

PLAYBOOK_ASKED = "levels"
"""What a link to the playbook has in its address: for whose levels."""

DISAGREEMENT = "disagreements.pair"
"""The pair of lenses whose customers are listed."""

FINAL_AMOUNT = "final.amount"
FINAL_STEP = "final.step"
FINAL_PICKED = "final.picked"
"""Which amount is put into thirds, which split is shown, and whose customers of it are listed."""

CUSTOMER = "customer"
"""Whose file is open, by the internal number; it stands in the address, and nothing else of the customer does."""

CUSTOMER_SEARCH = "customers.search"
CUSTOMER_HIT = "customers.hit"
CUSTOMER_PART = "customers.part"
CUSTOMER_DONE = "customers.done"
CUSTOMER_ERASED = "customers.erased"
AUTHOR = "customers.author"
"""What is searched for, the hit chosen, the part of the file, what was just saved or erased, and who writes."""

STAGE_DAYS = "stage.days"
STAGE_BY_ORDERS = "stage.by_orders"
"""Over how many days regulars are counted on the store stage page, and whether by orders."""


class NoShopYet(SegmentationError):
    message = N_("There is no shop yet. Create one, or build the demo shop to look around.")
    code = "NO_SHOP_YET"


class EmptyShop(NoSales):
    message = N_("This shop has no sales yet. Load a sales sheet first.")


def shops() -> tuple[ShopCard, ...]:
    """The shops to choose from, by name; archived ones are left out."""
    return cache.home().shops()


def shop_card() -> ShopCard | None:
    """The card of the shop that is looked at: the one chosen, else the first; None without shops."""
    cards = shops()
    chosen = st.session_state.get(SHOP)
    return next((card for card in cards if card.id == chosen), cards[0] if cards else None)


def shop_or_stop() -> Shop:
    """The shop that is looked at. Without one the page ends here with a hint what to do next (``NoShopYet``)."""
    card = shop_card()
    if card is None:
        raise NoShopYet
    return Shop(card.id, cache.home().open(card.id).data_version)


def workspace(shop: Shop) -> Workspace:
    """The shop's open file."""
    return cache.home().open(shop.id)


def choose_shop(shop_id: str) -> None:
    """Look at another shop from now on. For callbacks: a widget's value cannot change after it is drawn."""
    st.session_state[SHOP] = shop_id


def key_of(shop: Shop, name: str) -> str:
    """The session key of a choice that belongs to one shop, such as limits in its own currency."""
    return f"{name}.{shop.id}"


def look_next_at(shop_id: str) -> None:
    """Look at another shop from the next run on. For the middle of a run, where the widget is already drawn."""
    st.session_state[NEXT_SHOP] = shop_id


def take_next_shop() -> None:
    """Before the shop's widget is drawn: what ``look_next_at`` left."""
    if NEXT_SHOP in st.session_state:
        st.session_state[SHOP] = st.session_state.pop(NEXT_SHOP)


def put(values: Mapping[str, object]) -> None:
    """Set widgets by their keys. For callbacks: a widget's value cannot change after it is drawn."""
    for key, value in values.items():
        st.session_state[key] = value
