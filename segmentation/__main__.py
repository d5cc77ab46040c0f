"""The command line, for what is done every night: load, summary, export, demo, backup."""

from __future__ import annotations

import io
import sys
from collections.abc import Sequence

from segmentation.commands.parser import parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 where it was done, 1 with one clear sentence where not."""
    for stream in (sys.stdout, sys.stderr):
        # Windows gives a file or a pipe the code page of its country, which has no letter for many a shop's name
        if isinstance(stream, io.TextIOWrapper) and not stream.isatty():
            stream.reconfigure(encoding="utf-8")
    whole = parser()
    asked = whole.parse_args(arguments)
    from segmentation.commands.running import run  # only now: `--help` comes without the library

    return run(asked, whole)


if __name__ == "__main__":
    sys.exit(main())
