"""The order funnel drawn: customers with at least one, two, three … purchases."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go

from segmentation.figures.colours import ACCENT, TEXT, Scheme
from segmentation.figures.theme import figure, hover
from segmentation.locale import Words
from segmentation.views.lifecycle import PurchaseStep
from segmentation.views.lifecycle_wording import short_number

_ROW = 34
_ROOM = 1.75
"""The axis is so many times as long as the longest bar: its words stand behind it."""


def order_funnel(steps: Sequence[PurchaseStep], words: Words, scheme: Scheme) -> Any:
    """One bar a purchase, the first on top; behind it customers, share of those before, and days since that purchase."""
    names = [words("Purchase {step}").format(step=step.step) for step in steps]
    bars = go.Bar(
        orientation="h",
        x=np.array([step.customers for step in steps], dtype=np.float32),
        y=names,
        width=0.62,
        marker={"color": ACCENT.on(scheme), "line": {"width": 0}},
        text=[_said(step, words) for step in steps],
        textposition="outside",
        textfont={"size": 12, "color": TEXT.on(scheme)},
        cliponaxis=False,
        customdata=[words.percent(step.going_on_share) for step in steps],
        hovertemplate=hover("%{y}", "%{text}", words("{share} go on to one more").format(share="%{customdata}")),
        showlegend=False,
    )
    most = max((step.customers for step in steps), default=1)
    return figure(
        scheme,
        bars,
        height=_ROW * max(len(steps), 1) + 16,
        xaxis={"visible": False, "range": [0, most * _ROOM], "fixedrange": True},
        yaxis={"autorange": "reversed", "fixedrange": True, "showgrid": False, "tickfont": {"color": TEXT.on(scheme)}},
        margin={"l": 2, "r": 2, "t": 0, "b": 0},
    )


def _said(step: PurchaseStep, words: Words) -> str:
    customers = words.number(step.customers)
    if step.arriving_share is None:
        return customers
    return words("{customers} · {share} · {days} days").format(
        customers=customers, share=words.percent(step.arriving_share), days=short_number(step.median_days, words)
    )
