"""Up to which day is counted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from segmentation.locale import N_
from segmentation.parameters.checks import require


@dataclass(frozen=True)
class Period:
    """Up to which day is counted, and how far back. ``window_days`` None = the whole history."""

    as_of: date
    window_days: int | None = None

    def __post_init__(self) -> None:
        require(
            self.window_days is None or self.window_days >= 1,
            "window_days", self.window_days, N_("A window has at least one day."),
        )  # fmt: skip
