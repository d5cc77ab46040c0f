"""A load is whole or not there; the newest load of an order counts; nothing is counted twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pytest

from segmentation.intake.findings import REFUSED
from segmentation.parameters import Period
from segmentation.store.errors import AlreadyLoaded, NoSuchLoad, SumTooLarge
from segmentation.store.home import Home
from segmentation.store.loading import Incoming, load_history, redo, refused_lines, store_sales, undo
from segmentation.store.workspace import Workspace
from segmentation.views.basis import basis
from segmentation.views.chosen import analysis_in_use
from segmentation.views.duplicates import suspicions
from segmentation.views.standing import standing
from segmentation.views.summary import summary
from tests.store.sales_lines import active_lines, incoming, line, orders, sales, state

FIRST = [line("Ann", 3, 10, "1"), line("Ann", 3, 5, "1"), line("Bob", 4, 20, "2"), line(None, 4, 7, "3")]


def revenue(workspace: Workspace) -> Decimal:
    found: Decimal = workspace.query("select sum(net_revenue) as m from orders")["m"][0].as_py()
    return found


@pytest.mark.parametrize("call", range(5))
def test_p1_a_load_that_fails_in_the_middle_leaves_nothing(workspace: Workspace, call: int) -> None:
    store_sales(workspace, incoming(FIRST))
    before = state(workspace)
    told: list[float] = []

    def fail(step: str, share: float) -> None:
        if len(told) == call:
            raise RuntimeError("the disk is full")
        told.append(share)

    with pytest.raises(RuntimeError, match="disk is full"):
        store_sales(workspace, incoming([line("Cat", 9, 99, "9")]), on_progress=fail)
    assert state(workspace) == before
    store_sales(workspace, incoming([line("Cat", 9, 99, "9")]))
    assert revenue(workspace) == Decimal(141)


def test_p1_a_table_that_does_not_fit_leaves_nothing(workspace: Workspace) -> None:
    before = state(workspace)
    broken = sales(FIRST).drop_columns(["is_counted"])
    with pytest.raises(Exception, match="is_counted"):
        store_sales(workspace, incoming(broken))
    assert state(workspace) == before


def test_every_change_raises_the_data_version(workspace: Workspace) -> None:
    versions = [workspace.data_version]
    for change in (
        lambda: store_sales(workspace, incoming(FIRST)),
        lambda: undo(workspace, 1),
        lambda: redo(workspace, 1),
        lambda: store_sales(workspace, incoming([line("Cat", 9, 99)])),
    ):
        change()
        versions.append(workspace.data_version)
    assert versions == sorted(set(versions))
    assert workspace.facts()["data_version"] == str(versions[-1])


def test_p3_the_same_file_again_changes_nothing_and_says_so(workspace: Workspace) -> None:
    store_sales(workspace, incoming(FIRST))
    before = state(workspace)
    with pytest.raises(AlreadyLoaded, match=r"already loaded on .* \(sales\.csv\)") as refusal:
        store_sales(workspace, incoming(FIRST))
    assert refusal.value.code == "ALREADY_IMPORTED"
    assert state(workspace) == before


def test_the_same_file_after_its_undo_is_loaded_again(workspace: Workspace) -> None:
    store_sales(workspace, incoming(FIRST))
    counted = orders(workspace)
    undo(workspace, 1)
    assert revenue(workspace) is None
    report = store_sales(workspace, incoming(FIRST))
    assert (report.kept, report.duplicates) == (4, 0)
    assert orders(workspace) == counted


def test_p3_the_newest_load_of_an_order_wins(workspace: Workspace) -> None:
    store_sales(workspace, incoming(FIRST))
    store_sales(workspace, incoming([line("Ann", 3, 8, "1"), line("Dan", 6, 1, "4")], "later.csv"))
    assert orders(workspace) == {
        ("ann", "1", datetime(2024, 1, 3).date(), Decimal(8), 1): 1,
        ("bob", "2", datetime(2024, 1, 4).date(), Decimal(20), 1): 1,
        (None, "3", datetime(2024, 1, 4).date(), Decimal(7), 1): 1,
        ("dan", "4", datetime(2024, 1, 6).date(), Decimal(1), 1): 1,
    }


def test_an_order_number_used_again_on_another_day_is_another_order(workspace: Workspace) -> None:
    store_sales(workspace, incoming([line("Ann", 3, 10, "1")]))
    store_sales(workspace, incoming([line("Bob", 20, 30, "1")], "after the till was reset.csv"))
    assert revenue(workspace) == Decimal(40)


def test_equal_lines_of_one_file_are_never_merged(workspace: Workspace) -> None:
    store_sales(workspace, incoming([line("Ann", 3, 10), line("Ann", 3, 10), line("Ann", 3, 10, "1")] * 2))
    assert revenue(workspace) == Decimal(60)


def test_p3_lines_without_order_numbers_count_once_across_overlapping_exports(workspace: Workspace) -> None:
    january = [line("Ann", 3, 10), line("Ann", 3, 10), line("Bob", 4, 20)]
    store_sales(workspace, incoming(january))
    # The next export repeats them, has one more of the same, and goes on.
    report = store_sales(workspace, incoming([*january, line("Ann", 3, 10), line("Cat", 9, 5)], "to february.csv"))
    assert (report.read, report.kept, report.duplicates) == (5, 2, 3)
    assert revenue(workspace) == Decimal(55)
    third = store_sales(workspace, incoming([line("Ann", 3, 10), line("Cat", 9, 5)], "a part.csv"))
    assert (third.kept, third.duplicates) == (0, 2)
    assert revenue(workspace) == Decimal(55)


def test_a_line_that_differs_in_any_field_is_another_line(workspace: Workspace) -> None:
    one = line(
        "Ann", 3, 10, product="Tea", quantity=Decimal(1), store="North", staff="Li", channel="web", status="paid"
    )
    others = [one | change for change in (
        {"product": "Cup"}, {"quantity": Decimal(2)}, {"store": "South"}, {"staff": None}, {"channel": "till"},
        {"status": "done"}, {"sold_at": datetime(2024, 1, 3, 12, 1)}, {"unit_price": Decimal(10)},
        {"discount": Decimal(0)}, {"customer": None, "customer_key": None}, {"is_counted": False},
    )]  # fmt: skip
    store_sales(workspace, incoming([one]))
    report = store_sales(workspace, incoming(others, "others.csv"))
    assert report.duplicates == 0
    assert sum(active_lines(workspace).values()) == 1 + len(others)


def test_lines_that_do_not_count_are_kept_and_bring_nothing(workspace: Workspace) -> None:
    report = store_sales(workspace, incoming([line("Ann", 3, 10, "1"), line("Ann", 3, 90, "1", is_counted=False)]))
    assert (report.kept, report.net_revenue) == (2, Decimal(10))
    assert revenue(workspace) == Decimal(10)


def test_p5_read_is_kept_and_refused_and_duplicates(workspace: Workspace) -> None:
    store_sales(workspace, incoming(FIRST))
    refused = pa.Table.from_pylist(
        [{"row_number": 7, "column": "Date", "value": "tomorrow", "reason": "DATE_UNREADABLE"}], schema=REFUSED
    )
    lines = [FIRST[2], line("Cat", 9, 5, "5")]
    file = Incoming("more.csv", "f" * 64, "", incoming(lines).sales, refused, ({"code": "X", "count": 1},), 3, 2)
    report = store_sales(workspace, file)
    assert (report.read, report.kept, report.refused, report.duplicates, report.left_out) == (3, 1, 1, 1, 2)
    assert report.read == report.kept + report.refused + report.duplicates
    assert refused_lines(workspace, report.load_id).to_pylist() == [
        {"row_number": 7, "column_name": "Date", "value": "tomorrow", "reason": "DATE_UNREADABLE"}
    ]
    assert load_history(workspace)[0] == report
    assert report.findings == ({"code": "X", "count": 1},)


def test_the_history_tells_every_load_newest_first(home: Home, workspace: Workspace) -> None:
    store_sales(workspace, incoming(FIRST))
    store_sales(workspace, incoming([line("Cat", 31, 5)], "last.csv"))
    undo(workspace, 1)
    told = load_history(workspace)
    assert [(each.load_id, each.file_name, each.is_undone) for each in told] == [
        (2, "last.csv", False),
        (1, "sales.csv", True),
    ]
    assert (told[1].first_date, told[1].last_date) == (datetime(2024, 1, 3).date(), datetime(2024, 1, 4).date())
    home.close_all()
    assert load_history(home.open(workspace.shop_id)) == told


@pytest.mark.parametrize("what", [undo, redo])
def test_a_load_that_is_not_there_cannot_be_undone_or_redone(workspace: Workspace, what: Any) -> None:
    store_sales(workspace, incoming(FIRST))
    undo(workspace, 1)
    if what is redo:
        redo(workspace, 1)
    before = state(workspace)
    for load_id in (1, 2, -1):
        with pytest.raises(NoSuchLoad):
            what(workspace, load_id)
    assert state(workspace) == before


def test_names_and_contacts_come_from_the_newest_sale_that_has_them(workspace: Workspace) -> None:
    store_sales(workspace, incoming([
        line("Ann", 9, 1, name="Ann Lee", phone="1"), line("Ann", 3, 1, name="Ann Old", email="a@b.c"), line("Ann", 10, 1),
    ]))  # fmt: skip
    found = workspace.query("select name, phone, email from customers").to_pylist()
    assert found == [{"name": "Ann Lee", "phone": "1", "email": "a@b.c"}]


MOST = "99999999999999.9999"


def test_amounts_that_cannot_be_summed_are_refused_before_anything_is_committed(workspace: Workspace) -> None:
    store_sales(workspace, incoming([line("Ann", 3, 10)]))
    before = state(workspace)
    with pytest.raises(SumTooLarge) as refused:
        store_sales(
            workspace, replace(incoming([line("Bob", 4, MOST)] * 2_000, name="large.csv"), amount_column="Total")
        )
    assert "Total" in refused.value.sentence(str)
    assert state(workspace) == before
    store_sales(workspace, incoming([line("Ann", 5, 10)], name="next.csv"))


def test_loads_that_only_together_are_too_much_are_refused_at_the_second(workspace: Workspace) -> None:
    store_sales(workspace, incoming([line("Ann", day, MOST) for day in range(1, 6)]))
    before = state(workspace)
    with pytest.raises(SumTooLarge):
        store_sales(workspace, incoming([line("Bob", day, f"-{MOST}") for day in range(1, 6)], name="second.csv"))
    assert state(workspace) == before


def test_an_order_that_is_too_much_for_its_column_is_refused(workspace: Workspace) -> None:
    with pytest.raises(SumTooLarge):
        store_sales(workspace, incoming([line("Ann", 3, MOST, "1")] * 2))
    assert orders(workspace) == {}


def test_the_largest_sums_that_are_taken_can_be_shown(workspace: Workspace) -> None:
    store_sales(workspace, incoming([line("Ann", day, MOST) for day in range(1, 9)]))
    found = basis(workspace, analysis_in_use(workspace, Period(date(2024, 1, 9))))
    assert summary(workspace, found.analysis)["monetary"] == Decimal(MOST) * 8
    assert standing(workspace, found).revenue == Decimal(MOST) * 8
    assert suspicions(workspace) == ()
