"""Columns recognised by name, near miss and value; questions where nothing proves a reading."""

from __future__ import annotations

import pytest

from segmentation.intake.headings import header_key, recognise
from segmentation.intake.mapping import (
    Mapping,
    NoAmountColumn,
    NoCustomerColumn,
    NoDateColumn,
)
from segmentation.intake.profiles import Profile
from tests.intake.columns.sheets import PLAIN, column, raw_table, taken


def test_plain_english_headers() -> None:
    wanted = {
        "customer": "customer", "order": "order_no", "date": "order_date", "product": "product",
        "quantity": "qty", "amount": "amount", "phone": "phone",
    }  # fmt: skip
    assert taken(recognise(PLAIN)) == wanted


@pytest.mark.parametrize(
    ("headers", "wanted"),
    [
        (
            "单号,日期,客户,电话,生日,商品,数量,金额",
            {"order": "单号", "date": "日期", "customer": "客户", "amount": "金额"},
        ),
        (
            "Rechnungsnummer,Kaufdatum,Kundennummer,Artikel,Menge,Umsatz",
            {"customer": "Kundennummer", "amount": "Umsatz"},
        ),
        (
            "N° commande,Date de commande,Code client,Montant TTC",
            {"customer": "Code client", "date": "Date de commande"},
        ),
        (
            "Pedido,Fecha,Cliente,Importe",
            {"order": "Pedido", "date": "Fecha", "customer": "Cliente", "amount": "Importe"},
        ),
        ("Order ID,Order Date,Custmer ID,Amnt Paid", {"customer": "Custmer ID", "amount": "Amnt Paid"}),
        ("会员卡号,消费日期,消费金额(元)", {"customer": "会员卡号", "amount": "消费金额(元)"}),
        ("OrderNumber,OrderDate,CustomerNumber,LineTotal", {"order": "OrderNumber", "amount": "LineTotal"}),
    ],
)
def test_headers_in_many_languages(headers: str, wanted: dict[str, str]) -> None:
    found = recognise(raw_table(headers))
    found.check()
    assert wanted.items() <= taken(found).items()


def test_each_field_says_how_sure_it_is_and_shows_three_samples() -> None:
    rows = [(f"A{i}", f"2024-01-{i + 1:02}", f"K{i}", f"{i}.5") for i in range(9)]
    found = recognise(raw_table("Order ID,Order Date,Custmer ID,amount", *rows))
    exact, near = found.column("order"), found.column("customer")
    assert exact is not None
    assert near is not None
    assert exact.confidence == 1.0
    assert 0 < near.confidence < exact.confidence
    assert near.samples == ("K0", "K1", "K2")
    assert near.why != exact.why


def test_a_column_whose_values_cannot_be_the_field_is_not_taken() -> None:
    found = recognise(raw_table("date,customer,amount", ("hello", "K1", "5"), ("world", "K2", "6")))
    assert "date" not in taken(found)


def test_hostile_headers_are_known_by_their_values() -> None:
    names = (
        'order_no"; DROP TABLE sales; --',
        "name'); DELETE FROM customers; --",
        "select",
        'a"b',
        "`x`",
        "$1",
        "{0}",
        "%s",
    )
    rows = [
        (
            f"A{i}",
            f"2024-01-{i + 1:02}",
            f"Name {i % 3}",
            f"1380000000{i % 3}",
            f"1981-02-1{i % 3}",
            "Hat",
            "2",
            f"{i}.50",
        )
        for i in range(9)
    ]
    fields = taken(recognise(raw_table(names, *rows)))
    assert fields["customer"] == 'a"b'
    assert fields["date"] == names[1]
    assert fields["amount"] == "%s"


def test_the_customer_is_the_number_else_the_email_else_the_phone_else_the_name() -> None:
    every = ("date", "amount", "member id", "email", "phone", "customer name")
    kinds = {"member id": "id", "email": "email", "phone": "phone", "customer name": "name"}
    for first in range(2, 6):
        found = recognise(raw_table(every[:2] + every[first:]))
        assert taken(found)["customer"] == every[first]
        assert found.mapping.customer_kind == kinds[every[first]]


