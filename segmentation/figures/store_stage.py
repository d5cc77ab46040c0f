"""Consultations a day over time, with the lines from which the stages begin."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

from segmentation.classifications.store_stage import DEFAULT, LEVELS
from segmentation.figures.colours import ACCENT, CONTRAST, QUIET, Scheme
from segmentation.figures.theme import figure, hover
from segmentation.locale import Words
from segmentation.parameters import StoreStageRules
from segmentation.store.consultations import Consultations

_ROOM = 1.15
"""The axis is so many times as long as the most consultations, and reaches the next stage's line."""


def consultations_line(
    history: Sequence[Consultations], words: Words, scheme: Scheme, rules: StoreStageRules = DEFAULT
) -> Any:
    """One point a day that was typed in."""
    most = max((one.per_day for one in history), default=0)
    above = next((begin for begin in rules.begins if begin > most), most)
    top = max(most, above) * _ROOM or 1.0
    line = go.Scatter(
        x=list(range(len(history))),
        y=[one.per_day for one in history],
        mode="lines+markers",
        line={"color": ACCENT.on(scheme), "width": 2},
        marker={"size": 8},
        customdata=[[words.date(one.counted_on), words.number(one.per_day)] for one in history],
        hovertemplate=hover("%{customdata[0]}", "%{customdata[1]}"),
    )
    shown = [(level, begin) for level, begin in zip(LEVELS, rules.begins, strict=True) if 0 < begin <= top]
    places = sorted({0, len(history) // 2, max(len(history) - 1, 0)})
    return figure(
        scheme,
        line,
        height=280,
        shapes=[
            {
                "type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": begin, "y1": begin,
                "line": {"color": CONTRAST.on(scheme), "width": 1, "dash": "dot"},
            }
            for _, begin in shown
        ],
        annotations=[
            {
                "xref": "paper", "x": 0, "xanchor": "left", "y": begin, "yanchor": "bottom", "showarrow": False,
                "text": f"{words(level.name)} · {words.number(begin)}", "font": {"size": 11, "color": QUIET.on(scheme)},
            }
            for level, begin in shown
        ],
        xaxis={
            "tickvals": places,
            "ticktext": [words.date(history[at].counted_on) for at in places] if history else [],
            "range": [-0.5, max(len(history) - 0.5, 0.5)],
            "fixedrange": True,
            "showgrid": False,
        },
        yaxis={"range": [0, top], "fixedrange": True},
        margin={"t": 8},
        showlegend=False,
    )  # fmt: skip
