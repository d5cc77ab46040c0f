from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from segmentation.intake.cleaning import DateOrderUnsure
from segmentation.intake.kind_cleaning import CleanRecords, clean_records
from segmentation.intake.kind_headings import recognise_kind
from segmentation.intake.sheet_kinds import RECORDS, SheetKind
from segmentation.intake.values.said_values import consent, gender, score, tags
from tests.intake.columns.sheets import raw_table

TODAY = date(2024, 6, 30)


def cleaned(kind: SheetKind, headers: str, *rows: tuple[str | None, ...], **choices: Any) -> CleanRecords:
    raw = raw_table(headers, *rows)
    result = clean_records(raw, recognise_kind(raw, kind).mapping.having(**choices), today=TODAY)
    result.records.validate(full=True)
    assert result.records.schema == RECORDS[kind]
    assert result.read == result.records.num_rows + result.refused.num_rows + result.duplicates
    return result


def birthdays(*texts: str | None) -> tuple[list[date | None], dict[str, int]]:
    rows = [(f"C{place}", text, "f") for place, text in enumerate(texts)]
    result = cleaned(SheetKind.CUSTOMERS, "Customer ID,Birthday,Gender", *rows)
    return result.records["birthday"].to_pylist(), {finding.code: finding.count for finding in result.findings}


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("1990-02-28", date(1990, 2, 28)),
        ("1992-02-29", date(1992, 2, 29)),
        ("1985年3月5日", date(1985, 3, 5)),
        ("19850305", date(1985, 3, 5)),
        ("24/12/1985", date(1985, 12, 24)),
        ("5 Mar 1985", date(1985, 3, 5)),
        ("31112", date(1985, 3, 6)),
        ("1950-01-01 00:00:00", date(1950, 1, 1)),
    ],
)
def test_a_birthday_is_read(text: str, day: date) -> None:
    assert birthdays(text) == ([day], {})


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("03-05", "BIRTHDAY_NO_YEAR"),
        ("3月5日", "BIRTHDAY_NO_YEAR"),
        ("12/25", "BIRTHDAY_NO_YEAR"),
        ("1985", "BIRTHDAY_NO_YEAR"),
        ("农历八月十五", "BIRTHDAY_LUNAR"),
        ("正月初一", "BIRTHDAY_LUNAR"),
        ("1900-01-01", "BIRTHDAY_PLACEHOLDER"),
        ("0000-00-00", "BIRTHDAY_PLACEHOLDER"),
        ("1850-05-05", "BIRTHDAY_PLACEHOLDER"),
        ("2030-05-05", "BIRTHDAY_FUTURE"),
        ("1991-02-29", "BIRTHDAY_UNREADABLE"),
        ("soon", "BIRTHDAY_UNREADABLE"),
    ],
)
def test_an_odd_birthday_is_unknown_and_counted(text: str, code: str) -> None:
    assert birthdays(text, "1990-05-05") == ([None, date(1990, 5, 5)], {code: 1})


@pytest.mark.parametrize("text", [None, "", "  ", "-", "无", "unknown"])
def test_no_birthday_is_no_finding(text: str | None) -> None:
    assert birthdays(text) == ([None], {})


def test_a_year_of_two_digits_that_would_be_in_the_future_is_a_hundred_years_earlier() -> None:
    rows = [("1", "24/12/85"), ("2", "24/12/05")]
    result = cleaned(SheetKind.CUSTOMERS, "Customer ID,Birthday", *rows, date_order="dmy")

    assert result.records["birthday"].to_pylist() == [date(1985, 12, 24), date(2005, 12, 24)]


@settings(max_examples=15, deadline=None)
@given(st.dates(date(1930, 1, 1), TODAY))
def test_every_believable_day_is_kept_in_every_writing(day: date) -> None:
    texts = [day.isoformat(), f"{day:%Y%m%d}", f"{day.year}年{day.month}月{day.day}日", f"{day:%Y/%m/%d}"]

    assert birthdays(*texts) == ([day] * 4, {})


def test_a_customer_list_is_typed() -> None:
    result = cleaned(
        SheetKind.CUSTOMERS,
        "会员号,姓名,手机,邮箱,性别,职业,城市,入会日期,是否订阅,导购,标签",
        ("M1", " 王伟 ", "'138 0013 8000", "a@b.com", "男", "教师", "杭州", "2022-03-01", "是", "小满", "茶；VIP,茶"),
        ("Ｍ２", None, None, None, "女士", None, None, "1800-01-01", "maybe", None, None),
        ("散客", "guest", None, None, None, None, None, None, None, None, None),
    )
    first, second = result.records.to_pylist()

    assert first == {
        "row_number": 2, "customer": "M1", "customer_key": "m1", "name": "王伟", "phone": "138 0013 8000",
        "email": "a@b.com", "gender": "male", "occupation": "教师", "city": "杭州", "owner": "小满", "tags": "茶, VIP",
        "birthday": None, "joined_on": date(2022, 3, 1), "consent": True,
    }  # fmt: skip
    assert (second["customer_key"], second["gender"], second["consent"], second["joined_on"]) == (
        "m2",
        "female",
        None,
        None,
    )
    assert {finding.code: finding.count for finding in result.findings} == {
        "JOINED_ON_UNREADABLE": 1,
        "CONSENT_UNREADABLE": 1,
    }
    assert [(row["row_number"], row["reason"]) for row in result.refused.to_pylist()] == [(4, "CUSTOMER_MISSING")]


