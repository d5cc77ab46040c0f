"""Rules that were tried: who moves by them, and taking them into use, with a way back."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import streamlit as st

from pages.shared import (
    bench,
    cache,
    language,
    lens_answers,
    messages,
    navigation,
    rule_fields,
    rule_use,
    segment_editor,
    state,
    store_stage_effects,
)
from pages.shared.cache import Shop
from pages.shared.language import _
from segmentation.errors import IllegalParameter, SegmentationError
from segmentation.locale import N_
from segmentation.parameters import Analysis
from segmentation.views import chosen
from segmentation.views.rule_changes import LensMoves

NAMES = {
    "scoring": N_("Scores and value classes"),
    "segments": N_("Named segments"),
    "eight_types": N_("Eight types"),
    "lifecycle": N_("Life cycle"),
    "vip": N_("VIP levels"),
    "final": N_("First, second, final"),
    "dimensions": N_("Ten dimensions"),
    "stars": N_("Stars"),
    "store_stage": N_("Store stage"),
}


def choose() -> str:
    """Whose rules are looked at."""
    rules: str = st.segmented_control(
        _("Rules of"),
        list(NAMES),
        format_func=lambda name: _(NAMES[name]),
        default="segments",
        required=True,
        key=state.RULES,
        persist_state="session",
        wrap=True,
    )
    if rules == "scoring":
        navigation.link(navigation.SCORES, _("With pictures: the page Scores"))
    return rules


def tried(shop: Shop, in_use: Analysis, name: str) -> Analysis | None:
    """Draw the rules' fields; the analysis with what was typed comes back, None while it cannot be used."""
    rules = getattr(in_use, name)
    if name == "scoring":
        return _scoring(shop, in_use)
    if name == "segments":
        segment_editor.begin(shop, rules)
        found: Any = segment_editor.typed(shop, cache.basis(shop, in_use).scores.cube)
        return None if found is None else replace(in_use, segments=found)
    rule_fields.begin(shop, name, rules)
    try:
        return replace(in_use, **{name: rule_fields.typed(shop, name, rules)})
    except IllegalParameter as fault:
        rule_fields.fault(name, fault)
        return None


def _scoring(shop: Shop, in_use: Analysis) -> Analysis | None:
    bench.begin(shop, in_use.scoring)
    if rule_fields.are_others(shop, "scoring", in_use.scoring, at_first=False):
        bench.put(shop, in_use.scoring)
    try:
        found = cache.score_basis(shop, in_use.period, *bench.cuts(shop))
        return replace(in_use, scoring=bench.rules(shop, found))
    except SegmentationError as fault:
        messages.fault(fault)
        return None


def edit(shop: Shop, in_use: Analysis, name: str) -> None:
    """All of it beside what it decides: the fields, the buttons, and who moves once a limit is another."""
    found = tried(shop, in_use, name)
    keep(shop, in_use, found, name)
    if found != in_use:
        moves(shop, in_use, found, name)


def moves(shop: Shop, in_use: Analysis, found: Analysis | None, name: str) -> None:
    """How many customers change level, and between which levels; of the store, its stage and targets."""
    if name == "store_stage":
        store_stage_effects.show(shop, in_use, found)
        return
    st.subheader(_("Who moves"))
    if found is None:
        st.info(_("Once the rules can be used, this tells who changes level."))
        return
    all_moves = lens_answers.rule_moves(shop, in_use, found, name)
    limit = cache.basis(shop, found).limits.vip_limit if name == "vip" else None
    if limit is not None:
        st.caption(messages.as_text(_("Spending limit: {limit}").format(limit=language.words().money(limit))))
    if len(all_moves) == 1:
        _of_lens(all_moves[0], name)
        return
    for lens_moves in all_moves:
        words = language.words()
        label = _("{lens}: {moved} customers move").format(
            lens=_(lens_moves.lens.name), moved=words.number(lens_moves.moved)
        )
        with st.expander(label, expanded=bool(lens_moves.moved)):
            _of_lens(lens_moves, name)


def _of_lens(found: LensMoves, name: str) -> None:
    words = language.words()
    with st.container(horizontal=True):
        st.metric(_("Customers who change level"), words.number(found.moved), width="content")
        st.metric(_("Customers"), words.number(found.customers), width="content")
    number = st.column_config.NumberColumn
    st.dataframe(
        {
            "level": [_(one.level.name) if one.level else _("Not known yet.") for one in found.levels],
            "in_use": [one.in_use for one in found.levels],
            "tried": [one.tried for one in found.levels],
            "come": [one.come for one in found.levels],
            "go": [one.go for one in found.levels],
        },
        hide_index=True,
        column_config={
            "level": st.column_config.TextColumn(_("Level"), pinned=True),
            "in_use": number(_("By the rules in use"), format="localized"),
            "tried": number(_("By these rules"), format="localized"),
            "come": number(_("Come in"), format="localized"),
            "go": number(_("Go out"), format="localized"),
        },
        key=f"rules.moves.{name}.{found.lens.key}",
    )


def keep(shop: Shop, in_use: Analysis, found: Analysis | None, name: str) -> None:
    """Take the rules into use, undo the last change, lay the rules in use again, or go back to the default."""
    default: Any = chosen.RULES[name]()
    saved = getattr(in_use, name)
    is_other = found is not None and getattr(found, name) != saved
    with st.container(horizontal=True):
        if st.button(_("Use for the whole shop"), type="primary", disabled=not is_other, key=f"rules.use.{name}"):
            rule_use.change(shop, name, saved, getattr(found, name))
        can_undo = rule_use.can_undo(shop, name, saved)
        if can_undo and st.button(_("Undo"), key=f"rules.undo.{name}"):
            rule_use.undo(shop, name)
        st.button(_("Back to the rules in use"), key=f"rules.back.{name}", on_click=_lay, args=(shop, name, saved))
        if saved != default and st.button(_("Reset to default"), key=f"rules.default.{name}"):
            rule_use.change(shop, name, saved, default)
    if can_undo:
        st.success(_("These rules were changed for every page. Undo brings those before back."))


def _lay(shop: Shop, name: str, rules: Any) -> None:
    if name == "segments":
        segment_editor.lay(shop, rules)
    elif name == "scoring":
        bench.put(shop, rules)
    else:
        rule_fields.lay(shop, name, rules)
