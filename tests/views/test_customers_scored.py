"""What another tool finds in the shop's file: the view of all customers, column by column what the pages show."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from segmentation.errors import SegmentationError
from segmentation.parameters import (
    CutChoice,
    CutMode,
    FinalRules,
    ListFilters,
    Scoring,
    SegmentName,
    SegmentRule,
    SegmentRules,
    VipRules,
    Weights,
)
from segmentation.store.backup import back_up
from segmentation.store.customer_records import change
from segmentation.store.erasing import erase, name_to_type
from segmentation.store.home import Home
from segmentation.store.loading import redo, store_sales, undo
from segmentation.store.merges import accept
from segmentation.store.vip_levels import set_level
from segmentation.store.workspace import Workspace
from segmentation.views import chosen
from segmentation.views.customer_list import list_rows
from segmentation.views.customers_scored import keep_if_latest, renew_customers_scored
from segmentation.views.latest import latest_basis
from segmentation.views.ready import renew
from tests.store.sales_lines import incoming, line

IN_VIEW_ALONE = {"as_of", "customer_id", "customer_key", "first_purchase_date", "segment_name"}
IN_LIST_ALONE = {"cell", "grace_until", "hand_until", "hand_reason"}


@pytest.fixture
def home(demo_home: Path) -> Iterator[Home]:
    home = Home(demo_home)
    yield home
    home.close_all()


@pytest.fixture
def shop(home: Home) -> Workspace:
    return home.open(home.shops()[0].id)


def bare(file: Path, sql: str = "from customers_scored") -> list[dict[str, Any]]:
    """What a person gets who opens the file with DuckDB and nothing else."""
    with duckdb.connect(str(file), read_only=True) as connection:
        found: list[dict[str, Any]] = connection.sql(sql).to_arrow_table().to_pylist()
    return found


def has_view(workspace: Workspace) -> bool:
    return bool(workspace.query("select 1 from duckdb_views() where view_name = 'customers_scored'").num_rows)


def product(workspace: Workspace) -> dict[str, dict[str, Any]]:
    """Customer → what the list of all customers shows, under the view's names."""
    found = latest_basis(workspace)
    assert found is not None
    rows = list_rows(workspace, found, ListFilters()).rename_columns({"decided_by": "vip_decided_by"}).to_pylist()
    return {row["customer"]: row for row in rows}


def assert_same(view: list[dict[str, Any]], shown: dict[str, dict[str, Any]]) -> None:
    assert len(view) == len(shown) > 0
    columns = set(view[0]) - IN_VIEW_ALONE
    assert columns == set(next(iter(shown.values()))) - IN_LIST_ALONE
    for row in view:
        listed = shown[row["customer"]]
        assert {column: row[column] for column in columns} == {column: listed[column] for column in columns}


def own_rules(workspace: Workspace) -> None:
    """Rules unlike the defaults, a segment named with what SQL would trip over."""
    boxes = (
        SegmentRule("o'brien; drop view customers_scored --", r=(4, 5), f=(1, 5)),
        SegmentRule('其余 "rest"', r=(1, 3), f=(1, 5)),
    )
    chosen.use(
        workspace, "segments", SegmentRules(boxes, tuple(SegmentName(box.key, f"the {box.key}") for box in boxes))
    )
    chosen.use(
        workspace, "scoring", Scoring(Weights(Decimal(7), Decimal(1), Decimal("3.3")), m=CutChoice(CutMode.QUINTILES))
    )
    chosen.use(workspace, "vip", VipRules(window_days=200, purchase_days=1, grace_days=120))
    chosen.use(workspace, "final", FinalRules(by_total=True))


def by_hand(workspace: Workspace) -> None:
    """A level, a phone and a name set by hand, and two customers found to be one."""
    found = latest_basis(workspace)
    assert found is not None
    day = found.analysis.period.as_of
    first, second, third, fourth = workspace.query("from settled_customers order by customer_id limit 4")[
        "customer_id"
    ].to_pylist()
    set_level(workspace, first, "VIP", reason="friend", until=day + timedelta(days=9), counted_up_to=day)
    change(workspace, second, {"name": "O'Neill", "phone": "13900000000"})
    accept(workspace, third, fourth)


def test_the_view_is_what_the_pages_show_of_the_demo_shop(home: Home, shop: Workspace) -> None:
    renew(shop)
    shown = product(shop)
    own = "customer_id, customer_key, first_purchase_date, last_order as as_of"
    known = shop.query(
        f"""select {own} from settled_customers join customers using (customer_id),
            (select max(order_date) as last_order from orders) order by customer_id"""
    ).to_pylist()
    home.close_all()
    assert_same(bare(shop.folder / "shop.duckdb"), shown)
    own = own.replace("last_order as ", "")
    assert bare(shop.folder / "shop.duckdb", f"select {own} from customers_scored order by customer_id") == known


def test_the_view_is_what_the_pages_show_under_rules_of_the_shops_own(home: Home, shop: Workspace) -> None:
    own_rules(shop)
    by_hand(shop)
    renew(shop)
    shown = product(shop)
    names = {level.key: level.name for level in chosen.segments_in_use(shop).levels}
    assert {row["vip_decided_by"] for row in shown.values()} == {"rule", "grace", "hand"}
    assert len({row["segment"] for row in shown.values()}) == 2
    home.close_all()
    view = bare(shop.folder / "shop.duckdb")
    assert_same(view, shown)
    assert all(row["segment_name"] == names[row["segment"]] for row in view)
    assert "O'Neill" in {row["name"] for row in view}


