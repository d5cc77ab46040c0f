"""Segments drawn: the named matrix, the grids of two scores, areas, and the eight types. Every mark can be clicked.

A matrix is made of bars, not of a heat map: a heat map sends no clicks (Streamlit issue 8933), and bars fill their cells
at any width.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import plotly.graph_objects as go

from segmentation.figures.areas import areas
from segmentation.figures.axes import score_axis
from segmentation.figures.colours import BACKGROUND, CONTRAST, EIGHT_TYPES, SCALE, TEXT, Scheme, segment_paints
from segmentation.figures.contrast import text_on
from segmentation.figures.theme import figure, hover, plain
from segmentation.locale import N_, Words
from segmentation.views.amounts import Amount
from segmentation.views.segments import SEGMENT, TYPE, Grid, GroupSize, Pick, SegmentsView, cell_pick

PAIR_TITLES = {
    ("r", "f"): N_("Recency × frequency"),
    ("f", "m"): N_("Frequency × monetary value"),
    ("r", "m"): N_("Recency × monetary value"),
}

RULES = N_(
    "Each customer has a score from 1 (worst) to 5 (best) for recency, frequency and monetary value; where the scores "
    "begin is shown on the page Scores. A **segment** is a block of recency and frequency scores. "
    "A **type** compares each customer with the mean over all customers. "
    "**Revenue** is everything a customer bought up to the day counted, returns taken off. "
    "**Average order value** is revenue divided by purchases; a purchase is an order that brought more than 0."
)

_CELL = 0.96
"""Of a cell's side; the rest is the gap."""
_SCORES = range(1, 6)
_SAME = {"marker": {"opacity": 1}}
"""What is picked may have been chosen beside the figure, so the outline shows it and not Plotly's fading."""
_AREA_SIDES = (6.0, 5.0)
"""Width and height that the areas are laid out for, between a phone's and a desktop's."""
_OUTLINE = 3
"""Pixels around what is picked."""


def shown_amount(value: Decimal | None, shown: Amount, words: Words) -> str:
    """Short enough for a cell; "–" where there is nothing to average."""
    if value is None:
        return "–"
    if shown is Amount.CUSTOMERS:
        return words.number(value)
    return words.compact(value) if abs(value) >= 10_000 else words.number(value)


def named_matrix(view: SegmentsView, words: Words, scheme: Scheme, shown: Amount, picked: Pick | None = None) -> Any:
    """R against F, each cell in its segment's colour, with the segment's name and the amount.

    ``picked``: a segment's or a cell's outline is drawn.
    """
    grid = view.grids["r", "f"]
    cells = [(r, f) for r in _SCORES for f in _SCORES]
    named, paints = _names(view, words), segment_paints([level.key for level in view.levels])
    names = [named[view.segment_of[cell]] for cell in cells]
    colours = [paints[view.segment_of[cell]].on(scheme) for cell in cells]
    texts = [
        f"{name.replace(' ', '<br>')}<br><b>{shown_amount(grid.amount(shown, *cell), shown, words)}</b>"
        for name, cell in zip(names, cells, strict=True)
    ]
    is_picked = [
        picked in (Pick(SEGMENT, view.segment_of[cell]), cell_pick(grid.pair, *cell)) if picked else False
        for cell in cells
    ]
    return _matrix(grid, cells, texts, names, colours, is_picked, words, scheme, height=440)


def _names(view: SegmentsView, words: Words) -> dict[str, str]:
    return {level.key: plain(words(level.name)) for level in view.levels}


def score_grid(grid: Grid, words: Words, scheme: Scheme, shown: Amount, picked: Pick | None = None) -> Any:
    """Two scores against each other, the more the stronger the colour; the picked cell has an outline."""
    cells = [(first, second) for first in _SCORES for second in _SCORES]
    amounts = [grid.amount(shown, *cell) for cell in cells]
    most = max((amount for amount in amounts if amount is not None), default=Decimal(0))
    places = [float(max(amount or Decimal(0), Decimal(0)) / most) if most > 0 else 0.0 for amount in amounts]
    colours = [_on_scale(place, scheme) for place in places]
    texts = [shown_amount(amount, shown, words) for amount in amounts]
    is_picked = [picked == cell_pick(grid.pair, *cell) for cell in cells]
    return _matrix(grid, cells, texts, [""] * len(cells), colours, is_picked, words, scheme, height=340)


