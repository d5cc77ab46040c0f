"""The profile page's pieces: the ten dimensions, what to ask, two dimensions crossed, and the customers of a pair."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from pages.shared import charts, language, messages, playbook_pieces, state, table_columns
from pages.shared.cache import Shop
from pages.shared.language import _
from segmentation.classifications.lens import Lens, Provenance
from segmentation.classifications.lens_wording import rule_in_words
from segmentation.classifications.lenses import DIMENSIONS, LENSES
from segmentation.figures import profile as figures
from segmentation.locale import N_, Words
from segmentation.parameters import Analysis
from segmentation.views.lens_levels import LensCounts, LensCross
from segmentation.views.playbook import plays
from segmentation.views.profile import ProfileView

_BADGES: dict[Provenance, tuple[str, Any]] = {
    Provenance.COMPUTED: (N_("computed"), "blue"),
    Provenance.IMPORTED: (N_("imported"), "violet"),
    Provenance.ENTERED: (N_("entered"), "green"),
    Provenance.UNKNOWN: (N_("unknown"), "gray"),
}
_ESTIMATED: tuple[str, Any] = (N_("computed, an estimate"), "blue")
_ESTIMATES = ("psychology",)
"""Dimensions whose computed levels are no more than an estimate."""

WHY_WIDTH, WHY_HEIGHT = 440, 84
"""Pixels in which a reason of two sentences is shown whole, on several lines."""


def questions(view: ProfileView) -> bool:
    """How much is known, and the three questions that would fill most; whether there is anything to ask."""
    words = language.words()
    st.metric(_("Known of all levels"), words.percent(view.coverage), width="content")
    if not view.questions:
        st.success(_("Every dimension is known of every customer."))
        return False
    st.markdown(f"##### {_('Ask at the next visit')}")
    for place, asked in enumerate(view.questions, start=1):
        said = _("{question} Fills {dimension} for {customers} customers.").format(
            question=_(asked.text), dimension=_(asked.lens.name), customers=words.number(asked.unknown)
        )
        st.markdown(f"{place}. {messages.as_text(said)}")
    st.caption(_("The files hold everybody who can answer one of these, and what to ask each."))
    return True


def cards(shop: Shop, analysis: Analysis, shown: Sequence[LensCounts]) -> None:
    """Each way of sorting: where its levels come from, how many are known, how customers stand, and what to do."""
    for start in range(0, len(shown), 2):
        for place, counts in zip(st.columns(2, gap="medium"), shown[start : start + 2], strict=False):
            with place, st.container(border=True):
                _card(shop, analysis, counts, language.words())


def _card(shop: Shop, analysis: Analysis, counts: LensCounts, words: Words) -> None:
    lens = counts.lens
    with st.container(horizontal=True, vertical_alignment="center"):
        for source, badge in _BADGES.items():
            is_estimate = source is Provenance.COMPUTED and lens.key in _ESTIMATES
            label, colour = _ESTIMATED if is_estimate else badge
            if counts.provenance[source]:
                said = _("{source}: {customers}").format(
                    source=_(label), customers=words.number(counts.provenance[source])
                )
                st.badge(said, color=colour)
    drawn = figures.dimension_bars(counts, words, charts.scheme())
    charts.show(drawn, key=f"profile.{lens.key}", title=_(lens.name))
    st.caption(_("Known of {share} of the customers.").format(share=words.percent(counts.coverage)))
    if counts.unknown.customers:
        needed = " ".join(_(need.sentence) for need in lens.needs if need.value != "sales")
        if needed and lens.is_any_enough:
            st.caption(_("Any one of these would fill it: {needed}").format(needed=needed))
        elif needed:
            st.caption(_("What would fill it: {needed}").format(needed=needed))
    with st.expander(_("Who belongs where, and what to do")):
        for play in plays(state.workspace(shop), analysis, lens, words):
            rule = messages.as_text(rule_in_words(lens, play.level, analysis, words))
            st.markdown(f"**{messages.as_text(_(play.level.name))}** · {rule}  \n{messages.as_text(play.text)}")
        playbook_pieces.to_playbook(lens.key)


def choose_pair() -> tuple[Lens, Lens]:
    """Which two dimensions are crossed."""
    keys = [lens.key for lens in DIMENSIONS]
    first, second = st.columns(2)
    named = {key: _(LENSES[key].name) for key in keys}
    rows = first.selectbox(
        _("Dimension from top to bottom"), keys, format_func=named.__getitem__, index=keys.index("value"),
        key=state.PROFILE_ROWS, persist_state="session",
    )  # fmt: skip
    columns = second.selectbox(
        _("Dimension from left to right"), keys, format_func=named.__getitem__, index=keys.index("loyalty"),
        key=state.PROFILE_COLUMNS, persist_state="session",
    )  # fmt: skip
    return LENSES[rows], LENSES[columns]


def cross(found: LensCross) -> tuple[int, int] | None:
    """The two dimensions as a matrix; the pair of places that is picked comes back."""
    words, key = language.words(), f"{state.PROFILE_PAIR}.{found.rows.key}.{found.columns.key}"
    offered = [
        f"{row} {column}"
        for row in range(found.customers.shape[0])
        for column in range(found.customers.shape[1])
        if found.customers[row, column]
    ]
    if st.session_state.get(key) not in offered:
        st.session_state[key] = None

    def clicked(data: Any) -> None:
        if isinstance(data, list) and f"{data[0]} {data[1]}" in offered:
            st.session_state[key] = f"{data[0]} {data[1]}"

    picked = _places(st.session_state[key])
    title = _("{rows} against {columns}").format(rows=_(found.rows.name), columns=_(found.columns.name))
    drawn = figures.cross_matrix(found, words, charts.scheme(), picked)
    charts.pick(drawn, key=f"profile.cross.{found.rows.key}.{found.columns.key}", title=title, on_pick=clicked)
    chosen: str | None = st.selectbox(
        _("Whose customers"),
        offered,
        index=None,
        format_func=lambda text: pair_title(found, _places(text) or (0, 0)),
        placeholder=_("Click a cell, or choose one here"),
        key=key,
        persist_state="session",
    )
    return _places(chosen)


def _places(text: str | None) -> tuple[int, int] | None:
    if text is None:
        return None
    row, column = text.split()
    return int(row), int(column)


def pair_title(found: LensCross, at: tuple[int, int]) -> str:
    """A pair of levels in words: "Value: High · Loyalty: Low"."""
    words = language.words()
    parts = ((found.rows, found.row_levels, at[0]), (found.columns, found.column_levels, at[1]))
    return " · ".join(
        _("{name}: {value}").format(name=_(lens.name), value=figures.place_name(levels, place, words))
        for lens, levels, place in parts
    )


def customers(rows: Any, customers: int, revenue: Any, *, title: str, key: str) -> None:
    """Customers with what they bought; names are shown as text."""
    words = language.words()
    st.subheader(messages.as_text(title))
    with st.container(horizontal=True):
        st.metric(_("Customers"), words.number(customers), width="content")
        st.metric(_("Revenue"), words.money(revenue), width="content")
    text, number = st.column_config.TextColumn, st.column_config.NumberColumn
    st.dataframe(
        rows,
        hide_index=True,
        column_config={
            "customer": text(_("Customer"), pinned=True),
            "name": text(_("Name")),
            "why": text(_("Why"), width=WHY_WIDTH),
            "high_level": text(_("High here")),
            "low_level": text(_("Low there")),
            "recency_days": number(_("Days since the last purchase"), format="localized"),
            "frequency": number(_("Purchases"), format="localized"),
            "monetary": table_columns.money(_("Revenue")),
        },
        placeholder="",
        row_height=WHY_HEIGHT if "why" in rows.column_names else None,
        key=key,
    )
    if rows.num_rows < customers:
        st.caption(
            _(
                "The first {shown} of {all} customers, those with the most revenue first. The files hold all of them."
            ).format(shown=words.number(rows.num_rows), all=words.number(customers))
        )