def test_a_list_names_each_customer_once() -> None:
    result = cleaned(SheetKind.CUSTOMERS, "Customer ID,Gender", ("1", "f"), ("1", "f"), ("1", "m"))

    assert (result.records.num_rows, result.duplicates) == (2, 1)


def test_feedback_is_typed_and_what_is_off_its_scale_is_unknown() -> None:
    result = cleaned(
        SheetKind.FEEDBACK,
        "Customer ID,Date,Rating,Satisfaction,NPS,Comment",
        ("1", "2024-03-05 10:30", "4.5", "★★★★", "9", " good "),
        ("1", "2024-03-06", "7", "5/5", "11", "odd"),
        ("2", "2024-03-07", None, None, None, " "),
        ("3", "2025-03-07", "5", None, None, None),
        ("3", "someday", "5", None, None, None),
        ("3", None, "5", None, None, None),
        (None, "2024-03-07", "5", None, None, None),
    )
    first, second = result.records.to_pylist()

    assert (first["given_at"], first["rating"], first["satisfaction"], first["recommendation"], first["text"]) == (
        datetime(2024, 3, 5, 10, 30), Decimal("4.5"), 4, 9, "good",
    )  # fmt: skip
    assert (second["rating"], second["satisfaction"], second["recommendation"]) == (None, 5, None)
    assert [finding.code for finding in result.findings] == ["OFF_SCALE", "OFF_SCALE"]
    assert result.refused["reason"].to_pylist() == [
        "NOTHING_SAID", "DATE_IMPLAUSIBLE", "DATE_UNREADABLE", "DATE_MISSING", "CUSTOMER_MISSING",
    ]  # fmt: skip


def test_contacts_of_one_day_are_all_kept() -> None:
    result = cleaned(SheetKind.INTERACTIONS, "Customer ID,Date,Contact type", *[("1", "2024-03-05", "call")] * 3)

    assert result.records.num_rows == 3
    assert result.records["happened_at"][0].as_py() == datetime(2024, 3, 5)


def test_products_are_typed() -> None:
    result = cleaned(
        SheetKind.PRODUCTS,
        "SKU,Product,Category,Cost,List price",
        ("T1", "Longjing", "Green", "12,50", "1.030,00"),
        (None, "Puer", None, "x", None),
        (None, None, "Green", "1,00", "2,00"),
    )
    first, second = result.records.to_pylist()

    assert (first["product_key"], first["cost"], first["list_price"]) == ("T1", Decimal("12.5"), Decimal(1030))
    assert (second["product_key"], second["cost"]) == ("Puer", None)
    assert [finding.code for finding in result.findings] == ["PRICE_UNREADABLE"]
    assert result.refused["reason"].to_pylist() == ["PRODUCT_MISSING"]


def test_dates_that_prove_nothing_are_never_guessed() -> None:
    row = ("1", "03/04/2024", "5")
    with pytest.raises(DateOrderUnsure, match="Date"):
        cleaned(SheetKind.FEEDBACK, "Customer ID,Date,Rating", row)
    result = cleaned(SheetKind.FEEDBACK, "Customer ID,Date,Rating", row, date_order="mdy")
    assert result.records["given_at"][0].as_py() == datetime(2024, 3, 4)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("4", 4),
        ("4,5", "4.5"),
        ("4/5", 4),
        ("4星", 4),
        ("5 stars", 5),
        ("★★★☆☆", 3),
        ("0", None),
        ("6", None),
        ("8/10", None),
        ("good", None),
    ],
)
def test_a_rating_is_on_its_scale_or_unknown(text: str, value: Any) -> None:
    assert score(text, 1, 5) == (None if value is None else Decimal(value))


def test_words_of_customer_lists() -> None:
    assert [gender(text) for text in ("先生", "F", "Frau", "divers")] == ["male", "female", "female", "divers"]
    assert [consent(text) for text in ("Yes", "同意", "1", "FALSE", "否", "later")] == [
        True,
        True,
        True,
        False,
        False,
        None,
    ]
    assert [tags(text) for text in ("a; b|a", " ，", "绿茶、花茶")] == ["a, b", None, "绿茶, 花茶"]
