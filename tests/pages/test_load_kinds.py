from __future__ import annotations

import io
from pathlib import Path

import openpyxl

from pages.shared import cache
from segmentation.store.loading import load_history
from tests.pages.conftest import Open
from tests.pages.load_page import PAGE, choice, dropped, pressed, query


def kinds() -> list[str]:
    home = cache.home()
    return [report.kind for report in load_history(home.open(home.shops()[0].id))]


def test_a_customer_list_is_known_loaded_and_taken_back(open_app: Open, new_shop: Path) -> None:
    text = "会员号,姓名,生日,性别\nM1,王伟,1990-02-03,男\nM2,李娜,1900-01-01,女\n"
    app = dropped(open_app(new_shop, PAGE), text.encode("gb18030"), "members.csv")

    assert choice(app, "What the sheet holds").value == "customers"
    assert choice(app, "Birthday").value == 2
    pressed(app, "Load ")

    assert kinds() == ["customers"]
    assert any("1 birthdays are what programs write for none" in said.value for said in app.text)
    next(button for button in app.button if button.label == "Undo this load").click().run()
    assert not app.exception
    assert any("(undone)" in opened.label.replace("\\", "") for opened in app.expander)


def test_what_a_sheet_holds_can_be_changed(open_app: Open, new_shop: Path) -> None:
    app = dropped(open_app(new_shop, PAGE), b"Member,When,What\nM1,2024-03-05,call\n", "calls.csv")
    choice(app, "What the sheet holds").set_value("interactions").run()
    assert not app.exception
    choice(app, "Kind of contact").set_value(2).run()
    pressed(app, "Load ")

    assert query("select kind from interactions") == [{"kind": "call"}]


SALES = (
    "Order,Customer,Date,Amount,Status\n1,A,2024-03-05,10,completed\n"
    "2,B,2024-03-06,20,processing\n2,B,2024-03-06,20,processing\n"
)


def test_the_order_states_that_count_are_the_persons_choice(open_app: Open, new_shop: Path) -> None:
    app = dropped(open_app(new_shop, PAGE), SALES.encode(), "orders.csv")
    states = next(each for each in app.multiselect if each.label == "States that count as sales")
    assert sorted(states.value) == ["completed", "processing"]
    states.set_value(["completed"]).run()
    pressed(app, "Load ")

    assert [str(row["net_revenue"]) for row in query("select net_revenue from orders")] == ["10.0000"]


def test_lines_that_stand_twice_are_dropped_on_demand(open_app: Open, new_shop: Path) -> None:
    app = dropped(open_app(new_shop, PAGE), SALES.encode(), "orders.csv")
    app.toggle[0].set_value(True).run()
    pressed(app, "Load ")

    assert query("select sum(net_revenue)::double as money from orders") == [{"money": 30.0}]


def test_sheets_with_the_same_columns_are_taken_together(open_app: Open, new_shop: Path) -> None:
    book = openpyxl.Workbook()
    first = book.active
    first.title = "January"
    second = book.create_sheet("February")
    for sheet, month in ((first, "01"), (second, "02")):
        for row in (
            ["Order", "Customer", "Date", "Amount"],
            [month, "A", f"2024-{month}-05", 10],
            [month, "B", f"2024-{month}-06", 5],
        ):
            sheet.append(row)
    content = io.BytesIO()
    book.save(content)
    app = dropped(open_app(new_shop, PAGE), content.getvalue(), "year.xlsx")

    together = next(each for each in app.multiselect if each.label == "Sheets taken together")
    assert len(together.value) == 1
    together.set_value(["January", "February"]).run()
    assert not app.exception
    pressed(app, "Load ")

    assert query("select count(*) as n from lines") == [{"n": 4}]


def test_each_column_with_two_readings_is_asked_for_its_own_decimal_mark(open_app: Open, new_shop: Path) -> None:
    text = "Order;Customer;Date;Quantity;Unit price\n1;A;2024-03-05;1.250;2.500\n2;B;2024-03-06;2.125;3.125\n"
    app = dropped(open_app(new_shop, PAGE), text.encode(), "weights.csv")
    asked = [each for each in app.radio if each.label == "Your answer"]
    assert asked
    for place in range(len(asked)):
        [each for each in app.radio if each.label == "Your answer"][place].set_value(".").run()
        assert not app.exception
    pressed(app, "Load ")

    assert query("select net_revenue::double as money from orders order by money") == [
        {"money": 3.125},
        {"money": 6.6406},
    ]


def test_customers_of_a_list_without_sales_are_listed_in_the_report_and_in_the_history(
    open_app: Open, new_shop: Path
) -> None:
    app = dropped(open_app(new_shop, PAGE), b"Customer ID,Name,Gender\nM1,Ann Lee,f\nM2,Bo,m\n", "members.csv")
    pressed(app, "Load ")

    opened = [each for each in app.expander if each.label == "Customers without sales now: 2"]
    assert len(opened) == 2
    for each in opened:
        assert each.dataframe[0].value.values.tolist() == [[2, "M1", "Ann Lee"], [3, "M2", "Bo"]]
    next(button for button in app.button if button.label == "Undo this load").click().run()
    assert not app.exception
    assert not [each for each in app.expander if each.label.startswith("Customers without sales")]
