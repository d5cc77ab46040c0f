"""A customer's file against plain SQL on the demo shop, and by hand where it must be exact."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from math import ceil
from pathlib import Path

import pytest

from segmentation.parameters import Analysis, Period
from segmentation.store.customer_fields import FIELDS, FieldKind, define_own_field
from segmentation.store.customer_records import NoSuchCustomer, change
from segmentation.store.home import Home
from segmentation.store.loading import store_sales
from segmentation.store.notes import NoteKind, add_note, remove_note
from segmentation.store.vip_levels import set_level
from segmentation.store.workspace import Workspace
from segmentation.views.basis import Basis, basis
from segmentation.views.customer_file import CustomerFile, customer_file
from segmentation.views.customer_purchases import usual_weekday
from tests.store.sales_lines import incoming, line

SAMPLE = range(1, 1200, 97)


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Workspace]:
    home = Home(tmp_path / "shops")
    workspace = home.open(home.create("Corner shop"))
    lines = [
        line("Ann", 1, 10, "1", name="Ann Lee", phone="138", product="Tea", quantity=Decimal(2), store="North"),
        line("Ann", 1, 4, "1", product="Cup", quantity=Decimal(1), store="North"),
        line("Ann", 8, 6, "2", product="Tea", quantity=Decimal(1)),
        line("Ann", 15, 30, product="Pot"),
        line("Ann", 15, 2, product="Cup"),
        line("Ann", 16, -30, "3", product="Pot"),
        line("Ann", 18, 99, "4", product="Gift", is_counted=False),
        line("Bob", 20, 5, "5"),
    ]
    store_sales(workspace, incoming(lines))
    yield workspace
    home.close_all()


def opened(workspace: Workspace, customer_id: int = 1, day: int = 20) -> CustomerFile:
    as_of = date(2024, 1, day)
    return customer_file(workspace, basis(workspace, Analysis(Period(as_of))), customer_id, as_of)


def test_purchases_are_orders_with_their_goods_the_newest_first(shop: Workspace) -> None:
    bought = opened(shop).purchases
    assert [(one.ordered_at, one.order_number, one.net_revenue) for one in bought] == [
        (datetime(2024, 1, 16, 12), "3", -30),
        (datetime(2024, 1, 15, 12), None, 32),
        (datetime(2024, 1, 8, 12), "2", 6),
        (datetime(2024, 1, 1, 12), "1", 14),
    ]
    assert [(goods.product, goods.quantity, goods.net_revenue) for goods in bought[3].goods] == [
        ("Tea", 2, 10),
        ("Cup", 1, 4),
    ]
    assert [goods.product for goods in bought[1].goods] == ["Pot", "Cup"]
    assert bought[3].store == "North"


def test_favourites_are_the_goods_of_most_purchases_without_what_came_back(shop: Workspace) -> None:
    assert [(goods.product, goods.orders, goods.net_revenue) for goods in opened(shop).favourites] == [
        ("Tea", 2, 16),
        ("Cup", 2, 6),
    ]


def test_the_usual_weekday_is_the_one_of_most_purchase_days(shop: Workspace) -> None:
    view = opened(shop)
    assert (view.weekday_counts, view.usual_weekday) == ((3, 0, 0, 0, 0, 0, 0), 0)  # three Mondays
    assert opened(shop, day=8).usual_weekday is None
    assert usual_weekday((2, 2, 0, 0, 0, 0, 0), 3) is None


def test_rhythm_and_due_date_follow_the_customer_then_the_shop(shop: Workspace) -> None:
    own = opened(shop).measures
    assert own is not None
    assert (own.rhythm_days, own.is_own_rhythm, own.due_on) == (7.0, True, date(2024, 1, 22))
    others = opened(shop, customer_id=2).measures
    assert others is not None
    assert (others.rhythm_days, others.is_own_rhythm, others.due_on) == (7.0, False, date(2024, 1, 27))


def test_a_vip_level_set_by_hand_stands_at_the_head_of_the_file(shop: Workspace) -> None:
    before = opened(shop).measures
    assert before is not None
    assert (before.vip.decided_by, before.levels["vip_level"].key) == ("rule", "VIP")
    set_level(shop, 1, "non-VIP", reason="moved away", until=date(2024, 1, 20), counted_up_to=date(2024, 1, 1))
    now = opened(shop).measures
    assert now is not None
    assert (now.vip.hand_reason, now.vip.hand_until) == ("moved away", date(2024, 1, 20))
    assert (now.vip.by_rule.key, now.levels["vip_level"].key) == ("VIP", "non-VIP")
    later = customer_file(shop, basis(shop, Analysis(Period(date(2024, 1, 21)))), 1, date(2024, 1, 21)).measures
    assert later is not None
    assert later.vip.decided_by == "rule"


def test_completeness_counts_fields_filled_and_names_those_missing(shop: Workspace) -> None:
    counted = sum(field.is_counted for field in FIELDS)
    assert opened(shop).completeness == pytest.approx(2 / counted)
    define_own_field(shop, "Cup", FieldKind.CHOICE, ["small", "large"])
    change(shop, 1, {"own:Cup": "large", "tags": "regular", "influence": "celebrity"})
    view = opened(shop)
    assert view.completeness == pytest.approx(4 / (counted + 1))
    assert len(view.missing) == counted + 1 - 4
    assert (view.influence_stars, view.value("own:Cup"), view.title) == (5, "large", "Ann Lee")


def test_notes_and_what_was_said_stand_in_the_file(shop: Workspace) -> None:
    add_note(shop, 1, "no sugar")
    removed = add_note(shop, 1, "wrong customer", kind=NoteKind.COMPLAINT)
    remove_note(shop, removed)
    with shop.writing() as cursor:
        cursor.execute(
            "insert into feedback (load_id, customer_id, rating, text) values (null, 1, 4, 'fine'), (7, 1, 1, 'x')"
        )
    view = opened(shop)
    assert [note.text for note in view.notes] == ["no sugar"]
    assert [note.note_id for note in view.removed_notes] == [removed]
    assert [(said.rating, said.text) for said in view.said] == [(4, "fine")]  # load 7 is not there


def test_a_customer_without_a_purchase_yet_has_a_file_without_measures(shop: Workspace) -> None:
    view = opened(shop, customer_id=2, day=15)
    assert (view.measures, view.purchases, view.usual_weekday, view.customer) == (None, (), None, "Bob")
    with pytest.raises(NoSuchCustomer):
        opened(shop, customer_id=99)


@pytest.mark.parametrize("customer_id", SAMPLE)
def test_the_file_agrees_with_plain_sql(tea_house: Workspace, tea_house_basis: Basis, customer_id: int) -> None:
    as_of = tea_house_basis.analysis.period.as_of
    view = customer_file(tea_house, tea_house_basis, customer_id, as_of)
    (row,) = tea_house.query(
        "select count(*) as n, sum(net_revenue) as m, count(distinct order_date) filter (net_revenue > 0) as days, "
        "max(order_date) filter (net_revenue > 0) as last from orders where customer_id = ? and order_date <= ?",
        [customer_id, as_of],
    ).to_pylist()
    assert len(view.purchases) == row["n"]
    assert sum(one.net_revenue for one in view.purchases) == row["m"]
    assert sum(goods.net_revenue for one in view.purchases for goods in one.goods) == row["m"]
    assert sum(view.weekday_counts) == row["days"]
    assert view.measures is not None
    assert (view.measures.monetary, view.measures.last_purchase) == (row["m"], row["last"])
    assert view.measures.rhythm_days is not None
    assert view.measures.due_on == row["last"] + timedelta(days=ceil(view.measures.rhythm_days))
    favourites = tea_house.query(
        "select product, count(*) filter (m > 0) as n, sum(m) as m from ("
        "select product, order_number, sum(net_revenue) as m from lines join products using (product_id) "
        "where customer_id = ? and is_active and is_counted group by product, order_number) "
        "group by product having sum(m) > 0 order by n desc, m desc limit 5",
        [customer_id],
    ).to_pylist()
    assert [(goods.product, goods.net_revenue) for goods in view.favourites] == [
        (one["product"], one["m"]) for one in favourites
    ]
