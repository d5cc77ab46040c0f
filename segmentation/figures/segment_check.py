"""A segment table as pictures: recency against frequency, each cell in its segment's colour, faulty ones in red."""

from __future__ import annotations

from typing import Any
from unicodedata import east_asian_width

import plotly.graph_objects as go

from segmentation.figures.axes import score_axis
from segmentation.figures.colours import FAULT, TEXT, Scheme, segment_paints
from segmentation.figures.contrast import text_on
from segmentation.figures.theme import figure, hover, plain
from segmentation.locale import Words
from segmentation.parameters.segments import Range
from segmentation.views.segment_draft import Picture, SegmentCheck

_CELL = 0.96
_SCORES = range(1, 6)
_SINGLE, _STACKED = 340, 230
"""Pixels of the cells' height in a picture that stands alone, and in one of several."""
_BETWEEN = 60
"""Pixels between two pictures, for the scores below the one and the title above the other."""
_FOOT = 26
_WIDEST, _MOST_LINES = 11, 3
"""Half-width letters in a line and lines in a cell, as a telephone's cell takes them; a name longer than that is cut short."""


def checked_cells(view: SegmentCheck, words: Words, scheme: Scheme) -> Any:
    """All 125 cells: the 5 × 5 of R and F once for all M, or a picture for each M at which names change, one below the other.

    A faulty cell is red: ○ without a name, ▲ with several.
    """
    pictures = view.pictures
    paints = segment_paints(view.table.keys)
    names = {level.key: level.name and words(level.name) for level in view.table.levels}
    is_single = len(pictures) == 1
    side, head = (_SINGLE, 4) if is_single else (_STACKED, 30)
    inside = len(pictures) * side + (len(pictures) - 1) * _BETWEEN
    axes: dict[str, Any] = {}
    bars, titles = [], []
    for place, picture in enumerate(pictures):
        number = "" if place == 0 else str(place + 1)
        top = 1 - place * (side + _BETWEEN) / inside
        colours = {
            cell: paints[claimed[0]].on(scheme) if len(claimed) == 1 else FAULT.on(scheme)
            for cell, claimed in picture.names.items()
        }
        bars.append(_cells(picture, colours, names, words, number))
        axes[f"xaxis{number}"] = score_axis("F", scheme) | {"anchor": f"y{number}"}
        axes[f"yaxis{number}"] = {
            **score_axis("R", scheme),
            "anchor": f"x{number}",
            "domain": [max(top - side / inside, 0), top],
        }
        if not is_single:
            titles.append(
                {
                    "xref": "paper",
                    "yref": "paper",
                    "x": 0,
                    "y": top,
                    "xanchor": "left",
                    "yanchor": "bottom",
                    "yshift": 4,
                    "showarrow": False,
                    "text": f"<b>{_range_text('M', picture.m)}</b>",
                    "font": {"color": TEXT.on(scheme)},
                }
            )
    return figure(
        scheme,
        *bars,
        height=inside + head + _FOOT,
        barmode="overlay",
        bargap=0,
        showlegend=False,
        # All names in one size: that of the one which needs the smallest.
        uniformtext={"mode": "show", "minsize": 9},
        annotations=titles,
        margin={"l": 4, "t": head, "r": 4, "b": _FOOT},
        **axes,
    )


def _cells(
    picture: Picture, colours: dict[tuple[int, int], str], names: dict[str, str], words: Words, number: str
) -> Any:
    notes = [
        [
            f"R {r} · F {f} · {_range_text('M', picture.m)}",
            " / ".join(plain(names[key]) or "–" for key in claimed) or plain(words("No name")),
            words.count("{n} customer", "{n} customers", picture.customers[r, f]),
        ]
        for (r, f), claimed in picture.names.items()
    ]
    return go.Bar(
        x=[f for _, f in picture.names],
        base=[r - _CELL / 2 for r, _ in picture.names],
        y=[_CELL] * len(picture.names),
        width=_CELL,
        xaxis=f"x{number}",
        yaxis=f"y{number}",
        text=[_text(claimed, names, words) for claimed in picture.names.values()],
        textposition="inside",
        insidetextanchor="middle",
        textangle=0,
        textfont={"size": 12, "color": [text_on(colours[cell]) for cell in picture.names]},
        marker={"color": [colours[cell] for cell in picture.names], "line": {"width": 0}},
        customdata=notes,
        hovertemplate=hover("%{customdata[0]}", "%{customdata[1]}", "%{customdata[2]}"),
    )


def _text(claimed: tuple[str, ...], names: dict[str, str], words: Words) -> str:
    if not claimed:
        return "○<br>" + plain(words("No name"))
    if len(claimed) > 1:
        return "▲<br>" + plain(words.count("{n} name", "{n} names", len(claimed)))
    return "<br>".join(plain(line) for line in _lines(names[claimed[0]])) or "–"


def _range_text(score: str, found: Range) -> str:
    return f"{score} {found[0]}" if found[0] == found[1] else f"{score} {found[0]}-{found[1]}"


def _lines(name: str) -> list[str]:
    """The name as lines that fit into a cell; "…" at the end of one that is cut short."""
    lines: list[str] = []
    for word in name.split():
        if lines and _width(f"{lines[-1]} {word}") <= _WIDEST:
            lines[-1] += f" {word}"
            continue
        lines.append("")
        for letter in word:
            if _width(lines[-1] + letter) > _WIDEST:
                lines.append("")
            lines[-1] += letter
    if len(lines) <= _MOST_LINES:
        return lines
    last = lines[_MOST_LINES - 1]
    while _width(last) > _WIDEST - 1:
        last = last[:-1]
    return [*lines[: _MOST_LINES - 1], f"{last}…"]


def _width(text: str) -> int:
    """In half-width letters: a Chinese one counts as two."""
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)
