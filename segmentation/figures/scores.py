"""The weight bench drawn: classes, who changes class, the weighted score, and the sizes of the scores."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from segmentation.classifications import value_classes
from segmentation.classifications.cuts import MONEY_UNITS
from segmentation.classifications.score_ranges import range_in_words
from segmentation.figures.colours import ACCENT, BACKGROUND, CONTRAST, GRID, QUIET, TEXT, VALUE_CLASSES, Scheme
from segmentation.figures.theme import figure, hover
from segmentation.locale import Words
from segmentation.views.amounts import Amount
from segmentation.views.scores import ScoreSize, ScoresView

_ONE_PERCENT = 0.01
"""Smaller shares are shown with a decimal, so that few are not shown as none."""
_TINT = 0.55
"""The strongest tint of a cell with text on it; stronger and the text would not stand out."""


def _trace(kind: str, **settings: Any) -> dict[str, Any]:
    # Plotly checks a trace object twice, when it is made and when it joins the figure; a slider waits for both.
    return {"type": kind, **settings}


def class_shares(view: ScoresView, words: Words, scheme: Scheme) -> Any:
    """Each class's share of the customers above its share of the revenue."""
    rows = [words("Revenue"), words("Customers")]
    traces = []
    for level, size in zip(value_classes.LEVELS, view.classes, strict=True):
        shares = (size.revenue_share, size.customer_share)
        traces.append(
            _trace(
                "bar",
                orientation="h",
                name=words(level.name),
                y=rows,
                x=np.array(shares, dtype=np.float32),
                text=[words.percent(share, 0) for share in shares],
                textposition="inside",
                insidetextanchor="middle",
                textangle=0,
                marker={
                    "color": VALUE_CLASSES[level.key].on(scheme),
                    "line": {"color": BACKGROUND.on(scheme), "width": 1},
                },
                customdata=[words.money(size.revenue), words.number(size.customers)],
                hovertemplate=hover(words(level.name), "%{y}: %{text}, %{customdata}"),
            )
        )
    return figure(
        scheme,
        *traces,
        height=170,
        barmode="stack",
        xaxis={"visible": False, "range": [0, 1], "fixedrange": True},
        yaxis={"fixedrange": True, "tickfont": {"color": TEXT.on(scheme)}},
        legend={"traceorder": "normal"},
        uniformtext={"minsize": 11, "mode": "hide"},
        margin={"t": 40},
    )


def class_changes(view: ScoresView, words: Words, scheme: Scheme) -> Any:
    """Customers by class in use (rows) and class tried (columns): who goes up, who goes down."""
    customers = view.changes.customers
    size = len(customers)
    direction = np.sign(np.subtract.outer(np.arange(size), np.arange(size)))
    moved = np.where(direction == 0, 0, customers)
    strength = np.sqrt(moved / max(int(moved.max()), 1)) * direction
    names = [words(level.name) for level in value_classes.LEVELS]
    # Broken after the letter, four names fit side by side on a phone.
    ticks_text = [name.replace(" ", "<br>", 1) for name in names]
    revenue = view.changes.revenue_units
    heat = _trace(
        "heatmap",
        x=list(range(size)),
        y=list(range(size)),
        z=strength.astype(np.float32),
        zmin=-1,
        zmax=1,
        colorscale=[
            [0, _tint(CONTRAST.on(scheme))],
            [0.5, _tint(GRID.on(scheme))],
            [1, _tint(ACCENT.on(scheme))],
        ],
        showscale=False,
        xgap=2,
        ygap=2,
        text=[[words.number(int(n)) if n else "–" for n in row] for row in customers],
        texttemplate="%{text}",
        textfont={"size": 14, "color": TEXT.on(scheme)},
        customdata=[
            [[names[before], names[now], words.money(int(revenue[before, now]) / MONEY_UNITS)] for now in range(size)]
            for before in range(size)
        ],
        hovertemplate=hover("%{customdata[0]} → %{customdata[1]}", "%{text}", "%{customdata[2]}"),
    )
    ticks = {"tickmode": "array", "tickvals": list(range(size)), "ticktext": ticks_text, "fixedrange": True}
    shown = {"showgrid": False, "zeroline": False, "tickfont": {"color": TEXT.on(scheme), "size": 12}}
    return figure(
        scheme,
        heat,
        height=300,
        xaxis={**ticks, **shown, "side": "top", "tickangle": 0, "title": {"text": words("Class tried")}},
        yaxis={**ticks, **shown, "autorange": "reversed", "title": {"text": words("Class in use")}},
        margin={"t": 8},
    )


