"""Raw sheets as typed lines: money, orders, states, refusals and findings, on small sheets and on the real files."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import pyarrow as pa
import pytest

from segmentation.intake import cleaning, headings
from segmentation.intake.errors import NothingKept
from segmentation.intake.findings import REASONS
from segmentation.packed import PackedTable
from tests.intake.columns.sheets import cleaned, codes, column, raw_table, reasons, total, values

LINES = raw_table("order,date,customer,amount", *[("1", "2024-03-05", "K", "10"), ("2", "2024-03-06", "L", "20")])


def shopify(*rows: tuple[str | None, ...]):
    return raw_table(
        "Name,Email,Financial Status,Currency,Total,Refunded Amount,Created at,"
        "Lineitem quantity,Lineitem name,Lineitem price,Cancelled at",
        *rows,
    )


def test_open_orders_that_count_are_told_until_they_are_taken_out() -> None:
    rows = [("1", "2024-01-01", "a", "5", "买家已付款"), ("2", "2024-01-02", "b", "6", "交易成功")]
    raw = raw_table("订单编号,日期,客户,金额,订单状态", *rows)
    told = [finding for finding in cleaned(raw).findings if finding.code == "OPEN_COUNTED"]
    assert [finding.values["states"] for finding in told] == ["买家已付款"]
    assert "OPEN_COUNTED" not in codes(cleaned(raw, count_open=False))


def test_a_woocommerce_order_on_hold_awaits_its_payment() -> None:
    header = "order_id,order_date,status,customer_id,billing_email,order_total"
    rows = [(str(n), f"2024-01-0{n}", state, "7", "a@example.org", "5.00") for n, state in enumerate(
        ("completed", "on-hold", "processing", "wc-on-hold"), start=1)]  # fmt: skip
    raw = raw_table(header, *rows)
    assert headings.recognise(raw).mapping.profile == "woocommerce"
    assert values(cleaned(raw), "is_counted") == [True, False, True, False]


def test_a_sheet_of_which_no_line_can_be_read_is_refused_with_the_first_lines_reason() -> None:
    rows = [("1", "1705000000", "K", "10"), ("2", "1705000001", "L", "20")]
    with pytest.raises(NothingKept, match=r"None of the 2 lines .* row 2: The date cannot be read"):
        cleaned(raw_table("order,date,customer,amount", *rows))


def test_full_width_amounts_are_money() -> None:
    result = cleaned(raw_table("order,date,customer,amount", ("1", "2024-03-05", "K", "１，２３４．５０")))
    assert total(result) == Decimal("1234.50")


def test_money_is_exact_to_the_last_decimal() -> None:
    rows = [("2024-01-01", "K", "3", "0.1"), ("2024-01-01", "K", "1400", "0.07142857")]
    result = cleaned(raw_table("date,customer,quantity,unit price", *rows))
    assert values(result, "net_revenue") == [Decimal("0.3000"), Decimal("100.0000")]


def test_the_files_own_amount_wins_over_quantity_and_price() -> None:
    rows = [("2024-01-01", "K", "2", "5", "1", "7"), ("2024-01-01", "K", "2", "5", "1", None)]
    result = cleaned(raw_table("date,customer,quantity,unit price,discount,amount", *rows))
    assert values(result, "net_revenue") == [Decimal(7), Decimal(9)]


def test_a_discount_may_be_a_rate() -> None:
    rows = [("2024-01-01", "K", "2", "5", "0.15"), ("2024-01-01", "K", "1", "5", "0")]
    assert total(cleaned(raw_table("date,customer,quantity,unit price,discount", *rows))) == Decimal("13.5")
    rows = [("2024-01-01", "K", "2", "5", "15%"), ("2024-01-01", "K", "1", "5", "0%")]
    assert total(cleaned(raw_table("date,customer,quantity,unit price,discount", *rows))) == Decimal("13.5")


def test_an_orders_total_on_its_first_line_counts_once_and_is_shared_by_price() -> None:
    result = cleaned(
        shopify(
            ("#1", "a@x.org", "paid", "GBP", "31.00", "0", "2024-01-01 10:00:00 +0100", "1", "Tea", "20", None),
            ("#1", "a@x.org", None, None, None, None, "2024-01-01 10:00:00 +0100", "2", "Cup", "5", None),
            ("#2", None, "paid", "GBP", "7.00", "2.00", "2024-01-02 10:00:00 +0100", "1", "Pot", "7", None),
        )
    )
    assert values(result, "net_revenue") == [Decimal("20.6667"), Decimal("10.3333"), Decimal(5)]
    assert values(result, "sold_at")[0] == datetime(2024, 1, 1, 10)
    assert values(result, "customer_key") == ["a@x.org", "a@x.org", None]
    assert result.currency == "GBP"


def test_an_orders_facts_on_its_first_line_hold_for_all_its_lines() -> None:
    result = cleaned(
        shopify(
            ("#1", "a@x.org", "voided", "GBP", "30.00", "0", "2024-01-01 10:00:00", "1", "Tea", "20", None),
            ("#1", None, None, None, None, None, None, "2", "Cup", "5", None),
            (
                "#2",
                "a@x.org",
                "paid",
                "GBP",
                "30.00",
                "0",
                "2024-01-01 10:00:00",
                "1",
                "Tea",
                "20",
                "2024-01-03 10:00:00",
            ),
        )
    )
    assert values(result, "is_counted") == [False, False, False]
    assert values(result, "customer_key") == ["a@x.org"] * 3
    assert "NOT_COUNTED" in codes(result)


def test_totals_repeated_on_every_line_count_once() -> None:
    rows = [(f"{n // 3}", "2024-01-01", "K", f"P{n}", f"{n // 3}.50") for n in range(12)]
    raw = raw_table("order,date,customer,product,amount", *rows)
    assert total(cleaned(raw, amount_level="order")) == Decimal("8")
    assert total(cleaned(raw, amount_level="line")) == Decimal("24")


def test_sheets_one_below_the_other_may_bear_the_same_row_numbers() -> None:
    """Each line keeps its own amount and repeats are found by their place, not by the number of their row."""
    rows = [(f"{n}", "2024-01-01", f"K{n}", str(n)) for n in range(1, 5)]
    headers = "order,date,customer,amount"
    first, second = (
        raw_table(headers, *part).cells.table() for part in (rows, [*rows[:2], ("9", "2024-01-02", "L", "9")])
    )
    raw = raw_table(headers, *rows)
    both = replace(raw, cells=PackedTable.of(pa.concat_tables([first, second])))
    result = cleaned(both, amount_level="order")
    paid = dict(zip(values(result, "customer")[2:4], values(result, "net_revenue")[2:4], strict=True))
    assert paid == {"K3": 3, "K4": 4}
    assert values(result, "net_revenue") == [1, 2, 3, 4, 0, 0, 9]
    once = cleaned(both, drop_exact_duplicates=True)
    assert (values(once, "customer"), once.duplicates) == (["K1", "K2", "K3", "K4", "L"], 2)


def test_lines_with_differing_order_totals_are_told() -> None:
    rows = [("1", "2024-01-01", "K", "5"), ("1", "2024-01-01", "K", "6")]
    result = cleaned(raw_table("order,date,customer,amount", *rows), amount_level="order")
    assert total(result) == Decimal(5)
    assert "ORDER_AMOUNTS_DIFFER" in codes(result)


def test_open_orders_are_the_persons_choice() -> None:
    rows = [
        ("2024-01-01", "K", "1", "processing"),
        ("2024-01-01", "K", "2", "completed"),
        ("2024-01-01", "K", "4", "pending"),
    ]
    raw = raw_table("date,customer,amount,status", *rows)
    assert total(cleaned(raw)) == 3
    assert total(cleaned(raw, count_open=False)) == 2
    assert total(cleaned(raw, order_states={"pending": True, "completed": False})) == 5


def test_an_unpaid_order_may_lack_its_amount() -> None:
    result = cleaned(
        raw_table(
            "date,customer,amount,status", ("2024-01-01", "K", None, "pending"), ("2024-01-01", "K", None, "paid")
        )
    )
    assert (values(result, "net_revenue"), values(result, "is_counted")) == ([Decimal(0)], [False])
    assert reasons(result) == {3: "AMOUNT_MISSING"}


def test_refund_lines_lower_revenue_whatever_their_sign() -> None:
    rows = [
        ("2024-01-01", "K", "10", "Payment"),
        ("2024-01-02", "K", "4", "Refund"),
        ("2024-01-02", "K", "-3", "Refund"),
    ]
    assert total(cleaned(raw_table("date,customer,net sales,event type", *rows))) == Decimal(3)


def test_a_clock_time_in_its_own_column_joins_the_date() -> None:
    rows = [("2024-01-01", "14:05:06", "K", "1"), ("2024-01-02", "3:05 PM", "K", "1"), ("2024-01-03", None, "K", "1")]
    result = cleaned(raw_table("Date,Time,Customer,Amount", *rows))
    assert values(result, "sold_at") == [
        datetime(2024, 1, 1, 14, 5, 6),
        datetime(2024, 1, 2, 15, 5),
        datetime(2024, 1, 3),
    ]


def test_dates_before_1990_and_after_tomorrow_are_refused_by_row() -> None:
    raw = column(LINES, "date", ["1989-12-31", "2024-03-06"])
    assert reasons(cleaned(raw)) == {2: "DATE_IMPLAUSIBLE"}
    assert reasons(cleaned(LINES, today=date(2024, 3, 5))) == {}
    assert reasons(cleaned(LINES, today=date(2024, 3, 4))) == {3: "DATE_IMPLAUSIBLE"}
    assert reasons(cleaned(column(LINES, "date", ["2124-01-01", "2099-12-31"]))) == {2: "DATE_IMPLAUSIBLE"}


def test_a_refused_line_names_its_column_and_value() -> None:
    result = cleaned(column(LINES, "amount", ["free", "20"]))
    assert result.refused.to_pylist() == [
        {"row_number": 2, "column": "amount", "value": "free", "reason": "AMOUNT_UNREADABLE"}
    ]
    assert set(result.refused.column("reason").to_pylist()) <= set(REASONS)


def test_lines_refused_by_the_reading_are_counted_too() -> None:
    before = pa.table({"row_number": [4], "column": ["x"], "value": ["a,b,c"], "reason": ["RAGGED_ROW"]})
    raw = cleaning.RawTable(LINES.file_name, "csv", LINES.cells, LINES.headers, 1, refused=before, left_out=2)
    result = cleaned(raw)
    assert (result.read, result.kept, result.left_out) == (3, 2, 2)
    assert reasons(result) == {4: "RAGGED_ROW"}


def test_one_line_is_refused_once() -> None:
    result = cleaned(
        raw_table("order,date,customer,amount", ("1", "never", "K", "free"), ("2", "2024-03-06", "K", "2"))
    )
    assert reasons(result) == {2: "DATE_UNREADABLE"}


def test_error_cells_of_a_workbook_are_refused_and_those_of_a_csv_are_nobody() -> None:
    rows = (("1", "2024-03-05", "#N/A", "10"), ("2", "2024-03-05", "K", "10"))
    assert reasons(cleaned(raw_table("order,date,customer,amount", *rows, kind="xlsx"))) == {2: "ERROR_CELL"}
    assert values(cleaned(raw_table("order,date,customer,amount", *rows)), "customer") == [None, "K"]


def test_mixed_currencies_are_never_added_up() -> None:
    rows = [("2024-01-01", "a", "1", "EUR"), ("2024-01-01", "b", "2", "USD"), ("2024-01-01", "c", "4", "EUR")]
    raw = raw_table("date,customer,amount,currency", *rows)
    with pytest.raises(cleaning.MixedCurrencies, match="EUR, USD"):
        cleaned(raw)
    result = cleaned(raw, currency="EUR")
    assert (total(result), result.currency) == (Decimal(5), "EUR")
    assert reasons(result) == {3: "OTHER_CURRENCY"}
    (said,) = [finding for finding in result.findings if finding.code == "OTHER_CURRENCY"]
    assert (said.count, said.rows, said.values["currency"]) == (1, (3,), "EUR")


def test_undecided_dates_are_not_guessed() -> None:
    raw = column(LINES, "date", ["1/2/2024", "3/4/2024"])
    with pytest.raises(cleaning.DateOrderUnsure, match="date"):
        cleaned(raw)
    assert values(cleaned(raw, date_order="dmy"), "sold_at") == [datetime(2024, 2, 1), datetime(2024, 4, 3)]
    assert values(cleaned(raw, date_order="mdy"), "sold_at") == [datetime(2024, 1, 2), datetime(2024, 3, 4)]


def test_exact_repeats_stay_unless_they_are_to_go() -> None:
    row = ("1", "2024-03-05", "K", "10")
    raw = raw_table("order,date,customer,amount", row, row, ("2", "2024-03-05", "K", "10"), row)
    kept = cleaned(raw)
    assert (kept.kept, kept.duplicates) == (4, 0)
    assert next(each for each in kept.findings if each.code == "EXACT_DUPLICATES").count == 2
    dropped = cleaned(raw, drop_exact_duplicates=True)
    assert (dropped.read, dropped.kept, dropped.duplicates) == (4, 2, 2)
    assert values(dropped, "row_number") == [2, 4]


def test_oddities_are_findings_and_never_in_the_way() -> None:
    rows = [("2024-01-01", "K", "1", "10")] * 5 + [
        ("2024-01-01", "K", "-2", "50"),
        ("2024-01-01", "K", "True", "1000000000"),
    ]
    result = cleaned(raw_table("date,customer,qty,amount", *rows))
    assert result.kept == 7
    assert {"SIGN_CONFLICT", "NUMBER_UNREADABLE", "AMOUNT_OUTLIER", "NO_ORDER_NUMBER"} <= codes(result)
    assert all(finding.rows for finding in result.findings if finding.code in ("SIGN_CONFLICT", "AMOUNT_OUTLIER"))


def test_customers_by_name_are_told() -> None:
    assert "CUSTOMER_BY_NAME" in codes(cleaned(column(LINES, "customer", ["Li Si", "Wang Wu"])))
    assert "CUSTOMER_BY_NAME" not in codes(cleaned(column(LINES, "customer", ["K1", "K2"])))


def test_an_empty_sheet_gives_no_lines() -> None:
    result = cleaned(raw_table("order,date,customer,amount"))
    assert (result.read, result.kept, result.refused.num_rows) == (0, 0, 0)


def test_every_finding_and_reason_can_be_said() -> None:
    rows = [
        ("2024-01-01", "K", "1", "10", "purple"),
        ("2024-01-01", None, "1", "0", "void"),
        ("2024-01-01", "t**8", "1", "5", "paid"),
    ]
    result = cleaned(raw_table("date,customer,qty,amount,status", *rows))
    for finding in result.findings:
        assert finding.message.format(count=finding.count, **finding.values)
    assert {"STATE_UNKNOWN", "NOT_COUNTED", "UNIDENTIFIED", "MASKED_CUSTOMER"} <= codes(result)


def test_progress_is_told_and_never_goes_back() -> None:
    heard: list[float] = []
    mapping = headings.recognise(LINES).mapping
    cleaning.clean(LINES, mapping, on_progress=lambda message, share: heard.append(share))
    assert heard == sorted(heard)
    assert heard[-1] == 1.0