def test_a_column_of_hidden_customers_is_no_customer() -> None:
    raw = raw_table("日期,金额,买家昵称", *[("2024-03-05", "1", f"t**{i}") for i in range(5)])
    with pytest.raises(NoCustomerColumn, match="买家昵称"):
        recognise(raw).check()


def test_a_price_without_a_quantity_is_the_amount() -> None:
    assert taken(recognise(raw_table("date,customer,price")))["amount"] == "price"


def test_a_sheet_without_an_amount_is_refused_when_a_column_could_hold_it() -> None:
    raw = raw_table("order,date,customer,Mystery", ("1", "2024-01-01", "K", "12"))
    with pytest.raises(NoAmountColumn, match="Mystery"):
        recognise(raw).check()


def test_a_list_of_orders_without_any_money_can_be_loaded() -> None:
    found = recognise(raw_table("order,date,customer,phone", ("1", "2024-01-01", "K", "13800000000")))
    found.check()
    assert found.is_without_money


def test_columns_called_an_amount_or_a_date_with_other_values_are_named_in_the_refusal() -> None:
    rows = [(f"{n}", "2024-01-01", "K", "1900-05-05 05:16:48") for n in range(3)]
    raw = raw_table("order,date,customer,金额", *rows)
    with pytest.raises(NoAmountColumn, match=r"The column 金额 .* such as 1900-05-05"):
        recognise(raw).check()
    recognise(raw, chosen={"amount": None}).check()
    with pytest.raises(NoDateColumn, match=r"The column 下单时间 .* such as ########"):
        recognise(raw_table("订单号,下单时间,客户,金额", ("1", "########", "K", "5"))).check()


def test_full_width_digits_are_numbers_and_dates() -> None:
    raw = raw_table("订单号,日期,客户,金额", ("1", "２０２４－０３－０５", "K", "１，２３４．５０"))
    assert {"date", "amount"} <= set(taken(recognise(raw)))


def test_traditional_headers_are_read_as_simplified_ones() -> None:
    raw = raw_table("訂單編號,訂購日期,顧客,商品名稱,數量,金額", ("A1", "2024-01-26", "李", "帽", "2", "126.22"))
    found = taken(recognise(raw))
    assert found["order"] == "訂單編號"
    assert (found["date"], found["customer"], found["quantity"], found["amount"]) == (
        "訂購日期",
        "顧客",
        "數量",
        "金額",
    )


def test_what_a_person_chooses_wins() -> None:
    found = recognise(PLAIN, chosen={"customer": 3, "product": None})
    fields = taken(found)
    assert fields["customer"] == "phone"
    assert found.mapping.customer_kind == "phone"
    assert "product" not in fields


def test_a_remembered_mapping_is_taken_as_it_was() -> None:
    first = recognise(PLAIN, chosen={"customer": 3})
    again = recognise(PLAIN, remembered=Mapping.from_json(first.mapping.to_json()))
    assert again.is_remembered
    assert again.mapping == first.mapping


def test_a_remembered_choice_answers_the_question() -> None:
    raw = column(PLAIN, "order_date", ["1/2/2024", "3/4/2024"])
    asked = recognise(raw)
    assert asked.questions == ("DATE_ORDER_UNSURE",)
    assert asked.asked[0].options == ("dmy", "mdy")
    again = recognise(raw, remembered=asked.mapping.having(date_order="mdy"))
    assert again.questions == ()
    assert again.mapping.date_order == "mdy"


def test_what_the_values_prove_wins_over_what_is_remembered() -> None:
    remembered = recognise(PLAIN).mapping.having(date_order="mdy")
    raw = column(PLAIN, "order_date", ["1/2/2024", "31/4/2024"])
    assert recognise(raw, remembered=remembered).mapping.date_order == "dmy"


def test_dates_are_decided_by_the_whole_column() -> None:
    assert recognise(column(PLAIN, "order_date", ["1/2/2024", "12/31/2024"])).mapping.date_order == "mdy"
    assert recognise(column(PLAIN, "order_date", ["1/2/2024", "31/12/2024"])).mapping.date_order == "dmy"


