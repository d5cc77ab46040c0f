"""Value classes in numbers: their customers now, against the scoring in use, and who moves."""

from __future__ import annotations

from typing import Literal

import streamlit as st

from pages.shared import table_columns
from pages.shared.language import _
from segmentation.classifications import value_classes
from segmentation.locale import Words
from segmentation.views.scores import ScoresView

_GOOD: dict[str, Literal["normal", "inverse", "off"]] = {"A": "normal", "D": "inverse"}
"""More customers in the best class are good news, in the last class bad; in between it depends."""

_COLUMNS = (
    "customer", "name", "class_before", "class_now", "monetary", "frequency", "recency_days", "score_before", "score_now",
)  # fmt: skip


def sizes(view: ScoresView, words: Words) -> None:
    """A tile a class: its customers and how many more or fewer than with the scoring in use."""
    limits = {name: f"{getattr(view.scoring.class_limits, name):g}" for name in ("a", "b", "c")}
    with st.container(horizontal=True):
        for level, size in zip(value_classes.LEVELS, view.classes, strict=True):
            change = size.customers - size.customers_before
            st.metric(
                _(level.name),
                words.number(size.customers),
                delta=words.number(change) if change else None,
                delta_color=_GOOD.get(size.key, "off"),
                help=_(level.rule).format(**limits),
                width=125,
            )


def moves(view: ScoresView, words: Words) -> None:
    """How many customers go up, go down and stay where they are."""
    with st.container(horizontal=True):
        for title, count in (
            (_("Go up"), view.changes.up),
            (_("Go down"), view.changes.down),
            (_("Stay"), view.changes.same),
        ):
            st.metric(title, words.number(count), width="content")


def movers(view: ScoresView, words: Words) -> None:
    """The customers with the largest spending among those that change class."""
    if not view.movers.num_rows:
        st.caption(_("Nobody changes class against the scoring in use."))
        return
    st.caption(
        _("The {shown} that spent most, of {all} that change class.").format(
            shown=words.number(view.movers.num_rows), all=words.number(view.changes.up + view.changes.down)
        )
    )
    text, number = st.column_config.TextColumn, st.column_config.NumberColumn
    st.dataframe(
        view.movers,
        hide_index=True,
        height=280,
        column_order=[name for name in _COLUMNS if name != "name" or view.has_names],
        column_config={
            "customer": text(_("Customer"), pinned=True),
            "name": text(_("Name")),
            "class_before": text(_("Class in use")),
            "class_now": text(_("Class tried")),
            "score_before": number(_("Score in use"), format="%.1f"),
            "score_now": number(_("Score tried"), format="%.1f"),
            "recency_days": number(_("Days since the last purchase"), format="%d"),
            "frequency": number(_("Purchases"), format="%,d"),
            "monetary": table_columns.money(_("Revenue")),
        },
        key="scores.movers",
    )
