"""One field's column, as a page shows it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Column:
    """One field's column: ``confidence`` from 0 to 1, ``why`` as a message id, up to three different values to show."""

    field: str
    index: int
    header: str
    confidence: float
    why: str
    samples: tuple[str, ...] = ()
