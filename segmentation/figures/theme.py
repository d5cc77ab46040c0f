"""What all figures share: fonts, margins, backgrounds, how texts of a person's data get in."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import plotly.graph_objects as go

from segmentation.figures.colours import ACCENT, BACKGROUND, CONTRAST, GRID, QUIET, SCALE, TEXT, Scheme

FONTS = (
    "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', 'Noto Sans', "
    "'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif"
)
"""The app's fonts, see ``.streamlit/config.toml``: the system's own, the Chinese ones behind the Latin ones."""

HEIGHT = 380
"""Pixels; a figure is as wide as its place on the page."""

CONFIG = {"displayModeBar": False, "scrollZoom": False, "showSendToCloud": False}
"""For ``st.plotly_chart``: no tool bar, and turning the wheel moves the page."""


def plain(text: object) -> str:
    """A text from a person's data as Plotly shows it letter by letter: Plotly reads ``<b>`` and ``<a href>`` in labels."""
    return str(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def hover(*lines: str) -> str:
    """A hover text of fixed lines, which name their values as ``%{x}`` or ``%{customdata[0]}``.

    Never built from data: that goes into ``customdata``, by ``plain``.
    """
    return "<br>".join(lines) + "<extra></extra>"


@lru_cache(maxsize=2)
def template(scheme: Scheme) -> Any:
    """The Plotly template for a light or a dark background."""
    axis = {
        "gridcolor": GRID.on(scheme),
        "linecolor": GRID.on(scheme),
        "zerolinecolor": GRID.on(scheme),
        "tickfont": {"color": QUIET.on(scheme)},
        "title": {"font": {"color": QUIET.on(scheme), "size": 13}, "standoff": 8},
        "automargin": True,
    }
    return go.layout.Template(
        layout={
            "font": {"family": FONTS, "size": 13, "color": TEXT.on(scheme)},
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)",
            "colorway": [ACCENT.on(scheme), CONTRAST.on(scheme)],
            "colorscale": {"sequential": _steps(scheme)},
            "margin": {"l": 8, "r": 8, "t": 32, "b": 8},
            "title": {"font": {"size": 15}, "x": 0, "xanchor": "left"},
            "hoverlabel": {
                "bgcolor": BACKGROUND.on(scheme),
                "bordercolor": GRID.on(scheme),
                "font": {"family": FONTS, "color": TEXT.on(scheme)},
                "align": "left",
            },
            "legend": {"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0, "title": {"text": ""}},
            "xaxis": axis,
            "yaxis": axis,
            "bargap": 0.25,
            "separators": ".,",
            "dragmode": False,
        }
    )


def figure(scheme: Scheme, *traces: Any, height: int = HEIGHT, **layout: Any) -> Any:
    """A Plotly figure in the theme, with these traces and layout settings."""
    return go.Figure(data=list(traces), layout={"template": template(scheme), "height": height, **layout})


def _steps(scheme: Scheme) -> list[list[Any]]:
    colours = SCALE[scheme]
    return [[place / (len(colours) - 1), colour] for place, colour in enumerate(colours)]
