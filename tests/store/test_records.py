"""Lists, contacts and feedback: joined with the sales, kept whole load by load, gone without a trace when undone."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import Any

import pytest

from segmentation.intake.sheet_kinds import KindMapping, SheetKind
from segmentation.store.customer_records import current_values
from segmentation.store.errors import AlreadyLoaded
from segmentation.store.file_load import Prepared, load_prepared, prepare
from segmentation.store.loading import LoadReport, load_history, redo, refused_lines, store_sales, undo
from segmentation.store.merges import accept
from segmentation.store.without_sales import without_sales
from segmentation.store.workspace import Workspace
from tests.store.sales_lines import incoming, line

SALES = [line("Ann", 3, 10, "1", product_code="T1", product="Longjing"), line("Bob", 4, 20, "2", product="Puer")]


@pytest.fixture
def shop(workspace: Workspace) -> Workspace:
    store_sales(workspace, incoming(SALES))
    return workspace


def ready(shop: Workspace, *rows: str, **more: Any) -> Prepared:
    return prepare(shop, "\n".join(rows).encode(), file_name="list.csv", **more)


def load(shop: Workspace, *rows: str, **more: Any) -> LoadReport:
    return load_prepared(shop, ready(shop, *rows, **more))


def values(shop: Workspace, customer: str) -> dict[str, str]:
    number = shop.query("select customer_id from customers where customer_key = ?", [customer.casefold()])
    return {field: found.value for field, found in current_values(shop, number["customer_id"][0].as_py()).items()}


def counted(shop: Workspace, table: str) -> Counter[tuple[Any, ...]]:
    rows = shop.query(
        f"select customer_key, * exclude (load_id, customer_id) from {table} join customers using (customer_id)"
    )
    return Counter(tuple(row.values()) for row in rows.to_pylist())


CUSTOMERS = (
    "Customer ID,Name,Birthday,Gender,Accepts marketing,Tags",
    "ANN,Ann Lee,1990-02-03,f,yes,tea",
    "Cat,Cat Ray,1900-01-01,,no,",
)


def test_a_customer_list_fills_the_files_of_customers_with_and_without_sales(shop: Workspace) -> None:
    report = load(shop, *CUSTOMERS)

    assert (report.kind, report.read, report.kept, report.refused) == ("customers", 2, 2, 0)
    assert values(shop, "Ann") == {
        "name": "Ann Lee", "birthday": "1990-02-03", "gender": "female", "consent": "yes", "tags": "tea",
    }  # fmt: skip
    assert values(shop, "Cat") == {"name": "Cat Ray", "consent": "no"}
    found = {finding["code"]: finding for finding in report.findings}
    assert found["WITHOUT_SALES"]["count"] == 1
    assert found["WITHOUT_SALES"]["rows"] == [3]
    assert found["BIRTHDAY_PLACEHOLDER"]["count"] == 1


def strangers(shop: Workspace, report: LoadReport) -> list[tuple[Any, ...]]:
    found = without_sales(shop, report.load_id, SheetKind(report.kind))
    return [tuple(row.values()) for row in found.to_pylist()]


def test_who_has_no_sales_is_listed_with_row_number_and_name_until_they_buy(shop: Workspace) -> None:
    report = load(shop, *CUSTOMERS, "Dan,Dan Poe,,,,", "cat,Cat Ray,,,yes,")
    assert strangers(shop, report) == [(3, "Cat", "Cat Ray"), (4, "Dan", "Dan Poe")]

    sales = store_sales(shop, incoming([line("Dan", 9, 5, "9")], "more.csv"))
    assert strangers(shop, report) == [(3, "Cat", "Cat Ray")]
    undo(shop, sales.load_id)
    assert len(strangers(shop, report)) == 2


def test_products_never_sold_are_listed_by_code_and_name(shop: Workspace) -> None:
    report = load(shop, "SKU,Product,Category,Cost", "T1,Longjing,Green,3", "P9,Puer,Dark,4", "X1,Cups,Ware,1")
    assert (report.kind, strangers(shop, report)) == ("products", [(4, "X1", "Cups")])


def test_undoing_a_list_empties_the_files_and_leaves_the_sales(shop: Workspace) -> None:
    before = shop.query("select * from orders order by all").to_pylist()
    report = load(shop, *CUSTOMERS)
    undo(shop, report.load_id)

    assert values(shop, "Ann") == values(shop, "Cat") == {}
    redo(shop, report.load_id)
    assert values(shop, "Cat")["name"] == "Cat Ray"
    assert shop.query("select * from orders order by all").to_pylist() == before


def test_names_and_phones_of_a_list_stand_in_every_list_and_go_with_it(shop: Workspace) -> None:
    def contacts() -> list[dict[str, Any]]:
        return shop.query("select customer_key, name, phone from customers order by customer_key").to_pylist()

    store_sales(shop, incoming([line("Bob", 9, 5, "9", name="Bob Sold", phone="1")], "more.csv"))
    before = contacts()
    report = load(shop, "Customer ID,Name,Phone,Gender", "Ann,Ann Lee,2,f", "Bob,Bob Listed,,m")

    assert contacts() == [
        {"customer_key": "ann", "name": "Ann Lee", "phone": "2"},
        {"customer_key": "bob", "name": "Bob Listed", "phone": "1"},
    ]
    undo(shop, report.load_id)
    assert (
        contacts()
        == before
        == [
            {"customer_key": "ann", "name": None, "phone": None},
            {"customer_key": "bob", "name": "Bob Sold", "phone": "1"},
        ]
    )


def test_the_newest_list_stands_and_the_one_before_comes_back(shop: Workspace) -> None:
    load(shop, *CUSTOMERS)
    second = load(shop, "Customer ID,Name,Gender", "ann,Ann Lee-Ray,f", "Cat,Cat Ray,")

    assert (second.kept, second.duplicates) == (1, 1)
    assert values(shop, "Ann")["name"] == "Ann Lee-Ray"
    assert values(shop, "Ann")["birthday"] == "1990-02-03"
    undo(shop, second.load_id)
    assert values(shop, "Ann")["name"] == "Ann Lee"


def test_the_same_file_twice_changes_nothing(shop: Workspace) -> None:
    load(shop, *CUSTOMERS)
    before = shop.query("select * from record_changes").to_pylist(), shop.data_version
    with pytest.raises(AlreadyLoaded):
        load(shop, *CUSTOMERS)
    assert (shop.query("select * from record_changes").to_pylist(), shop.data_version) == before


CONTACTS = (
    "Customer ID,Contact date,Contact type",
    "Ann,2024-03-01,call",
    "Ann,2024-03-01,call",
    "Bob,2024-03-02,visit",
)


def test_overlapping_contacts_count_once_and_each_file_can_be_taken_back(shop: Workspace) -> None:
    first = load(shop, *CONTACTS)
    one = counted(shop, "interactions")
    second = load(shop, *CONTACTS, "Ann,2024-03-09,call", "Zoe,2024-03-09,call")

    assert (second.read, second.kept, second.duplicates) == (5, 2, 3)
    both = counted(shop, "interactions")
    assert sum(both.values()) == 5
    undo(shop, first.load_id)
    assert counted(shop, "interactions") == both
    redo(shop, first.load_id)
    undo(shop, second.load_id)
    assert counted(shop, "interactions") == one
    assert sum(one.values()) == 3


def test_contacts_entered_by_hand_stay(shop: Workspace) -> None:
    with shop.writing() as cursor:
        cursor.execute(
            "insert into interactions (customer_id, kind) select customer_id, 'visit' from customers limit 1"
        )
    report = load(shop, *CONTACTS)
    undo(shop, report.load_id)

    assert shop.query("select kind from interactions")["kind"].to_pylist() == ["visit"]


def test_feedback_is_joined_and_what_cannot_be_read_is_refused(shop: Workspace) -> None:
    report = load(
        shop,
        "Customer ID,Review date,Rating,NPS,Comment",
        "Ann,2024-03-01,4.5,9,good",
        "Ann,someday,5,,",
        ",2024-03-01,5,,",
    )

    assert (report.kind, report.read, report.kept, report.refused) == ("feedback", 3, 1, 2)
    rows = shop.query("select rating, recommendation, text from feedback").to_pylist()
    assert rows == [{"rating": Decimal("4.5"), "recommendation": 9, "text": "good"}]
    assert set(refused_lines(shop, report.load_id)["reason"].to_pylist()) == {"DATE_UNREADABLE", "CUSTOMER_MISSING"}
    assert (str(report.first_date), report.net_revenue) == ("2024-03-01", 0)


def test_what_a_merged_customer_said_is_the_kept_ones(shop: Workspace) -> None:
    numbers = dict(zip(*shop.query("select customer, customer_id from customers").to_pydict().values(), strict=True))
    accept(shop, numbers["Bob"], numbers["Ann"])
    load(shop, *CONTACTS)

    assert {who for who, *_ in counted(shop, "interactions")} == {"bob"}


def test_a_product_list_gives_categories_where_the_sales_have_none(shop: Workspace) -> None:
    def categories() -> dict[str, str | None]:
        rows = shop.query("select product, category from products").to_pylist()
        return {row["product"]: row["category"] for row in rows}

    report = load(shop, "SKU,Product,Category,Cost", "T1,Longjing,Green,12.5", "P7,Puer,Dark,20", "X,Oolong,Blue,9")

    assert (report.kind, report.kept) == ("products", 3)
    assert categories() == {"Longjing": "Green", "Puer": "Dark"}
    assert report.findings[0]["count"] == 1
    undo(shop, report.load_id)
    assert categories() == {"Longjing": None, "Puer": None}
    store_sales(shop, incoming([line("Ann", 9, 5, "9", product="Puer", category="Tea")], "more.csv"))
    redo(shop, report.load_id)
    assert categories()["Puer"] == "Dark"


def test_a_list_is_joined_by_what_the_sales_know_customers_by(workspace: Workspace) -> None:
    keys = [f"person{number}@example.com" for number in range(6)]
    store_sales(workspace, incoming([line(key, 3, 10, key) for key in keys]))
    rows = [f"{number},{key.title()},f" for number, key in enumerate(keys)]
    prepared = ready(workspace, "Customer ID,Email,Gender", *rows)

    assert prepared.recognition.mapping.column("customer") == 1
    assert prepared.recognition.mapping.customer_kind == "email"
    report = load_prepared(workspace, prepared)
    assert [finding["code"] for finding in report.findings] == []


def test_a_person_can_say_what_a_sheet_holds_and_it_is_remembered(shop: Workspace) -> None:
    rows = ("Member,Day,What", "Ann,2024-03-05,call")
    prepared = ready(shop, *rows, kind=SheetKind.INTERACTIONS, chosen={"customer": 0, "happened_at": 1, "kind": 2})
    assert ready(shop, *rows).kind is SheetKind.SALES
    load_prepared(shop, prepared)
    again = ready(shop, rows[0], "Bob,2024-03-06,call")

    assert again.kind is SheetKind.INTERACTIONS
    assert again.recognition.is_remembered
    assert isinstance(again.recognition.mapping, KindMapping)
    assert load_prepared(shop, again).kept == 1
    assert ready(shop, *rows, kind=SheetKind.SALES).kind is SheetKind.SALES


def test_the_history_says_what_each_load_was(shop: Workspace) -> None:
    load(shop, *CUSTOMERS)
    load(shop, *CONTACTS)

    assert [report.kind for report in load_history(shop)] == ["interactions", "customers", "sales"]
