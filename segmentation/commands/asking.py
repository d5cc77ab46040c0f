"""Questions at the terminal."""

from __future__ import annotations

import sys

from segmentation.errors import SegmentationError
from segmentation.locale import N_

WAIT_SECONDS = 10
"""How long a command waits for another process that has the shop open."""


class NobodyToAsk(SegmentationError):
    message = N_("Nobody is there to answer, so nothing was done. Add --yes to go on without being asked.")
    code = "NOBODY_TO_ASK"


def require_somebody() -> None:
    """Raises ``NobodyToAsk`` where the command runs without a terminal, as at night."""
    if not sys.stdin.isatty():
        raise NobodyToAsk


def agreed(question: str) -> bool:
    """Whether the person says yes. Raises ``NobodyToAsk``."""
    require_somebody()
    print(f"{question} [y/N] ", end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().lower() in ("y", "yes")
