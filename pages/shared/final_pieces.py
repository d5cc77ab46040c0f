"""The classification page's pieces: which amount, which split, the split drawn, and what is picked of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import streamlit as st

from pages.shared import charts, language, messages, rule_use, state, table_columns
from pages.shared.cache import Shop
from pages.shared.language import _
from segmentation.classifications.final_classification import LEVELS, SECOND
from segmentation.classifications.levels import Level
from segmentation.figures.final_classes import FIRST_PAINTS, SECOND_PAINTS, final_matrix
from segmentation.figures.levels import level_bars
from segmentation.locale import N_
from segmentation.parameters import Analysis, FinalRules
from segmentation.views import final_classes as finals
from segmentation.views.final_classes import AMOUNTS, FIRST_NAMES, SECOND_NAMES, FinalView

FIRST, SECOND_SPLIT, FINAL = "first", "second", "final"
LENS_OF = {FIRST: "first", SECOND_SPLIT: "second", FINAL: "final_class"}
"""Split → key of the lens whose levels it shows."""

_STEPS = {FIRST: N_("1 · By amount"), SECOND_SPLIT: N_("2 · By frequency"), FINAL: N_("3 · Both together")}
_AMOUNTS = {False: N_("Average order value"), True: N_("All revenue")}
_RULES = "final"
_CLASS_NAMES = {level.key: level.name for level in LEVELS}
_NAMES = {FIRST: FIRST_NAMES, SECOND_SPLIT: SECOND_NAMES, FINAL: _CLASS_NAMES}


def rules_tried(shop: Shop, rules: Analysis) -> Analysis:
    """The rules with the amount that is looked at; it can be taken into use for the whole shop."""
    choice, use = st.columns([2, 1], vertical_alignment="bottom")
    by_total = choice.segmented_control(
        _("Amount"),
        list(_AMOUNTS),
        format_func=lambda one: _(_AMOUNTS[one]),
        default=rules.final.by_total,
        required=True,
        key=state.key_of(shop, state.FINAL_AMOUNT),
        persist_state="session",
        help=_("What the first classification puts into thirds."),
    )
    tried = replace(rules, final=FinalRules(by_total=bool(by_total)))
    if tried != rules and use.button(_("Use for the whole shop"), key="final.use"):
        rule_use.use(state.workspace(shop), _RULES, tried.final)
        st.rerun()
    return tried


def step() -> str:
    """Which split is shown; one click each."""
    shown: str = st.segmented_control(
        _("Classification"),
        list(_STEPS),
        format_func=lambda one: _(_STEPS[one]),
        default=FIRST,
        required=True,
        key=state.FINAL_STEP,
        persist_state="session",
    )
    return shown


def split(view: FinalView, shown: str) -> str | None:
    """The split drawn, with who belongs where; the level whose customers are listed comes back."""
    words, scheme = language.words(), charts.scheme()
    names = _NAMES[shown]
    key = f"{state.FINAL_PICKED}.{shown}"

    def pick(data: Any) -> None:
        found = data[0] if isinstance(data, (list, tuple)) and data else data
        if found in names:
            st.session_state[key] = found

    if shown == FINAL:
        drawn = final_matrix(view, words, scheme, st.session_state.get(key))
        charts.pick(drawn, key="final.matrix", title=_("Amount × frequency"), on_pick=pick)
    else:
        bars, rules = st.columns([3, 2], gap="large")
        keys = AMOUNTS if shown == FIRST else SECOND
        texts = {one: (finals.first_rule if shown == FIRST else finals.second_rule)(one, view, words) for one in keys}
        with bars:
            levels = [Level(one, names[one], texts[one]) for one in keys]
            groups, paints = (view.first, FIRST_PAINTS) if shown == FIRST else (view.second, SECOND_PAINTS)
            drawn = level_bars(groups, levels, paints, words, scheme)
            charts.pick(drawn, key=f"final.{shown}", title=_(_STEPS[shown]), on_pick=pick)
            st.caption(_("Customers (full bar) and what they brought in all (pale bar), with their shares."))
        with rules:
            st.markdown(f"##### {_('Who belongs where')}")
            for one in keys:
                st.markdown(f"**{_(names[one])}**  \n{messages.as_text(texts[one])}")
    picked: str | None = st.selectbox(
        _("Whose customers"),
        list(names),
        index=None,
        format_func=lambda one: _(names[one]),
        placeholder=_("Click in the figure, or choose here"),
        key=key,
        persist_state="session",
    )
    return picked


def title(shown: str, picked: str) -> str:
    """The name of a level's list."""
    return _(_NAMES[shown][picked])


def classes(view: FinalView) -> None:
    """The nine classes as a table: customers, revenue, and what the class means."""
    text, number = st.column_config.TextColumn, st.column_config.NumberColumn
    st.dataframe(
        {
            "name": [_(level.name) for level in LEVELS],
            "customers": [one.customers for one in view.classes],
            "purchases": [one.purchases for one in view.classes],
            "revenue": [float(one.revenue) for one in view.classes],
            "rule": [_(level.rule) for level in LEVELS],
        },
        hide_index=True,
        column_config={
            "name": text(_("Group"), pinned=True),
            "customers": number(_("Customers"), format="%,d"),
            "purchases": number(_("Purchases"), format="%,d"),
            "revenue": table_columns.money(_("Revenue"), 0),
            "rule": text(_("Who belongs to it"), width="large"),
        },
        key="final.table",
    )
