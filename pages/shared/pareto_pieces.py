"""The Pareto page's pieces: whose curve, its readings, the point that is picked, and the goods above it."""

from __future__ import annotations

from decimal import Decimal

import streamlit as st

from pages.shared import downloads, language, messages, state, table_columns
from pages.shared.language import _
from segmentation.exports.description import Kind
from segmentation.exports.file_names import download_name
from segmentation.exports.goods_list import goods_columns, goods_csv
from segmentation.figures.pareto import PICKED_PARTS
from segmentation.locale import N_
from segmentation.parameters import Analysis
from segmentation.views import pareto_wording
from segmentation.views.pareto import ParetoPoint, ParetoView, PointBy, Subject, goods_above

_SUBJECTS = {
    Subject.CUSTOMERS: N_("Customers"),
    Subject.PRODUCTS: N_("Products"),
    Subject.CATEGORIES: N_("Categories"),
}
_BY = {PointBy.MEMBERS: N_("By their number"), PointBy.REVENUE: N_("By the revenue they bring")}
_FIRST_PERCENT = 20.0
_LEAST_PERCENT = 0.01


def subject() -> Subject:
    """Whose curve is looked at."""
    return st.segmented_control(
        _("Curve of"),
        list(_SUBJECTS),
        format_func=lambda one: _(_SUBJECTS[one]),
        default=Subject.CUSTOMERS,
        required=True,
        key=state.PARETO_SUBJECT,
        persist_state="session",
        label_visibility="collapsed",
    )


def readings(view: ParetoView) -> None:
    """The curve's numbers, its ABC tiers, and what it leaves out."""
    words = language.words()
    with st.container(horizontal=True):
        for reading in pareto_wording.readings(view, words):
            st.metric(reading.label, reading.value, help=reading.meaning or None, width="content")
    for note in pareto_wording.notes(view, words):
        st.caption(messages.as_text(note))


def tiers(view: ParetoView) -> None:
    """A, B and C: members, revenue, shares."""
    st.markdown(f"##### {_('ABC tiers')}")
    for reading, said in pareto_wording.tiers(view, language.words()):
        with st.container(border=True, gap="xsmall"):
            st.metric(reading.label, reading.value)
            st.caption(messages.as_text(said))


def picked() -> tuple[PointBy, Decimal]:
    """The point that is picked, by its share of members or of revenue."""
    # Set here and not as the widgets' default: a click on the curve sets them too.
    st.session_state.setdefault(state.PARETO_BY, PointBy.MEMBERS)
    st.session_state.setdefault(state.PARETO_PERCENT, _FIRST_PERCENT)
    how, how_much = st.columns([3, 2], vertical_alignment="bottom")
    by = how.segmented_control(
        _("Pick a point"),
        list(_BY),
        format_func=lambda one: _(_BY[one]),
        required=True,
        key=state.PARETO_BY,
        persist_state="session",
        wrap=True,
        help=_("Or click on the curve."),
    )
    percent = how_much.number_input(
        _("Per cent, from the largest down"),
        min_value=_LEAST_PERCENT,
        max_value=100.0,
        step=1.0,
        format="%.2f",
        key=state.PARETO_PERCENT,
        persist_state="session",
    )
    return by or PointBy.MEMBERS, Decimal(str(round(percent, 2))) / 100


def pick(parts: int) -> None:
    """A click on the curve: what it means for the controls."""
    st.session_state[state.PARETO_BY] = PointBy.MEMBERS
    st.session_state[state.PARETO_PERCENT] = max(parts * 100 / PICKED_PARTS, _LEAST_PERCENT)


def above(view: ParetoView, at: ParetoPoint) -> None:
    """In words who is above the point."""
    for said in pareto_wording.above(view, at, language.words()):
        st.markdown(messages.as_text(said))


def goods(view: ParetoView, at: ParetoPoint, rules: Analysis) -> None:
    """The products or categories above the point, and their file."""
    words, card, above_it = language.words(), state.shop_card(), goods_above(view, at)
    columns = goods_columns(above_it, words)
    formats = {Kind.SHARE: "percent", Kind.INTEGER: "%,d"}
    st.dataframe(
        above_it,
        hide_index=True,
        column_order=[column.key for column in columns],
        column_config={
            column.key: st.column_config.TextColumn(column.heading)
            if column.kind.is_text
            else table_columns.money(column.heading)
            if column.kind is Kind.MONEY
            else st.column_config.NumberColumn(column.heading, format=formats[column.kind])
            for column in columns
        },
        key=f"pareto.{view.subject}.table",
    )
    title = _(_SUBJECTS[view.subject])
    downloads.button(
        _("CSV"),
        lambda: goods_csv(above_it, words),
        file_name=download_name(
            card.name if card else "", title, rules.period.as_of, extension="csv", token=str(view.subject)
        ),
        mime=downloads.CSV,
        key=f"pareto.{view.subject}.csv",
    )
