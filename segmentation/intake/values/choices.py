"""How a sheet's columns are to be read, proven by the columns' own values; what nothing proves becomes a question."""

from __future__ import annotations

import re
from collections.abc import Mapping as Lookup
from dataclasses import dataclass, field, replace
from typing import Any

import duckdb

from segmentation.intake.customer_column import holds_names
from segmentation.intake.mapping import AMOUNT_LEVELS, CUSTOMER_KINDS, Mapping
from segmentation.intake.money_columns import adds_up
from segmentation.intake.raw import RawTable
from segmentation.intake.sheet_overlap import first_lines
from segmentation.intake.values import amounts, dates, numbers
from segmentation.intake.values.currencies import region_of
from segmentation.intake.values.found_currencies import found_currencies
from segmentation.intake.values.look import Look
from segmentation.intake.values.rules import How, Rule, rules_kept
from segmentation.intake.values.scratch import raw_columns, scratch
from segmentation.intake.values.states import State, found_states
from segmentation.intake.values.text import Alphabet
from segmentation.locale import N_

WORKBOOKS = frozenset(["xlsx", "xlsm", "xls", "xlsb", "ods"])
"""Kinds of file whose numbers are stored as numbers."""

_MOST = 0.5
_ZONE = re.compile(r"[(（\[](utc|gmt)[)）\]]", re.IGNORECASE)


@dataclass(frozen=True)
class Question:
    """Something a person must decide before the sheet is loaded.

    ``choice``: the field of ``Mapping`` that holds the answer; ``options``: what it may be set to, most likely first.
    """

    code: str
    message: str
    choice: str
    options: tuple[str, ...] = ()
    field_name: str | None = None
    values: Lookup[str, Any] = field(default_factory=dict)


def chosen_rules(
    raw: RawTable, mapping: Mapping, looks: Lookup[int, Look], remembered: Mapping | None
) -> tuple[Mapping, tuple[Question, ...], tuple[State, ...], tuple[Rule, ...]]:
    """The mapping with the rules that the values prove, the questions that are left, the order states, and all rules.

    What the values prove wins over a remembered choice; a remembered choice wins over a guess and over a question.
    """
    asked: list[Question] = []
    rules: list[Rule] = []
    mapping, same = rules_kept(mapping, remembered)
    before = How.REMEMBERED if remembered else How.EXPORT
    with scratch() as connection:
        mapping = mapping if "customer" in same else _customer_rules(raw, mapping, looks)
        if mapping.column("customer") is not None:
            how = How.REMEMBERED if "customer" in same else How.GUESSED
            rules.append(_rule(raw, mapping, "customer_kind", "customer", how, CUSTOMER_KINDS))
        mapping = _date_rules(connection, raw, mapping, asked, rules, before)
        mapping = _number_rules(connection, raw, mapping, asked, rules, before)
        mapping = _amount_rules(connection, raw, mapping, asked, rules, {"order", "amount"} <= same)
        mapping = _currency_rules(connection, raw, mapping, asked, rules)
        _damaged_numbers(connection, raw, mapping, asked)
        with raw_columns(connection, raw.cells, mapping.indexes("status")):
            states = found_states(connection, mapping)
    return mapping, tuple(asked), states, tuple(rules)


def _rule(
    raw: RawTable, mapping: Mapping, choice: str, name: str, how: How, options: tuple[str, ...] = (), **more: Any
) -> Rule:
    return Rule(choice, name, raw.headers[mapping.column(name) or 0], how, options, **more)


def stored_numbers(raw: RawTable) -> frozenset[str]:
    """Headers of id columns that the reading found stored as numbers too long for a workbook."""
    return frozenset(
        header
        for finding in raw.findings
        if finding.code == "PRECISION_LOST"
        for header in finding.values.get("headers", ())
    )


def _customer_rules(raw: RawTable, mapping: Mapping, looks: Lookup[int, Look]) -> Mapping:
    index = mapping.column("customer")
    if index is None:
        return mapping
    look = looks.get(index, Look())
    if index == mapping.column("email") or look.email > _MOST:
        return replace(mapping, customer_kind="email")
    if index == mapping.column("phone") or look.phone > _MOST:
        return replace(mapping, customer_kind="phone")
    if index == mapping.column("name") or holds_names(raw.headers[index], look):
        return replace(mapping, customer_kind="name")
    return mapping


