"""What the data cover, drawn: purchases month by month, empty months marked."""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go

from segmentation.figures.axes import compact_axis, month_name
from segmentation.figures.colours import ACCENT, CONTRAST, Scheme
from segmentation.figures.theme import figure, hover
from segmentation.locale import Words
from segmentation.views.overview import Month
from segmentation.views.quality import Quality

MOST_LABELS = 12


def months_covered(view: Quality, words: Words, scheme: Scheme) -> Any:
    """Purchases of every month from the first sale to the last; a cross where a month has none."""
    months = view.months
    most = max((month.purchases for month in months), default=0)
    bars = go.Bar(
        # Places, not names: two months would never share a bar, whatever the language makes of them.
        x=list(range(len(months))),
        y=[month.purchases for month in months],
        marker={
            "color": ACCENT.on(scheme),
            "line": {"width": 0},
            "pattern": {"shape": ["/" if month.is_partial else "" for month in months], "fillmode": "replace"},
        },
        customdata=[_said(month, words) for month in months],
        hovertemplate=hover("%{customdata[0]}", "%{customdata[1]}", "%{customdata[2]}"),
        showlegend=False,
    )
    empty = [place for place, month in enumerate(months) if month.purchases == 0]
    crosses = go.Scatter(
        x=empty,
        y=[most * 0.04] * len(empty),
        mode="markers",
        name=words("No sales"),
        marker={"symbol": "x", "size": 11, "color": CONTRAST.on(scheme)},
        customdata=[month_name(months[place].first_day, words) for place in empty],
        hovertemplate=hover("%{customdata}", words("No sales")),
        showlegend=bool(empty),
    )
    labels = _labels(months, words)
    return figure(
        scheme,
        bars,
        crosses,
        height=280,
        xaxis={
            "tickvals": list(labels),
            "ticktext": list(labels.values()),
            "tickangle": 0,
            "showgrid": False,
            "zeroline": False,
            "fixedrange": True,
        },
        yaxis={
            **compact_axis(0.0, float(most), words.compact),
            "title": {"text": words("Purchases")},
            "fixedrange": True,
        },
        margin={"t": 24 if empty else 8},
    )


def _said(month: Month, words: Words) -> list[str]:
    known = month.identified_share
    return [
        month_name(month.first_day, words),
        words.count("{n} purchase", "{n} purchases", month.purchases),
        "" if known is None else words("{share} of the revenue identified").format(share=words.percent(known)),
    ]


def _labels(months: tuple[Month, ...], words: Words) -> dict[int, str]:
    """Place → label: each January by its year, or a few months where there are not two Januaries."""
    years = {place: str(month.first_day.year) for place, month in enumerate(months) if month.first_day.month == 1}
    if len(years) >= 2:
        return dict(list(years.items())[:: max(1, -(-len(years) // MOST_LABELS))])
    places = range(0, len(months), max(1, -(-len(months) // 4)))
    return {place: month_name(months[place].first_day, words) for place in places}