def test_a_column_that_contradicts_itself_is_asked_about() -> None:
    assert recognise(column(PLAIN, "order_date", ["31/1/2024", "12/31/2024"])).questions == ("DATE_ORDER_UNSURE",)


def test_dots_mean_day_first_without_a_question() -> None:
    found = recognise(column(PLAIN, "order_date", ["05.03.2024", "06.03.2024"]))
    assert found.questions == ()
    assert found.mapping.dotted_order == "dmy"


def test_a_dot_before_three_digits_throughout_is_asked_about() -> None:
    raw = column(PLAIN, "amount", ["1.234", "2.500"])
    assert recognise(raw).questions == ("DECIMAL_UNSURE",)
    assert recognise(column(PLAIN, "amount", ["1.234", "2.50"])).mapping.decimals["amount"] == "."
    assert recognise(column(PLAIN, "amount", ["1.234", "2,50"])).mapping.decimals["amount"] == ","


def test_several_currencies_are_asked_about() -> None:
    raw = raw_table(
        "date,customer,amount,currency",
        ("2024-01-01", "a", "1", "EUR"),
        ("2024-01-01", "b", "1", "usd"),
        ("2024-01-01", "c", "1", "€"),
    )
    found = recognise(raw)
    assert found.questions == ("MIXED_CURRENCIES",)
    assert found.asked[0].options == ("EUR", "USD")


def test_currency_signs_on_most_amounts_are_currencies() -> None:
    raw = raw_table(
        "date,customer,amount", ("2024-01-01", "a", "€1"), ("2024-01-01", "b", "$1"), ("2024-01-01", "c", "$2")
    )
    assert recognise(raw).questions == ("MIXED_CURRENCIES",)


def test_shortened_phone_numbers_are_asked_about() -> None:
    assert recognise(column(PLAIN, "phone", ["1.38E+10", "1.38E+10"])).questions == ("PRECISION_LOST",)


def test_one_amount_on_every_line_of_an_order_is_asked_about() -> None:
    rows = [(f"{n // 3}", "2024-01-01", "K", f"P{n}", f"{n // 3}.50") for n in range(12)]
    found = recognise(raw_table("order,date,customer,product,amount", *rows))
    assert found.questions == ("AMOUNT_LEVEL_UNSURE",)
    assert found.mapping.amount_level == "line"


def test_amounts_that_are_the_sum_of_their_order_are_the_orders() -> None:
    rows = [(f"{n // 3}", "2024-01-01", "K", f"P{n}", "2", "5", "30") for n in range(12)]
    found = recognise(raw_table("order,date,customer,product,quantity,unit price,amount", *rows))
    assert found.mapping.amount_level == "order"
    assert found.questions == ()


def test_order_states_are_listed_with_what_they_mean() -> None:
    rows = [
        ("2024-01-01", "K", "5", state)
        for state in ("交易成功", "交易成功", "等待买家付款", "卖家已发货，等待买家确认")
    ]
    states = {
        state.text: (state.lines, state.is_counted)
        for state in recognise(raw_table("日期,客户,金额,订单状态", *rows)).states
    }
    assert states == {"交易成功": (2, True), "等待买家付款": (1, False), "卖家已发货，等待买家确认": (1, True)}


def test_a_shop_can_bring_its_own_profile() -> None:
    own = Profile(
        "own",
        "Our till",
        ("Nr", "Wann", "Wer"),
        {"order": ("Nr",), "date": ("Wann",), "customer": ("Wer",), "amount": ("Was",)},
    )
    found = recognise(raw_table("Nr,Wann,Wer,Was"), known=[own])
    assert found.profile == "Our till"
    assert taken(found) == {"order": "Nr", "date": "Wann", "customer": "Wer", "amount": "Was"}


def test_headers_are_compared_without_case_width_spaces_and_units() -> None:
    assert (
        len(
            {
                header_key(name)
                for name in ("Customer ID", "customer_id", "CUSTOMERID", "ＣustomerＩＤ", "Customer-ID (internal)")
            }
        )
        == 1
    )