def _date_rules(
    connection: duckdb.DuckDBPyConnection,
    raw: RawTable,
    mapping: Mapping,
    asked: list[Question],
    rules: list[Rule],
    before: How,
) -> Mapping:
    index = mapping.column("date")
    if index is None:
        return mapping
    zone = _ZONE.search(raw.headers[index])
    with raw_columns(connection, raw.cells, [index]):
        found = dates.evidence(connection, f"c{index}")
    order = found.order or (mapping.date_order if found.parted else None)
    dotted = found.dotted_order if found.dotted_proofs else mapping.dotted_order
    options = ("dmy", "mdy", "ymd") if found.short_years else ("dmy", "mdy")
    if found.parted or not found.dotted:
        how = (How.PROVEN if found.order else before if order else How.ASKED) if found.parted else How.ONE_WAY
        against = {"dmy": found.month_first, "mdy": found.day_first, "ymd": found.month_first}
        shown = options if found.parted else ()
        rules.append(_rule(raw, mapping, "date_order", "date", how, shown, against=against))
    if found.dotted:
        known = before if before is How.REMEMBERED else How.GUESSED
        how = How.PROVEN if found.dotted_proofs else known
        against = {"dmy": found.dotted_month_first, "mdy": found.dotted_day_first}
        rules.append(_rule(raw, mapping, "dotted_order", "date", how, ("dmy", "mdy"), against=against))
    if found.is_unsure and order is None:
        asked.append(
            Question(
                "DATE_ORDER_UNSURE",
                N_("The dates in {column} can be read with the day or with the month first. Which is it?"),
                "date_order",
                options,
                "date",
                {"column": raw.headers[index]},
            )
        )
    return replace(mapping, date_order=order, dotted_order=dotted, stated_zone="UTC" if zone else None)


def _number_rules(
    connection: duckdb.DuckDBPyConnection,
    raw: RawTable,
    mapping: Mapping,
    asked: list[Question],
    rules: list[Rule],
    before: How,
) -> Mapping:
    decimals: dict[str, str] = {}
    for name in ("amount", "unit_price", "quantity", "discount", "refunded"):
        index = mapping.column(name)
        if index is None:
            continue
        alphabet = Alphabet(raw.cells.column(f"c{index}"))
        with raw_columns(connection, raw.cells, [index]):
            found = numbers.evidence(connection, f"c{index}", alphabet, raw.kind in WORKBOOKS)
        known = mapping.decimals.get(name)
        marks = [found.decimal(), known] if found.is_proven or not found.is_unsure else [known, found.decimal()]
        mark = next(filter(None, marks), None) or _other_mark(decimals, found)
        if found.is_proven or found.is_unsure or not mark:
            how = How.PROVEN if found.is_proven and found.decimal() else before if known else How.GUESSED
            against = {".": found.comma, ",": found.dot}
            rules.append(_rule(raw, mapping, "decimals", name, how if mark else How.ASKED, (".", ","), against=against))
        else:
            rules.append(_rule(raw, mapping, "decimals", name, How.ONE_WAY))
        if mark:
            decimals[name] = mark
            continue
        asked.append(
            Question(
                "DECIMAL_UNSURE",
                N_("The numbers in {column} can be read in two ways. Is the decimal mark a dot or a comma?"),
                "decimals",
                (".", ","),
                name,
                {"column": raw.headers[index]},
            )
        )
    return replace(mapping, decimals=decimals)


def _other_mark(decimals: Lookup[str, str], found: numbers.NumberEvidence) -> str | None:
    """The mark of the sheet's other columns, where this one leaves it open without contradicting itself."""
    marks = set(decimals.values())
    return marks.pop() if len(marks) == 1 and not (found.dot or found.comma) else None


