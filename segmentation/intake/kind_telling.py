"""What a sheet holds, told by its columns."""

from __future__ import annotations

from segmentation.intake.headings import Recognition
from segmentation.intake.kind_headings import recognise_kind
from segmentation.intake.mapping import MissingColumn
from segmentation.intake.raw import RawTable
from segmentation.intake.sheet_kinds import SheetKind
from segmentation.intake.values.look import Look

_TELLING = {
    SheetKind.CUSTOMERS: ("birthday", "gender", "occupation", "joined_on", "consent", "tags"),
    SheetKind.INTERACTIONS: ("kind",),
    SheetKind.FEEDBACK: ("rating", "satisfaction", "recommendation", "text"),
    SheetKind.PRODUCTS: ("cost", "list_price"),
}
"""Fields that a sheet of sales hardly has."""
_TRADED = frozenset(["order", "quantity", "unit_price", "refunded"])


def sheet_kind(raw: RawTable, sales: Recognition) -> SheetKind:
    """What the sheet holds. Sales, unless its columns say otherwise.

    A sheet is another kind when it has a telling column of it and all that the kind needs, and nothing that only sales have;
    a sheet that can be loaded as sales must have two telling columns.
    """
    have = set(sales.mapping.columns)
    try:
        sales.check()
        is_sales = True
    except MissingColumn:
        is_sales = False
    if sales.profile or (is_sales and have & _TRADED):
        return SheetKind.SALES
    best, most = SheetKind.SALES, 1 if is_sales else 0
    looks: dict[int, Look] = {}
    for kind, telling in _TELLING.items():
        found = recognise_kind(raw, kind, looks=looks)
        names = set(found.mapping.columns)
        told = len(names & set(telling))
        if kind is SheetKind.CUSTOMERS and "name" in names and names & {"phone", "email"} and "date" not in have:
            told += 1
        if kind is not SheetKind.PRODUCTS and have & _TRADED:
            continue
        if kind is SheetKind.PRODUCTS and have & {"customer", "order", "date", "quantity"}:
            continue
        try:
            found.check()
        except MissingColumn:
            continue
        if told > most:
            best, most = kind, told
    return best
