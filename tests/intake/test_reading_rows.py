from __future__ import annotations

from collections.abc import Callable

import pytest

from segmentation.intake.raw import RawTable
from tests.intake.odd_files import HEADER, PLAIN, findings, rows_xml, sheet_xml, table_xlsx, xlsx

Read = Callable[..., RawTable]


def test_titles_above_the_header_are_left_out_and_told(read_here: Read) -> None:
    rows: list[list[object]] = [["Sales of the tea house"], ["Period: 2024-03-01 to 2024-03-31"], [None], *PLAIN]
    table = read_here(table_xlsx(rows))
    assert (table.header_row, table.cells.num_rows, table.headers) == (4, 20, tuple(HEADER))
    assert table.cells.column("row_number")[0].as_py() == 5
    assert findings(table) == {"TITLE_ROWS": 2}


def test_a_title_of_several_cells_is_a_title_too(read_here: Read) -> None:
    rows: list[list[object]] = [["Shop:", "Tea house", "Printed:", "2024-04-01"], *PLAIN]
    table = read_here(table_xlsx(rows))
    assert (table.header_row, table.headers) == (2, tuple(HEADER))


def test_a_header_of_two_rows_is_joined(read_here: Read) -> None:
    rows: list[list[object]] = [
        ["Order", None, "Customer", "Sale", None],
        ["no", "date", "name", "qty", "amount"],
        *PLAIN[1:],
    ]
    merges = '<mergeCells count="2"><mergeCell ref="A1:B1"/><mergeCell ref="D1:E1"/></mergeCells>'
    table = read_here(xlsx(sheet_xml(rows_xml(rows), merges)))
    assert table.headers == ("Order no", "Order date", "Customer name", "Sale qty", "Sale amount")
    assert (table.header_row, table.cells.num_rows, table.questions) == (2, 20, ())
    assert findings(table) == {"TWO_ROW_HEADER": 1}


def test_names_merged_down_over_two_header_rows_stay_whole(read_here: Read) -> None:
    rows: list[list[object]] = [
        ["订单号", "日期", "客户", "销售", None],
        [None, None, None, "数量", "金额"],
        *PLAIN[1:],
    ]
    merges = "".join(f'<mergeCell ref="{c}1:{c}2"/>' for c in "ABC") + '<mergeCell ref="D1:E1"/>'
    table = read_here(xlsx(sheet_xml(rows_xml(rows), f"<mergeCells>{merges}</mergeCells>")))
    assert table.headers == ("订单号", "日期", "客户", "销售 数量", "销售 金额")
    assert (table.cells.num_rows, table.questions) == (20, ())


@pytest.mark.parametrize("at", [2, 7, 15])
@pytest.mark.parametrize("as_text", [False, True])
def test_a_header_repeated_on_each_printed_page_is_left_out_and_told(read_here: Read, at: int, as_text: bool) -> None:
    header = [str(name).upper() for name in HEADER]
    rows: list[list[object]] = [*PLAIN[:at], list(header), *PLAIN[at:], list(header)]
    text = "\n".join(",".join(str(cell) for cell in row) for row in rows) + "\n"
    table = read_here(text.encode(), "a.csv") if as_text else read_here(table_xlsx(rows))
    assert (table.header_row, table.cells.num_rows, table.headers) == (1, 20, tuple(HEADER))
    assert (findings(table), table.left_out) == ({"REPEATED_HEADER": 2}, 2)


def test_rows_like_sales_above_a_header_are_no_titles(read_here: Read) -> None:
    rows: list[list[object]] = [*PLAIN[1:7], *PLAIN]
    table = read_here(table_xlsx(rows))
    assert (table.header_row, table.questions) == (0, ("HEADER_UNSURE",))
    assert "TITLE_ROWS" not in findings(table)


def test_without_a_header_no_sale_is_eaten(read_here: Read) -> None:
    table = read_here(table_xlsx(PLAIN[1:]))
    assert (table.header_row, table.cells.num_rows, table.questions) == (0, 20, ("HEADER_UNSURE",))
    assert table.headers == ("A", "B", "C", "D", "E")
    answered = read_here(table_xlsx(PLAIN[1:]), answered=frozenset({"HEADER_UNSURE"}))
    assert answered.questions == ()


def test_a_chosen_header_row_is_taken(read_here: Read) -> None:
    assert read_here(table_xlsx(PLAIN), header_row=3).headers[0] == "A00002"
    assert read_here(table_xlsx(PLAIN), header_row=0).cells.num_rows == 21


def test_doubled_names_are_numbered_and_asked_about(read_here: Read) -> None:
    rows = [["date", "Date", None, "name", "date"], *PLAIN[1:]]
    table = read_here(table_xlsx(rows))
    assert table.headers == ("date", "Date (2)", "C", "name", "date (3)")
    assert table.questions == ("DUPLICATE_HEADERS",)


@pytest.mark.parametrize(
    "word", ["Total", "TOTAL:", "Grand Total", "合计", "总计：", "小计", " 合 计", "Summe", "合计（20笔）"]
)
def test_totals_are_left_out_wherever_they_stand(read_here: Read, word: str) -> None:
    total: list[object] = [word, None, None, 40, 315.0]
    beside: list[object] = [None, None, word, 40, 315.0]
    table = read_here(table_xlsx([*PLAIN[:8], total, *PLAIN[8:], beside]))
    assert (table.cells.num_rows, table.left_out) == (20, 2)
    assert findings(table) == {"TOTAL_ROW": 2}


def test_totals_of_days_and_one_with_the_day_of_printing_are_totals(read_here: Read) -> None:
    rows = [list(HEADER)]
    for line in PLAIN[1:]:
        rows += [line, [None, line[1], "小计", None, line[4]]]
    table = read_here(table_xlsx([*rows, ["Total", "2024-04-01", None, None, 315.0]]))
    assert (table.cells.num_rows, findings(table)) == (20, {"TOTAL_ROW": 21})


def test_a_customer_called_total_is_no_total_even_where_the_order_number_is_missing(read_here: Read) -> None:
    rows = [*PLAIN, [None, "2024-03-21", "Total", 1, 2.0]]
    assert read_here(table_xlsx(rows)).cells.num_rows == 21


def test_a_customer_called_total_is_no_total(read_here: Read) -> None:
    rows = [*PLAIN, ["A00021", "2024-03-21", "Total", 1, 2.0]]
    assert read_here(table_xlsx(rows)).cells.num_rows == 21


def test_footers_are_left_out_and_a_last_sale_is_not(read_here: Read) -> None:
    footers: list[list[object]] = [[None], ["Printed by ShopSoft on 2024-04-01, page 1"], [None, None, "制表人：王五"]]
    table = read_here(table_xlsx([*PLAIN, *footers]))
    assert (table.cells.num_rows, table.left_out, findings(table)["FOOTER"]) == (20, 2, 2)
    unfinished: list[list[object]] = [["A00021", "2024-03-21", None, None, None]]
    assert read_here(table_xlsx([*PLAIN, *unfinished])).cells.num_rows == 21


def test_blank_rows_and_rows_of_spaces_are_dropped(read_here: Read) -> None:
    rows = [*PLAIN[:5], [None], ["  ", "\u3000", None], ["", None, ""], *PLAIN[5:]]
    table = read_here(table_xlsx(rows))
    assert (table.cells.num_rows, findings(table)) == (20, {"BLANK_ROWS": 3})
    assert table.cells.column("row_number").to_pylist()[3:6] == [5, 9, 10]
