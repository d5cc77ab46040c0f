"""The VIP page's pieces: levels and rules, distances, what sets VIPs apart, levels by hand, and the log."""

from __future__ import annotations

from typing import Any

import streamlit as st

from pages.shared import act_answers, cache, charts, language, lens_files, messages, state, table_columns
from pages.shared.cache import Shop
from pages.shared.language import _
from segmentation.classifications import vip
from segmentation.exports.description import Kind
from segmentation.exports.vip_list import (
    MOVES,
    advised_by_level,
    distance_columns,
    distance_file,
    kept_file,
    moves_file,
)
from segmentation.figures import colours
from segmentation.figures.levels import level_bars
from segmentation.figures.vip import apart_bars
from segmentation.parameters import Analysis
from segmentation.views import vip_wording as wording
from segmentation.views.vip import SCREEN_ROWS, Near, VipView, log_of_moves, record_levels
from segmentation.views.vip_apart import Confidence, Difference


def levels(view: VipView) -> str | None:
    """The levels in force as bars, each with its rule; the level whose customers are listed comes back."""
    words = language.words()
    st.caption(messages.as_text(wording.limit_in_words(view, words)))
    bars, rules = st.columns([3, 2], gap="large")
    with bars:
        drawn = level_bars(view.levels, vip.LEVELS, colours.VIP_LEVELS, words, charts.scheme())
        charts.pick(drawn, key="vip.levels", title=_("VIP levels in force"), on_pick=_pick)
        said = _("Customers (full bar) and revenue in the window of {days} days (pale bar), with their shares.")
        st.caption(said.format(days=words.number(view.rules.window_days)))
        with st.container(horizontal=True):
            st.metric(_("One visit from VIP"), words.number(view.one_visit_away), width="content")
            st.metric(_("Kept by grace"), words.number(view.kept_by_grace), width="content")
            st.metric(_("Set by hand"), words.number(view.set_by_hand), width="content")
    with rules:
        st.markdown(f"##### {_('Who belongs where')}")
        for level in vip.LEVELS:
            rule = messages.as_text(wording.level_rule(level.key, view, words))
            st.markdown(f"**{_(level.name)}**  \n{rule}")
        st.caption(messages.as_text(wording.grace_in_words(view, words)))
    names = {level.key: _(level.name) for level in vip.LEVELS}
    st.session_state.setdefault(state.VIP_LEVEL, vip.KEYS[0])
    level_key: str | None = st.segmented_control(
        _("Level whose customers are listed"),
        list(names),
        format_func=names.__getitem__,
        key=state.VIP_LEVEL,
        persist_state="session",
        help=_("Or click on a bar. The list holds those who have the level now: by rule, by grace or by hand."),
    )
    return level_key


def _pick(level: str) -> None:
    st.session_state[state.VIP_LEVEL] = level


def list_title(level: str) -> str:
    """The name of a level's list."""
    return _("{level} in force").format(level=wording.level_name(level, language.words()))


def distances(shop: Shop, rules: Analysis, view: VipView) -> None:
    """How far customers are from the next level, the nearest first, with their file."""
    words = language.words()
    st.subheader(_("Distance to the next level"))
    near = st.segmented_control(
        _("Whose"),
        list(Near),
        format_func=lambda one: _(one),
        default=Near.ONE_VISIT,
        required=True,
        key=state.VIP_NEAR,
        persist_state="session",
        label_visibility="collapsed",
    )
    found, count = act_answers.vip_distances(shop, rules, Near(near)), view.near_count(Near(near))
    st.caption(
        _("{n} customers. One visit from VIP: one visit more with the customer's average order makes a VIP.").format(
            n=words.number(count)
        )
    )
    if not found.num_rows:
        st.info(_("Nobody stands here now."))
        return
    first = advised_by_level(found, state.workspace(shop), rules, words)
    on_screen = wording.distances_worded(first, view.rules.quasi_window_days, words)
    columns = distance_columns(on_screen, words)
    st.dataframe(
        on_screen,
        hide_index=True,
        column_order=[column.key for column in columns],
        column_config={column.key: _config(column.heading, column.kind, column.key) for column in columns},
        key="vip.distances",
    )
    if count > found.num_rows:
        st.caption(
            _("The first {shown} of {all} customers. The files hold all of them.").format(
                shown=words.number(found.num_rows), all=words.number(count)
            )
        )
    lens_files.files(distance_file(lens_files.commission(shop, rules, _(near)), Near(near)), "vip.distances")


def _config(heading: str, kind: Kind, key: str) -> Any:
    if kind.is_text:
        if key.endswith("reason"):
            return st.column_config.TextColumn(heading, width="large")
        return st.column_config.TextColumn(heading, pinned=key == "customer")
    if kind is Kind.DATE:
        return st.column_config.DateColumn(heading, format="YYYY-MM-DD")
    return table_columns.money(heading) if kind is Kind.MONEY else st.column_config.NumberColumn(heading, format="%,d")


