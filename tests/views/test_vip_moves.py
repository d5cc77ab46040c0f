from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from segmentation.locale import Words
from segmentation.parameters import Analysis, Period
from segmentation.store.home import Home
from segmentation.store.vip_levels import (
    LevelEndsTooEarly,
    NoCustomerForLevel,
    NoReasonForLevel,
    NoSuchGrant,
    end_grant,
    grants,
    restore_grant,
    set_level,
)
from segmentation.store.workspace import Workspace
from segmentation.views import vip_wording as wording
from segmentation.views.basis import basis
from segmentation.views.latest import latest_basis
from segmentation.views.vip import kept_otherwise, log_of_moves, record_levels, vip_view
from segmentation.views.vip_in_force import IN_FORCE, in_force

WORDS = Words("en", "CNY")
LAST = date(2026, 6, 30)


@pytest.fixture
def own_shop(demo_home: Path) -> Iterator[Workspace]:
    """The demo shop, to be written to."""
    home = Home(demo_home)
    yield home.open(home.shops()[0].id)
    home.close_all()


def test_a_level_set_by_hand_wins_until_its_end(own_shop: Workspace) -> None:
    found = basis(own_shop, Analysis(Period(LAST)))
    before = vip_view(own_shop, found)
    customer = own_shop.query_kept(
        in_force(found), f"select customer_id from {IN_FORCE} where level_in_force = 'non-VIP' order by 1 limit 1"
    )["customer_id"][0].as_py()

    number = set_level(own_shop, customer, "VIP", reason=" Owner's  friend ", until=LAST, counted_up_to=LAST)

    assert [(grant.customer_id, grant.reason) for grant in grants(own_shop, LAST)] == [(customer, "Owner's friend")]
    now = vip_view(own_shop, found)
    assert (now.set_by_hand, now.levels[0].customers) == (1, before.levels[0].customers + 1)
    assert kept_otherwise(own_shop, found).to_pylist()[0]["hand_reason"] == "Owner's friend"

    set_level(own_shop, customer, "quasi-VIP", reason="less", until=LAST, counted_up_to=LAST)
    assert vip_view(own_shop, found).levels[0].customers == before.levels[0].customers
    end_grant(own_shop, number + 1)
    end_grant(own_shop, number)
    assert vip_view(own_shop, found) == before
    restore_grant(own_shop, number)
    assert vip_view(own_shop, found) == now
    with pytest.raises(NoSuchGrant):
        restore_grant(own_shop, number)
    assert grants(own_shop, LAST + timedelta(days=1)) == ()


def test_a_level_by_hand_needs_a_reason_an_end_and_a_customer(own_shop: Workspace) -> None:
    with pytest.raises(NoReasonForLevel):
        set_level(own_shop, 0, "VIP", reason=" ", until=LAST, counted_up_to=LAST)
    with pytest.raises(LevelEndsTooEarly):
        set_level(own_shop, 0, "VIP", reason="a", until=LAST - timedelta(days=1), counted_up_to=LAST)
    with pytest.raises(NoCustomerForLevel):
        set_level(own_shop, 10**6, "VIP", reason="a", until=LAST, counted_up_to=LAST)
    assert grants(own_shop, LAST) == ()


def test_moves_are_written_once_and_lead_to_the_levels_in_force(own_shop: Workspace) -> None:
    earlier = basis(own_shop, Analysis(Period(date(2026, 3, 31))))
    now = basis(own_shop, Analysis(Period(LAST)))

    first = record_levels(own_shop, earlier)
    above = sum(level.customers for level in vip_view(own_shop, earlier).levels[:2])
    assert first == above
    moved = record_levels(own_shop, now)
    assert moved > 0
    assert record_levels(own_shop, now) == 0

    # The log replayed gives the levels as they are.
    state: dict[str, str] = {}
    for row in own_shop.query(
        "select customer, to_level from vip_moves join customers using (customer_id) order by logged_at"
    ).to_pylist():
        state[row["customer"]] = row["to_level"]
    counted = {key: list(state.values()).count(key) for key in ("VIP", "quasi-VIP")}
    assert counted == {level.key: level.customers for level in vip_view(own_shop, now).levels[:2]}
    shown = wording.log_worded(log_of_moves(own_shop), WORDS)
    assert set(shown["to_level"].to_pylist()) <= {"VIP", "Quasi-VIP", "Non-VIP"}


def test_a_log_names_the_level_set_by_hand_and_its_end(own_shop: Workspace) -> None:
    found = basis(own_shop, Analysis(Period(LAST)))
    record_levels(own_shop, found)
    customer = own_shop.query_kept(
        in_force(found), f"select customer_id from {IN_FORCE} where level_in_force = 'non-VIP' order by 1 limit 1"
    )["customer_id"][0].as_py()
    number = set_level(own_shop, customer, "VIP", reason="a", until=LAST, counted_up_to=LAST)
    assert record_levels(own_shop, found) == 1
    end_grant(own_shop, number)
    assert record_levels(own_shop, found) == 1

    latest = log_of_moves(own_shop).slice(0, 2).to_pylist()
    assert [(row["from_level"], row["to_level"], row["reason"]) for row in latest] == [
        ("VIP", "non-VIP", "hand ended"),
        ("non-VIP", "VIP", "hand"),
    ]


def test_the_levels_of_the_last_day_are_written_down_once(own_shop: Workspace) -> None:
    above = sum(level.customers for level in vip_view(own_shop, basis(own_shop, Analysis(Period(LAST)))).levels[:2])
    version = own_shop.data_version

    found = latest_basis(own_shop)
    assert found is not None
    assert (record_levels(own_shop, found), record_levels(own_shop, found)) == (above, 0)
    assert own_shop.query("select distinct as_of from vip_moves")["as_of"].to_pylist() == [LAST]
    assert own_shop.data_version == version


def test_a_shop_without_sales_has_no_levels_to_write_down(no_shop_home: Path) -> None:
    home = Home(no_shop_home)
    assert latest_basis(home.open(home.create("Empty", currency=None))) is None
    home.close_all()
