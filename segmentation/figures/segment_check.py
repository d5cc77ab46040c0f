"""A segment table as a picture: recency against frequency, each cell in its segment's colour, faulty ones in red."""

from __future__ import annotations

from itertools import product
from typing import Any

import plotly.graph_objects as go

from segmentation.figures.colours import FAULT, QUIET, Scheme, segment_paints
from segmentation.figures.contrast import text_on
from segmentation.figures.theme import figure, hover, plain
from segmentation.locale import Words
from segmentation.views.segment_draft import SegmentCheck

_CELL = 0.96
_SCORES = range(1, 6)


def checked_cells(view: SegmentCheck, words: Words, scheme: Scheme) -> Any:
    """The 5 × 5 cells of R and F; a cell with holes or overlaps in any of its five M cells is red and says how many."""
    paints = segment_paints(view.table.keys)
    names = {level.key: plain(words(level.name)) for level in view.table.levels}
    cells = list(product(_SCORES, repeat=2))
    colours, texts, notes = [], [], []
    for r, f in cells:
        holes, overlaps = view.faults(r, f)
        claimed = list(dict.fromkeys(key for m in _SCORES for key in view.names[100 * r + 10 * f + m]))
        said = [words("No name") + "<br>" + words("{n} of 5").format(n=holes)] if holes else []
        said += [words("Several") + "<br>" + words("{n} of 5").format(n=overlaps)] if overlaps else []
        colours.append(FAULT.on(scheme) if said else paints[claimed[0]].on(scheme))
        texts.append("<br>".join(said) if said else names[claimed[0]].replace(" ", "<br>"))
        customers = sum(view.customers[100 * r + 10 * f + m] for m in _SCORES)
        notes.append(
            [
                f"R {r} · F {f}",
                " / ".join(names[key] for key in claimed) or "–",
                words.count("{n} customer", "{n} customers", customers),
            ]
        )
    bars = go.Bar(
        x=[f for _, f in cells],
        base=[r - _CELL / 2 for r, _ in cells],
        y=[_CELL] * len(cells),
        width=_CELL,
        text=texts,
        textposition="inside",
        insidetextanchor="middle",
        textangle=0,
        textfont={"size": 12, "color": [text_on(colour) for colour in colours]},
        marker={"color": colours, "line": {"width": 0}},
        customdata=notes,
        hovertemplate=hover("%{customdata[0]}", "%{customdata[1]}", "%{customdata[2]}"),
    )
    axis = {
        "tickvals": list(_SCORES), "range": [0.5, 5.5], "fixedrange": True, "showgrid": False, "zeroline": False,
        "ticks": "", "tickfont": {"color": QUIET.on(scheme)},
    }  # fmt: skip
    return figure(
        scheme,
        bars,
        height=400,
        barmode="overlay",
        bargap=0,
        xaxis={**axis, "ticktext": [f"F {score}" for score in _SCORES]},
        yaxis={**axis, "ticktext": [f"R {score}" for score in _SCORES]},
        margin={"l": 4, "t": 4, "r": 4},
    )
