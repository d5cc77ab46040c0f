"""A level set by hand, ended and brought back stands in the log of moves at once, with the reason that was given."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from segmentation.errors import SegmentationError
from segmentation.locale import Words
from segmentation.store.clock import now_utc, on_this_clock
from segmentation.store.home import Home
from segmentation.store.merges import accept
from segmentation.store.vip_levels import NoReasonForLevel, NoSuchGrant, set_level
from segmentation.store.workspace import Workspace
from segmentation.views.latest import latest_basis
from segmentation.views.vip import log_of_moves, record_levels
from segmentation.views.vip_by_hand import end_by_hand, restore_by_hand, set_by_hand
from segmentation.views.vip_in_force import EXCEPTIONS, GRACE, IN_FORCE, in_force
from segmentation.views.vip_wording import log_worded

LAST = date(2026, 6, 30)
MOVES = "select customer_id, as_of, from_level, to_level, reason, said from vip_moves order by logged_at, customer_id"


@pytest.fixture
def shop(demo_home: Path) -> Iterator[Workspace]:
    """The demo shop, its levels as they are written down."""
    home = Home(demo_home)
    workspace = home.open(home.shops()[0].id)
    recorded(workspace)
    yield workspace
    home.close_all()


def recorded(workspace: Workspace) -> int:
    found = latest_basis(workspace)
    assert found is not None
    return record_levels(workspace, found)


def someone(workspace: Workspace, level: str, place: int = 0) -> int:
    found = latest_basis(workspace)
    assert found is not None
    rows = workspace.query_kept(
        in_force(found), f"select customer_id from {IN_FORCE} where level_in_force = ? order by 1", [level]
    )
    number: int = rows["customer_id"][place].as_py()
    return number


def moves(workspace: Workspace) -> list[dict[str, Any]]:
    return workspace.query(MOVES).to_pylist()


def by_hand(workspace: Workspace, customer: int, level: str, *, until: date = LAST, up_to: date = LAST) -> int:
    return set_by_hand(workspace, customer, level, reason="Owner's friend", until=until, counted_up_to=up_to)


def test_each_step_is_written_down_at_once_with_its_reason(shop: Workspace) -> None:
    customer, before = someone(shop, "quasi-VIP"), moves(shop)
    number = by_hand(shop, customer, "VIP")
    end_by_hand(shop, number)
    restore_by_hand(shop, number)

    up = {"from_level": "quasi-VIP", "to_level": "VIP", "reason": "hand", "said": "Owner's friend"}
    down = {"from_level": "VIP", "to_level": "quasi-VIP", "reason": "hand ended", "said": None}
    of_one = {"customer_id": customer, "as_of": LAST}
    assert moves(shop)[len(before) :] == [of_one | up, of_one | down, of_one | up]
    assert recorded(shop) == 0  # nothing is left to be written down


def test_only_the_customers_own_level_is_written_down(shop: Workspace) -> None:
    other, customer = someone(shop, "non-VIP"), someone(shop, "non-VIP", 1)
    set_level(shop, other, "VIP", reason="not written down", until=LAST, counted_up_to=LAST)
    by_hand(shop, customer, "VIP")
    assert [row["customer_id"] for row in moves(shop) if row["reason"] == "hand"] == [customer]
    assert recorded(shop) == 1


def test_a_level_as_it_is_already_moves_nobody(shop: Workspace) -> None:
    before = moves(shop)
    by_hand(shop, someone(shop, "VIP"), "VIP")
    assert moves(shop) == before


def test_with_an_earlier_day_looked_at_the_last_day_is_what_counts(shop: Workspace) -> None:
    customer, before, earlier = someone(shop, "non-VIP"), moves(shop), LAST - timedelta(days=90)
    by_hand(shop, customer, "VIP", until=LAST - timedelta(days=1), up_to=earlier)
    assert moves(shop) == before
    by_hand(shop, customer, "quasi-VIP", until=LAST, up_to=earlier)
    assert [(row["as_of"], row["to_level"]) for row in moves(shop)[len(before) :]] == [(LAST, "quasi-VIP")]


def test_what_is_refused_writes_nothing(shop: Workspace) -> None:
    before = moves(shop)
    with pytest.raises(NoReasonForLevel):
        set_by_hand(shop, 1, "VIP", reason=" ", until=LAST, counted_up_to=LAST)
    with pytest.raises(NoSuchGrant):
        end_by_hand(shop, 99)
    with pytest.raises(SegmentationError):
        restore_by_hand(shop, 99)
    assert moves(shop) == before


def test_what_is_refused_writes_nothing_in_a_shop_never_written_down(demo_home: Path) -> None:
    home = Home(demo_home)
    workspace = home.open(home.shops()[0].id)
    with pytest.raises(NoReasonForLevel):
        set_by_hand(workspace, 1, "VIP", reason=" ", until=LAST, counted_up_to=LAST)
    with pytest.raises(NoSuchGrant):
        end_by_hand(workspace, 99)
    assert moves(workspace) == []
    home.close_all()


def test_a_shop_never_written_down_is_first_written_down_as_it_was(demo_home: Path) -> None:
    home = Home(demo_home)
    workspace = home.open(home.shops()[0].id)
    customer = someone(workspace, "VIP")
    by_hand(workspace, customer, "non-VIP")

    rows = moves(workspace)
    assert {row["from_level"] for row in rows[:-1]} == {None}
    assert [row["to_level"] for row in rows if row["customer_id"] == customer] == ["VIP", "non-VIP"]
    assert rows[-1]["from_level"] == "VIP"
    assert recorded(workspace) == 0
    home.close_all()


def test_a_merged_customers_level_is_that_of_the_one_who_is_kept(shop: Workspace) -> None:
    kept, merged = someone(shop, "non-VIP"), someone(shop, "non-VIP", 1)
    number = set_level(shop, merged, "VIP", reason="a", until=LAST, counted_up_to=LAST)
    accept(shop, kept, merged)
    recorded(shop)
    end_by_hand(shop, number)
    assert [(row["customer_id"], row["to_level"]) for row in moves(shop)[-1:]] == [(kept, "non-VIP")]


def test_setting_a_level_looks_at_nobodys_orders_again(shop: Workspace) -> None:
    found = latest_basis(shop)
    assert found is not None

    def computed() -> int:
        rows = shop.query("select count(*) as n from duckdb_tables() where database_name = 'scratch'")
        count: int = rows["n"][0].as_py()
        return count

    assert GRACE in in_force(found)
    assert "orders" not in in_force(found)[EXCEPTIONS]
    before = computed()
    by_hand(shop, someone(shop, "non-VIP"), "VIP")
    assert computed() == before + 1  # the few whose level is not the rule's, and nothing else


@pytest.mark.parametrize(
    ("language", "said"), [("en", "Set by hand: Owner's friend"), ("zh_CN", "手动设定：Owner's friend")]
)
def test_the_log_says_the_reason_and_the_day_on_the_wall(shop: Workspace, language: str, said: str) -> None:
    by_hand(shop, someone(shop, "non-VIP"), "VIP")
    row = log_worded(log_of_moves(shop), Words(language, "CNY")).to_pylist()[0]
    assert said in row["reason"]
    assert row["reason"].endswith("Owner's friend")
    assert row["written_on"] == on_this_clock(now_utc()).date()
