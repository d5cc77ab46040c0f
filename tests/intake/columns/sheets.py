"""Raw tables written by hand, and short ways to look at what became of them."""

from __future__ import annotations

import csv
import io
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from segmentation.intake.cleaning import CleanSales, clean
from segmentation.intake.headings import Recognition, recognise
from segmentation.intake.raw import RawTable
from segmentation.packed import PackedTable


def raw_table(headers: str | tuple[str, ...], *rows: tuple[str | None, ...], kind: str = "csv") -> RawTable:
    """A sheet whose header is in row 1. Headers may be given as one text, parted by commas."""
    names = tuple(headers.split(",")) if isinstance(headers, str) else headers
    columns = {f"c{i}": pa.array([row[i] for row in rows], pa.string()) for i in range(len(names))}
    numbers = pa.array(range(2, len(rows) + 2), pa.int64())
    return RawTable("sheet", kind, PackedTable.of(pa.table({**columns, "row_number": numbers})), names, 1)


def header_only(path: Path, encoding: str, delimiter: str) -> RawTable:
    """A real header row without lines; a header that stands twice is numbered, as the reading does."""
    text = path.read_text(encoding=encoding)
    names: list[str] = []
    for name in next(csv.reader(io.StringIO(text), delimiter=delimiter)):
        again = sum(1 for each in names if each == name or each.startswith(f"{name} ("))
        names.append(f"{name} ({again + 1})" if again else name)
    return raw_table(tuple(names))


PLAIN = raw_table(
    "order_no,order_date,customer,phone,birthday,product,qty,amount",
    ("A1", "2024-01-26", "K1", "13800000001", "1981-02-11", "Hat", "2", "126.22"),
    ("A2", "2024-02-26", "K2", "13800000003", "1983-04-13", "Shoes", "1", "227.36"),
)
"""A sheet with plain English headers, that every field can be told by."""


def column(raw: RawTable, name: str, values: list[str | None]) -> RawTable:
    """The same sheet with other values in one column."""
    at = raw.cells.column_names.index(f"c{raw.headers.index(name)}")
    cells = raw.cells.table().set_column(at, raw.cells.column_names[at], pa.array(values, pa.string()))
    return RawTable(raw.file_name, raw.kind, PackedTable.of(cells), raw.headers, raw.header_row)


def taken(found: Recognition) -> dict[str, str | tuple[str, ...]]:
    """The header taken for each field, or the headers."""
    fields: dict[str, str | tuple[str, ...]] = {}
    for name in found.mapping.columns:
        headers = tuple(found.headers[index] for index in found.mapping.indexes(name))
        fields[name] = headers[0] if len(headers) == 1 else headers
    return fields


def cleaned(raw: RawTable, today: date | None = None, **choices: Any) -> CleanSales:
    """The sheet recognised, checked and cleaned; choices change the mapping. Its lines always add up."""
    found = recognise(raw)
    found.check()
    result = clean(raw, found.mapping.having(**choices), today=today)
    result.sales.table().validate(full=True)
    assert result.kept == result.sales.num_rows
    assert result.read == result.kept + result.refused.num_rows + result.duplicates
    return result


def total(result: CleanSales, *, counted: bool = True) -> Decimal:
    """The net revenue of the counted lines."""
    sales = result.sales.table()
    sales = sales.filter(sales.column("is_counted")) if counted else sales
    return Decimal(pc.sum(sales.column("net_revenue")).as_py() or 0)


def values(result: CleanSales, name: str) -> list[Any]:
    """One column of the kept lines."""
    return list(result.sales.column(name).to_pylist())


def codes(result: CleanSales) -> set[str]:
    """The codes of the findings."""
    return {finding.code for finding in result.findings}


def reasons(result: CleanSales) -> dict[int, str]:
    """Row number → why it was refused."""
    return dict(
        zip(result.refused.column("row_number").to_pylist(), result.refused.column("reason").to_pylist(), strict=True)
    )
