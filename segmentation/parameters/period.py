"""Up to which day is counted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from segmentation.locale import N_
from segmentation.parameters.checks import require, require_days

FIRST_DAY, LAST_DAY = date(1000, 1, 1), date(8999, 12, 31)


@dataclass(frozen=True)
class Period:
    """Up to which day is counted, and how far back. ``window_days`` None = the whole history.

    Days far from ours have no calendar to reckon back in.
    """

    as_of: date
    window_days: int | None = None

    def __post_init__(self) -> None:
        require_days(self, ["window_days"], least=1, may_be_none=True)
        is_legal = FIRST_DAY <= self.as_of <= LAST_DAY
        require(is_legal, "as_of", self.as_of, N_("The last day counted lies between the years 1000 and 8999."))