def test_what_is_corrected_by_hand_shows_without_making_the_view_anew(shop: Workspace) -> None:
    renew(shop)
    ids = shop.query("from settled_customers order by customer_id desc limit 2")["customer_id"].to_pylist()
    day = shop.query("select max(order_date) as d from orders")["d"][0].as_py()
    change(shop, ids[0], {"phone": "13911112222"})
    set_level(shop, ids[1], "quasi-VIP", reason="asked for", until=day, counted_up_to=day)
    assert has_view(shop)
    assert_same(shop.query("from customers_scored").to_pylist(), product(shop))


def test_the_view_never_shows_other_sales_or_rules_than_the_pages(shop: Workspace) -> None:
    renew(shop)
    store_sales(shop, incoming([line("Newcomer", 3, 10)]))
    assert not has_view(shop)
    renew_customers_scored(shop)
    assert_same(shop.query("from customers_scored").to_pylist(), product(shop))
    load = shop.query("select max(load_id) as last from loads")["last"][0].as_py()
    for step in (undo, redo):
        step(shop, load)
        assert not has_view(shop)
        renew_customers_scored(shop)
        assert_same(shop.query("from customers_scored").to_pylist(), product(shop))
    chosen.use(shop, "vip", VipRules(window_days=90))
    assert not has_view(shop)
    chosen.use(shop, "vip", VipRules(window_days=90))
    renew_customers_scored(shop)
    assert has_view(shop)
    chosen.use(shop, "vip", VipRules(window_days=90))  # what is in use already changes nothing
    assert has_view(shop)
    chosen.use_default(shop, "vip")
    assert not has_view(shop)


def test_only_the_basis_of_the_last_day_by_the_rules_in_use_is_kept(shop: Workspace) -> None:
    found = latest_basis(shop)
    assert found is not None
    chosen.use(shop, "vip", VipRules(window_days=90))
    keep_if_latest(shop, found)
    assert not has_view(shop)
    now = latest_basis(shop)
    assert now is not None
    with shop.noting():
        keep_if_latest(shop, now)  # waits for no other writer
        assert not has_view(shop)
    keep_if_latest(shop, now)
    assert has_view(shop)


def test_a_page_goes_on_where_the_file_takes_nothing(shop: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    class Full(SegmentationError):
        message = "No room."
        code = "FULL"

    @contextmanager
    def full() -> Iterator[None]:
        raise Full
        yield

    found = latest_basis(shop)
    assert found is not None
    monkeypatch.setattr(shop, "noting", full)
    keep_if_latest(shop, found)
    assert not has_view(shop)
    with pytest.raises(Full):
        renew_customers_scored(shop)  # before a backup, it is said


def test_nothing_is_written_where_the_view_stands_there_already(shop: Workspace) -> None:
    renew(shop)
    found = latest_basis(shop)
    assert found is not None
    before = shop.query("select view_oid as n from duckdb_views() where view_name = 'customers_scored'")[
        "n"
    ].to_pylist()
    keep_if_latest(shop, found)
    again = shop.query("select view_oid as n from duckdb_views() where view_name = 'customers_scored'")["n"].to_pylist()
    assert again == before


def test_a_backup_has_views_and_comments_under_any_name(shop: Workspace) -> None:
    by_hand(shop)
    renew(shop)
    backup = back_up(shop)
    shown = product(shop)
    assert_same(bare(backup), shown)
    orders = shop.query("select count(*) as n, sum(net_revenue) as revenue from orders").to_pylist()
    assert bare(backup, "select count(*) as n, sum(net_revenue) as revenue from orders_counted") == orders
    said = """select table_name, column_name, comment from duckdb_columns()
              where database_name = current_database() and not internal and schema_name = 'main'
              and table_name <> 'backup_manifest' order by all"""
    assert bare(backup, said) == shop.query(said).to_pylist()
    assert not bare(backup, f"select * from ({said}) where comment is null")
    with duckdb.connect() as connection:
        connection.execute(f"attach '{backup}' as client (read_only)")
        assert connection.execute("select count(*) from client.customers_scored").fetchall() == [(len(shown),)]
        assert connection.execute("select count(*) from client.orders_counted").fetchall() == [(orders[0]["n"],)]


def test_an_erased_customer_is_in_neither_view(home: Home, shop: Workspace) -> None:
    renew(shop)
    gone = shop.query("select customer_id from customers_scored limit 1")["customer_id"][0].as_py()
    erase(home, shop.shop_id, gone, typed_name=name_to_type(shop, gone))
    shop = home.open(shop.shop_id)
    renew_customers_scored(shop)
    shown = product(shop)
    home.close_all()
    assert_same(bare(shop.folder / "shop.duckdb"), shown)
    for view in ("customers_scored", "orders_counted"):
        assert bare(shop.folder / "shop.duckdb", f"from {view} where customer_id = {gone}") == []


def test_a_shop_without_sales_opens_and_has_no_customers(home: Home) -> None:
    empty = home.open(home.create("Empty"))
    renew(empty)
    renew_customers_scored(empty)
    assert not has_view(empty)
    assert empty.query("from orders_counted").num_rows == 0
