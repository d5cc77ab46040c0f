"""Names that Excel takes for a sheet."""

from __future__ import annotations

import re

from segmentation.exports.cell_text import cell_text, cut_to

LONGEST = 31
"""Characters, counted as Excel counts them (UTF-16 units)."""

_FORBIDDEN = re.compile(r"[\[\]:*?/\\\t\n]")


class SheetNames:
    """Gives every sheet of one workbook a legal name of its own, as near to the wanted one as Excel allows.

    Excel forbids ``[ ] : * ? / \\``, an apostrophe at either end, "History", more than 31 characters and two names that
    differ only by case.
    """

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def take(self, wanted: str) -> str:
        """The wanted name made legal; with " (2)", " (3)" … where it is already taken."""
        clean = _FORBIDDEN.sub(" ", cell_text(wanted)).strip().strip("'").strip() or "Sheet"
        name, n = _shortened(clean, ""), 1
        while name.casefold() in self._taken or name.casefold() == "history":
            n += 1
            name = _shortened(clean, f" ({n})")
        self._taken.add(name.casefold())
        return name


def _shortened(name: str, suffix: str) -> str:
    return cut_to(name, LONGEST - len(suffix)).rstrip().rstrip("'") + suffix
