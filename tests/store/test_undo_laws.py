"""What counts follows from the loads that are not undone alone, in whatever order they came, went and came back."""

from __future__ import annotations

from collections import Counter
from datetime import date
from decimal import Decimal
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from segmentation.store.home import Home
from segmentation.store.loading import load_history, redo, store_sales, undo
from tests.store.sales_lines import Line, active_lines, incoming, line, orders

# Few customers, days, amounts and order numbers, so that files overlap all the time.
lines = st.builds(
    line,
    st.sampled_from(["Ann", "Bob", None]),
    st.integers(1, 3),
    st.sampled_from(["5", "5", "-5", "8"]),
    st.sampled_from([None, None, "1", "2"]),
)
files = st.lists(st.lists(lines, min_size=1, max_size=7), min_size=2, max_size=5)
turns = st.lists(st.integers(0, 9), max_size=8)


def content(one: Line) -> tuple[Any, ...]:
    return one["customer_key"], one["order_number"], one["sold_at"], one["net_revenue"], one["is_counted"]


def what_should_count(used: list[tuple[int, list[Line]]]) -> Counter[tuple[Any, ...]]:
    """By hand: of an order the newest load's lines; of lines without a number as many as the load that has most."""
    newest: dict[tuple[str, date], int] = {}
    orders_of: dict[tuple[int, str, date], list[Line]] = {}
    without: Counter[tuple[Any, ...]] = Counter()
    for load_id, sold in used:
        for number in {one["order_number"] for one in sold} - {None}:
            of_it = [one for one in sold if one["order_number"] == number]
            key = number, min(one["sold_at"] for one in of_it).date()
            newest[key] = max(load_id, newest.get(key, 0))
            orders_of[load_id, *key] = of_it
        without |= Counter(content(one) for one in sold if one["order_number"] is None)
    return without + Counter(content(one) for key, load_id in newest.items() for one in orders_of[load_id, *key])


def orders_of(active: Counter[tuple[Any, ...]]) -> Counter[tuple[Any, ...]]:
    sums: dict[tuple[Any, ...], list[Any]] = {}
    for (customer, number, sold_at, amount, _), n in active.items():
        key = (customer, number, sold_at.date() if number is None else None)
        found = sums.setdefault(key, [sold_at.date(), Decimal(0), 0])
        found[0], found[1], found[2] = min(found[0], sold_at.date()), found[1] + n * amount, found[2] + n
    return Counter((key[0], key[1], *found) for key, found in sums.items())


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("undone")


_names = count()


@given(files=files, turns=turns)
@settings(max_examples=12, deadline=None)
def test_undo_and_redo_in_any_order_leave_what_the_used_loads_say(
    folder: Path, files: list[list[Line]], turns: list[int]
) -> None:
    home = Home(folder / str(next(_names)))
    workspace = home.open(home.create("Drawn"))
    try:
        used: dict[int, list[Line]] = {}
        for place, sold in enumerate(files, start=1):
            report = store_sales(workspace, incoming(sold, f"{place}.csv"))
            before = what_should_count(list(used.items()))
            used[place] = sold
            assert report.duplicates == sum((before & Counter(content(one) for one in sold)).values())
        assert active_lines(workspace) == what_should_count(list(used.items()))
        for turn in turns:
            place = turn % len(files) + 1
            if place in used:
                undo(workspace, place)
                del used[place]
            else:
                redo(workspace, place)
                used[place] = files[place - 1]
        expected = what_should_count(sorted(used.items()))
        assert active_lines(workspace) == expected
        assert orders(workspace) == orders_of(expected)
        assert {each.load_id for each in load_history(workspace) if not each.is_undone} == set(used)
    finally:
        home.close_all()
