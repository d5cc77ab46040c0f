"""The Pareto curve drawn: whole, with points to pick, and small for the overview."""

from __future__ import annotations

from typing import Any

import numpy as np
import plotly.graph_objects as go

from segmentation.classifications.pareto import ceil_share
from segmentation.figures.axes import percent_axis
from segmentation.figures.colours import ACCENT, CONTRAST, QUIET, TEXT, Scheme
from segmentation.figures.theme import figure, hover
from segmentation.locale import N_, Words
from segmentation.views.pareto import ParetoPoint, ParetoView, Subject

PICKED_PARTS = 10_000
"""A picked point is told as so many parts of all members, rounded down: up to that many members, exactly the point's own."""

MEMBERS = {
    Subject.CUSTOMERS: N_("Share of customers"),
    Subject.PRODUCTS: N_("Share of products"),
    Subject.CATEGORIES: N_("Share of categories"),
}


def pareto_curve(view: ParetoView, picked: ParetoPoint | None, words: Words, scheme: Scheme) -> Any:
    """The share of revenue that the largest members bring together, against everybody bringing the same (dotted).

    The first trace holds the points that can be clicked; their ``customdata`` is the share of members in ``PICKED_PARTS``.
    Marked: the top share and the revenue share of the shop's rules,
    and the point that is picked.
    """
    curve, members = view.curve, words(MEMBERS[view.subject])
    line = go.Scatter(
        x=curve.member_share.astype(np.float32),
        y=curve.revenue_share.astype(np.float32),
        mode="lines+markers",
        line={"color": ACCENT.on(scheme), "width": 3},
        customdata=np.floor(curve.member_share * PICKED_PARTS).astype(np.int16),
        # Plotly picks markers only: they lie unseen on the line.
        marker={"size": 10, "opacity": 0},
        selected={"marker": {"opacity": 0}},
        unselected={"marker": {"opacity": 0}},
        fill="tozeroy",
        fillcolor=_pale(ACCENT.on(scheme)),
        hovertemplate=hover(members + " %{x:.1%}", words("Share of revenue") + " %{y:.1%}"),
        showlegend=False,
    )
    traces = [line, _even(scheme), _rule_markers(view, words, scheme)]
    if picked is not None:
        traces.append(_picked(picked, words, scheme))
    return figure(
        scheme,
        *traces,
        height=440,
        clickmode="event+select",
        hovermode="closest",
        showlegend=False,
        xaxis=percent_axis(words, title={"text": members}, fixedrange=True, zeroline=False),
        yaxis=percent_axis(words, title={"text": words("Share of revenue")}, fixedrange=True, zeroline=False),
        margin={"t": 16},
    )


def small_curve(view: ParetoView, words: Words, scheme: Scheme) -> Any:
    """The curve with the shop's own rule marked, and nothing to click."""
    step = max(1, len(view.curve.member_share) // 100)
    keep = np.unique(np.append(np.arange(0, len(view.curve.member_share), step), len(view.curve.member_share) - 1))
    line = go.Scatter(
        x=view.curve.member_share[keep].astype(np.float32),
        y=view.curve.revenue_share[keep].astype(np.float32),
        mode="lines",
        line={"color": ACCENT.on(scheme), "width": 3},
        fill="tozeroy",
        fillcolor=_pale(ACCENT.on(scheme)),
        hoverinfo="skip",
        showlegend=False,
    )
    axis = {"fixedrange": True, "zeroline": False, "showgrid": False}
    return figure(
        scheme,
        line,
        _even(scheme),
        _rule_markers(view, words, scheme, only_own=True),
        height=220,
        showlegend=False,
        xaxis=percent_axis(words, **axis),
        yaxis=percent_axis(words, **axis),
        margin={"t": 8},
    )


def _even(scheme: Scheme) -> Any:
    return go.Scatter(
        x=[0, 1],
        y=[0, 1],
        mode="lines",
        line={"color": QUIET.on(scheme), "width": 1, "dash": "dot"},
        hoverinfo="skip",
        showlegend=False,
    )


def _rule_markers(view: ParetoView, words: Words, scheme: Scheme, *, only_own: bool = False) -> Any:
    curve, rules = view.curve, view.rules
    points = []
    if curve.members_for_revenue is not None and curve.own_rule is not None:
        said = f"{words.percent(curve.own_rule)} → {words.exact_percent(rules.revenue_share)}"
        points.append((*_on_curve(view, curve.members_for_revenue), said))
    if curve.top_share is not None and not only_own:
        said = f"{words.exact_percent(rules.top_share)} → {words.percent(curve.top_share)}"
        points.append((*_on_curve(view, ceil_share(curve.member_count, rules.top_share)), said))
    return go.Scatter(
        x=[x for x, _, _ in points],
        y=[y for _, y, _ in points],
        mode="markers+text",
        text=[text for _, _, text in points],
        textposition="bottom right",
        textfont={"color": TEXT.on(scheme), "size": 13},
        marker={"color": CONTRAST.on(scheme), "size": 10, "symbol": "diamond"},
        hoverinfo="skip",
        cliponaxis=False,
        showlegend=False,
    )


def _on_curve(view: ParetoView, members: int) -> tuple[float, float]:
    """Where the curve stands after so many members, exactly and not only at the points drawn."""
    counted = np.maximum(view.falling, 0)
    return members / len(counted), int(counted[:members].sum()) / int(counted.sum())


def _picked(at: ParetoPoint, words: Words, scheme: Scheme) -> Any:
    colour = TEXT.on(scheme)
    return go.Scatter(
        x=[at.member_share, at.member_share, 0],
        y=[0, at.revenue_share, at.revenue_share],
        mode="lines+markers",
        line={"color": colour, "width": 1, "dash": "dash"},
        marker={"color": colour, "size": [0, 12, 0], "symbol": "circle-open", "line": {"width": 3}},
        hoverinfo="skip",
        showlegend=False,
    )


def _pale(colour: str) -> str:
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return f"rgba({red}, {green}, {blue}, 0.12)"
