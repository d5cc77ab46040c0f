"""Which column tells customers apart: a number, else an e-mail, else a phone, else a name, which is said."""

from __future__ import annotations

import pytest

from segmentation.intake.headings import recognise
from segmentation.intake.mapping import Mapping
from segmentation.intake.raw import RawTable
from tests.intake.columns.sheets import cleaned, codes, raw_table, taken, values

PHONES = ("13800000000", "13800000001")


def namesakes(
    headers: str, contacts: tuple[str | None, ...] = PHONES, names: tuple[str, ...] = ("Li Wei",)
) -> RawTable:
    """Twelve orders; the names and the contacts take turns."""
    rows = [
        (f"A{n}", f"2024-{n % 9 + 1:02}-{n + 10}", names[n % len(names)], contacts[n % len(contacts)], f"{n}.5")
        for n in range(12)
    ]
    return raw_table(headers, *rows)


def customers(raw: RawTable) -> int:
    return len(set(values(cleaned(raw), "customer_key")) - {None})


@pytest.mark.parametrize(
    "headers",
    [
        "order_no,date,customer,phone,amount",
        "order,date,Buyer,Mobile,amount",
        "订单号,下单时间,客户,电话,金额",
        "订单号,下单时间,姓名,手机号,金额",
        "order,date,Customer name,Phone,amount",
    ],
)
def test_two_people_of_one_name_with_a_phone_each_are_two(headers: str) -> None:
    raw = namesakes(headers)
    found = recognise(raw)
    _, _, name, phone, _ = raw.headers
    assert found.mapping.customer_kind == "phone"
    assert {"customer": phone, "phone": phone, "name": name}.items() <= taken(found).items()
    assert customers(raw) == 2
    assert set(values(cleaned(raw), "name")) == {"Li Wei"}
    assert "CUSTOMER_BY_NAME" not in codes(cleaned(raw))


def test_an_email_wins_over_a_name_as_well() -> None:
    raw = namesakes("order,date,customer,e-mail,amount", ("a@example.com", "b@example.com"))
    assert recognise(raw).mapping.customer_kind == "email"
    assert customers(raw) == 2


@pytest.mark.parametrize(
    ("contacts", "why"),
    [
        (("13800000000", None, None), "two in three have none"),
        (("138****0000", "138****0001"), "hidden by the platform"),
        (("1.38E+10",), "without their last digits"),
    ],
)
def test_a_phone_that_few_lines_have_tells_nobody_apart(contacts: tuple[str | None, ...], why: str) -> None:
    found = recognise(namesakes("order,date,customer,phone,amount", contacts))
    assert taken(found)["customer"] == "customer", why
    assert found.mapping.customer_kind == "name"


def test_the_shops_own_phone_on_every_line_is_not_the_customers() -> None:
    raw = namesakes("order,date,customer,phone,amount", ("02012345678",), ("Ann", "Bob", "Cy", "Dora"))
    assert taken(recognise(raw))["customer"] == "customer"
    assert customers(raw) == 4


def test_guests_without_a_phone_do_not_make_it_useless() -> None:
    raw = namesakes("order,date,客户,电话,amount", ("13800000000", None), ("Li Wei", "散客"))
    assert taken(recognise(raw))["customer"] == "电话"
    assert customers(raw) == 1


def test_a_customer_number_wins_over_any_phone() -> None:
    raw = namesakes("order,date,customer,phone,amount", names=("K1", "K2", "K3"))
    assert taken(recognise(raw))["customer"] == "customer"
    assert recognise(raw).mapping.customer_kind == "id"


@pytest.mark.parametrize("header", ["customer", "Customer name"])
def test_a_name_alone_is_never_sure(header: str) -> None:
    found = recognise(raw_table(f"date,{header},amount", *[("2024-01-02", name, "5.00") for name in ("Ann", "Bob")]))
    column = found.column("customer")
    assert found.mapping.customer_kind == "name"
    assert column is not None
    assert column.confidence < 0.7
    assert "name" in column.why


def test_a_persons_own_choice_of_the_name_stays() -> None:
    raw = namesakes("order,date,customer,phone,amount")
    chosen = recognise(raw, chosen={"customer": 2})
    assert chosen.mapping.customer_kind == "name"
    again = recognise(raw, remembered=Mapping.from_json(chosen.mapping.to_json()))
    assert taken(again)["customer"] == "customer"
    assert taken(again)["phone"] == "phone"
