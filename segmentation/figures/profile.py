"""The ten dimensions drawn: small bars of each, and two against each other as a matrix that can be clicked."""

from __future__ import annotations

from itertools import product
from typing import Any

import plotly.graph_objects as go

from segmentation.classifications.levels import Level
from segmentation.figures.colours import ACCENT, CONTRAST, QUIET, SCALE, TEXT, Scheme
from segmentation.figures.contrast import text_on
from segmentation.figures.theme import figure, hover, plain
from segmentation.locale import N_, Words
from segmentation.views.lens_levels import LensCounts, LensCross

_ROW = 40
_CELL = 0.96
_ROOM = 1.75
"""The axis is so many times as long as the longest bar: its words stand behind it."""
UNKNOWN = N_("Not known")


def dimension_bars(counts: LensCounts, words: Words, scheme: Scheme) -> Any:
    """One bar a level and, in grey, one for customers whose level is not known, where there are any."""
    rows = [*counts.levels, *([counts.unknown] if counts.unknown.customers else [])]
    places = list(range(len(rows), 0, -1))
    names = [plain(words(row.level.name if row.level else UNKNOWN)) for row in rows]
    bars = go.Bar(
        orientation="h",
        x=[row.customer_share for row in rows],
        y=[place - 0.2 for place in places],
        width=0.28,
        marker={"color": [(ACCENT if row.level else QUIET).on(scheme) for row in rows], "line": {"width": 0}},
        text=[f"{words.number(row.customers)} · {words.percent(row.customer_share)}" for row in rows],
        textposition="outside",
        constraintext="none",
        textfont={"size": 12, "color": TEXT.on(scheme)},
        cliponaxis=False,
        hovertext=names,
        hovertemplate=hover("%{hovertext}", "%{text}"),
    )
    labels = [
        {
            "xref": "paper", "x": 0, "xanchor": "left", "y": place + 0.26, "showarrow": False, "text": name,
            "font": {"size": 12, "color": QUIET.on(scheme)},
        }
        for place, name in zip(places, names, strict=True)
    ]  # fmt: skip
    most = max(0.01, *(row.customer_share for row in rows))
    return figure(
        scheme,
        bars,
        height=_ROW * len(rows) + 8,
        annotations=labels,
        xaxis={"visible": False, "range": [0, most * _ROOM], "fixedrange": True},
        yaxis={"visible": False, "range": [0.55, len(rows) + 0.5], "fixedrange": True},
        margin={"l": 0, "r": 0, "t": 0, "b": 0},
    )


def place_name(levels: tuple[Level, ...], place: int, words: Words) -> str:
    """The level at a place of ``LensCross``; the place behind the last is for those not known."""
    return words(levels[place].name) if place < len(levels) else words(UNKNOWN)


def cross_matrix(cross: LensCross, words: Words, scheme: Scheme, picked: tuple[int, int] | None = None) -> Any:
    """Customers by pair of levels, the more the stronger the colour; ``customdata`` begins with the two places."""
    heights, widths = cross.customers.shape
    # A row or column of those not known is left out where everybody is known.
    rows = [at for at in range(heights) if at < len(cross.row_levels) or cross.customers[at].any()]
    columns = [at for at in range(widths) if at < len(cross.column_levels) or cross.customers[:, at].any()]
    cells = list(product(range(len(rows)), range(len(columns))))
    counts = [int(cross.customers[rows[r], columns[c]]) for r, c in cells]
    revenue = [float(cross.revenue[rows[r], columns[c]]) for r, c in cells]
    everyone, most = max(sum(counts), 1), max(*counts, 1)
    steps = SCALE[scheme]
    colours = [steps[round(count / most * (len(steps) - 1))] for count in counts]
    row_names = [plain(place_name(cross.row_levels, at, words)) for at in rows]
    column_names = [plain(place_name(cross.column_levels, at, words)) for at in columns]
    bars = go.Bar(
        x=[c for _, c in cells],
        base=[len(rows) - r - _CELL / 2 for r, _ in cells],
        y=[_CELL] * len(cells),
        width=_CELL,
        text=[f"{words.number(count)}<br>{words.percent(count / everyone)}" for count in counts],
        textposition="inside",
        insidetextanchor="middle",
        textangle=0,
        textfont={"size": 13, "color": [text_on(colour) for colour in colours]},
        marker={
            "color": colours,
            "line": {
                "width": [3 * (picked == (rows[r], columns[c])) for r, c in cells],
                "color": CONTRAST.on(scheme),
            },
        },
        customdata=[
            [rows[r], columns[c], row_names[r], column_names[c], words.number(count), words.money(money, 0)]
            for (r, c), count, money in zip(cells, counts, revenue, strict=True)
        ],
        hovertemplate=hover(
            "%{customdata[2]} · %{customdata[3]}",
            f"{words('Customers')}: %{{customdata[4]}}",
            f"{words('Revenue')}: %{{customdata[5]}}",
        ),
        unselected={"marker": {"opacity": 1}},
    )
    axis = {
        "fixedrange": True,
        "showgrid": False,
        "zeroline": False,
        "ticks": "",
        "tickfont": {"color": QUIET.on(scheme)},
    }
    return figure(
        scheme,
        bars,
        height=72 * len(rows) + 60,
        barmode="overlay",
        bargap=0,
        xaxis={
            **axis, "tickvals": list(range(len(columns))), "ticktext": column_names,
            "range": [-0.5, len(columns) - 0.5], "title": {"text": words(cross.columns.name)},
        },
        yaxis={
            **axis, "tickvals": [len(rows) - r for r in range(len(rows))], "ticktext": row_names,
            "range": [0.5, len(rows) + 0.5], "title": {"text": words(cross.rows.name)},
        },
        margin={"l": 4, "t": 4, "r": 4},
    )  # fmt: skip
