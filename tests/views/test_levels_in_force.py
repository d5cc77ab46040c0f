"""The VIP level that lists, files and the overview show and count is the one in force, with the reason if not the rule's."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import openpyxl
import pytest

from segmentation.classifications import vip
from segmentation.exports.customer_list import ListFile
from segmentation.locale import Words
from segmentation.parameters import Analysis, ListFilters, Period
from segmentation.store.home import Home
from segmentation.store.vip_levels import end_grant, set_level
from segmentation.store.workspace import Workspace
from segmentation.views.basis import Basis, basis
from segmentation.views.customer_file import customer_file
from segmentation.views.customer_list import list_rows, list_view
from segmentation.views.customer_wording import vip_in_words
from segmentation.views.list_choices import list_choices
from segmentation.views.list_wording import worded
from segmentation.views.standing import standing
from segmentation.views.vip import kept_otherwise, vip_view

LAST = date(2026, 6, 30)
ENGLISH, CHINESE = Words("en", "CNY"), Words("zh_CN", "CNY")


@pytest.fixture
def own_shop(demo_home: Path) -> Iterator[Workspace]:
    home = Home(demo_home)
    yield home.open(home.shops()[0].id)
    home.close_all()


def of_level(workspace: Workspace, found: Basis, level: str) -> int:
    return list_view(workspace, found, ListFilters(vip_levels=frozenset({level}))).customer_count


def counts(workspace: Workspace, found: Basis) -> list[list[int]]:
    """Customers of each level: on the VIP page, in the lists, on offer in the filter, on the overview."""
    offered = list_choices(workspace, found).groups["vip_levels"]
    return [
        [level.customers for level in vip_view(workspace, found).levels],
        [of_level(workspace, found, key) for key in vip.KEYS],
        [offered[key] for key in vip.KEYS],
        [level.customers for level in standing(workspace, found).vip_levels],
    ]


@pytest.mark.parametrize("day", [LAST, date(2025, 3, 1)])
def test_every_page_counts_the_levels_in_force(tea_house: Workspace, day: date) -> None:
    found = basis(tea_house, Analysis(Period(day)))
    page, *others = counts(tea_house, found)

    assert others == [page] * 3
    assert vip_view(tea_house, found).kept_by_grace > 0  # else the rule alone would do


def test_a_level_set_by_hand_moves_the_customer_on_every_page_and_back(own_shop: Workspace) -> None:
    found = basis(own_shop, Analysis(Period(LAST)))
    before = counts(own_shop, found)
    someone = list_rows(own_shop, found, ListFilters(vip_levels=frozenset({"non-VIP"})), most=1)["customer"][0].as_py()
    number = own_shop.query("select customer_id from customers where customer = ?", [someone])["customer_id"][0].as_py()

    grant = set_level(own_shop, number, "VIP", reason="a friend", until=LAST, counted_up_to=LAST)
    now = counts(own_shop, found)

    assert now == [[before[0][0] + 1, before[0][1], before[0][2] - 1]] * 4
    end_grant(own_shop, grant)
    assert counts(own_shop, found) == before


def test_the_list_and_the_file_say_why_a_level_is_not_the_rules(own_shop: Workspace) -> None:
    found = basis(own_shop, Analysis(Period(LAST)))
    kept = kept_otherwise(own_shop, found).to_pylist()[0]
    assert kept["decided_by"] == "grace"
    assert kept["grace_until"] == kept["last_vip_day"] + timedelta(days=60) >= LAST
    number = own_shop.query("select customer_id from customers where customer = ?", [kept["customer"]])[0][0].as_py()

    def note(words: Words) -> str | None:
        rows = worded(list_rows(own_shop, found, ListFilters()), words).to_pylist()
        return next(row["vip_note"] for row in rows if row["customer"] == kept["customer"])

    until = ENGLISH.date(kept["grace_until"])
    assert note(ENGLISH) == f"Kept by grace until {until}"
    assert str(kept["grace_until"].year) in str(note(CHINESE))
    head = vip_in_words(customer_file(own_shop, found, number, LAST), ENGLISH)
    assert f"Kept by grace until {until}" in head
    assert "By rule: " in head

    set_level(own_shop, number, "quasi-VIP", reason="moved away", until=LAST, counted_up_to=LAST)
    assert note(ENGLISH) == f"Set by hand until {ENGLISH.date(LAST)}: moved away"
    measures = customer_file(own_shop, found, number, LAST).measures
    assert measures is not None
    assert (measures.levels["vip_level"].key, measures.vip.by_rule.key) == ("quasi-VIP", kept["vip_level"])


def test_where_the_rule_decides_nothing_is_said(tea_house: Workspace, tea_house_basis: Basis) -> None:
    rows = worded(list_rows(tea_house, tea_house_basis, ListFilters()), ENGLISH)
    page = vip_view(tea_house, tea_house_basis)

    assert rows.num_rows - rows["vip_note"].null_count == page.kept_by_grace + page.set_by_hand


def test_the_workbook_has_the_level_in_force_with_its_reason(tea_house: Workspace, tea_house_basis: Basis) -> None:
    made = ListFile(
        tea_house, tea_house_basis, ListFilters(vip_levels=frozenset({"VIP"})), ENGLISH, "Tea house", "VIPs",
        datetime(2026, 7, 1),
    )  # fmt: skip
    rows = list(openpyxl.load_workbook(io.BytesIO(made.workbook()), read_only=True)["VIPs"].values)
    heading = next(row for row in rows if "VIP level" in row)
    level, why = heading.index("VIP level"), heading.index("Why this VIP level")
    listed = [row for row in rows[rows.index(heading) + 1 :] if row[level] is not None]

    page = vip_view(tea_house, tea_house_basis)
    assert [row[level] for row in listed] == ["VIP"] * page.levels[0].customers
    assert sum(str(row[why] or "").startswith("Kept by grace until") for row in listed) == page.kept_by_grace
