"""VIP levels as files to take away: what is missing to the next, whose level is not the rule's, and who changed."""

from __future__ import annotations

import pyarrow as pa

from segmentation.classifications.lenses import LENSES
from segmentation.exports.audiences import filled_columns
from segmentation.exports.description import Column, Kind
from segmentation.exports.lens_list import Commission, LensFile
from segmentation.exports.list_columns import LIST_COLUMNS, WHAT_TO_DO
from segmentation.locale import N_, Words
from segmentation.parameters import Analysis
from segmentation.store.workspace import Workspace
from segmentation.views.playbook import advice, advised
from segmentation.views.vip import Near, distances, log_of_moves
from segmentation.views.vip_kept import everybody_kept_otherwise
from segmentation.views.vip_wording import distances_worded, kept_worded, log_worded

_COLUMNS = (
    ("customer", N_("Customer"), Kind.IDENTIFIER),
    ("name", N_("Name"), Kind.TEXT),
    ("level_in_force", N_("VIP level"), Kind.TEXT),
    ("next_level", N_("Next level"), Kind.TEXT),
    ("missing", N_("Missing to the next level"), Kind.TEXT),
    ("suggested_action", WHAT_TO_DO, Kind.TEXT),
    ("money_missing", N_("Amount missing"), Kind.MONEY),
    ("visits_missing", N_("Visits missing"), Kind.INTEGER),
    ("window_spending", N_("Spent in the window"), Kind.MONEY),
    ("window_purchase_days", N_("Visits in the window"), Kind.INTEGER),
    ("average_order_value", N_("Average order value"), Kind.MONEY),
    ("last_purchase_date", N_("Last purchase"), Kind.DATE),
    ("recency_days", N_("Days since the last purchase"), Kind.INTEGER),
)
_KEPT = (
    ("level_in_force", N_("Level in force"), Kind.TEXT),
    ("vip_level", N_("Level by rule"), Kind.TEXT),
    ("decided_by", N_("Why"), Kind.TEXT),
    ("last_vip_day", N_("Last day as VIP by rule"), Kind.DATE),
    ("grace_until", N_("Grace until"), Kind.DATE),
    ("hand_reason", N_("Reason"), Kind.TEXT),
    ("hand_until", N_("Until"), Kind.DATE),
    ("window_spending", N_("Spent in the window"), Kind.MONEY),
)
MOVES = (
    ("as_of", N_("Day"), Kind.DATE),
    ("customer", N_("Customer"), Kind.IDENTIFIER),
    ("name", N_("Name"), Kind.TEXT),
    ("from_level", N_("Before"), Kind.TEXT),
    ("to_level", N_("Now"), Kind.TEXT),
    ("reason", N_("Reason"), Kind.TEXT),
    ("written_on", N_("Written down on"), Kind.DATE),
)
"""The columns of ``vip_wording.log_worded``."""


def distance_columns(rows: pa.Table, words: Words) -> tuple[Column, ...]:
    """The columns of ``vip_wording.distances_worded`` that hold something, with their headings."""
    return filled_columns(_COLUMNS, rows, words)


def advised_by_level(rows: pa.Table, workspace: Workspace, analysis: Analysis, words: Words) -> pa.Table:
    """The rows with what to do for the level in force, as the shop's playbook says it."""
    actions = advice(workspace, analysis, LENSES["vip_level"], words).actions
    return advised(rows, rows["level_in_force"].to_pylist(), actions)


def distance_file(made_for: Commission, near: Near) -> LensFile:
    """How far these customers are from the next level, all of them."""
    words, rules = made_for.words, made_for.found.analysis.vip
    return LensFile(
        made_for,
        lambda: distances_worded(
            _advised(distances(made_for.workspace, made_for.found, near), made_for), rules.quasi_window_days, words
        ),
        filters=((words("Distance to the next level"), made_for.list_name),),
        more=_columns(_COLUMNS, words),
    )


def kept_file(made_for: Commission) -> LensFile:
    """Whose level is kept by grace or set by hand, all of them."""
    words = made_for.words
    return LensFile(
        made_for,
        lambda: kept_worded(_advised(everybody_kept_otherwise(made_for.workspace, made_for.found), made_for), words),
        filters=((words("VIP level"), words("Kept by grace or set by hand")),),
        more=_columns(_KEPT, words),
    )


def moves_file(made_for: Commission) -> LensFile:
    """Every change of level that was written down."""
    words = made_for.words
    return LensFile(
        made_for,
        lambda: log_worded(log_of_moves(made_for.workspace, None), words),
        filters=((words("VIP level"), words("Every change that was written down, the latest first")),),
        more=_columns(tuple(column for column in MOVES if column[0] not in LIST_COLUMNS), words),
        counted=words("Changes in this list"),
    )


def _advised(rows: pa.Table, made_for: Commission) -> pa.Table:
    return advised_by_level(rows, made_for.workspace, made_for.found.analysis, made_for.words)


def _columns(known: tuple[tuple[str, str, Kind], ...], words: Words) -> tuple[Column, ...]:
    return tuple(Column(key, words(heading), kind) for key, heading, kind in known)
