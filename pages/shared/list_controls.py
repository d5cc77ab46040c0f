"""The filters of a list as controls, and what they say as ``ListFilters``; saved lists set the same controls."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

import streamlit as st

from pages.shared import cache, controls, lens_answers, state
from pages.shared.cache import Shop
from pages.shared.language import _, words
from segmentation.classifications import eight_types
from segmentation.classifications.lens import Lens
from segmentation.classifications.rfm_segments import table_in_use
from segmentation.errors import IllegalParameter
from segmentation.locale import N_
from segmentation.parameters import Analysis, Between, Days, LensLevel, ListFilters, ListOrder
from segmentation.views.lens_filters import FILTER_LENSES, levels_asked
from segmentation.views.list_filters_worded import (
    CONTACT_LABELS,
    DAY_LABELS,
    GOODS_LABELS,
    GROUP_LABELS,
    MEASURE_LABELS,
    MONEY,
    ORDER_LABELS,
    SCORE_LABELS,
)
from segmentation.views.list_wording import LEVELS

_KEEP: dict[str, Any] = {"persist_state": "session"}
"""What is chosen stays when another page is looked at."""

_KEEP_SEVERAL = _KEEP | {"select_all": False}
"""Streamlit's entry that selects all speaks English only."""

_SETS = ("cells", *GROUP_LABELS, "products", *GOODS_LABELS)
_RANGES = (*SCORE_LABELS, *MEASURE_LABELS)
_LIMITS = {**dict.fromkeys(SCORE_LABELS, (1, 5)), "weighted_score": (20, 100), "frequency": (1, None)}
_NO_MINIMUM = ("monetary", "average_order_value")
_PARTS = (N_("from"), N_("to"))


def list_filters(shop: Shop, analysis: Analysis) -> tuple[ListFilters, str | None]:
    """Draw the controls; what is chosen comes back, and the column by which the workbook is parted.

    Raises ``IllegalParameter`` where a range ends before it begins.
    """
    choices, chosen = cache.list_choices(shop, analysis), dict[str, Any]()
    levels = LEVELS | {
        "segment": table_in_use(analysis.segments).levels,
        "eight_type": eight_types.levels_in_use(analysis.eight_types),
    }
    with st.expander(_("Groups"), expanded=True):
        for place, (name, (column, label)) in controls.in_rows(GROUP_LABELS.items(), 3):
            names = {level.key: _(level.name) for level in levels[column]}
            # A list may ask for a segment that the shop's own table had once.
            chosen[name] = _several(place, shop, name, _(label), choices.groups[name], partial(_name, names))
    chosen["lens_levels"] = _lenses(shop, analysis)
    with st.expander(_("Scores")):
        for place, (name, label) in controls.in_rows(SCORE_LABELS.items(), 3):
            chosen[name] = _range(place, shop, name, _(label))
        chosen["cells"] = _several(st, shop, "cells", _("Score cells (R F M)"), choices.cells, str)
    with st.expander(_("Measures")):
        for place, (name, label) in controls.in_rows(MEASURE_LABELS.items(), 2):
            chosen[name] = _range(place, shop, name, _(label))
        for place, (name, label) in controls.in_rows(DAY_LABELS.items(), 2):
            chosen[name] = _days(place, shop, name, _(label))
    chosen |= _goods(shop, analysis)
    with st.expander(_("Contact, order and workbook")):
        for place, (name, label) in controls.in_rows(CONTACT_LABELS.items(), 2):
            chosen[name] = _known(place, shop, name, _(label))
        chosen |= _order_and_limit(shop)
        group_by = _sheets()
    return ListFilters(**chosen), group_by


def put(shop: Shop, filters: ListFilters, name: str = "") -> None:
    """Set the controls to these filters, and the list's name. For callbacks."""
    values: dict[str, object] = {name: sorted(getattr(filters, name)) for name in _SETS}
    values |= {
        _of_lens(lens): [level for level in (*lens.level_keys, None) if level in levels_asked(filters, lens)]
        for lens in FILTER_LENSES
    }
    for field in _RANGES:
        limits = getattr(filters, field)
        values |= {f"{field}.{i}": _number(field, limit) for i, limit in enumerate((limits.low, limits.high))}
    for field in DAY_LABELS:
        days = getattr(filters, field)
        values |= {f"{field}.0": days.first, f"{field}.1": days.last}
    values |= {field: getattr(filters, field) for field in CONTACT_LABELS}
    values |= {"order": filters.order, "limit": filters.limit, "name": name, "product_search": ""}
    state.put({_key(shop, field): value for field, value in values.items()})


def list_name(shop: Shop) -> str:
    """The name that the list is saved under and its files are called by; empty until somebody types one."""
    typed: str = st.text_input(_("Name of the list"), key=_key(shop, "name"), max_chars=60, **_KEEP)
    return typed.strip()


def _key(shop: Shop, field: str) -> str:
    return state.key_of(shop, f"{state.LISTS}.{field}")


def _name(names: Mapping[Any, str], key: Any) -> str:
    return names.get(key, key)


def _several(
    place: Any, shop: Shop, name: str, label: str, counts: Mapping[Any, int], shown: Callable[[Any], str]
) -> frozenset[Any]:
    """Any of these; what was chosen stays to be seen, also where the shop's data no longer has it."""
    key, numbers = _key(shop, name), words()
    gone = [choice for choice in st.session_state.get(key) or [] if choice not in counts]
    if not counts and not gone:
        return frozenset()
    with_count = {
        choice: _("{name} ({customers})").format(name=shown(choice), customers=numbers.number(counts.get(choice, 0)))
        for choice in (*counts, *gone)
    }
    return frozenset(
        place.multiselect(
            label, list(with_count), format_func=with_count.__getitem__, key=key, placeholder=_("Any"), **_KEEP_SEVERAL
        )
    )


