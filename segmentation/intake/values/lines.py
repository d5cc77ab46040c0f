"""Times and money of every line in one query, and the reason where a line cannot be read."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping as Lookup
from dataclasses import dataclass
from datetime import date, timedelta

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from segmentation.intake.mapping import Mapping
from segmentation.intake.values import dates, numbers
from segmentation.intake.values.dates import DateRule
from segmentation.packed import PIECE_ROWS
from segmentation.schema import MONEY

_WIDE = "decimal(22, 8)"
"""Unit prices of more than four decimals keep eight until they are multiplied: 0.07142857 a piece is money at 1,400."""
_MONEY = "decimal(18, 4)"
_DECIMALS = 4
_DIGITS_IN_64_BITS = 18
TYPED = ("date", "time", "quantity", "unit_price", "discount", "amount", "refunded")
"""Fields whose text is read as a time or a number."""


@dataclass(frozen=True)
class DateLimits:
    """The first and the last day a sale can have. Without a known today the last day is the end of the century."""

    first: date = date(1990, 1, 1)
    last: date = date(2099, 12, 31)

    def known_today(self, today: date | None) -> DateLimits:
        """Until the day after today, because clocks and time zones differ by as much."""
        return self if today is None else DateLimits(self.first, min(self.last, today + timedelta(days=1)))


def typed_lines(
    connection: duckdb.DuckDBPyConnection,
    lines: pa.Table,
    texts: Lookup[str, Callable[[], pa.ChunkedArray]],
    mapping: Mapping,
    limits: DateLimits,
    is_1904: bool,
) -> pa.Table:
    """One row a line, in the order given: row_number, sold_at, net_revenue, reason; quantity, unit_price, discount if there.

    ``lines``: columns ``row_number``; ``position``, which grows from line to line; is_counted, is_return, is_error and
    is_foreign as booleans; with amounts by order also ``place``, a number an order. ``texts``: what gives the fields of
    ``TYPED`` that the sheet has, one at a time, because all of them at once are most of the sheet. ``reason``: null where
    the line can be kept. Net revenue is exact: products of decimals, rounded once.
    """
    have = set(texts)
    rule = DateRule(mapping.date_order, mapping.dotted_order, is_1904, mapping.time_zone, mapping.stated_zone)
    table = {name: lines.column(name) for name in lines.column_names}
    for name, unpacked in texts.items():
        text = unpacked()
        table[f"has_{name}"] = text.is_valid()
        if name == "date":
            table[name] = read(connection, text, dates.quick_query(rule), dates.slow_query(rule))
        elif name == "time":
            table[name] = read(connection, text, "select try_cast(v as time) as v from cells", dates.time_query())
        else:
            mark = numbers.NumberRule(mapping.decimals.get(name, "."))
            kind = _price_kind(connection, text, mark) if name == "unit_price" else _MONEY
            if name == "discount" and mapping.discount_is_rate:
                table["is_percent"] = pc.fill_null(pc.match_substring(text, "%"), False)
                text = pc.replace_substring(text, "%", "")
            table[name] = read(connection, text, numbers.quick_query(mark, kind), numbers.slow_query(mark, kind))
    as_read = _as_read(table)
    connection.register("lines", pa.table(table))
    try:
        query = _query(have, mapping, limits, _product(table), frozenset(as_read))
        worked_out = connection.sql(query).to_arrow_reader(PIECE_ROWS).read_all()
    finally:
        connection.unregister("lines")
    return pa.table({**as_read, **dict(zip(worked_out.column_names, worked_out.columns, strict=True))})


def read(connection: duckdb.DuckDBPyConnection, texts: pa.ChunkedArray, quick: str, slow: str) -> pa.ChunkedArray:
    """The texts typed: all by the quick query, and the distinct ones that it leaves by the slow one.

    DuckDB evaluates what two branches of a CASE share for every row; kept apart, the slow rule costs only those who need it.
    """
    found = _evaluated(connection, texts, quick)
    left = pc.and_(texts.is_valid(), found.is_null())
    if not pc.any(left).as_py():
        return found
    encoded = texts.filter(left).combine_chunks().dictionary_encode()
    encoded = encoded.combine_chunks() if isinstance(encoded, pa.ChunkedArray) else encoded
    answers = _evaluated(connection, pa.chunked_array([encoded.dictionary]), slow).combine_chunks()
    whole = found.combine_chunks()
    return pa.chunked_array([pc.replace_with_mask(whole, left.combine_chunks(), answers.take(encoded.indices))])


def _evaluated(connection: duckdb.DuckDBPyConnection, texts: pa.ChunkedArray, query: str) -> pa.ChunkedArray:
    connection.register("cells", pa.table({"v": texts}))
    try:
        return connection.sql(query).to_arrow_reader(PIECE_ROWS).read_all().column("v")
    finally:
        connection.unregister("cells")


def _price_kind(connection: duckdb.DuckDBPyConnection, texts: pa.ChunkedArray, rule: numbers.NumberRule) -> str:
    connection.register("cells", pa.table({"v": texts}))
    mark = rule.decimal
    found = connection.execute(
        f"select max(strlen(v) - instr(v, '{mark}')) from cells where contains(v, '{mark}')"
    ).fetchall()
    connection.unregister("cells")
    return _WIDE if (found[0][0] or 0) > _DECIMALS else _MONEY


def _product(table: dict[str, pa.ChunkedArray]) -> str:
    """SQL for quantity × unit price, in 64 bits where the column's largest values fit, which is ten times faster."""
    if not {"quantity", "unit_price"} <= table.keys():
        return f"null::{_MONEY}"
    quantity, price = table["quantity"], table["unit_price"]
    if price.type.scale == _DECIMALS and len(quantity):
        scale = 0 if pc.all(pc.equal(pc.round(quantity), quantity)).as_py() in (True, None) else _DECIMALS
        widths = [_digits(quantity) + scale, _digits(price) + _DECIMALS]
        if sum(widths) <= _DIGITS_IN_64_BITS:
            product = f"quantity::decimal({widths[0]}, {scale}) * unit_price::decimal({widths[1]}, {_DECIMALS})"
            return f"({product})::{_MONEY}"
    return f"try_cast(quantity * unit_price as {_MONEY})"


