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
    found = sales.currency
    shop = read_card(workspace.folder).currency if found else None
    if not found or not shop or found == shop:
        return
    if sales.is_currency_stated or not share_a_sign(found, shop):
        raise OtherCurrency(found=found, shop=shop)


def adopt_currency(workspace: Workspace, sales: CleanSales) -> None:
    """A shop that says none takes the currency of its first sales, where their file names it."""
    if not sales.currency or not sales.is_currency_stated:
        return
    card = read_card(workspace.folder)
    if card.currency:
        return
    with workspace.cursor() as cursor:
        ((loads,),) = cursor.execute("select count(*) from loads where kind = 'sales' and undone_at is null").fetchall()
    if loads == 1:
        write_card(workspace.folder, replace(card, currency=sales.currency))
