"""A list's filters as a person reads them: on the cover of its workbook and above its table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from segmentation.locale import N_, Words
from segmentation.parameters import Between, Days, ListFilters, ListOrder
from segmentation.store.workspace import Workspace
from segmentation.views.chosen import eight_types_in_use, segments_in_use
from segmentation.views.lens_filters import asked_lenses, levels_asked
from segmentation.views.list_wording import LEVELS

GROUP_LABELS = {
    "segments": ("segment", N_("Segment")),
    "value_classes": ("value_class", N_("Value class")),
    "lifecycle_stages": ("lifecycle_stage", N_("Life cycle stage")),
    "vip_levels": ("vip_level", N_("VIP level")),
    "eight_types": ("eight_type", N_("Of the eight types")),
    "final_classes": ("final_class", N_("Final class")),
}
"""Field of the filters → column of the rows, label (message id)."""

SCORE_LABELS = {
    "r_score": N_("R score"),
    "f_score": N_("F score"),
    "m_score": N_("M score"),
}

MEASURE_LABELS = {
    "monetary": N_("Revenue"),
    "average_order_value": N_("Average order value"),
    "frequency": N_("Purchases"),
    "purchase_days": N_("Purchase days"),
    "recency_days": N_("Days since the last purchase"),
    "tenure_days": N_("Days since the first purchase"),
    "weighted_score": N_("Weighted score"),
}

MONEY = ("monetary", "average_order_value")

DAY_LABELS = {"last_purchase": N_("Last purchase"), "first_purchase": N_("First purchase")}

GOODS_LABELS = {
    "categories": N_("Category bought"),
    "stores": N_("Store"),
    "staff": N_("Staff"),
    "channels": N_("Channel"),
}

CONTACT_LABELS = {"has_phone": N_("Phone"), "has_email": N_("E-mail")}

ORDER_LABELS = {
    ListOrder.MOST_REVENUE: N_("Most revenue first"),
    ListOrder.HIGHEST_SCORE: N_("Highest weighted score first"),
    ListOrder.MOST_PURCHASES: N_("Most purchases first"),
    ListOrder.LARGEST_ORDERS: N_("Largest average order first"),
    ListOrder.LATEST_PURCHASE: N_("Latest purchase first"),
    ListOrder.LONGEST_AWAY: N_("Longest away first"),
    ListOrder.NEWEST_CUSTOMER: N_("Newest customer first"),
}


def product_names(workspace: Workspace, ids: Iterable[int]) -> dict[int, str]:
    """Product id → its name, with the code where it has one; in the order of the names."""
    found = workspace.query(
        """select product_id, concat_ws(' · ', product, product_code) as name from products
           where list_contains(?::integer[], product_id) order by name, product_id""",
        [sorted(ids)],
    )
    return dict(zip(found["product_id"].to_pylist(), found["name"].to_pylist(), strict=True))


def filters_in_words(workspace: Workspace, filters: ListFilters, words: Words) -> tuple[tuple[str, str], ...]:
    """Label and text of each filter that is set, then of the order and of the limit; nothing where nothing is set."""
    found: list[tuple[str, str]] = []
    if filters.cells:
        found.append((words("Score cells (R F M)"), _listed([str(cell) for cell in sorted(filters.cells)])))
    levels = LEVELS | {"segment": segments_in_use(workspace).levels, "eight_type": eight_types_in_use(workspace)}
    for name, (column, label) in GROUP_LABELS.items():
        chosen = [words(level.name) for level in levels[column] if level.key in getattr(filters, name)]
        if chosen:
            found.append((words(label), _listed(chosen)))
    for lens in asked_lenses(filters):
        asked = levels_asked(filters, lens)
        chosen = [words(level.name) for level in lens.levels if level.key in asked]
        found.append((words(lens.name), _listed([*chosen, *([words("not known")] if None in asked else [])])))
    for name, label in (SCORE_LABELS | MEASURE_LABELS).items():
        found += [(words(label), text) for text in _range(getattr(filters, name), words, is_money=name in MONEY)]
    for name, label in DAY_LABELS.items():
        found += [(words(label), text) for text in _days(getattr(filters, name), words)]
    if filters.products:
        found.append((words("Product bought"), _listed(list(product_names(workspace, filters.products).values()))))
    for name, label in GOODS_LABELS.items():
        if chosen := sorted(getattr(filters, name)):
            found.append((words(label), _listed(chosen)))
    for name, label in CONTACT_LABELS.items():
        if (wanted := getattr(filters, name)) is not None:
            found.append((words(label), words("known") if wanted else words("not known")))
    if filters.limit is not None:
        found.append((words("No more than"), words.number(filters.limit)))
    if filters.limit is not None or filters.order is not ListOrder.MOST_REVENUE:
        found.append((words("Order"), words(ORDER_LABELS[filters.order])))
    return tuple(found)


def _listed(texts: Sequence[str]) -> str:
    return ", ".join(texts)


def _range(limits: Between, words: Words, *, is_money: bool) -> Iterable[str]:
    def shown(value: Decimal) -> str:
        return words.money(value) if is_money else words.number(value, 0 if value == value.to_integral_value() else 1)

    if limits.low is not None and limits.high is not None:
        yield words("{low} to {high}").format(low=shown(limits.low), high=shown(limits.high))
    elif limits.low is not None:
        yield words("{low} or more").format(low=shown(limits.low))
    elif limits.high is not None:
        yield words("{high} or less").format(high=shown(limits.high))


def _days(days: Days, words: Words) -> Iterable[str]:
    def shown(day: date) -> str:
        return words.date(day)

    if days.first is not None and days.last is not None:
        yield words("{low} to {high}").format(low=shown(days.first), high=shown(days.last))
    elif days.first is not None:
        yield words("from {day} on").format(day=shown(days.first))
    elif days.last is not None:
        yield words("up to {day}").format(day=shown(days.last))