def _digits(numbers_read: pa.ChunkedArray) -> int:
    largest = pc.max(pc.abs(numbers_read)).as_py()
    return len(str(int(largest or 0)))


def _as_read(table: dict[str, pa.ChunkedArray]) -> dict[str, pa.ChunkedArray]:
    """The columns that are right as they were read: the query need not copy them, which for millions of lines is much."""
    kept = {"row_number": table["row_number"]}
    if "time" not in table and "date" in table:
        kept["sold_at"] = table["date"]
    names = ("quantity", "unit_price")
    return kept | {name: table[name] for name in names if name in table and table[name].type == MONEY}


def _query(have: set[str], mapping: Mapping, limits: DateLimits, product: str, as_read: frozenset[str]) -> str:
    def typed(name: str) -> str:
        return f'"{name}"' if name in have else f"null::{_MONEY}"

    moment = '"date"'
    if "time" in have:
        moment = """case when "date" = date_trunc('day', "date") then coalesce("date"::date + "time", "date") else "date" end"""
    by_order = mapping.amount_level == "order" and "amount" in have
    passed = [
        "row_number",
        "position",
        "is_counted",
        "is_return",
        "is_error",
        "is_foreign",
        *(["place"] if by_order else []),
    ]
    passed += [f"has_{name}" for name in ("date", "quantity", "unit_price", "amount") if name in have]
    source = f"""select {", ".join(passed)}, {moment} as sold_at, {typed("quantity")} as quantity,
        {typed("unit_price")} as unit_price, {_discount(have, mapping)} as discount, {typed("amount")} as amount,
        {typed("refunded")} as refunded from lines"""
    parts = f"({product} - coalesce(discount, 0))" if "discount" in have else product
    own = f"coalesce(amount, case when not has_amount then {parts} end)" if "amount" in have else parts
    if not mapping.is_priced:
        summed = f"select *, 0::{_MONEY} as net, true as is_priced from ({source})"
    elif by_order:
        summed = _by_order(source, parts)
    else:
        refunded = "- abs(coalesce(refunded, 0))" if "refunded" in have else ""
        summed = f"""select *, case when is_return then -abs({own} {refunded}) else {own} {refunded} end as net,
            {own} is not null as is_priced from ({source})"""
    money = [
        f"try_cast({name} as {_MONEY}) as {name}"
        for name in ("quantity", "unit_price", "discount")
        if name in have and name not in as_read
    ]
    unread = [name for name in ("row_number", "sold_at") if name not in as_read]
    net = f"case when net is null and not is_counted then 0 else try_cast(net as {_MONEY}) end"
    return f"""select {"".join(f"{column}, " for column in [*unread, *money])}{net} as net_revenue,
        {_reason(have, limits, by_order)} as reason from ({summed}) {"order by position" if by_order else ""}"""