def _matrix(
    grid: Grid,
    cells: list[tuple[int, int]],
    texts: list[str],
    names: list[str],
    colours: list[str],
    is_picked: list[bool],
    words: Words,
    scheme: Scheme,
    *,
    height: int,
) -> Any:
    (rows, columns) = grid.pair
    bars = go.Bar(
        x=[second for _, second in cells],
        base=[first - _CELL / 2 for first, _ in cells],
        y=[_CELL] * len(cells),
        width=_CELL,
        text=texts,
        textposition="inside",
        insidetextanchor="middle",
        textangle=0,
        textfont={"size": 13, "color": [text_on(colour) for colour in colours]},
        marker={
            "color": colours,
            "line": {"width": [_OUTLINE * is_it for is_it in is_picked], "color": CONTRAST.on(scheme)},
        },
        customdata=[
            [
                cell_pick(grid.pair, *cell).text,
                f"{rows.upper()} {cell[0]} · {columns.upper()} {cell[1]}",
                name,
                *(_exact(grid.amount(amount, *cell), amount, words) for amount in Amount),
            ]
            for cell, name in zip(cells, names, strict=True)
        ],
        hovertemplate=_hover(words, 1, with_name=any(names)),
        unselected=_SAME,
    )
    return figure(
        scheme,
        bars,
        height=height,
        barmode="overlay",
        bargap=0,
        xaxis=score_axis(columns.upper(), scheme),
        yaxis=score_axis(rows.upper(), scheme),
        margin={"l": 4, "t": 4, "r": 4},
    )


def _hover(words: Words, first: int, *, with_name: bool) -> str:
    lines = [f"%{{customdata[{first}]}}"] + ([f"%{{customdata[{first + 1}]}}"] if with_name else [])
    lines += [f"{words(amount)}: %{{customdata[{first + 2 + at}]}}" for at, amount in enumerate(Amount)]
    return hover(*lines)


def _exact(value: Decimal | None, amount: Amount, words: Words) -> str:
    if value is None:
        return "–"
    return words.number(value) if amount is Amount.CUSTOMERS else words.money(value)


def _on_scale(place: float, scheme: Scheme) -> str:
    """The colour at ``place`` from 0 to 1, between the two nearest steps of the scale."""
    steps = SCALE[scheme]
    position = place * (len(steps) - 1)
    low = min(int(position), len(steps) - 2)
    parts = [
        round(
            int(steps[low][at : at + 2], 16) * (low + 1 - position)
            + int(steps[low + 1][at : at + 2], 16) * (position - low)
        )
        for at in (1, 3, 5)
    ]
    return "#" + "".join(f"{part:02x}" for part in parts)


def additive(shown: Amount) -> Amount:
    """What an area can stand for: an average has no parts that add up, so its areas are customers."""
    return Amount.CUSTOMERS if shown is Amount.AVERAGE_ORDER_VALUE else shown


