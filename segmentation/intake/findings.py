"""What was repaired, left out or refused on the way in, and where."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

import pyarrow as pa

from segmentation.locale import N_

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


REASONS = {
    "DATE_MISSING": N_("The line has no date."),
    "DATE_UNREADABLE": N_("The date cannot be read."),
    "DATE_IMPLAUSIBLE": N_("The date is before 1990 or in the future."),
    "AMOUNT_MISSING": N_("The line has no amount."),
    "AMOUNT_UNREADABLE": N_("The amount cannot be read as a number in the way the rest of the column is written."),
    "AMOUNT_TOO_LARGE": N_("The amount has more than 14 digits."),
    "QUANTITY_MISSING": N_("The line has no quantity, and no amount of its own."),
    "QUANTITY_UNREADABLE": N_("The quantity cannot be read as a number."),
    "PRICE_MISSING": N_("The line has no unit price, and no amount of its own."),
    "PRICE_UNREADABLE": N_("The unit price cannot be read as a number."),
    "ERROR_CELL": N_("The cell holds a formula error."),
    "RAGGED_ROW": N_("The line has not as many cells as the header."),
    "CUSTOMER_MISSING": N_("The line names no customer."),
    "PRODUCT_MISSING": N_("The line names no product."),
    "NOTHING_SAID": N_("The line says nothing but who and when."),
    "OTHER_CURRENCY": N_("The line is in another currency than the one chosen."),
}
"""Why a line was refused: code → sentence. The reading side adds the codes of its own refusals."""
