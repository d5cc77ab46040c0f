"""What can be done to a shop as a whole."""

from __future__ import annotations

import streamlit as st

from pages.shared import messages, state
from pages.shared.language import _, words
from segmentation.locale import N_
from segmentation.store.backup import back_up, copy_to
from segmentation.store.home import Home
from segmentation.store.shop_card import ShopCard
from segmentation.views.customers_scored import renew_customers_scored

CURRENCIES = (None, "CNY", "EUR", "USD", "GBP", "HKD", "TWD", "JPY", "KRW", "SGD", "AUD", "CAD", "CHF", "INR", "BRL")
"""Choices for a shop's money; None shows plain numbers."""

CARD_DAMAGED = N_(
    "This shop's card (shop.json) cannot be read, so its name and currency are not known. Its sales are unharmed. Save its "
    "name and currency again here."
)


def currency_name(code: str | None) -> str:
    """The code with the currency's name in the reader's language."""
    return _("No currency: plain numbers") if code is None else f"{code} · {words().currency_name(code)}"


def create(home: Home, name: str, currency: str | None) -> None:
    """A new shop, looked at from now on."""
    state.look_next_at(home.create(name, currency=currency))


def change(home: Home, shop_id: str, name: str, currency: str | None) -> None:
    """Another name or currency."""
    home.rename(shop_id, name)
    home.set_currency(shop_id, currency)


def duplicate(home: Home, shop_id: str, name: str) -> None:
    """A copy of the shop with all its data under another name."""
    with st.spinner(_("Copying and comparing …")):
        home.duplicate(shop_id, name, copy_to)


def archive_button(home: Home, card: ShopCard) -> None:
    """Out of the menu, or back into it; nothing is lost."""
    label = _("Bring back from the archive") if card.is_archived else _("Archive")
    if st.button(label, key=f"archive.{card.id}", help=_("An archived shop is kept whole and left out of the menu.")):
        home.set_archived(card.id, not card.is_archived)
        st.rerun()


def back_up_now(home: Home, shop_id: str) -> str:
    """Where the new backup lies."""
    workspace = home.open(shop_id)
    renew_customers_scored(workspace)
    return str(back_up(workspace))


def delete_form(home: Home, card: ShopCard) -> None:
    """Remove the shop for good, after its name was typed."""
    with st.form(f"delete.{card.id}"):
        st.text(_("Delete this shop with all its data and backups. This cannot be undone."))
        typed = st.text_input(_("Type the shop's name to delete it"))
        if st.form_submit_button(_("Delete for good")):
            with messages.shown():
                home.delete(card.id, typed_name=typed)
                st.rerun()