def apart(found: tuple[Difference, ...]) -> None:
    """In which habits VIPs differ from the others: the sure ones drawn, all in a table, the method in words."""
    words = language.words()
    st.subheader(_("What sets VIPs apart"))
    if not found:
        st.info(_("There are no VIPs, or nobody else, to compare."))
        return
    if any(one.confidence in (Confidence.SURE, Confidence.LIKELY) for one in found):
        drawn = apart_bars(found, words, charts.scheme())
        title = _("Index of VIPs against the others (100 = no difference)")
        charts.show(drawn, key="vip.apart", title=title)
        st.caption(_("Full colour: sure; pale: likely. What may be chance stands only in the table."))
    else:
        st.info(_("No habit sets VIPs apart beyond chance."))
    text, number = st.column_config.TextColumn, st.column_config.NumberColumn
    with st.expander(_("All habits, and how they are compared")):
        st.dataframe(
            {
                "trait": [_(one.trait) for one in found],
                "value": [wording.trait_value(one, words) for one in found],
                "index": [None if one.index is None else round(one.index) for one in found],
                "vip": [wording.trait_amount(one, one.vip, words) for one in found],
                "rest": [wording.trait_amount(one, one.rest, words) for one in found],
                "n_vip": [one.vip_customers for one in found],
                "n_rest": [one.rest_customers for one in found],
                "z": [one.z for one in found],
                "confidence": [_(one.confidence) for one in found],
            },
            hide_index=True,
            column_config={
                "trait": text(_("Habit")),
                "value": text(_("Its value"), pinned=True),
                "index": number(_("Index"), format="%d"),
                "vip": text(_("VIP")),
                "rest": text(_("Others")),
                "n_vip": number(_("VIPs compared"), format="%,d"),
                "n_rest": number(_("Others compared"), format="%,d"),
                "z": number("z", format="%.1f"),
                "confidence": text(_("Confidence")),
            },
            key="vip.apart.table",
        )
        st.markdown(_(wording.APART_METHOD))


def log(shop: Shop, rules: Analysis) -> None:
    """Changes of level written down, with their file, and the button that writes today's."""
    words, workspace, span = language.words(), state.workspace(shop), cache.data_span(shop)
    is_last_day = span is not None and span[1] == rules.period.as_of
    st.subheader(_("Log of moves"))
    with st.container(horizontal=True, vertical_alignment="center"):
        if st.button(_("Record the levels of today"), disabled=not is_last_day, key="vip.record"):
            count = record_levels(workspace, cache.basis(shop, rules))
            st.success(
                words.count("{n} change of level was written down.", "{n} changes of level were written down.", count)
            )
        if not is_last_day:
            st.caption(_("Only levels on the last day of the data are written down."))
    rows = wording.log_worded(log_of_moves(workspace), words)
    if not rows.num_rows:
        st.info(_("Nothing is written down yet."))
        return
    _table(rows, {key: (_(heading), kind) for key, heading, kind in MOVES}, key="vip.log")
    if rows.num_rows == SCREEN_ROWS:
        st.caption(_("The latest {shown} changes. The files hold all of them.").format(shown=words.number(SCREEN_ROWS)))
    lens_files.files(moves_file(lens_files.commission(shop, rules, _("Log of moves"))), "vip.log")


def exceptions(shop: Shop, rules: Analysis, rows: Any) -> None:
    """Customers whose level is not the rule's, with their file."""
    if not rows.num_rows:
        return
    title = _("Kept by grace or set by hand")
    st.markdown(f"##### {title}")
    _table(
        wording.kept_worded(rows, language.words()),
        {
            "customer": (_("Customer"), Kind.IDENTIFIER),
            "name": (_("Name"), Kind.TEXT),
            "level_in_force": (_("Level in force"), Kind.TEXT),
            "vip_level": (_("Level by rule"), Kind.TEXT),
            "decided_by": (_("Why"), Kind.TEXT),
            "last_vip_day": (_("Last day as VIP by rule"), Kind.DATE),
            "grace_until": (_("Grace until"), Kind.DATE),
            "hand_reason": (_("Reason"), Kind.TEXT),
            "hand_until": (_("Until"), Kind.DATE),
            "window_spending": (
                _("Revenue in the window of {days} days").format(days=language.words().number(rules.vip.window_days)),
                Kind.MONEY,
            ),
            "recency_days": (_("Days since the last purchase"), Kind.INTEGER),
        },
        key="vip.exceptions",
    )
    if rows.num_rows == SCREEN_ROWS:
        st.caption(_("The first {shown} customers. The files hold all of them.").format(shown=SCREEN_ROWS))
    lens_files.files(kept_file(lens_files.commission(shop, rules, title)), "vip.exceptions")


def _table(rows: Any, columns: dict[str, tuple[str, Kind]], *, key: str) -> None:
    filled = [name for name in columns if rows[name].null_count < rows.num_rows]
    st.dataframe(
        rows,
        hide_index=True,
        placeholder="",
        column_order=filled,
        column_config={name: _config(*columns[name], name) for name in filled},
        key=key,
    )
