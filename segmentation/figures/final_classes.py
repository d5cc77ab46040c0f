"""The final classification drawn: amount against frequency, nine named cells that can be clicked."""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go

from segmentation.classifications.final_classification import LEVELS, SECOND
from segmentation.figures.colours import CONTRAST, FINAL_CLASSES, TEXT, THIRDS, Paint, Scheme
from segmentation.figures.contrast import text_on
from segmentation.figures.theme import figure, hover
from segmentation.locale import Words
from segmentation.views.amounts import Amount
from segmentation.views.final_classes import AMOUNTS, FIRST_NAMES, SECOND_NAMES, FinalView

FIRST_PAINTS: dict[str, Paint] = THIRDS
SECOND_PAINTS: dict[str, Paint] = {key: FINAL_CLASSES[f"middle / {key}"] for key in SECOND}

_CELL = 0.96
"""Of a cell's side; the rest is the gap."""


def final_matrix(view: FinalView, words: Words, scheme: Scheme, picked: str | None = None) -> Any:
    """Nine cells: amount from the top down, often to occasional from left to right; each with its name, customers, revenue.

    A cell's ``customdata`` begins with its class's key; ``picked`` has an outline.
    """
    names = {level.key: words(level.name) for level in LEVELS}
    everyone = max(sum(one.customers for one in view.classes), 1)
    place = {key: len(AMOUNTS) - at for at, key in enumerate(AMOUNTS)}
    split = [one.key.split(" / ") for one in view.classes]
    colours = [FINAL_CLASSES[one.key].on(scheme) for one in view.classes]
    bars = go.Bar(
        x=[SECOND.index(second) + 1 for _, second in split],
        base=[place[first] - _CELL / 2 for first, _ in split],
        y=[_CELL] * len(split),
        width=_CELL,
        text=[
            f"<b>{names[one.key].replace(' ', '<br>', 1)}</b><br>{words.number(one.customers)}<br>{words.money(one.revenue, 0)}"
            for one in view.classes
        ],
        textposition="inside",
        insidetextanchor="middle",
        textangle=0,
        textfont={"size": 13, "color": [text_on(colour) for colour in colours]},
        marker={
            "color": colours,
            "line": {"width": [4 * (one.key == picked) for one in view.classes], "color": CONTRAST.on(scheme)},
        },
        customdata=[
            [
                one.key,
                names[one.key],
                words.number(one.customers),
                words.percent(one.customers / everyone),
                words.money(one.revenue),
                _average(one.customers, one.purchases, one.revenue, words),
            ]
            for one in view.classes
        ],
        hovertemplate=hover(
            "%{customdata[1]}",
            f"{words(Amount.CUSTOMERS)}: %{{customdata[2]}} (%{{customdata[3]}})",
            f"{words(Amount.REVENUE)}: %{{customdata[4]}}",
            f"{words(Amount.AVERAGE_ORDER_VALUE)}: %{{customdata[5]}}",
        ),
        # The outline shows what is picked, which may have been chosen beside the figure.
        unselected={"marker": {"opacity": 1}},
    )
    axis = {
        "range": [0.5, 3.5], "fixedrange": True, "showgrid": False, "zeroline": False, "ticks": "",
        "tickfont": {"color": TEXT.on(scheme)}, "tickvals": [1, 2, 3],
    }  # fmt: skip
    return figure(
        scheme,
        bars,
        height=420,
        barmode="overlay",
        bargap=0,
        xaxis={**axis, "ticktext": [words(SECOND_NAMES[key]) for key in SECOND], "side": "top"},
        yaxis={**axis, "ticktext": [words(FIRST_NAMES[key]).replace(" ", "<br>", 1) for key in reversed(AMOUNTS)]},
        margin={"l": 4, "t": 4, "r": 4},
    )


def _average(customers: int, purchases: int, revenue: Any, words: Words) -> str:
    average = Amount.AVERAGE_ORDER_VALUE.of(customers, purchases, revenue)
    return "–" if average is None else words.money(average)
