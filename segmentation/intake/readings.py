"""A few values of a sheet beside what they are read as, under each rule that a person can change."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

import duckdb
import pyarrow as pa

from segmentation.intake.mapping import Mapping
from segmentation.intake.raw import RawTable
from segmentation.intake.values import customers, dates, numbers
from segmentation.intake.values.columns import text_column
from segmentation.intake.values.lines import read
from segmentation.intake.values.rules import Rule
from segmentation.intake.values.scratch import scratch
from segmentation.intake.values.text import clean_text

_KIND = "decimal(22, 8)"


@dataclass(frozen=True)
class SampleLimits:
    """``rows``: from the top, out of which samples are taken. ``different``: values tried. ``shown``: samples."""

    rows: int = 1000
    different: int = 200
    shown: int = 3


@dataclass(frozen=True)
class Sample:
    """A value as the file has it, and as it is read: a time, an amount, a key; null where it cannot be read or is nobody's."""

    text: str
    value: datetime | Decimal | str | None


@dataclass(frozen=True)
class Reading:
    """One rule with the option in use, null while it is open, and samples; ``refused``: different values it cannot read."""

    rule: Rule
    chosen: str | None
    samples: tuple[Sample, ...] = ()
    refused: int = 0


def readings(
    raw: RawTable, mapping: Mapping, rules: Iterable[Rule], limits: SampleLimits | None = None
) -> tuple[Reading, ...]:
    """How the values are read by the mapping, a rule after the other; samples on which the options differ come first."""
    limits = limits or SampleLimits()
    found = []
    with scratch() as connection:
        for rule in rules:
            chosen = rule.chosen(mapping)
            samples: tuple[Sample, ...] = ()
            if rule.choice == "amount_level" and chosen is not None:
                samples = _orders(connection, raw, mapping, limits)
            elif rule.choice != "currency" and (chosen is not None or not rule.options):
                samples = _samples(connection, raw, mapping, rule, limits)
            found.append(Reading(rule, chosen, samples, rule.against.get(chosen or "", 0)))
    return tuple(found)


def _samples(
    connection: duckdb.DuckDBPyConnection, raw: RawTable, mapping: Mapping, rule: Rule, limits: SampleLimits
) -> tuple[Sample, ...]:
    index = mapping.column(rule.field_name)
    column = raw.cells.only([f"c{index}"]).head(limits.rows).column(0)
    texts = [text for text in column.unique().to_pylist() if text and clean_text(text)][: limits.different]
    values = _values(connection, raw, mapping, rule, texts)
    others = [
        _values(connection, raw, mapping.having(**rule.changed(mapping, option)), rule, texts)
        for option in rule.options
        if option != rule.chosen(mapping) and rule.choice != "customer_kind"
    ]
    told = [any(other[place] != value for other in others) for place, value in enumerate(values)]
    # One that cannot be read tells most, but not if it could not be read in any way
    places = sorted(range(len(texts)), key=lambda place: not told[place])[: limits.shown]
    refused = next((place for place, value in enumerate(values) if value is None and told[place]), None)
    if refused is not None and refused not in places:
        places[-1] = refused
    return tuple(Sample(texts[place], values[place]) for place in places)


def _values(
    connection: duckdb.DuckDBPyConnection, raw: RawTable, mapping: Mapping, rule: Rule, texts: Sequence[str]
) -> list[datetime | Decimal | str | None]:
    if rule.choice == "customer_kind":
        kind, region = mapping.customer_kind, mapping.phone_region
        return [customers.customer(text, kind, region).key for text in texts]
    if rule.choice == "decimals":
        return [*_decimals(connection, pa.chunked_array([texts], pa.string()), mapping, rule.field_name)]
    order = dates.DateRule(
        mapping.date_order, mapping.dotted_order, raw.is_1904, mapping.time_zone, mapping.stated_zone
    )
    cells = pa.chunked_array([texts], pa.string())
    found: list[datetime | Decimal | str | None] = read(
        connection, cells, dates.quick_query(order), dates.slow_query(order)
    ).to_pylist()
    return found


def _decimals(
    connection: duckdb.DuckDBPyConnection, cells: pa.ChunkedArray, mapping: Mapping, name: str
) -> list[Decimal | None]:
    mark = numbers.NumberRule(mapping.decimals.get(name, "."))
    found: list[Decimal | None] = read(
        connection, cells, numbers.quick_query(mark, _KIND), numbers.slow_query(mark, _KIND)
    ).to_pylist()
    return found


def _orders(
    connection: duckdb.DuckDBPyConnection, raw: RawTable, mapping: Mapping, limits: SampleLimits
) -> tuple[Sample, ...]:
    """The first orders of several lines: their lines' amounts beside what the order then amounts to."""
    order, amount = (f"c{mapping.column(name)}" for name in ("order", "amount"))
    head = raw.cells.only(list(dict.fromkeys([order, amount]))).head(limits.rows)
    names = text_column(head.column(order), is_code=True).to_pylist()
    lines: dict[str, list[Decimal]] = {}
    for name, value in zip(names, _decimals(connection, head.column(amount), mapping, "amount"), strict=True):
        if name is not None:
            lines.setdefault(name, []).extend([] if value is None else [value])
    rows = {name: names.count(name) for name in list(lines)[: limits.different]}
    several = [name for name, count in rows.items() if count > 1 and lines[name]][: limits.shown]
    texts = head.column(amount).to_pylist()
    return tuple(
        Sample(
            f"{name}: {' + '.join(text or '–' for at, text in zip(names, texts, strict=True) if at == name)}",
            lines[name][0] if mapping.amount_level == "order" else sum(lines[name], Decimal(0)),
        )
        for name in several
    )
