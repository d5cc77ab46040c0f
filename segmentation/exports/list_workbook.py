"""The workbook of a target list: cover, summary with charts, and the customers, on one sheet or one a group."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

import pandas as pd
import pyarrow as pa

from segmentation.exports.description import (
    Column,
    Fact,
    FactsBlock,
    FactsSheet,
    Kind,
    Rows,
    Sheet,
    SummarySheet,
    TableSheet,
    Value,
    WorkbookDescription,
)
from segmentation.exports.list_columns import GROUPS, list_columns
from segmentation.exports.list_summary import summary_table
from segmentation.exports.typed_columns import typed_column
from segmentation.locale import Words


@dataclass(frozen=True, eq=False)
class ListExport:
    """A list as it is on the screen, in the reader's language.

    ``rows``: one a customer. ``filters``, ``cuts``: what was chosen, as label and text. ``weights``: label and number.
    ``definitions``: term and meaning. ``shop_customers`` and ``shop_revenue``: of the whole shop, for the shares.
    ``extra_columns``: columns of the rows beside those of :mod:`~segmentation.exports.list_columns`. ``group_by``: the
    key of a text column; each of its values gets a sheet. ``orders``: the values of a group column from first to last;
    without it the largest group comes first. ``counted``: what the number of rows is called where they are not customers.
    """

    shop: str
    as_of: date
    list_name: str
    rows: Rows
    filters: tuple[tuple[str, str], ...] = ()
    definitions: tuple[tuple[str, str], ...] = ()
    weights: tuple[tuple[str, float], ...] = ()
    cuts: tuple[tuple[str, str], ...] = ()
    shop_customers: int | None = None
    shop_revenue: Decimal | None = None
    extra_columns: tuple[Column, ...] = ()
    group_by: str | None = None
    orders: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    made_at: datetime | None = None
    most_group_sheets: int = 60
    counted: str | None = None


def describe(export: ListExport, words: Words) -> WorkbookDescription:
    """The list's workbook: cover, summary, then the customers in the order of the rows.

    With more groups than ``most_group_sheets`` all customers stand on one sheet, and the cover says why.
    """
    columns = list_columns(export.rows, export.extra_columns, words)
    table = pa.table({column.key: typed_column(export.rows, column, words) for column in columns})
    orders = {key: tuple(export.orders.get(key, ())) for key in GROUPS}
    by_key = {column.key: column for column in columns}
    summaries = tuple(summary_table(table, by_key[key], orders[key], words) for key in GROUPS if key in by_key)
    sheets: list[Sheet] = [_cover(export, table, words)]
    if table.num_rows and summaries:
        sheets.append(SummarySheet(words("Summary"), summaries))
    sheets.extend(_lists(export, table, columns, words))
    return WorkbookDescription(tuple(sheets), f"{export.shop} · {export.list_name}", export.made_at)


def _cover(export: ListExport, table: pa.Table, words: Words) -> FactsSheet:
    what = [
        Fact(words("Shop"), export.shop),
        Fact(words("List"), export.list_name),
        Fact(words("As of"), export.as_of, Kind.DATE),
    ]
    if export.made_at is not None:
        what.append(Fact(words("Made at"), export.made_at, Kind.DATETIME))
    blocks = [FactsBlock(words("This list"), tuple(what)), FactsBlock(words("Totals"), _totals(export, table, words))]
    filters = export.filters or ((words("None"), words("All customers")),)
    blocks.append(FactsBlock(words("Filters"), tuple(Fact(label, value) for label, value in filters)))
    if export.weights:
        weights = tuple(Fact(label, weight, Kind.DECIMAL, _places(weight)) for label, weight in export.weights)
        blocks.append(FactsBlock(words("Weights"), weights))
    if export.cuts:
        blocks.append(FactsBlock(words("Cuts"), tuple(Fact(label, cuts) for label, cuts in export.cuts)))
    title = f"{export.shop} · {export.list_name}"
    return FactsSheet(words("Cover"), title, tuple(blocks), words("What the words mean"), export.definitions)


def _places(weight: float) -> int:
    return 0 if float(weight).is_integer() else 2


def _totals(export: ListExport, table: pa.Table, words: Words) -> tuple[Fact, ...]:
    facts = [Fact(export.counted or words("Customers in this list"), table.num_rows, Kind.INTEGER)]
    if export.shop_customers:
        facts.append(Fact(words("Customers of the shop"), export.shop_customers, Kind.INTEGER))
        facts.append(Fact(words("Share of customers"), table.num_rows / export.shop_customers, Kind.SHARE))
    if "monetary" in table.column_names:
        revenue = sum((Decimal(str(value)) for value in table["monetary"].to_pylist() if value is not None), Decimal(0))
        facts.append(Fact(words("Revenue of this list"), revenue, Kind.MONEY))
        if export.shop_revenue:
            facts.append(Fact(words("Revenue of the shop"), export.shop_revenue, Kind.MONEY))
            facts.append(Fact(words("Share of revenue"), revenue / export.shop_revenue, Kind.SHARE))
    return tuple(facts)


def _lists(export: ListExport, table: pa.Table, columns: tuple[Column, ...], words: Words) -> list[TableSheet]:
    name = export.list_name or words("List")
    if export.group_by is None or not table.num_rows:
        return [TableSheet(name, columns, table, export.notes)]
    unknown = words("not known")
    frame = pd.Series(table[export.group_by].to_pylist(), dtype=object).fillna(unknown)
    found = frame.value_counts().index.tolist()
    if len(found) > export.most_group_sheets:
        too_many = words("There are too many groups for a sheet each: {n}.").format(n=words.number(len(found)))
        return [TableSheet(name, columns, table, (*export.notes, too_many))]
    rank: dict[Value, int] = {value: at for at, value in enumerate(export.orders.get(export.group_by, ()))}
    found.sort(key=lambda value: rank.get(value, len(rank)))
    return [TableSheet(str(value), columns, table.filter(pa.array(frame == value)), export.notes) for value in found]
