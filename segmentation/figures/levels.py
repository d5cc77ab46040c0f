"""The levels of one classification as bars: how many customers each holds, and how much of the revenue."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go

from segmentation.classifications.cube import GroupTotals
from segmentation.classifications.levels import Level
from segmentation.figures.colours import QUIET, TEXT, Paint, Scheme
from segmentation.figures.theme import figure, hover
from segmentation.locale import Words

_ROW = 62
"""Pixels a level: its name above, its two bars below."""

_ROOM = 1.9
"""The axis is so many times as long as the longest bar: its words stand behind it."""


def level_bars(
    groups: Sequence[GroupTotals], levels: Sequence[Level], paints: Mapping[str, Paint], words: Words, scheme: Scheme
) -> Any:
    """Each level's share of the customers (full colour) above its share of the revenue (pale), levels from the top down.

    A bar's ``customdata`` is its level's key. Shares are of all the groups together; revenue below 0 draws no bar, its
    amount stands in the words.
    """
    name_of = {level.key: words(level.name) for level in levels}
    everyone = max(sum(group.customers for group in groups), 1)
    revenue = float(sum(group.revenue for group in groups))
    places = list(range(len(groups), 0, -1))
    customer_shares = [group.customers / everyone for group in groups]
    revenue_shares = [float(group.revenue) / revenue if revenue > 0 else 0.0 for group in groups]
    colours = [paints[group.key].on(scheme) for group in groups]
    bars = (
        ("Customers", customer_shares, 0.1, 1.0, [words.number(group.customers) for group in groups]),
        ("Revenue", revenue_shares, -0.18, 0.5, [words.money(group.revenue, 0) for group in groups]),
    )
    traces = [
        go.Bar(
            orientation="h",
            name=words(name),
            x=np.array(np.maximum(shares, 0), dtype=np.float32),
            y=[place + offset for place in places],
            width=0.24,
            marker={"color": colours, "opacity": opacity, "line": {"width": 0}},
            text=[f"{amount} · {words.percent(share)}" for amount, share in zip(amounts, shares, strict=True)],
            textposition="outside",
            textfont={"size": 12, "color": TEXT.on(scheme)},
            cliponaxis=False,
            hovertext=[name_of[group.key] for group in groups],
            customdata=[group.key for group in groups],
            hovertemplate=hover("%{hovertext}", "%{text}"),
            # A click tells which level; without these Plotly would fade the others.
            selected={"marker": {"opacity": opacity}},
            unselected={"marker": {"opacity": opacity}},
            showlegend=False,
        )
        for name, shares, offset, opacity, amounts in bars
    ]
    labels = [
        {
            "xref": "paper", "x": 0, "xanchor": "left", "y": place, "yshift": 25, "showarrow": False,
            "text": f"<b>{name_of[group.key]}</b>",
            "font": {"size": 13, "color": TEXT.on(scheme) if group.customers else QUIET.on(scheme)},
        }
        for place, group in zip(places, groups, strict=True)
    ]  # fmt: skip
    most = max(*customer_shares, *revenue_shares, 0.01)
    return figure(
        scheme,
        *traces,
        height=_ROW * len(groups) + 16,
        barmode="overlay",
        annotations=labels,
        xaxis={"visible": False, "range": [0, most * _ROOM], "fixedrange": True},
        yaxis={"visible": False, "range": [0.6, len(groups) + 0.65], "fixedrange": True},
        margin={"l": 2, "r": 2, "t": 0, "b": 0},
    )
