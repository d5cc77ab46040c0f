"""Short years and names of two rows: what a column proves, and what is asked."""

from __future__ import annotations

from segmentation.intake.cleaning import clean
from segmentation.intake.headings import recognise
from tests.intake.columns.sheets import raw_table, taken, values


def test_short_years_behind_a_day_above_twelve_prove_the_month_first() -> None:
    days = ["1/3/24", "8/10/24", "10/1/24", "12/12/24", "1/13/24", "10/31/24"]
    raw = raw_table("customer,date,amount", *((f"K{n}", day, "5.00") for n, day in enumerate(days)))
    found = recognise(raw)
    assert (found.questions, found.mapping.date_order) == ((), "mdy")
    sold = [moment.strftime("%m/%d/%y") for moment in values(clean(raw, found.mapping), "sold_at")]
    assert sold == ["01/03/24", "08/10/24", "10/01/24", "12/12/24", "01/13/24", "10/31/24"]


def test_a_short_year_may_stand_first_too_and_is_asked_about() -> None:
    raw = raw_table("customer,date,amount", *((f"K{n}", f"{n + 13}/1/24", "5.00") for n in range(5)))
    assert recognise(raw).questions == ("DATE_ORDER_UNSURE",)


def test_the_lower_of_two_joined_chinese_names_is_the_columns() -> None:
    headers = ("会员信息 会员卡号", "会员信息 姓名", "订单 流水号", "订单 下单时间", "金额 实收", "金额 优惠")
    raw = raw_table(headers, *((f"8000{n}", f"王{n}", f"T{n}", f"2024-03-0{n}", f"{n}.50", "0") for n in range(1, 9)))
    found = taken(recognise(raw))
    assert {name: found[name] for name in ("customer", "name", "date", "amount", "discount")} == {
        "customer": "会员信息 会员卡号", "name": "会员信息 姓名", "date": "订单 下单时间", "amount": "金额 实收",
        "discount": "金额 优惠",
    }  # fmt: skip
