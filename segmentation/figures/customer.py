"""One customer's time with the shop, drawn: purchases, returns, and what was said and written down."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import numpy as np
import plotly.graph_objects as go

from segmentation.figures.axes import compact_axis
from segmentation.figures.colours import ACCENT, BACKGROUND, CONTRAST, QUIET, TEXT, Paint, Scheme
from segmentation.figures.theme import figure, hover, plain
from segmentation.locale import N_, Words
from segmentation.store.notes import NoteKind
from segmentation.views.customer_file import CustomerFile
from segmentation.views.customer_purchases import Purchase

HEIGHT = 300
_GOODS_NAMED = 3

_NOTED = {
    NoteKind.NOTE: (N_("Note"), "square", QUIET),
    NoteKind.COMPLAINT: (N_("Complaint"), "x", CONTRAST),
    NoteKind.SUGGESTION: (N_("Suggestion"), "star", QUIET),
}


def customer_timeline(view: CustomerFile, words: Words, scheme: Scheme) -> Any:
    """Each order at its day and amount, a stem down to 0; notes, complaints and suggestions on the line of 0."""
    bought = [one for one in view.purchases if one.is_purchase]
    returned = [one for one in view.purchases if not one.is_purchase]
    traces = [
        _stems(view.purchases, scheme),
        _orders(bought, words("Purchase"), "circle", ACCENT, words, scheme),
        _orders(returned, words("Return"), "triangle-down", CONTRAST, words, scheme),
        *(
            _noted(
                [note.written_at for note in view.notes if note.kind is kind], words(name), symbol, paint, words, scheme
            )
            for kind, (name, symbol, paint) in _NOTED.items()
        ),
    ]
    amounts = [float(one.net_revenue) for one in view.purchases] or [0.0]
    return figure(
        scheme,
        *(trace for trace in traces if trace is not None),
        height=HEIGHT,
        xaxis={"fixedrange": True, "showgrid": False, "tickformat": "%Y-%m", "nticks": 8, "tickfont": {"color": TEXT.on(scheme)}},
        yaxis={"fixedrange": True, "zeroline": True, **compact_axis(min(amounts), max(amounts), words.compact_money)},
        hovermode="closest",
    )  # fmt: skip


def _stems(orders: Sequence[Purchase], scheme: Scheme) -> Any:
    """One line for all stems, broken between them."""
    if not orders:
        return None
    days: list[datetime | None] = []
    heights: list[float | None] = []
    for order in orders:
        days += [order.ordered_at, order.ordered_at, None]
        heights += [0.0, float(order.net_revenue), None]
    line = {"color": QUIET.on(scheme), "width": 1}
    return go.Scatter(x=days, y=heights, mode="lines", line=line, hoverinfo="skip", showlegend=False, opacity=0.5)


def _orders(
    orders: Sequence[Purchase], name: str, symbol: str, paint: Paint, words: Words, scheme: Scheme
) -> Any | None:
    if not orders:
        return None
    return go.Scatter(
        x=[order.ordered_at for order in orders],
        y=np.array([float(order.net_revenue) for order in orders], dtype=np.float32),
        mode="markers",
        name=name,
        marker=_marker(symbol, paint, scheme),
        customdata=[
            [words.date(order.ordered_at.date()), words.money(order.net_revenue), _goods(order, words)]
            for order in orders
        ],
        hovertemplate=hover("%{customdata[0]}", "%{customdata[1]}", "%{customdata[2]}"),
    )


def _goods(order: Purchase, words: Words) -> str:
    named = [plain(goods.product) for goods in order.goods[:_GOODS_NAMED]]
    more = len(order.goods) - len(named)
    return "<br>".join([*named, words("and {n} more").format(n=words.number(more))] if more else named)


def _noted(moments: Sequence[datetime], name: str, symbol: str, paint: Paint, words: Words, scheme: Scheme) -> Any:
    """What was written stays out of the figure: only when."""
    if not moments:
        return None
    return go.Scatter(
        x=list(moments),
        y=np.zeros(len(moments), dtype=np.float32),
        mode="markers",
        name=name,
        marker=_marker(symbol, paint, scheme),
        customdata=[words.date(moment.date()) for moment in moments],
        hovertemplate=hover(name, "%{customdata}"),
    )


def _marker(symbol: str, paint: Paint, scheme: Scheme) -> dict[str, Any]:
    return {
        "symbol": symbol,
        "size": 9,
        "color": paint.on(scheme),
        "line": {"width": 1, "color": BACKGROUND.on(scheme)},
    }
