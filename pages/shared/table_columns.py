"""Columns of tables that are the same on every page."""

from __future__ import annotations

from typing import Any

import streamlit as st

from pages.shared import language


def money(heading: str, decimals: int = 2) -> Any:
    """Amounts in the shop's currency, as numbers that can be sorted."""
    sign = language.words().money(0, 0).removesuffix("0").replace("%", "%%")
    return st.column_config.NumberColumn(heading, format=f"{sign}%,.{decimals}f")
