"""Which column of a sheet is which of our fields, and how its values are to be read. Remembered by the header's fingerprint."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from collections.abc import Mapping as Lookup
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any, Self

from segmentation.errors import IllegalParameter, SegmentationError
from segmentation.intake.values.dates import ORDERS
from segmentation.intake.values.text import comparison_key
from segmentation.locale import N_
from segmentation.schema import FIELDS

CUSTOMER_KINDS = ("id", "email", "phone", "name")
AMOUNT_LEVELS = ("line", "order")


class MissingColumn(SegmentationError):
    """A sheet lacks what no sales line can be without. The base of the three."""


class NoCustomerColumn(MissingColumn):
    message = N_("The file has no column that tells customers apart. Its columns are: {columns}. Choose one below.")
    code = "NO_CUSTOMER_COLUMN"


class NoDateColumn(MissingColumn):
    message = N_("The file has no column for the order date. Its columns are: {columns}. Choose one below.")
    code = "NO_DATE_COLUMN"


class NoAmountColumn(MissingColumn):
    message = N_(
        "The file has no column for the amount, nor quantity and unit price. Its columns are: {columns}. "
        "Choose one below."
    )
    code = "NO_AMOUNT_COLUMN"


class UnreadableDates(NoDateColumn):
    message = N_(
        "The column {column} is called a date, but its values, such as {example}, cannot be read as dates. Show them as "
        "2024-03-05 in the spreadsheet program (wider, where they are shown as ####) and export again, or choose another "
        "column below. The columns are: {columns}."
    )


class UnreadableAmounts(NoAmountColumn):
    message = N_(
        "The column {column} is called an amount, but its values, such as {example}, cannot be read as numbers. Show them as "
        "plain numbers in the spreadsheet program and export again, or choose another column below. The columns are: {columns}."
    )


class UnknownColumn(SegmentationError):
    message = N_("The file has no column called {column}. Its columns are: {columns}.")
    code = "UNKNOWN_COLUMN"


class UnknownField(SegmentationError):
    message = N_("{field} is not a field. The fields are: {fields}.")
    code = "UNKNOWN_FIELD"


class DamagedMapping(SegmentationError):
    message = N_("The remembered columns cannot be read: {detail}. Choose the columns again.")
    code = "DAMAGED_MAPPING"


@dataclass(frozen=True)
class Mapping:
    """The columns of a sheet by field, and one rule a column for reading them.

    ``columns``: field → index of the column from 0, or several: a customer in the first that is filled, a name and a
    state in all of them together. ``customer_kind``: what the customer column holds. ``amount_level``: "line", or "order"
    where the amount is the whole order's, standing on its first line or on each of them. ``date_order`` and
    ``dotted_order``: of days and months ("dmy", "mdy", "ymd"; null: no date needs it, or it must be asked). ``decimals``:
    field → decimal mark. ``time_zone``: IANA name whose clock is to be shown; null keeps the file's own. ``stated_zone``:
    the zone the header names. ``count_open``: whether paid, unfinished orders count. ``order_states``: state (as
    ``comparison_key`` has it) → whether it counts, over the built-in meaning. ``currency``: the only one to be loaded;
    null where the file has one. ``discount_is_rate``: 0.1 means ten per cent off. ``phone_region``: country of phones
    without one. ``profile``: the known export it was taken for. ``drop_sheet_repeats``: of lines that stand in several sheets
    of the file, only the first counts. ``all_sheets``: of a workbook, all sheets of these columns are taken.
    """

    columns: Lookup[str, int | tuple[int, ...]]
    customer_kind: str = "id"
    amount_level: str = "line"
    date_order: str | None = None
    dotted_order: str = "dmy"
    decimals: Lookup[str, str] = field(default_factory=dict)
    time_zone: str | None = None
    stated_zone: str | None = None
    count_open: bool = True
    order_states: Lookup[str, bool] = field(default_factory=dict)
    currency: str | None = None
    discount_is_rate: bool = False
    drop_exact_duplicates: bool = False
    drop_sheet_repeats: bool = True
    all_sheets: bool = False
    phone_region: str | None = None
    profile: str | None = None

    def __post_init__(self) -> None:
        for name in self.columns:
            if name not in FIELDS:
                raise UnknownField(field=name, fields=", ".join(FIELDS))
        for name, value, legal in (
            ("customer_kind", self.customer_kind, CUSTOMER_KINDS),
            ("amount_level", self.amount_level, AMOUNT_LEVELS),
            ("date_order", self.date_order, (None, *ORDERS)),
            ("dotted_order", self.dotted_order, ORDERS),
        ):
            if value not in legal:
                rule = N_("It is one of: {legal}.").format(legal=", ".join(str(choice) for choice in legal))
                raise IllegalParameter(name=name, value=value, rule=rule)

    def indexes(self, name: str) -> tuple[int, ...]:
        """The field's columns, the first the most important; empty where it has none."""
        found = self.columns.get(name, ())
        return (found,) if isinstance(found, int) else tuple(found)

    def column(self, name: str) -> int | None:
        """The field's column, or the first of several."""
        return next(iter(self.indexes(name)), None)

    @property
    def is_priced(self) -> bool:
        """Whether there is an amount, or quantity and unit price to make one."""
        return self.column("amount") is not None or None not in (self.column("quantity"), self.column("unit_price"))

    def having(self, **changes: Any) -> Mapping:
        """The same mapping with other choices."""
        return replace(self, **changes)

    def to_json(self) -> str:
        """Text that ``from_json`` gives back as an equal mapping."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """The mapping behind ``to_json``'s text. Names that this version does not know are passed over."""
        try:
            values = json.loads(text)
            known = {each.name for each in fields(cls)}
            columns = {
                name: index if isinstance(index, int) else tuple(map(int, index))
                for name, index in values["columns"].items()
            }
            return cls(**{name: value for name, value in values.items() if name in known} | {"columns": columns})
        except (ValueError, TypeError, KeyError, AttributeError) as problem:
            raise DamagedMapping(detail=str(problem)) from problem


def fingerprint(headers: Iterable[str]) -> str:
    """What files of one shape share: a hash of their headers, spelling of case and width apart."""
    text = "\x1f".join(comparison_key(header) for header in headers)
    return hashlib.sha256(text.encode()).hexdigest()


def column_named(headers: tuple[str, ...], name: str) -> int:
    """The index of the column a person names by its header. Exact spelling wins over case and width."""
    if name in headers:
        return headers.index(name)
    keys = [comparison_key(header) for header in headers]
    key = comparison_key(name)
    if key in keys:
        return keys.index(key)
    raise UnknownColumn(column=name, columns=", ".join(headers))