def _amount_rules(
    connection: duckdb.DuckDBPyConnection,
    raw: RawTable,
    mapping: Mapping,
    asked: list[Question],
    rules: list[Rule],
    is_remembered: bool,
) -> Mapping:
    index = mapping.column("discount")
    if index is not None:
        with raw_columns(connection, raw.cells, [index]):
            mapping = replace(mapping, discount_is_rate=amounts.is_rate(connection, f"c{index}"))
    order, amount = mapping.column("order"), mapping.column("amount")
    if order is None or amount is None:
        return mapping
    several = [order, amount, *(mapping.column(name) for name in ("quantity", "unit_price", "date"))]
    limits = amounts.LevelLimits()
    if mapping.amount_level == "order" and not is_remembered:
        with raw_columns(connection, first_lines(raw, several, limits.rows), several):
            is_of_lines = amounts.differ(connection, mapping)
        if is_of_lines:
            rules.append(_rule(raw, mapping, "amount_level", "amount", How.PROVEN, AMOUNT_LEVELS))
            return replace(mapping, amount_level="line")
    if is_remembered or mapping.amount_level == "order":
        how = How.REMEMBERED if is_remembered else How.EXPORT
        rules.append(_rule(raw, mapping, "amount_level", "amount", how, AMOUNT_LEVELS))
        return mapping
    with raw_columns(connection, first_lines(raw, several, limits.rows), several):
        level = amounts.level(connection, mapping, limits)
    if level is None and adds_up(raw, order, amount):
        level = "order"
    how = How.ASKED if level is None else How.PROVEN if level == "order" else How.GUESSED
    rules.append(_rule(raw, mapping, "amount_level", "amount", how, AMOUNT_LEVELS))
    if level is None:
        asked.append(
            Question(
                "AMOUNT_LEVEL_UNSURE",
                N_(
                    "{column} is the same on all lines of an order. Is it the amount of the line or of the whole order?"
                ),
                "amount_level",
                ("order", "line"),
                "amount",
                {"column": raw.headers[amount]},
            )
        )
    return replace(mapping, amount_level=level or "line")


def _currency_rules(
    connection: duckdb.DuckDBPyConnection,
    raw: RawTable,
    mapping: Mapping,
    asked: list[Question],
    rules: list[Rule],
) -> Mapping:
    found = found_currencies(connection, raw, mapping)
    if len(found) > 1:
        name = "amount" if mapping.column("currency") is None else "currency"
        how = How.REMEMBERED if mapping.currency in found else How.ASKED
        rules.append(_rule(raw, mapping, "currency", name, how, tuple(found), lines=found))
    if len(found) > 1 and mapping.currency not in found:
        asked.append(
            Question(
                "MIXED_CURRENCIES",
                N_(
                    "The file has amounts in several currencies, which cannot be added up: {currencies}. "
                    "Which one is to be loaded?"
                ),
                "currency",
                tuple(found),
                "currency",
                {"currencies": ", ".join(found)},
            )
        )
        return replace(mapping, currency=None)
    region = mapping.phone_region or region_of(next(iter(found), None))
    return replace(mapping, currency=mapping.currency if len(found) > 1 else None, phone_region=region)


def _damaged_numbers(
    connection: duckdb.DuckDBPyConnection, raw: RawTable, mapping: Mapping, asked: list[Question]
) -> None:
    indexes = {index: name for name in ("customer", "order", "phone") for index in mapping.indexes(name)}
    for index, name in indexes.items():
        with raw_columns(connection, raw.cells, [index]):
            damaged = connection.execute(
                f"""select count(*) from raw where contains(upper(c{index}), 'E+')
                    and regexp_full_match(trim(c{index}), '(?i)\\d(?:[.,]\\d+)?e\\+\\d{{1,2}}')"""
            ).fetchall()[0][0]
        if damaged:
            asked.append(
                Question(
                    "PRECISION_LOST",
                    N_("{n} cells in {column} were shortened to numbers such as {example}: their last digits are lost. "
                       "Export the file again with this column as text, or load it without them."),
                    "",
                    (),
                    name,
                    {"n": damaged, "column": raw.headers[index], "example": "1.38E+10"},
                )
            )  # fmt: skip
            return
