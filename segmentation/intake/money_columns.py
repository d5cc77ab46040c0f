"""Columns of money as their values have them: an adjusted amount beside its original, a refund that is already taken off."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from rapidfuzz import fuzz

from segmentation.intake.column import Column
from segmentation.intake.raw import RawTable
from segmentation.intake.values.look import Look
from segmentation.intake.values.names import header_key
from segmentation.locale import N_

_ADJUSTED = re.compile(
    r"^(?:adjusted|corrected|revised|korrigierte?r?|ajusté|ajustado|调整后的?|修改后的?|改价后)|(?:adjusted|ajusté|ajustado)$"
)
_REFUND = re.compile(r"refund|退款|erstatte|rembours|reembols", re.IGNORECASE)
_NO_REFUND = re.compile(r"[-−] ?refund|quantity|qty|items|数量|件数", re.IGNORECASE)
_OF_LINE = N_(
    "No line gives back more than was paid for it here; elsewhere the whole order's refund stands on each line."
)
_ROWS = 200_000
_LEAST = 0.005
_REPLACED = N_("Where the adjusted amount is set, it replaces the original one.")


def as_values_say(raw: RawTable, columns: list[Column], look: Callable[[int], Look]) -> list[Column]:
    """The columns with both amounts where one is the other adjusted, and without a refund that the amount is already less."""
    found = {each.field: each for each in reversed(columns)}
    amount = found.get("amount")
    if amount is None:
        return columns
    columns = _with_adjusted(raw, columns, amount)
    refunded = found.get("refunded")
    if refunded is not None and _is_net(raw, amount.index, refunded.index, look):
        return [each for each in columns if each.field != "refunded"]
    if refunded is not None and not _is_within(raw, amount.index, refunded.index):
        others = [i for i, header in enumerate(raw.headers) if _REFUND.search(header) and not _NO_REFUND.search(header)]
        others = sorted(others, key=lambda i: -fuzz.ratio(raw.headers[i], amount.header))
        others = [i for i in others if look(i).number == 1.0 and _is_within(raw, amount.index, i)]
        instead = [
            replace(refunded, index=i, header=raw.headers[i], why=_OF_LINE, samples=look(i).samples) for i in others
        ]
        amounts = {each.index for each in columns}
        free = [each for each in instead if each.index not in amounts and _has_values(raw, each.index)]
        if free:
            return [free[0] if each.field == "refunded" else each for each in columns]
    return columns


def _with_adjusted(raw: RawTable, columns: list[Column], amount: Column) -> list[Column]:
    if sum(each.field == "amount" for each in columns) > 1:
        return columns
    keys = [header_key(header) for header in raw.headers]
    bare = [_ADJUSTED.sub("", key) for key in keys]
    same = [index for index, key in enumerate(bare) if key and key == bare[amount.index]]
    adjusted = [index for index in same if bare[index] != keys[index]]
    original = [index for index in same if bare[index] == keys[index]]
    if len(adjusted) != 1 or len(original) != 1:
        return columns
    both = [replace(amount, index=index, header=raw.headers[index], why=_REPLACED) for index in (*adjusted, *original)]
    return [each for each in columns if each.field != "amount" and each.index not in same] + both


def _is_net(raw: RawTable, amount: int, refunded: int, look: Callable[[int], Look]) -> bool:
    """Whether another column less the refund is the amount, on every line with a refund."""
    numbers = [i for i in range(len(raw.headers)) if i not in (amount, refunded) and look(i).number == 1.0]
    cells = raw.cells.only([f"c{i}" for i in (amount, refunded, *numbers)]).head(_ROWS)
    paid, back, *others = ([_number(cell) for cell in column.to_pylist()] for column in cells.columns)
    lines = [line for line, value in enumerate(back) if value and paid[line] is not None]
    if not lines:
        return False

    def fits(other: list[float | None], line: int) -> bool:
        whole, less, left = other[line], back[line], paid[line]
        return None not in (whole, less, left) and abs((whole or 0) - abs(less or 0) - (left or 0)) < _LEAST

    return any(all(fits(other, line) for line in lines) for other in others)


def _is_within(raw: RawTable, amount: int, refunded: int) -> bool:
    """Whether no line gives back more than was paid for it: a refund of the whole order on each line does."""
    cells = raw.cells.only([f"c{amount}", f"c{refunded}"]).head(_ROWS)
    paid, back = ([_number(cell) for cell in column.to_pylist()] for column in cells.columns)
    return all(b is None or a is None or abs(b) <= abs(a) + _LEAST for a, b in zip(paid, back, strict=True))


def _has_values(raw: RawTable, index: int) -> bool:
    return any(_number(cell) for cell in raw.cells.column(f"c{index}").unique().to_pylist())


def adds_up(raw: RawTable, order: int, amount: int) -> bool:
    """Whether another column of lines adds up to the one amount that stands on all lines of an order, in all such orders."""
    columns = [raw.cells.column(f"c{i}").slice(0, _ROWS).to_pylist() for i in range(len(raw.headers))]
    lines: dict[str, list[int]] = {}
    for line, name in enumerate(columns[order]):
        if name:
            lines.setdefault(name, []).append(line)
    orders = [each for each in lines.values() if len(each) > 1]

    def sums(index: int) -> bool:
        for each in orders:
            parts, whole = [_number(columns[index][line]) for line in each], _number(columns[amount][each[0]])
            if whole is None or abs(sum(part or 0.0 for part in parts) - whole) > _LEAST:
                return False
        return True

    return bool(orders) and any(sums(index) for index in range(len(columns)) if index not in (order, amount))


def _number(cell: str | None) -> float | None:
    """The number in a cell, its decimals told by how many digits stand behind the last mark."""
    text = cell or ""
    digits = re.sub(r"[^\d]", "", text)
    if not digits:
        return None
    fraction = re.search(r"[.,](\d{1,2}|\d{4,})\D*$", text)
    value = float(digits) / float(10 ** (len(fraction.group(1)) if fraction else 0))
    return -value if "-" in text or "−" in text else value
