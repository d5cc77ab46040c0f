"""The command line, for what is done every night: load, summary, export, demo, backup."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from segmentation.commands.parser import parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 where it was done, 1 with one clear sentence where not."""
    whole = parser()
    asked = whole.parse_args(arguments)
    from segmentation.commands.running import run  # only now: `--help` comes without the library

    return run(asked, whole)


if __name__ == "__main__":
    sys.exit(main())
