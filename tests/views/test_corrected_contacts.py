"""What was corrected by hand is what every list, file and search shows; what sheets brought is not shown beside it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest

from segmentation.exports.customer_list import ListFile
from segmentation.locale import Words
from segmentation.parameters import Analysis, ListFilters, Period
from segmentation.store.customer_records import change, current_values, undo_changes
from segmentation.store.home import Home
from segmentation.store.loading import store_sales
from segmentation.store.vip_levels import set_level
from segmentation.store.workspace import Workspace
from segmentation.views.basis import basis
from segmentation.views.customer_list import contacts_known, list_rows
from segmentation.views.vip import Near, customers_like, distances, kept_otherwise, log_of_moves, record_levels
from tests.store.sales_lines import incoming, line

DAY = date(2024, 1, 31)
WORDS = Words("en", "EUR")


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Workspace]:
    home = Home(tmp_path / "shops")
    shop = home.open(home.create("Corner shop"))
    lines = [
        line("C1", 3, 10, "1", name="Ann Lee", phone="138 0000"),
        line("C2", 9, 99, "2", name="Bo", phone="139 0000"),
    ]
    store_sales(shop, incoming([*lines, line("C2", 19, 99, "3", name="Bo")]))
    yield shop
    home.close_all()


def listed(workspace: Workspace, **filters: bool) -> list[tuple[object, ...]]:
    found = basis(workspace, Analysis(Period(DAY)))
    rows = list_rows(workspace, found, ListFilters(**filters)).to_pylist()  # type: ignore[arg-type] # has_phone and has_email
    return sorted((row["customer"], row["name"], row["phone"], row["email"]) for row in rows)


def test_a_list_shows_and_finds_by_what_was_entered(shop: Workspace) -> None:
    assert contacts_known(shop) == ("name", "phone")
    numbers = change(shop, 1, {"name": "Anna Lee", "phone": "", "email": "ann@example.org"})

    assert listed(shop) == [("C1", "Anna Lee", None, "ann@example.org"), ("C2", "Bo", "139 0000", None)]
    assert [row[0] for row in listed(shop, has_phone=True)] == ["C2"]
    assert [row[0] for row in listed(shop, has_phone=False)] == ["C1"]
    assert [row[0] for row in listed(shop, has_email=True)] == ["C1"]
    assert contacts_known(shop) == ("name", "phone", "email")

    undo_changes(shop, numbers)
    assert listed(shop) == [("C1", "Ann Lee", "138 0000", None), ("C2", "Bo", "139 0000", None)]


def test_files_to_take_away_have_what_was_entered(shop: Workspace) -> None:
    change(shop, 1, {"name": "Anna Lee", "phone": "138 9999"})
    found = basis(shop, Analysis(Period(DAY)))
    made = ListFile(shop, found, ListFilters(), WORDS, "Corner shop", "All", datetime(2024, 2, 1))
    written = made.csv().decode("utf-8-sig")

    assert "Anna Lee" in written
    assert "138 9999" in written
    assert "Ann Lee" not in written
    assert "138 0000" not in written


def test_the_vip_page_names_customers_as_their_files_do(shop: Workspace) -> None:
    change(shop, 1, {"name": "Anna Lee", "phone": "138 9999"})
    set_level(shop, 1, "quasi-VIP", reason="a", until=DAY, counted_up_to=DAY)
    found = basis(shop, Analysis(Period(DAY)))
    record_levels(shop, found)

    assert kept_otherwise(shop, found)["name"].to_pylist() == ["Anna Lee"]
    assert "Anna Lee" in log_of_moves(shop)["name"].to_pylist()
    assert "Anna Lee" in distances(shop, found, Near.QUASI)["name"].to_pylist()
    assert customers_like(shop, "anna") == customers_like(shop, "138 9999") == {1: "C1 · Anna Lee"}
    assert customers_like(shop, "ann lee") == customers_like(shop, "138 0000") == {}


def test_an_imported_name_taken_back_leaves_the_lists_too(shop: Workspace) -> None:
    with shop.writing() as cursor:
        cursor.execute(
            "insert into loads (load_id, kind, file_name, sha256, sheet) values (2, 'customers', 'l.csv', 'x', '')"
        )
        cursor.execute("insert into record_changes values (1, 1, 'name', 'A. Lee', 'imported', 2, null, now(), null)")
        cursor.execute("update customers set name = 'A. Lee' where customer_id = 1")
    assert (listed(shop)[0][1], current_values(shop, 1)["name"].value) == ("A. Lee", "A. Lee")

    undo_changes(shop, [1])

    assert (listed(shop)[0][1], current_values(shop, 1)["name"].value) == ("Ann Lee", "Ann Lee")
