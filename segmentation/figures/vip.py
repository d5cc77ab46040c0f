"""What sets VIPs apart, drawn: each habit's index, to the right of 100 where VIPs have more of it."""

from __future__ import annotations

from collections.abc import Sequence
from math import log2
from typing import Any

import plotly.graph_objects as go

from segmentation.figures.colours import QUIET, TEXT, VIP_LEVELS, Scheme
from segmentation.figures.theme import figure, hover, plain
from segmentation.locale import Words
from segmentation.views.vip_apart import Confidence, Difference
from segmentation.views.vip_wording import trait_amount, trait_value

SHOWN = 12
_TICKS = (25, 50, 100, 200, 400)
_FARTHEST = 2.0
"""Twice doubled or halved: bars end there, and their words say the true index."""
_ROW = 44


def apart_bars(found: Sequence[Difference], words: Words, scheme: Scheme) -> Any:
    """At most ``SHOWN`` differences, the surest on top; what may be chance is left out. Doubling and halving are as long."""
    shown = [
        one
        for one in found
        if one.confidence in (Confidence.SURE, Confidence.LIKELY) and one.index is not None and one.index > 0
    ][:SHOWN]
    places = list(range(len(shown), 0, -1))
    lengths = [max(-_FARTHEST, min(_FARTHEST, log2((one.index or 100) / 100))) for one in shown]
    colours = [VIP_LEVELS["VIP" if length > 0 else "non-VIP"].on(scheme) for length in lengths]
    bars = go.Bar(
        orientation="h",
        x=lengths,
        y=places,
        width=0.42,
        marker={
            "color": colours,
            "opacity": [1.0 if one.confidence is Confidence.SURE else 0.55 for one in shown],
            "line": {"width": 0},
        },
        text=[words.number(round(one.index or 0)) for one in shown],
        textposition="outside",
        textfont={"size": 12, "color": TEXT.on(scheme)},
        cliponaxis=False,
        customdata=[
            [
                plain(trait_value(one, words)),
                words(one.trait),
                trait_amount(one, one.vip, words),
                trait_amount(one, one.rest, words),
                words(one.confidence),
            ]
            for one in shown
        ],
        hovertemplate=hover(
            "%{customdata[0]}",
            "%{customdata[1]}",
            f"{words('VIP')}: %{{customdata[2]}}",
            f"{words('Others')}: %{{customdata[3]}}",
            "%{customdata[4]}",
        ),
    )
    names = [
        {
            "xref": "paper", "x": 0, "xanchor": "left", "y": place, "yshift": 17, "showarrow": False,
            "text": _title(one, words),
            "font": {"size": 12, "color": TEXT.on(scheme)},
        }
        for place, one in zip(places, shown, strict=True)
    ]  # fmt: skip
    return figure(
        scheme,
        bars,
        height=_ROW * max(len(shown), 1) + 40,
        annotations=names,
        xaxis={
            "tickvals": [log2(tick / 100) for tick in _TICKS],
            "ticktext": [words.number(tick) for tick in _TICKS],
            "range": [-_FARTHEST - 0.35, _FARTHEST + 0.35],
            "fixedrange": True,
            "zeroline": True,
            "zerolinecolor": QUIET.on(scheme),
        },
        yaxis={"visible": False, "range": [0.5, len(shown) + 0.75], "fixedrange": True},
        margin={"l": 2, "r": 2, "t": 0},
        showlegend=False,
    )


def _title(one: Difference, words: Words) -> str:
    value = f"<b>{plain(trait_value(one, words))}</b>"
    return f"{value} · {words(one.trait)}" if one.value else value