def score_distribution(view: ScoresView, words: Words, scheme: Scheme, amount: Amount) -> Any:
    """Customers or revenue of each value of the weighted score, coloured by class, with the class limits."""
    found = view.distribution
    heights = found.revenue if amount is Amount.REVENUE else found.customers
    width = float(np.clip(np.diff(found.values).min() * 0.85, 0.5, 3)) if len(found.values) > 1 else 3.0
    traces = []
    for place, level in enumerate(value_classes.LEVELS):
        of_class = found.classes == place
        traces.append(
            _trace(
                "bar",
                name=words(level.name),
                x=found.values[of_class].astype(np.float32),
                y=heights[of_class].astype(np.float32),
                width=width,
                marker={"color": VALUE_CLASSES[level.key].on(scheme), "line": {"width": 0}},
                hovertemplate=hover(words(level.name), words("Weighted score") + " %{x:.1f}", "%{y:,.0f}"),
            )
        )
    limits = [float(limit) for limit in _limits(view)]
    return figure(
        scheme,
        *traces,
        height=300,
        barmode="overlay",
        shapes=[
            {
                "type": "line", "xref": "x", "yref": "paper", "x0": limit - width / 2, "x1": limit - width / 2,
                "y0": 0, "y1": 1, "line": {"color": QUIET.on(scheme), "width": 1, "dash": "dot"},
            }
            for limit in limits
        ],
        xaxis={
            "range": [20 - width, 100 + width], "fixedrange": True, "showgrid": False,
            "title": {"text": words("Weighted score")},
        },
        yaxis={"fixedrange": True, "title": {"text": words(amount)}, "rangemode": "tozero"},
        margin={"t": 40},
    )  # fmt: skip


def _limits(view: ScoresView) -> tuple[Any, ...]:
    limits = view.scoring.class_limits
    return limits.a, limits.b, limits.c


def score_sizes(sizes: Sequence[ScoreSize], words: Words, scheme: Scheme) -> Any:
    """Customers of one dimension's scores, 5 on top, each with its limits in words above its bar."""
    letter = sizes[0].range.dimension.upper()
    customers = np.array([size.customers for size in sizes], dtype=np.float32)
    bars = _trace(
        "bar",
        orientation="h",
        x=customers,
        y=[size.range.score for size in sizes],
        width=0.42,
        text=[_count_in_words(size, words) for size in sizes],
        textposition="auto",
        insidetextanchor="start",
        textfont={"size": 12},
        insidetextfont={"color": BACKGROUND.on(scheme)},
        marker={"color": ACCENT.on(scheme), "line": {"width": 0}},
        customdata=[
            [letter, words.number(size.customers), words.percent(size.customer_share), words.money(size.revenue)]
            for size in sizes
        ],
        hovertemplate=hover("%{customdata[0]} %{y}", "%{customdata[1]} (%{customdata[2]})", "%{customdata[3]}"),
    )
    labels = [
        {
            "xref": "paper", "x": 0, "xanchor": "left", "y": size.range.score, "yshift": 20, "showarrow": False,
            "text": f"<b>{letter} {size.range.score}</b>  {range_in_words(size.range, words)}", "align": "left",
            "font": {"size": 13, "color": TEXT.on(scheme) if size.customers else QUIET.on(scheme)},
        }
        for size in sizes
    ]  # fmt: skip
    return figure(
        scheme,
        bars,
        height=290,
        annotations=labels,
        xaxis={"visible": False, "range": [0, max(float(customers.max()), 1.0)], "fixedrange": True},
        yaxis={"visible": False, "range": [0.7, 5.75], "fixedrange": True},
        margin={"l": 0, "t": 0},
    )


def _count_in_words(size: ScoreSize, words: Words) -> str:
    if not size.customers:
        return words("nobody")
    return words("{customers} ({share})").format(
        customers=words.number(size.customers),
        share=words.percent(size.customer_share, 0 if size.customer_share >= _ONE_PERCENT else 1),
    )


def _tint(colour: str) -> str:
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return f"rgba({red}, {green}, {blue}, {_TINT})"
