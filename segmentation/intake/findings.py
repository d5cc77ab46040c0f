"""What was repaired, left out or refused on the way in, and where."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

import pyarrow as pa

REFUSED = pa.schema(
    [
        pa.field("row_number", pa.int64(), nullable=False),
        pa.field("column", pa.string()),
        pa.field("value", pa.string()),
        pa.field("reason", pa.string(), nullable=False),
    ]
)
"""One row a refused sales line: the row in the sheet, the header of the column at fault (null: the whole row), the value
found (at most 200 characters) and the reason's code (a key of ``REASONS``)."""


@dataclass(frozen=True)
class Finding:
    """One kind of thing that was seen in a file.

    ``code``: stable, upper case. ``message``: English message id with ``{named}`` places, filled from ``values`` and
    ``count``. ``rows``: up to 20 row numbers as examples.
    """

    code: str
    message: str
    count: int
    rows: tuple[int, ...] = ()
    example: str | None = None
    values: MappingProxyType[str, Any] = field(default_factory=lambda: MappingProxyType({}))
