"""Figures on the screen, in the page's own light or dark."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from segmentation.figures import theme
from segmentation.figures.colours import Scheme


def scheme() -> Scheme:
    """The background that the reader's page has."""
    return "dark" if st.context.theme.type == "dark" else "light"


def show(figure: Any, *, key: str, title: str) -> None:
    """Draw a figure under a title, which readers of screens hear too."""
    st.markdown(f"##### {title}")
    st.plotly_chart(figure, theme=None, config=theme.CONFIG, key=key, alt=title)


def pick(figure: Any, *, key: str, title: str, on_pick: Callable[[Any], None]) -> None:
    """Draw a figure whose marks can be clicked: ``on_pick`` is called with the ``customdata`` of the one clicked."""
    st.markdown(f"##### {title}")

    def picked() -> None:
        points = st.session_state[key].selection.points
        if points:
            on_pick(points[0].get("customdata"))

    st.plotly_chart(
        figure, theme=None, config=theme.CONFIG, key=key, alt=title, on_select=picked, selection_mode="points"
    )
