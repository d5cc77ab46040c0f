"""The columns of a list of customers: their headings, their kinds and their order."""

from __future__ import annotations

import pandas as pd

from segmentation.exports.description import Column, Kind, Rows
from segmentation.locale import N_, Words

WHAT_TO_DO = N_("What to do")

LIST_COLUMNS: dict[str, tuple[str, Kind, int | None]] = {
    "customer_id": (N_("Customer id"), Kind.IDENTIFIER, None),
    "customer": (N_("Customer"), Kind.IDENTIFIER, None),
    "name": (N_("Name"), Kind.TEXT, None),
    "phone": (N_("Phone"), Kind.PHONE, None),
    "email": (N_("E-mail"), Kind.TEXT, None),
    "last_purchase_date": (N_("Last purchase"), Kind.DATE, None),
    "recency_days": (N_("Days since the last purchase"), Kind.INTEGER, None),
    "frequency": (N_("Purchases"), Kind.INTEGER, None),
    "monetary": (N_("Revenue"), Kind.MONEY, None),
    "average_order_value": (N_("Average order value"), Kind.MONEY, None),
    "r_score": (N_("R score"), Kind.SCORE, None),
    "f_score": (N_("F score"), Kind.SCORE, None),
    "m_score": (N_("M score"), Kind.SCORE, None),
    "weighted_score": (N_("Weighted score"), Kind.DECIMAL, 1),
    "segment": (N_("Segment"), Kind.TEXT, None),
    "value_class": (N_("Value class"), Kind.TEXT, None),
    "life_cycle_stage": (N_("Life cycle stage"), Kind.TEXT, None),
    "vip_level": (N_("VIP level"), Kind.TEXT, None),
    "vip_note": (N_("Why this VIP level"), Kind.TEXT, None),
    "why": (N_("Why"), Kind.TEXT, None),
    "suggested_action": (WHAT_TO_DO, Kind.TEXT, None),
}
"""Key → heading (message id), kind, shown decimals where not the kind's own."""

GROUPS = ("segment", "value_class", "life_cycle_stage", "vip_level")
"""The columns that the summary counts by."""


def list_columns(rows: Rows, extra: tuple[Column, ...], words: Words) -> tuple[Column, ...]:
    """The known columns that the rows have, in their fixed order, then the extra ones.

    An extra column with a known key stands in for the known one, in its place.
    """
    present = set(rows.columns if isinstance(rows, pd.DataFrame) else rows.column_names)
    replaced = {column.key: column for column in extra}
    known = [
        replaced.get(key, Column(key, words(heading), kind, decimals))
        for key, (heading, kind, decimals) in LIST_COLUMNS.items()
        if key in present
    ]
    return (*known, *(column for column in extra if column.key not in LIST_COLUMNS))
