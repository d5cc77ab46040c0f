"""Where the shops lie when nobody says where."""

from __future__ import annotations

import os
from pathlib import Path

PROJECT = Path(__file__).parents[2]


def is_checkout() -> bool:
    """Whether this runs from the project's own folder, and not from where pip put it."""
    return (PROJECT / "pyproject.toml").is_file()


def shops_folder() -> Path:
    """``REGULARS_HOME``, else ``data/shops`` in a checkout, else ``Regulars`` in the person's own folder.

    Never where the program is installed: an update would remove it.
    """
    chosen = os.environ.get("REGULARS_HOME")
    if chosen:
        return Path(chosen)
    return PROJECT / "data" / "shops" if is_checkout() else Path.home() / "Regulars"
