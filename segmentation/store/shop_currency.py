"""One currency a shop: a file in another one is refused, because two currencies cannot be added up."""

from __future__ import annotations

from dataclasses import replace

from segmentation.errors import SegmentationError
from segmentation.intake.cleaning import CleanSales
from segmentation.intake.values.currencies import share_a_sign
from segmentation.locale import N_
from segmentation.store.shop_card import read_card, write_card
from segmentation.store.workspace import Workspace


class OtherCurrency(SegmentationError):
    message = N_(
        "The amounts of this file are in {found}, and the shop counts in {shop}; they cannot be added up. "
        "Load the file into a shop of its own, or change this shop's currency on the shops page if it is wrong."
    )
    code = "NOT_THE_SHOPS_CURRENCY"


def check_currency(workspace: Workspace, sales: CleanSales) -> None:
    """Nothing where the file says no currency, or the shop's own.

    A sign alone is the shop's own wherever it is used there: $ in a Canadian shop is the Canadian dollar.

    Raises
    ------
    OtherCurrency : the file's amounts are in a currency that is not the shop's.
    """
    if sales.is_currency_stated:
        check_stated(workspace, sales.currency)
        return
    shop = read_card(workspace.folder).currency
    if sales.currency and shop and not share_a_sign(sales.currency, shop):
        raise OtherCurrency(found=sales.currency, shop=shop)


def check_stated(workspace: Workspace, currency: str | None) -> None:
    """Nothing where none is stated, or the shop's own. Raises ``OtherCurrency``."""
    shop = read_card(workspace.folder).currency
    if currency and shop and currency != shop:
        raise OtherCurrency(found=currency, shop=shop)


def settle_currency(workspace: Workspace) -> None:
    """A shop for which nobody chose a currency has that of its first sales, where their file names it."""
    card = read_card(workspace.folder)
    if card.currency and not card.is_currency_loaded:
        return
    with workspace.cursor() as cursor:
        first = cursor.execute(
            "select currency from loads where kind = 'sales' and undone_at is null order by load_id limit 1"
        ).fetchall()
    currency = first[0][0] if first else None
    if currency != card.currency:
        write_card(workspace.folder, replace(card, currency=currency, is_currency_loaded=currency is not None))
