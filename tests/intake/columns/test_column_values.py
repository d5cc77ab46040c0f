"""Numbers, dates, texts, customers, states and currencies: one value at a time, and their laws."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal

import duckdb
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from segmentation.intake.values import columns, customers, dates, numbers
from segmentation.intake.values.lines import read
from segmentation.intake.values.scratch import scratch
from segmentation.intake.values.text import Alphabet, clean_code, clean_text, comparison_key, is_null_word

LAWS = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
KIND = "decimal(18, 4)"


@pytest.fixture(scope="module")
def engine() -> Iterator[duckdb.DuckDBPyConnection]:
    with scratch() as connection:
        yield connection


def as_numbers(engine: duckdb.DuckDBPyConnection, texts: list[str], decimal: str = ".") -> list[Decimal | None]:
    rule = numbers.NumberRule(decimal)
    column = pa.chunked_array([pa.array(texts, pa.string())])
    return list(read(engine, column, numbers.quick_query(rule, KIND), numbers.slow_query(rule, KIND)).to_pylist())


def as_times(engine: duckdb.DuckDBPyConnection, texts: list[str], rule: dates.DateRule) -> list[datetime | None]:
    column = pa.chunked_array([pa.array(texts, pa.string())])
    return list(read(engine, column, dates.quick_query(rule), dates.slow_query(rule)).to_pylist())


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1234.5", "1234.5"), ("1,234.50", "1234.5"), ("¥1,234.50", "1234.5"), ("￥1,234", "1234"), ("$1234.50", "1234.5"),
        ("１２３４.５", "1234.5"), ("１，２３４．５", "1234.5"),
        ("1'234.50", "1234.5"), ("1234.50元", "1234.5"), ("1 234.50", "1234.5"),
        ("1\u00a0234.50", "1234.5"), ("1\u202f234.50", "1234.5"),
        ("(1,234.50)", "-1234.5"), ("($12.00)", "-12"), ("-$12.00", "-12"),
        ("$-12.00", "-12"), ("12.00-", "-12"), ("\u22125", "-5"),
        ("1.2345E3", "1234.5"), ("+5", "5"), (".5", "0.5"), ("5.", "5"),
        ("12 EUR", "12"), ("RMB 5", "5"), ("US$ 3", "3"), ("kr 5", "5"),
        ("1,23,456.7", "123456.7"), (" 7 ", "7"), ("-0", "0"),
        ("12,34", None), ("1 234,50", None), ("1.234,50", None),
        ("free", None), ("-", None), ("--5", None), ("1.2.3", None), ("5%", None),
        ("1_000", None), ("True", None), ("€", None), ("12 34", None), ("1,2345", None), ("0x10", None), ("infinity", None),
    ],
)  # fmt: skip
def test_numbers_with_a_decimal_dot(engine: duckdb.DuckDBPyConnection, text: str, value: str | None) -> None:
    assert as_numbers(engine, [text]) == [None if value is None else Decimal(value)]


@pytest.mark.parametrize(
    ("text", "value"),
    [("1.234,50", "1234.5"), ("1 234,50", "1234.5"), ("12,5", "12.5"), ("1.234", "1234"), ("1234", "1234"),
    ("€ 1.234,50", "1234.5"),
     ("-12,00 €", "-12"), ("12.34", None), ("1,234.50", None)],
)  # fmt: skip
def test_numbers_with_a_decimal_comma(engine: duckdb.DuckDBPyConnection, text: str, value: str | None) -> None:
    assert as_numbers(engine, [text], ",") == [None if value is None else Decimal(value)]


def written(value: Decimal, thousands: str, decimal: str, places: int, negative: str) -> str:
    text = f"{abs(value):,.{places}f}".replace(",", "\0").replace(".", decimal).replace("\0", thousands)
    return negative.format(text) if value < 0 else text


@LAWS
@given(
    st.lists(st.decimals(-99_999_999, 99_999_999, places=2), min_size=1, max_size=20),
    st.sampled_from([(",", "."), ("", "."), ("'", "."), (" ", "."), (".", ","), ("", ","), ("\u00a0", ",")]),
    st.sampled_from(["-{}", "({})", "{}-", "\u2212{}", "-¥{}", "- {} €"]),
)
def test_a_number_written_in_any_convention_is_read_back(
    engine: duckdb.DuckDBPyConnection, found: list[Decimal], marks: tuple[str, str], negative: str
) -> None:
    thousands, decimal = marks
    texts = [written(value, thousands, decimal, 2, negative) for value in found]
    assert as_numbers(engine, texts, decimal) == found


@LAWS
@given(
    st.lists(st.decimals(10_000, 99_999_999, places=2), min_size=3, max_size=20),
    st.sampled_from([(",", "."), ("'", "."), (".", ","), (" ", ","), ("", ","), ("", ".")]),
)
def test_a_column_proves_its_decimal_mark(
    engine: duckdb.DuckDBPyConnection, found: list[Decimal], marks: tuple[str, str]
) -> None:
    column = pa.chunked_array([pa.array([written(value, *marks, 2, "-{}") for value in found])])
    engine.register("raw", pa.table({"c0": column}))
    assert numbers.evidence(engine, "c0", Alphabet(column), is_workbook=False).decimal() == marks[1]


FORMATS = {
    "%Y-%m-%d": "ymd", "%Y/%m/%d": "ymd", "%Y.%m.%d": "ymd",
    "%Y年%m月%d日": "ymd", "%Y%m%d": "ymd", "%d/%m/%Y": "dmy", "%d-%m-%Y": "dmy",
    "%d.%m.%Y": "dmy", "%m/%d/%Y": "mdy", "%d %B %Y": "dmy", "%b %d, %Y": "mdy",
    "%d-%b-%Y": "dmy", "%d/%m/%y": "dmy", "%m/%d/%y": "mdy",
    "%y/%m/%d": "ymd",
}  # fmt: skip
CLOCKS = ["", " %H:%M", " %H:%M:%S", " %I:%M:%S %p"]


@LAWS
@given(
    st.lists(st.datetimes(datetime(2000, 1, 1), datetime(2068, 12, 31)), min_size=1, max_size=8),
    st.sampled_from(sorted(FORMATS)),
    st.sampled_from(CLOCKS),
)
def test_a_time_written_in_any_format_is_read_back(
    engine: duckdb.DuckDBPyConnection, found: list[datetime], day: str, clock: str
) -> None:
    form = day + (clock if day != "%Y%m%d" else "")
    rule = dates.DateRule(order=FORMATS[day])
    texts = [moment.strftime(form) for moment in found]
    assert as_times(engine, texts, rule) == [datetime.strptime(text, form) for text in texts]


@LAWS
@given(st.lists(st.dates(date(1990, 1, 1), date(2099, 12, 31)), min_size=1, max_size=20), st.booleans())
def test_excel_serials_of_both_calendars(engine: duckdb.DuckDBPyConnection, days: list[date], is_1904: bool) -> None:
    origin = date(1904, 1, 1) if is_1904 else date(1899, 12, 30)
    texts = [str((day - origin).days) + ".5" for day in days]
    wanted = [datetime.combine(day, time(12)) for day in days]
    assert as_times(engine, texts, dates.DateRule(is_1904=is_1904)) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("2011-02-28 17:01:00 +0000", datetime(2011, 2, 28, 17, 1)), ("2024-03-05T10:00:00+08:00", datetime(2024, 3, 5, 10)),
        ("2024-03-05T10:00:00Z", datetime(2024, 3, 5, 10)),
        ("2024-03-05T10:00:00.123-05:00", datetime(2024, 3, 5, 10, 0, 0, 123000)),
        ("2024年3月5日 下午3:05", datetime(2024, 3, 5, 15, 5)), ("2024年3月5日13时05分", datetime(2024, 3, 5, 13, 5)),
        ("２０２４－０３－０５", datetime(2024, 3, 5)), (" 2024-03-05 ", datetime(2024, 3, 5)),
        ("Tue, 5 Mar 2024 10:00:00", datetime(2024, 3, 5, 10)),
        ("5. 3. 2024", datetime(2024, 3, 5)), ("20240305134510", datetime(2024, 3, 5, 13, 45, 10)),
        ("2024-02-30", None), ("0000-00-00", None), ("13:45:00", None), ("2024-03-05 hello", None), ("", None), ("-1", None),
        ("2958466", None), ("99999999", None), ("5/3/2024", None), ("epoch", None), ("infinity", None), ("today", None),
    ],
)  # fmt: skip
def test_times_keep_the_files_own_clock(engine: duckdb.DuckDBPyConnection, text: str, wanted: datetime | None) -> None:
    assert as_times(engine, [text], dates.DateRule()) == [wanted]


def test_a_chosen_time_zone_moves_times_that_say_where_they_are(engine: duckdb.DuckDBPyConnection) -> None:
    texts = ["2024-03-05 10:00:00 +0000", "2024-03-05T10:00:00-05:00", "2024-03-05T23:30:00Z", "2024-03-05 10:00:00"]
    moved = as_times(engine, texts, dates.DateRule(time_zone="Asia/Shanghai"))
    assert moved == [
        datetime(2024, 3, 5, 18),
        datetime(2024, 3, 5, 23),
        datetime(2024, 3, 6, 7, 30),
        datetime(2024, 3, 5, 10),
    ]
    stated = as_times(engine, texts[3:], dates.DateRule(time_zone="Asia/Shanghai", stated_zone="UTC"))
    assert stated == [datetime(2024, 3, 5, 18)]


def test_excel_texts_and_apostrophes_are_unwrapped_and_leading_zeros_stay() -> None:
    assert [clean_code(text) for text in ('="00123"', "'00123", "\t00123", "17850.0", "00123", "A-1.0")] == [
        "00123", "00123", "00123", "17850", "00123", "A-1.0",
    ]  # fmt: skip
    assert clean_text("'t Hooft") == "'t Hooft"
    assert clean_text("=1+1") == "=1+1"


def test_invisible_characters_go_and_joined_emoji_stay() -> None:
    assert clean_text("\u202eLi\u200b Si\x00\ufeff") == "Li Si"
    assert clean_text("a\r\nb\u2028c") == "a b c"
    family = "\U0001f469\u200d\U0001f469\u200d\U0001f467"
    assert clean_text(family) == family
    assert clean_text("e\u0301") == "\u00e9"
    assert clean_text("\u200b \u3000") is None


@given(st.text())
def test_cleaning_a_text_twice_changes_nothing(text: str) -> None:
    once = clean_text(text)
    assert once is None or clean_text(once) in (once, clean_text(once or ""))
    if once is not None and not once.startswith(("'", "=")):
        assert clean_text(once) == once


@given(st.text())
def test_a_comparison_key_is_its_own_key(text: str) -> None:
    key = comparison_key(text)
    assert comparison_key(key) == key
    assert comparison_key(f"  {text}\t") == key


def test_spellings_of_one_name_share_their_key() -> None:
    assert comparison_key("ﬁsh") == comparison_key("FISH") == comparison_key(" ｆｉｓｈ ")
    assert comparison_key("a\u200db") == comparison_key("AB")


@given(
    st.lists(
        st.one_of(
            st.none(), st.text(max_size=6), st.sampled_from(["NULL", "guest", "0", " 12 ", "散客", "1.38E+10", "a  b"])
        ),
        max_size=12,
    )
)
@settings(max_examples=150, deadline=None)
def test_a_whole_column_is_cleaned_like_its_cells(texts: list[str | None]) -> None:
    column = pa.chunked_array([pa.array(texts, pa.string())])
    assert columns.text_column(column).to_pylist() == [
        None if text is None or is_null_word(text) else clean_text(text) for text in texts
    ]
    found = columns.customer_columns(column, "id", None)
    wanted = [customers.NOBODY if text is None else customers.customer(text) for text in texts]
    assert found.shown.to_pylist() == [each.shown for each in wanted]
    assert found.key.to_pylist() == [each.key for each in wanted]


@pytest.mark.parametrize(
    "text",
    ["", "0", "guest", "Walk-in", "散客", "N/A", "#N/A", "NULL", "-", "--", "无", "暂无", "?", " ", "None", "匿名"],
)
def test_guests_and_words_for_nothing_are_nobody(text: str) -> None:
    assert customers.customer(text).key is None
    assert customers.customer(text, "name").key is None


def test_hidden_and_damaged_customers_are_nobody_and_say_why() -> None:
    assert customers.customer("186******05").note == "masked"
    assert customers.customer("t**8").note == "masked"
    assert customers.customer("##密文").note == "masked"
    assert customers.customer("1.38E+10", "phone").note == "damaged"
    assert customers.customer("440300199001011200").key == "440300199001011200"
    assert customers.customer("440300199001011200", is_stored_number=True).note == "damaged"


def test_one_phone_in_many_spellings_is_one_customer() -> None:
    spellings = [
        "13800000001",
        "138 0000 0001",
        "+86 138-0000-0001",
        "'13800000001",
        "13800000001.0",
        "１３８００００" + "0001",
    ]
    assert {customers.customer(text, "phone").key for text in spellings} == {"+8613800000001"}
    assert customers.phone_key("(020) 7946 0018", "GB") == customers.phone_key("+44 20 7946 0018") == "+442079460018"
    assert customers.phone_key("0755-123456") == "0755123456"
