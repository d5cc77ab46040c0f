"""Where the header is: below titles, over one or two rows, or not there at all."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from segmentation.intake.cell_kinds import is_total, is_value, kind, plain
from segmentation.intake.sheet_xml import Range

Row = tuple[int, Sequence[str | None]]
"""A row's number in the sheet and its cells."""


@dataclass(frozen=True)
class HeaderSearch:
    """How a header is told from titles and data.

    ``rows``: how many filled rows from the top may be the header. ``below``: rows looked at below each. ``filled_share``:
    a header names at least this share of the columns usually filled. ``value_share``: a column is one of values where at
    least this share of its cells are.
    """

    rows: int = 12
    below: int = 40
    filled_share: float = 0.5
    value_share: float = 0.5


@dataclass(frozen=True)
class Header:
    """``row``: the last row of the header, 0 = none. ``first_row``: its first. ``names``: a text a column, "" = unnamed."""

    row: int
    first_row: int
    names: tuple[str, ...]
    is_sure: bool


KNOWN_WORDS = frozenset(
    "id no number order orders date time day customer client buyer member name phone mobile tel email e-mail mail "
    "product item goods sku category type quantity qty count price amount total sum revenue sales discount status store "
    "shop staff channel note remark city country address birthday gender currency invoice "
    "编号 序号 单号 订单号 订单编号 日期 时间 下单时间 客户 顾客 会员 买家 姓名 名称 客户名称 电话 手机 手机号 邮箱 "
    "商品 产品 品名 类别 分类 数量 单价 价格 金额 总额 实付 折扣 状态 门店 店铺 店员 渠道 备注 城市 地址 生日 性别".split()
)
"""Words that stand in headers and hardly ever in data; they decide where a table is nothing but text."""


def find(
    rows: Sequence[Row],
    *,
    merged: Sequence[Range] = (),
    chosen: int | None = None,
    search: HeaderSearch = HeaderSearch(),
) -> Header:
    """The header among the first filled ``rows`` of a sheet.

    ``chosen``: the row a person chose, 0 = the file has none. Where nothing looks like a header, ``row`` is 0 and
    ``is_sure`` false, so that no sale is taken for a header without asking.
    """
    width = max((len(cells) for _, cells in rows), default=0)
    if chosen is not None:
        cells = next((cells for number, cells in rows if number == chosen), ())
        return Header(chosen, chosen, _names(cells, width) if chosen else ("",) * width, is_sure=True)
    for at in range(min(search.rows, len(rows))):
        if not _is_header(rows, at, search):
            continue
        if any(_is_like_data(cells, rows, search) for _, cells in rows[:at]):
            break
        first, last = at, at
        if at + 1 < len(rows) and _is_description(rows, at, search):
            return Header(rows[at + 1][0], rows[at][0], _names(rows[at][1], width), is_sure=True)
        if at + 1 < len(rows) and _is_second(rows, at + 1, search):
            last = at + 1
            # Names hold no dates and numbers: a row with one above the names is a title
            first = last if any(map(is_value, rows[at][1])) else at
        elif at and _is_group(rows, at, merged):
            first = at - 1
        upper, lower = rows[first][1], rows[last][1]
        names = _joined(rows[first], lower, width, merged) if last > first else _names(upper, width)
        return Header(rows[last][0], rows[first][0], names, is_sure=True)
    return Header(0, 0, ("",) * width, is_sure=False)


def _names(cells: Sequence[str | None], width: int) -> tuple[str, ...]:
    texts = [" ".join((cell or "").replace("\ufeff", "").split()) for cell in cells]
    return tuple(texts + [""] * (width - len(texts)))


def _filled(cells: Sequence[str | None]) -> list[int]:
    return [column for column, cell in enumerate(cells) if plain(cell)]


def as_compared(cells: Sequence[str | None]) -> tuple[str, ...]:
    """A row's texts without case, spaces around them and empty cells behind them: equal where a header is repeated."""
    texts = [plain(cell).casefold() for cell in cells]
    while texts and not texts[-1]:
        texts.pop()
    return tuple(texts)


def _below(rows: Sequence[Row], at: int, search: HeaderSearch) -> list[Row]:
    """The rows under one; where they only repeat it, as on each page of a print, they say nothing of it."""
    own = as_compared(rows[at][1])
    return [row for row in rows[at + 1 : at + 1 + search.below] if as_compared(row[1]) != own]


def _evidence(rows: Sequence[Row], at: int, search: HeaderSearch) -> tuple[int, int]:
    """How many columns speak for row ``at`` being a header, and how many against."""
    cells = rows[at][1]
    below = _below(rows, at, search)
    speak_for = speak_against = 0
    for column in _filled(cells):
        under = [row[column] for _, row in below if column < len(row) and plain(row[column])]
        are_values = bool(under) and sum(map(is_value, under)) >= search.value_share * len(under)
        if is_value(cells[column]):
            speak_against += are_values and kind(cells[column]) in {kind(cell) for cell in under}
        elif are_values:
            speak_for += 1
        elif plain(cells[column]).casefold() in {plain(cell).casefold() for cell in under}:
            speak_against += 1
    return speak_for, speak_against


