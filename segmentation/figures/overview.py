"""The overview drawn: net revenue month by month."""

from __future__ import annotations

from typing import Any

import numpy as np
import plotly.graph_objects as go

from segmentation.figures.axes import compact_axis, month_name
from segmentation.figures.colours import ACCENT, Scheme
from segmentation.figures.theme import figure, hover
from segmentation.locale import Words
from segmentation.views.overview import Overview

SHOWN_MONTHS = 36


def monthly_revenue(view: Overview, words: Words, scheme: Scheme) -> Any:
    """Net revenue of each month, at most the last 36; a month that is not over is hatched and says until when it counts."""
    months = view.months[-SHOWN_MONTHS:]
    revenue = np.array([float(month.net_revenue) for month in months], dtype=np.float32)
    names = [month_name(month.first_day, words) for month in months]
    until = words("up to {day} only").format(day=words.date(view.as_of))
    bars = go.Bar(
        # Places, not names: two months would never share a bar, whatever the language makes of them.
        x=list(range(len(months))),
        y=revenue,
        marker={
            "color": ACCENT.on(scheme),
            "line": {"width": 0},
            "pattern": {"shape": ["/" if month.is_partial else "" for month in months], "fillmode": "replace"},
        },
        customdata=[
            [
                name,
                words.money(month.net_revenue, 0),
                words.number(month.purchases),
                words.number(month.buyers),
                words.number(month.new_customers),
                f" ({until})" if month.is_partial else "",
            ]
            for name, month in zip(names, months, strict=True)
        ],
        hovertemplate=hover(
            "%{customdata[0]}%{customdata[5]}",
            "%{customdata[1]}",
            words("{purchases} purchases, {buyers} customers, {new} of them new").format(
                purchases="%{customdata[2]}", buyers="%{customdata[3]}", new="%{customdata[4]}"
            ),
        ),
    )
    ticks = _ticks(view, words)
    return figure(
        scheme,
        bars,
        height=300,
        xaxis={
            "tickvals": list(ticks),
            "ticktext": list(ticks.values()),
            "tickangle": 0,
            "showgrid": False,
            "fixedrange": True,
        },
        yaxis={**compact_axis(float(revenue.min()), float(revenue.max()), words.compact_money), "fixedrange": True},
        margin={"t": 8},
    )


def _ticks(view: Overview, words: Words) -> dict[int, str]:
    """Place → label: each January with its year, or a few months where there are not two Januaries."""
    months = view.months[-SHOWN_MONTHS:]
    years = {place: str(month.first_day.year) for place, month in enumerate(months) if month.first_day.month == 1}
    if len(years) >= 2:
        return years
    places = range(len(months) - 1, -1, -max(1, -(-len(months) // 4)))
    return {place: month_name(months[place].first_day, words) for place in reversed(places)}