def _lenses(shop: Shop, analysis: Analysis) -> frozenset[LensLevel]:
    """Every lens without a place of its own above; counted only while they are looked at, like the goods."""
    keys = {lens: _key(shop, _of_lens(lens)) for lens in FILTER_LENSES}
    expander = st.expander(
        _("Ten dimensions, stars, first and second classification"), key=_key(shop, "lenses"), on_change="rerun"
    )
    chosen = {lens: frozenset[str | None](st.session_state.get(key) or ()) for lens, key in keys.items()}
    if expander.open:
        with expander:
            choices = lens_answers.lens_choices(shop, analysis)
            for place, lens in controls.in_rows(FILTER_LENSES, 3):
                names = {level.key: _(level.name) for level in lens.levels} | {None: _("not known")}
                shown = partial(_name, names)
                chosen[lens] = _several(place, shop, _of_lens(lens), _(lens.name), choices[lens.key], shown)
    return frozenset(LensLevel(lens.key, level) for lens, levels in chosen.items() for level in levels)


def _of_lens(lens: Lens) -> str:
    return f"lens.{lens.key}"


def _number(name: str, value: Decimal | None) -> float | int | None:
    if value is None:
        return None
    return float(value) if name in MONEY else int(value)


def _range(place: Any, shop: Shop, name: str, label: str) -> Between:
    low, high = _LIMITS.get(name, (None if name in _NO_MINIMUM else 0, None))
    is_money = name in MONEY
    typed = []
    for i, (part, column) in enumerate(zip(_PARTS, place.columns(2), strict=True)):
        typed.append(
            column.number_input(
                _("{measure}, {part}").format(measure=label, part=_(part)),
                min_value=low,
                max_value=high,
                value=None,
                step=1.0 if is_money else 1,
                format="%.2f" if is_money else "%d",
                placeholder=_("Any"),
                key=_key(shop, f"{name}.{i}"),
                **_KEEP,
            )
        )
    if None not in typed and typed[0] > typed[1]:
        raise IllegalParameter(name=label, value=typed[1], rule=_("The upper limit is not below the lower one."))
    return Between(*typed)


def _days(place: Any, shop: Shop, name: str, label: str) -> Days:
    first, last = cache.data_span(shop) or (None, None)
    typed: list[date | None] = [
        column.date_input(
            _("{measure}, {part}").format(measure=label, part=_(part)),
            None,
            min_value=first,
            max_value=last,
            key=_key(shop, f"{name}.{i}"),
            **_KEEP,
        )
        for i, (part, column) in enumerate(zip(_PARTS, place.columns(2), strict=True))
    ]
    if typed[0] is not None and typed[1] is not None and typed[0] > typed[1]:
        raise IllegalParameter(name=label, value=typed[1], rule=_("The last day is not before the first one."))
    return Days(*typed)


def _goods(shop: Shop, analysis: Analysis) -> dict[str, frozenset[Any]]:
    """Counted only while they are looked at: a large shop's sales take a second or two."""
    names = ("products", *GOODS_LABELS)
    expander = st.expander(_("Bought, where and by whom"), key=_key(shop, "goods"), on_change="rerun")
    if not expander.open:
        return {name: frozenset(st.session_state.get(_key(shop, name)) or ()) for name in names}
    with expander:
        choices, chosen = cache.goods_choices(shop, analysis), {"products": _products(shop)}
        for place, (name, label) in controls.in_rows(GOODS_LABELS.items(), 2):
            chosen[name] = _several(place, shop, name, _(label), choices[name], str)
    return chosen


def _products(shop: Shop) -> frozenset[int]:
    """Found by a search: a shop may have too many products to list."""
    key = _key(shop, "products")
    chosen = frozenset(st.session_state.get(key) or ())
    left, right = st.columns(2)
    text = left.text_input(
        _("Find a product"), key=_key(shop, "product_search"), placeholder=_("Part of its name or code"), **_KEEP
    )
    names = cache.product_names(shop, chosen) | cache.product_matches(shop, text)
    return frozenset(
        right.multiselect(
            _("Product bought"),
            list(names),
            format_func=lambda product: names.get(product, str(product)),
            key=key,
            placeholder=_("Any") if names else _("Find a product first"),
            **_KEEP_SEVERAL,
        )
    )


def _known(place: Any, shop: Shop, name: str, label: str) -> bool | None:
    shown = {None: _("Any"), True: _("known"), False: _("not known")}
    known: bool | None = place.selectbox(
        label, list(shown), format_func=shown.__getitem__, key=_key(shop, name), **_KEEP
    )
    return known


def _order_and_limit(shop: Shop) -> dict[str, Any]:
    left, right = st.columns(2)
    return {
        "order": left.selectbox(
            _("Order"),
            list(ListOrder),
            format_func=lambda order: _(ORDER_LABELS[order]),
            key=_key(shop, "order"),
            **_KEEP,
        ),
        "limit": right.number_input(
            _("No more than"), min_value=1, value=None, step=1, placeholder=_("All"), key=_key(shop, "limit"), **_KEEP
        ),
    }


def _sheets() -> str | None:
    """How the workbook is laid out: None = all customers on one sheet, else the column whose values get a sheet each."""
    shown = {
        None: _("One sheet"),
        "segment": _("One a segment"),
        "value_class": _("One a value class"),
        "lifecycle_stage": _("One a life cycle stage"),
        "vip_level": _("One a VIP level"),
    }
    chosen: str | None = st.selectbox(
        _("Sheets of the workbook"), list(shown), format_func=shown.__getitem__, key="lists.sheets", **_KEEP
    )
    return chosen