def segment_areas(view: SegmentsView, words: Words, scheme: Scheme, shown: Amount, picked: Pick | None = None) -> Any:
    """A treemap: each segment as large as its customers or its revenue; those with none have no area.

    Drawn by bars: a click on Plotly's own treemap zooms in instead of picking.
    """
    amount = additive(shown)
    valued = [(float(amount.of(s.customers, s.purchases, s.revenue) or 0), s) for s in view.segments]
    shown_sizes = sorted((pair for pair in valued if pair[0] > 0), key=lambda pair: -pair[0])
    sizes = [size for _, size in shown_sizes]
    rectangles = areas([value for value, _ in shown_sizes], *_AREA_SIDES)
    named, paints = _names(view, words), segment_paints([level.key for level in view.levels])
    colours = [paints[size.key].on(scheme) for size in sizes]
    names = [named[size.key] for size in sizes]
    shares = [size.revenue_share if amount is Amount.REVENUE else size.customer_share for size in sizes]
    bars = go.Bar(
        x=[area.left + area.width / 2 for area in rectangles],
        base=[area.bottom for area in rectangles],
        y=[area.height for area in rectangles],
        width=[area.width for area in rectangles],
        text=[
            f"{name.replace(' ', '<br>')}<br><b>{words.percent(s)}</b>" for name, s in zip(names, shares, strict=True)
        ],
        textposition="inside",
        insidetextanchor="middle",
        textangle=0,
        textfont={"size": 13, "color": [text_on(colour) for colour in colours]},
        marker={
            "color": colours,
            "line": {
                "width": [_OUTLINE if picked == Pick(SEGMENT, size.key) else 1.5 for size in sizes],
                "color": [(CONTRAST if picked == Pick(SEGMENT, size.key) else BACKGROUND).on(scheme) for size in sizes],
            },
        },
        customdata=[
            _group_data(Pick(SEGMENT, size.key), name, size, words) for size, name in zip(sizes, names, strict=True)
        ],
        hovertemplate=_hover(words, 1, with_name=False),
        unselected=_SAME,
    )
    unseen = {"visible": False, "fixedrange": True}
    return figure(
        scheme,
        bars,
        height=440,
        barmode="overlay",
        xaxis={**unseen, "range": [0, _AREA_SIDES[0]]},
        yaxis={**unseen, "range": [0, _AREA_SIDES[1]]},
        margin={"l": 0, "r": 0, "t": 4, "b": 8},
    )


def type_bars(view: SegmentsView, words: Words, scheme: Scheme, shown: Amount, picked: Pick | None = None) -> Any:
    """The eight types, one bar each, the name above its bar; the picked one has an outline."""
    names = [plain(words(level.name)) for level in view.type_levels]
    amounts = [shown.of(size.customers, size.purchases, size.revenue) for size in view.types]
    places = list(range(len(names), 0, -1))
    colours = [EIGHT_TYPES[size.key].on(scheme) for size in view.types]
    bars = go.Bar(
        orientation="h",
        x=[float(max(amount or Decimal(0), Decimal(0))) for amount in amounts],
        y=places,
        width=0.42,
        text=[_exact(amount, shown, words) for amount in amounts],
        textposition="auto",
        insidetextanchor="start",
        textfont={"size": 12},
        insidetextfont={"color": [text_on(colour) for colour in colours]},
        marker={
            "color": colours,
            "line": {
                "width": [_OUTLINE * (picked == Pick(TYPE, size.key)) for size in view.types],
                "color": CONTRAST.on(scheme),
            },
        },
        customdata=[
            _group_data(Pick(TYPE, size.key), name, size, words) for size, name in zip(view.types, names, strict=True)
        ],
        hovertemplate=_hover(words, 1, with_name=False),
        unselected=_SAME,
    )
    labels = [
        {
            "xref": "paper", "x": 0, "xanchor": "left", "y": place, "yshift": 20, "showarrow": False, "text": name,
            "font": {"size": 13, "color": TEXT.on(scheme)},
        }
        for place, name in zip(places, names, strict=True)
    ]  # fmt: skip
    return figure(
        scheme,
        bars,
        height=440,
        annotations=labels,
        xaxis={"visible": False, "rangemode": "tozero", "fixedrange": True},
        yaxis={"visible": False, "range": [0.6, len(names) + 0.75], "fixedrange": True},
        margin={"l": 0, "t": 0},
    )


def _group_data(pick: Pick, name: str, size: GroupSize, words: Words) -> list[str]:
    amounts = (_exact(amount.of(size.customers, size.purchases, size.revenue), amount, words) for amount in Amount)
    return [pick.text, name, "", *amounts]


def type_limits(view: SegmentsView, words: Words) -> str:
    """From where recency, frequency and monetary value count as high."""
    return words(
        "High means: at most {days} days since the last purchase, {purchases} purchases or more, {money} or more spent. "
        "These are the means over all customers."
    ).format(
        days=words.number(view.limits.recency_days),
        purchases=words.number(view.limits.frequency),
        money=words.money(view.limits.monetary),
    )
