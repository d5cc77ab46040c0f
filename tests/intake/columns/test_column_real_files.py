"""Real and odd files, read and cleaned."""

from __future__ import annotations

import gzip
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path

import pyarrow.compute as pc
import pytest

from segmentation.intake import headings, spreadsheets
from tests.intake.columns.sheets import cleaned, raw_table, total, values

LINES = raw_table("order,date,customer,amount", *[("1", "2024-03-05", "K", "10"), ("2", "2024-03-06", "L", "20")])


@pytest.mark.parametrize(
    ("name", "kept", "revenue"),
    [
        ("100_mixed_dates.xlsx", 14, "140"), ("102_date_limits.xlsx", 1, "10"), ("104_numbers_as_text.xlsx", 12, "9876"),
        ("105_error_cells.xlsx", 15, None),
        ("109_formula_injection_names.xlsx", 14, "140"), ("112_unicode_names.xlsx", 14, "140"),
        ("115_returns_zero_huge.xlsx", 11, None), ("117_cell_over_excel_limit.xlsx", 20, None), ("119_xescape.xlsx", 4, "40"),
        ("120_birthdays.xlsx", 20, None), ("218_quoted_decimal_comma.csv", 20, "4096.13"),
        ("236_leading_zeros.csv", 20, "200"),
        ("240_null_words.csv", 12, "120"), ("253_us_dates.csv", 4, "40"), ("255_bidi_csv.csv", 20, "4096.13"),
        ("089_header_sql.xlsx", 20, "4096.13"), ("230_header_sql.csv", 20, "4096.13"), ("045_csv_named_xlsx.xlsx", 20, "0"),
    ],
)  # fmt: skip
def test_odd_files_keep_what_can_be_read(shared: Path, name: str, kept: int, revenue: str | None) -> None:
    raw = spreadsheets.read(shared / "corpus" / name, file_name=name)
    assert headings.recognise(raw).questions == ()
    result = cleaned(raw)
    assert result.kept == kept
    if revenue is not None:
        assert total(result) == Decimal(revenue)


def test_corpus_details(shared: Path) -> None:
    @cache
    def load(name: str):
        return cleaned(spreadsheets.read(shared / "corpus" / name, file_name=name))

    assert {moment.date() for moment in values(load("100_mixed_dates.xlsx"), "sold_at")} == {date(2024, 3, 5)}
    assert values(load("253_us_dates.csv"), "sold_at")[0] == datetime(2024, 1, 2)
    assert values(load("236_leading_zeros.csv"), "order_number")[0] == "000001"
    assert set(values(load("236_leading_zeros.csv"), "phone")) == {"0755123456"}
    assert set(values(load("240_null_words.csv"), "customer")) == {None}
    assert set(values(load("235_scientific_phone.csv"), "phone")) == {None}
    assert len(set(values(load("235_scientific_phone.csv"), "customer_key"))) == 10
    assert values(load("109_formula_injection_names.xlsx"), "customer")[:2] == ["=1+1", "+1+1"]
    assert all("\u202e" not in name for name in values(load("255_bidi_csv.csv"), "customer"))


def test_online_retail_is_recognised_without_a_question_and_kept_whole(shared: Path) -> None:
    raw = spreadsheets.read(shared / "data" / "online_retail.xlsx", file_name="online_retail.xlsx")
    found = headings.recognise(raw)
    assert found.questions == ()
    result = cleaned(raw)
    assert (result.read, result.kept, result.refused.num_rows) == (541_909, 541_909, 0)
    assert result.sales.column("customer").null_count == 135_080
    assert total(result) == Decimal("9747747.934")


def test_the_real_shopify_export(shared: Path) -> None:
    data = gzip.decompress((shared / "data" / "shopify_orders_export.csv.gz").read_bytes())
    result = cleaned(spreadsheets.read(data, file_name="shopify_orders_export.csv"))
    known = result.sales.table().filter(result.sales.column("customer_key").is_valid())
    nobody = result.sales.table().filter(result.sales.column("customer_key").is_null())
    assert pc.count_distinct(result.sales.column("order_number")).as_py() == 3_484
    assert pc.count_distinct(known.column("customer_key")).as_py() == 1_682
    assert pc.count_distinct(nobody.column("order_number")).as_py() == 100
    assert pc.sum(known.column("net_revenue")).as_py() == Decimal("1589296.28")
    assert total(result) == Decimal("1793868.27")