def _is_header(rows: Sequence[Row], at: int, search: HeaderSearch) -> bool:
    cells = rows[at][1]
    filled = _filled(cells)
    below = [len(_filled(row)) for _, row in _below(rows, at, search)]
    usual = statistics.median(below) if below else len(filled)
    if len(filled) < 2 or len(filled) < search.filled_share * usual:
        return False
    labels = sum(plain(cells[column]).endswith(":") for column in filled)
    if 0 < labels < len(filled):
        return False
    speak_for, speak_against = _evidence(rows, at, search)
    if not speak_for and not speak_against:
        return any(plain(cells[column]).casefold().replace("_", " ") in KNOWN_WORDS for column in filled)
    return speak_for > speak_against and 3 * speak_against <= len(filled)


def _is_like_data(cells: Sequence[str | None], rows: Sequence[Row], search: HeaderSearch) -> bool:
    """Whether a row above a header is filled like the rows of data: it may be a sale, and is no title."""
    usual = statistics.median(len(_filled(row)) for _, row in rows[: search.rows + search.below])
    filled = _filled(cells)
    values = sum(is_value(cells[column]) for column in filled)
    return len(filled) >= max(usual, 3) and 2 <= values < len(filled) and not any(is_total(cells[c]) for c in filled)


def _is_second(rows: Sequence[Row], at: int, search: HeaderSearch) -> bool:
    """Whether row ``at``, below a header, names columns too: text over at least two columns of values, and no value."""
    cells = rows[at][1]
    if len(rows) <= at + 1 or any(is_value(cells[column]) for column in _filled(cells)):
        return False
    speak_for, speak_against = _evidence(rows, at, search)
    above = rows[at - 1][1]
    # Under names that span two rows nothing stands, and under a name that spans columns there are more names
    is_spanned = any(column >= len(above) or not plain(above[column]) for column in _filled(cells))
    values = 0
    for column in range(len(cells)):
        under = [row[column] for _, row in rows[at + 1 : at + 1 + search.below] if column < len(row)]
        under = [cell for cell in under if plain(cell)]
        values += bool(under) and sum(map(is_value, under)) >= search.value_share * len(under)
    return not speak_against and speak_for >= 2 and (is_spanned or 2 * speak_for > values)


def _is_description(rows: Sequence[Row], at: int, search: HeaderSearch) -> bool:
    """Whether the row below a header that names every column says in sentences what each of them holds."""
    names, told = rows[at][1], rows[at + 1][1]
    filled = _filled(told)
    if len(filled) < max(3, len(_filled(names)) / 2) or any(
        column >= len(names) or not plain(names[column]) for column in filled
    ):
        return False
    if len(rows) <= at + 2 or len(set(as_compared(names))) < len(as_compared(names)):
        return False
    sentences = sum(
        plain(told[column]).endswith((".", "。")) or len(plain(told[column]).split()) > 3 for column in filled
    )
    return 2 * sentences > len(filled) and _evidence(rows, at + 1, search)[0] >= 2


def _is_group(rows: Sequence[Row], at: int, merged: Sequence[Range]) -> bool:
    """Whether the row above the header groups its columns, rather than being a title."""
    number, above = rows[at - 1]
    own_number, own = rows[at]
    filled = _filled(above)
    texts = [plain(above[column]) for column in filled]
    if own_number != number + 1 or len(filled) < 2 or any(is_value(text) or ":" in text for text in texts):
        return False
    if any(span.top <= number <= span.bottom and span.right > span.left for span in merged):
        return True
    names = [plain(own[column]).casefold() for column in _filled(own)]
    is_incomplete = any(column >= len(own) or not plain(own[column]) for column in filled)
    return is_incomplete or len(set(names)) < len(names)


def _joined(upper: Row, lower: Sequence[str | None], width: int, merged: Sequence[Range]) -> tuple[str, ...]:
    """Two rows' names as one a column: the group's name goes on over the columns it spans."""
    number, above = upper
    above_names, names = list(_names(above, width)), _names(lower, width)
    spans = [span for span in merged if span.top <= number <= span.bottom and span.right > span.left]
    if spans:
        for span in spans:
            for column in range(span.left + 1, min(span.right + 1, width)):
                above_names[column] = above_names[column] or above_names[span.left]
    else:
        for column in range(1, width):
            if not above_names[column] and names[column]:
                above_names[column] = above_names[column - 1]
    return tuple(
        group if not name or name == group else f"{group} {name}".strip()
        for group, name in zip(above_names, names, strict=True)
    )
