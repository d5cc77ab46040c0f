"""Groups of customers as a table: how many, what they bring, and who belongs to them."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from pages.shared import picking, table_columns
from pages.shared.language import _
from segmentation.classifications.levels import Level
from segmentation.views.segments import GroupSize


def show(sizes: Sequence[GroupSize], levels: Sequence[Level], *, kind: str, key: str) -> None:
    """One row a group, in its classification's order. Selecting a row picks the group."""
    text, number, progress = (
        st.column_config.TextColumn,
        st.column_config.NumberColumn,
        st.column_config.ProgressColumn,
    )
    st.dataframe(
        {
            "name": [_(level.name) for level in levels],
            "customers": [size.customers for size in sizes],
            "customer_share": [size.customer_share for size in sizes],
            "revenue": [float(size.revenue) for size in sizes],
            "revenue_share": [max(size.revenue_share, 0.0) for size in sizes],
            "average": [
                None if size.average_order_value is None else float(size.average_order_value) for size in sizes
            ],
            "rule": [_(level.rule) for level in levels],
        },
        hide_index=True,
        column_config={
            "name": text(_("Group"), pinned=True),
            "customers": number(_("Customers"), format="localized"),
            "customer_share": progress(_("Share of customers"), format="percent", min_value=0, max_value=1),
            "revenue": table_columns.money(_("Revenue"), 0),
            "revenue_share": progress(_("Share of revenue"), format="percent", min_value=0, max_value=1),
            "average": table_columns.money(_("Average order value"), 0),
            "rule": text(_("Who belongs to it"), width="large"),
        },
        key=key,
        on_select=lambda: picking.row_clicked(key, kind, [level.key for level in levels]),
        selection_mode="single-row",
    )
