"""What a sheet holds: sales, or what a shop knows of its customers and products besides them."""

from __future__ import annotations

import json
from collections.abc import Mapping as Lookup
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from typing import Any, Self

import pyarrow as pa

from segmentation.errors import SegmentationError
from segmentation.intake.mapping import CUSTOMER_KINDS, DamagedMapping, MissingColumn, UnknownField
from segmentation.intake.values.dates import ORDERS
from segmentation.locale import N_
from segmentation.schema import FIELD_NAMES, MONEY


class SheetKind(StrEnum):
    """The kinds, as files and the command line say them."""

    SALES = "sales"
    CUSTOMERS = "customers"
    INTERACTIONS = "interactions"
    FEEDBACK = "feedback"
    PRODUCTS = "products"


KIND_NAMES: dict[SheetKind, str] = {
    SheetKind.SALES: N_("Sales: a row a sales line"),
    SheetKind.CUSTOMERS: N_("Customer list: a row a customer"),
    SheetKind.INTERACTIONS: N_("Contacts: a row a message, call or visit"),
    SheetKind.FEEDBACK: N_("Feedback: a row a rating or complaint"),
    SheetKind.PRODUCTS: N_("Products: a row a product"),
}
"""What a person reads of each kind (message ids)."""

KIND_TITLES: dict[SheetKind, str] = {
    SheetKind.SALES: N_("sales"),
    SheetKind.CUSTOMERS: N_("customers"),
    SheetKind.INTERACTIONS: N_("contacts"),
    SheetKind.FEEDBACK: N_("feedback"),
    SheetKind.PRODUCTS: N_("products"),
}
"""The same in a word."""

_WHO = {name: FIELD_NAMES[name] for name in ("customer", "name", "phone", "email")}
KIND_FIELDS: dict[SheetKind, dict[str, str]] = {
    SheetKind.CUSTOMERS: _WHO
    | {
        "birthday": N_("Birthday"),
        "gender": N_("Gender"),
        "occupation": N_("Occupation"),
        "city": N_("City"),
        "joined_on": N_("Customer since"),
        "consent": N_("Consent to being written to"),
        "owner": N_("Looked after by"),
        "tags": N_("Tags"),
    },
    SheetKind.INTERACTIONS: _WHO | {"happened_at": N_("Date of the contact"), "kind": N_("Kind of contact")},
    SheetKind.FEEDBACK: _WHO
    | {
        "given_at": N_("Date of the feedback"),
        "rating": N_("Rating, 1 to 5"),
        "satisfaction": N_("Satisfaction, 1 to 5"),
        "recommendation": N_("Recommendation, 0 to 10"),
        "kind": N_("Kind of feedback"),
        "text": N_("What was said"),
    },
    SheetKind.PRODUCTS: {
        "product_code": FIELD_NAMES["product_code"],
        "product": FIELD_NAMES["product"],
        "category": FIELD_NAMES["category"],
        "cost": N_("Cost"),
        "list_price": N_("List price"),
    },
}
"""What a column of each kind of sheet can be taken for: field → its name as a person reads it (message id)."""

DATE_FIELDS = ("happened_at", "given_at", "joined_on", "birthday")
SAID_FIELDS = ("rating", "satisfaction", "recommendation", "kind", "text")

_RATING = pa.decimal128(4, 2)


def _schema(*texts: str, **types: pa.DataType) -> pa.Schema:
    row = pa.field("row_number", pa.int64(), nullable=False)
    return pa.schema([row, *((name, pa.string()) for name in texts), *types.items()])


RECORDS: dict[SheetKind, pa.Schema] = {
    SheetKind.CUSTOMERS: _schema(
        "customer", "customer_key", "name", "phone", "email", "gender", "occupation", "city", "owner", "tags",
        birthday=pa.date32(), joined_on=pa.date32(), consent=pa.bool_(),
    ),
    SheetKind.INTERACTIONS: _schema("customer", "customer_key", "kind", happened_at=pa.timestamp("us")),
    SheetKind.FEEDBACK: _schema(
        "customer", "customer_key", "kind", "text", given_at=pa.timestamp("us"), rating=_RATING, satisfaction=_RATING,
        recommendation=pa.int32(),
    ),
    SheetKind.PRODUCTS: _schema("product_key", "product_code", "product", "category", cost=MONEY, list_price=MONEY),
}  # fmt: skip
"""One row a cleaned row of the sheet: what intake hands to the store. ``tags``: parted by commas. ``customer_key`` and
``product_key``: as in sales. Null = not said, or not to be read."""


class NoKindDateColumn(MissingColumn):
    message = N_("The sheet has no column for the date. Its columns are: {columns}. Choose one below.")
    code = "NO_DATE_COLUMN"


class NothingSaidColumn(MissingColumn):
    message = N_(
        "The sheet has a customer and nothing about them that can be loaded. Its columns are: {columns}. Choose one below."
    )
    code = "NO_CONTENT_COLUMN"


class NoProductColumn(MissingColumn):
    message = N_("The sheet has no column that tells products apart. Its columns are: {columns}. Choose one below.")
    code = "NO_PRODUCT_COLUMN"


class NoSuchKind(SegmentationError):
    message = N_("{kind} is no kind of sheet. The kinds are: {kinds}.")
    code = "NO_SUCH_KIND"


@dataclass(frozen=True)
class KindMapping:
    """The columns of a sheet that is no sales, by field, and how they are read.

    ``columns``: field → index of the column from 0, or several of a name. ``date_order``: of the dates that do not prove theirs.
    ``customer_kind``, ``phone_region``, ``drop_sheet_repeats`` and ``all_sheets``: as in ``Mapping``.
    """

    kind: SheetKind
    columns: Lookup[str, int | tuple[int, ...]]
    customer_kind: str = "id"
    date_order: str | None = None
    decimals: Lookup[str, str] = field(default_factory=dict)
    phone_region: str | None = None
    drop_sheet_repeats: bool = True
    all_sheets: bool = False

    def __post_init__(self) -> None:
        known = KIND_FIELDS.get(self.kind, {})
        for name in self.columns:
            if name not in known:
                raise UnknownField(field=name, fields=", ".join(known))
        if self.customer_kind not in CUSTOMER_KINDS or self.date_order not in (None, *ORDERS):
            raise DamagedMapping(detail=f"{self.customer_kind}, {self.date_order}")

    def indexes(self, name: str) -> tuple[int, ...]:
        """The field's columns; empty where it has none."""
        found = self.columns.get(name, ())
        return (found,) if isinstance(found, int) else tuple(found)

    def column(self, name: str) -> int | None:
        """The field's column, or the first of several."""
        return next(iter(self.indexes(name)), None)

    def having(self, **changes: Any) -> KindMapping:
        """The same mapping with other choices."""
        return replace(self, **changes)

    def to_json(self) -> str:
        """Text that ``from_json`` gives back as an equal mapping."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> Self | None:
        """The mapping behind ``to_json``'s text; None where it is a mapping of sales."""
        try:
            values = json.loads(text)
            if "kind" not in values:
                return None
            columns = {
                name: at if isinstance(at, int) else tuple(map(int, at)) for name, at in values["columns"].items()
            }
            return cls(**values | {"kind": SheetKind(values["kind"]), "columns": columns})
        except (ValueError, TypeError, KeyError) as problem:
            raise DamagedMapping(detail=str(problem)) from problem


def kind_named(text: str) -> SheetKind:
    """The kind a person names. Raises ``NoSuchKind``."""
    try:
        return SheetKind(text)
    except ValueError:
        raise NoSuchKind(kind=text, kinds=", ".join(SheetKind)) from None
