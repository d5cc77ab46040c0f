"""A merge puts one person's orders together, changes no total, and can be taken back exactly."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from segmentation.store.home import Home
from segmentation.store.loading import redo as redo_load
from segmentation.store.loading import store_sales
from segmentation.store.loading import undo as undo_load
from segmentation.store.merges import (
    CannotMerge,
    NoSuchDecision,
    Verdict,
    accept,
    decisions,
    reject,
    undo,
)
from segmentation.store.same_customers import same_customers
from segmentation.store.workspace import Workspace
from tests.store.sales_lines import active_lines, incoming, line

LINES = [
    line("Ann", 3, 10, "1"),
    line("Ann", 5, 30),
    line("Anne", 5, 12),
    line("Anne", 9, -4, "7"),
    line("Bob", 4, 20, "2"),
    line(None, 4, 7, "3"),
]

State = tuple[list[tuple[object, ...]], list[tuple[object, ...]]]


def orders(workspace: Workspace) -> list[tuple[object, ...]]:
    with workspace.cursor() as cursor:
        return sorted(
            cursor.execute(
                "select customer, order_number, order_date, ordered_at, net_revenue, line_count "
                "from orders left join customers using (customer_id)"
            ).fetchall(),
            key=str,
        )


def days(workspace: Workspace) -> list[tuple[object, ...]]:
    with workspace.cursor() as cursor:
        return sorted(cursor.execute("select * from purchase_days").fetchall(), key=str)


def state(workspace: Workspace) -> State:
    return orders(workspace), days(workspace)


def number(workspace: Workspace, customer: str) -> int:
    found = workspace.query("select customer_id from customers where customer = ?", [customer])
    return int(found["customer_id"][0].as_py())


def money_by_customer(workspace: Workspace) -> dict[str | None, Decimal]:
    rows = workspace.query(
        "select customer, sum(net_revenue) as money from orders left join customers using (customer_id) group by 1"
    ).to_pylist()
    return {row["customer"]: row["money"] for row in rows}


@pytest.fixture
def shop(workspace: Workspace) -> Workspace:
    store_sales(workspace, incoming(LINES))
    return workspace


def test_orders_of_both_stand_under_the_one_that_is_kept(shop: Workspace) -> None:
    accept(shop, number(shop, "Ann"), number(shop, "Anne"))

    assert money_by_customer(shop) == {"Ann": 48, "Bob": 20, None: 7}
    # Two visits on one day without an order number are one order of one person.
    assert sorted(row[4] for row in orders(shop) if row[0] == "Ann") == [-4, 10, 42]


def test_taking_it_back_restores_every_order(shop: Workspace) -> None:
    before = state(shop)
    merge = accept(shop, number(shop, "Ann"), number(shop, "Anne"))
    assert state(shop) != before

    undo(shop, merge)

    assert state(shop) == before


def test_chains_end_at_the_last_one_kept_and_open_in_any_order(shop: Workspace) -> None:
    first = accept(shop, number(shop, "Anne"), number(shop, "Ann"))
    second = accept(shop, number(shop, "Bob"), number(shop, "Anne"))
    assert money_by_customer(shop) == {"Bob": 68, None: 7}
    assert same_customers(shop, number(shop, "Bob")) == (number(shop, "Bob"), number(shop, "Ann"), number(shop, "Anne"))

    undo(shop, first)
    assert money_by_customer(shop) == {"Bob": 28, "Ann": 40, None: 7}
    undo(shop, second)
    assert money_by_customer(shop) == {"Bob": 20, "Ann": 40, "Anne": 8, None: 7}


def test_a_later_load_of_the_merged_customer_is_the_kept_ones(shop: Workspace) -> None:
    accept(shop, number(shop, "Ann"), number(shop, "Anne"))
    store_sales(shop, incoming([line("Anne", 20, 100, "30"), line("Anne", 5, 12)]))

    assert money_by_customer(shop)["Ann"] == 148  # the line that both files have counts once


def test_loads_are_undone_under_a_merge(shop: Workspace) -> None:
    merge = accept(shop, number(shop, "Ann"), number(shop, "Anne"))
    merged = state(shop)
    undo_load(shop, 1)
    assert orders(shop) == []
    redo_load(shop, 1)
    assert state(shop) == merged
    undo(shop, merge)
    assert money_by_customer(shop)["Anne"] == 8


def test_feedback_and_contacts_go_along_and_come_back(shop: Workspace) -> None:
    ann, anne = number(shop, "Ann"), number(shop, "Anne")
    with shop.writing() as cursor:
        cursor.execute("insert into feedback (customer_id, rating) values (?, 4)", [anne])
        cursor.execute("insert into interactions (customer_id, kind) values (?, 'call')", [anne])
    merge = accept(shop, ann, anne)
    for table in ("feedback", "interactions"):
        assert shop.query(f"select customer_id from {table}")["customer_id"].to_pylist() == [ann]
    undo(shop, merge)
    for table in ("feedback", "interactions"):
        assert shop.query(f"select customer_id from {table}")["customer_id"].to_pylist() == [anne]


def test_rejecting_changes_no_order_and_is_remembered(shop: Workspace) -> None:
    before = state(shop)
    refused = reject(shop, number(shop, "Ann"), number(shop, "Bob"), reason="  sisters ")

    assert state(shop) == before
    found = decisions(shop)[0]
    assert (found.merge_id, found.verdict, found.reason) == (refused, Verdict.DIFFERENT, "sisters")
    assert {found.kept, found.merged} == {"Ann", "Bob"}


def test_two_who_are_one_already_cannot_be_merged_again(shop: Workspace) -> None:
    ann, anne = number(shop, "Ann"), number(shop, "Anne")
    accept(shop, ann, anne)
    before, version = state(shop), shop.data_version
    for pair in ((ann, anne), (anne, ann), (ann, ann), (ann, 999)):
        with pytest.raises(CannotMerge):
            accept(shop, *pair)
    assert (state(shop), shop.data_version) == (before, version)


def test_a_decision_is_taken_back_once(shop: Workspace) -> None:
    merge = accept(shop, number(shop, "Ann"), number(shop, "Anne"))
    undo(shop, merge)
    assert decisions(shop)[0].is_undone
    with pytest.raises(NoSuchDecision):
        undo(shop, merge)


def test_rows_of_an_erased_customer_do_not_come_back(shop: Workspace) -> None:
    ann, anne = number(shop, "Ann"), number(shop, "Anne")
    merge = accept(shop, ann, anne)
    with shop.writing() as cursor:
        cursor.execute("update lines set customer_id = null where customer_id = ?", [ann])
        cursor.execute("delete from customers where customer_id in (?, ?)", [ann, anne])
    undo(shop, merge)

    assert money_by_customer(shop) == {"Bob": 20, None: 55}


names = st.sampled_from(["a", "b", "c", "d"])
drawn_lines = st.lists(
    st.builds(
        line, st.one_of(st.none(), names), st.integers(1, 6), st.integers(-5, 20), st.sampled_from([None, "1", "2"])
    ),
    min_size=4,
    max_size=14,
)


@settings(max_examples=15, deadline=None)
@given(drawn_lines, st.lists(st.tuples(names, names), min_size=1, max_size=4), st.randoms())
def test_p9_merging_never_changes_the_revenue_and_undoing_restores_every_order(lines, pairs, random) -> None:
    with TemporaryDirectory() as folder:
        home = Home(Path(folder))
        try:
            shop = home.open(home.create("Shop"))
            store_sales(shop, incoming([line(name, 7, 1) for name in "abcd"] + lines))
            before, whole = state(shop), sum(money_by_customer(shop).values())
            made = []
            for kept, merged in pairs:
                try:
                    made.append(accept(shop, number(shop, kept), number(shop, merged)))
                except CannotMerge:
                    continue
                assert sum(money_by_customer(shop).values()) == whole
            random.shuffle(made)
            for merge in made:
                undo(shop, merge)
            assert state(shop) == before
            assert all(row["merged_from"] is None for row in shop.query("select merged_from from lines").to_pylist())
        finally:
            home.close_all()


def test_lines_keep_their_number_whoever_they_stand_under(shop: Workspace) -> None:
    before = active_lines(shop)
    merge = accept(shop, number(shop, "Bob"), number(shop, "Ann"))
    assert len(active_lines(shop)) == len(before)
    undo(shop, merge)
    assert active_lines(shop) == before