def _discount(have: set[str], mapping: Mapping) -> str:
    if "discount" not in have:
        return f"null::{_MONEY}"
    if not mapping.discount_is_rate:
        return "abs(discount)"
    if not {"quantity", "unit_price"} <= have:
        return f"null::{_MONEY}"
    rate = "case when is_percent then abs(discount) / 100 else abs(discount) end"
    # A share of a price is right to fifteen digits in a float, and is rounded to four decimals here.
    return f"try_cast(round(quantity * unit_price * ({rate}), 4) as {_MONEY})"


def _by_order(typed: str, parts: str) -> str:
    """The order's amount shared out over its lines by their own prices, so that products keep their part.

    The sum over the order is its amount to the last decimal: the first line takes what rounding leaves. Lines without
    prices, and orders whose prices do not add up to something positive, have it all on the first line.
    """
    return f"""
        select * exclude (total, own, own_sum, share, line), case when is_priced then
            case when line = 1 then total - (sum(share) over whole - share) else share end end as net
        from (
            select *, total is not null as is_priced, case when own_sum = total then own::{_MONEY}
                when own_sum > 0 then try_cast(round(total * (own / own_sum)::double, 4) as {_MONEY}) else 0 end as share
            from (
                select *, row_number() over (partition by place order by position) as line,
                    coalesce(case when any_returned then -abs(total_amount) else total_amount end
                            - abs(coalesce(total_refunded, 0)),
                        case when not any_amount then own_sum end)::decimal(30, 8) as total
                from (
                    select *, coalesce({parts}, 0)::decimal(38, 8) as own,
                        nullif(sum(coalesce({parts}, 0)) over whole, 0)::decimal(38, 8) as own_sum,
                        first_value(amount ignore nulls) over ordered as total_amount,
                        first_value(refunded ignore nulls) over ordered as total_refunded,
                        bool_or(has_amount) over whole as any_amount, bool_or(is_return) over whole as any_returned
                    from ({typed})
                    window whole as (partition by place),
                        ordered as (partition by place order by position
                            rows between unbounded preceding and unbounded following)
                )
            )
        )
        window whole as (partition by place)"""


def _reason(have: set[str], limits: DateLimits, by_order: bool) -> str:
    first, after = limits.first.isoformat(), (limits.last + timedelta(days=1)).isoformat()
    money = []
    if not {"quantity", "unit_price"} <= have and "amount" not in have:
        pass
    elif by_order:
        money = [
            "when has_amount and amount is null then 'AMOUNT_UNREADABLE'",
            "when not is_priced then 'AMOUNT_MISSING'",
        ]
    else:
        if "amount" in have:
            money.append("when has_amount and amount is null then 'AMOUNT_UNREADABLE'")
        if {"quantity", "unit_price"} <= have:
            blank = "not has_amount and" if "amount" in have else ""
            if "amount" in have:
                money.append("when not has_amount and not has_quantity and not has_unit_price then 'AMOUNT_MISSING'")
            money += [
                f"when {blank} not has_quantity then 'QUANTITY_MISSING'",
                f"when {blank} quantity is null then 'QUANTITY_UNREADABLE'",
                f"when {blank} not has_unit_price then 'PRICE_MISSING'",
                f"when {blank} unit_price is null then 'PRICE_UNREADABLE'",
            ]
            money.append(f"when {blank} net is null then 'AMOUNT_TOO_LARGE'")
        else:
            money.append("when not has_amount then 'AMOUNT_MISSING'")
    unread = " ".join(
        # An order that was called off or never paid may well have no amount: it counts for nothing either way.
        clause if "_MISSING" not in clause else clause.replace("when ", "when is_counted and ", 1)
        for clause in money
    )
    return f"""case when is_error then 'ERROR_CELL' when not has_date then 'DATE_MISSING'
        when sold_at is null then 'DATE_UNREADABLE'
        when sold_at < timestamp '{first}' or sold_at >= timestamp '{after}' then 'DATE_IMPLAUSIBLE'
        when is_foreign then 'OTHER_CURRENCY' {unread}
        when net is not null and try_cast(net as {_MONEY}) is null then 'AMOUNT_TOO_LARGE' end"""
