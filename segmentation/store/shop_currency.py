"""One currency a shop: a file in another one is refused, because two currencies cannot be added up."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

from segmentation.errors import SegmentationError
from segmentation.intake.cleaning import CleanSales
from segmentation.intake.values.currencies import share_a_sign
from segmentation.locale import N_
from segmentation.store.errors import DiskFull, ReadOnlyHome
from segmentation.store.shop_card import BY_LOADS, BY_PERSON, read_card, write_card
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
    shop = _in_use(workspace)
    if sales.currency and shop and not share_a_sign(sales.currency, shop):
        raise OtherCurrency(found=sales.currency, shop=shop)


def check_stated(workspace: Workspace, currency: str | None) -> None:
    """Nothing where none is stated, or the shop's own. Raises ``OtherCurrency``."""
    shop = _in_use(workspace)
    if currency and shop and currency != shop:
        raise OtherCurrency(found=currency, shop=shop)


def settle_currency(workspace: Workspace) -> None:
    """A shop for which no person chose one has the currency of its first sales, where their file names it.

    After the sales are stored: where the disk takes no card any more, the next load settles it.
    """
    card = read_card(workspace.folder)
    if card.currency_by == BY_PERSON or (card.currency and card.currency_by is None):
        return
    currency = next(iter(_of_loads(workspace)), None)
    if currency != card.currency and not card.is_damaged:
        with suppress(DiskFull, ReadOnlyHome):
            write_card(workspace.folder, replace(card, currency=currency, currency_by=BY_LOADS if currency else None))


def _in_use(workspace: Workspace) -> str | None:
    """The shop's currency; where the shop shows plain numbers, the one that loads named."""
    return read_card(workspace.folder).currency or next(filter(None, _of_loads(workspace)), None)


def _of_loads(workspace: Workspace) -> list[str | None]:
    """The currency that each load of sales names, those undone left out, in order; null = none."""
    with workspace.cursor() as cursor:
        rows = cursor.execute(
            "select currency from loads where kind = 'sales' and undone_at is null order by load_id"
        ).fetchall()
    return [currency for (currency,) in rows]
