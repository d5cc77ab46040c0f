"""Columns that are called a date or an amount while their values are none: told by name, never passed over in silence."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import asdict, dataclass

from segmentation.intake.mapping import MissingColumn, NoAmountColumn, NoDateColumn, UnreadableAmounts, UnreadableDates
from segmentation.intake.values.look import Look
from segmentation.intake.values.names import MatchLimits, name_scores


@dataclass(frozen=True)
class UnreadColumn:
    """``column``: its header. ``example``: one of its values."""

    column: str
    example: str


def unread_columns(
    headers: Sequence[str], taken: Collection[int], look: Callable[[int], Look], limits: MatchLimits
) -> dict[str, UnreadColumn]:
    """``"date"`` and ``"amount"`` → the first filled column that has exactly such a name and was not ``taken`` (indexes)."""
    found: dict[str, UnreadColumn] = {}
    for index, header in enumerate(headers):
        scores = {} if index in taken else name_scores(header, limits)
        for name in ("date", "amount"):
            if name not in found and scores.get(name, (0.0, 0))[0] == 1.0 and look(index).filled:
                found[name] = UnreadColumn(header, look(index).samples[0][:40])
    return found


def no_column(name: str, unread: Mapping[str, UnreadColumn], columns: str) -> MissingColumn:
    """The refusal of a sheet without a date or an amount (``name``), which names the column that is called so."""
    column = unread.get(name)
    if column is None:
        return NoDateColumn(columns=columns) if name == "date" else NoAmountColumn(columns=columns)
    kind = UnreadableDates if name == "date" else UnreadableAmounts
    return kind(**asdict(column), columns=columns)
