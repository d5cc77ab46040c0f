"""How values are read, how that is known, and what they look like as read."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from segmentation.intake.headings import recognise
from segmentation.intake.mapping import Mapping
from segmentation.intake.raw import RawTable
from segmentation.intake.readings import Reading, readings
from segmentation.intake.values.rules import How
from tests.intake.columns.sheets import raw_table

HEADERS = "Customer,Order,Date,Amount"


def sheet(dates: list[str], amounts: list[str], headers: str = HEADERS) -> RawTable:
    rows = [(f"C{at}", f"A{at}", day, amount) for at, (day, amount) in enumerate(zip(dates, amounts, strict=True))]
    return raw_table(headers, *rows)


def reading(raw: RawTable, choice: str, field: str, *, remembered: Mapping | None = None, **choices: object) -> Reading:
    found = recognise(raw, remembered=remembered)
    every = readings(raw, found.mapping.having(**choices), found.rules)
    return next(each for each in every if (each.rule.choice, each.rule.field_name) == (choice, field))


def as_read(found: Reading) -> list[tuple[str, object]]:
    return [
        (each.text, each.value.date() if hasattr(each.value, "date") else each.value)  # type: ignore[union-attr]  # a time has
        for each in found.samples
    ]


UNDECIDED = sheet(["01/01/2024", "01/02/2024", "05/05/2024"], ["1.234,50"] * 3)
PROVEN = sheet(["01/02/2024", "13/02/2024", "14/02/2024"], ["1.50"] * 3)


def test_a_proven_order_says_so_and_samples_are_as_read() -> None:
    found = reading(PROVEN, "date_order", "date")
    assert (found.rule.how, found.chosen, found.refused) == (How.PROVEN, "dmy", 0)
    assert ("01/02/2024", date(2024, 2, 1)) in as_read(found)


def test_what_the_values_prove_wrong_is_offered_and_counted() -> None:
    found = reading(PROVEN, "date_order", "date", date_order="mdy")
    assert set(found.rule.options) == {"dmy", "mdy"}
    assert found.refused == 2
    assert ("13/02/2024", None) in as_read(found)


def test_dates_that_tell_the_orders_apart_are_shown_first() -> None:
    found = reading(UNDECIDED, "date_order", "date", date_order="mdy")
    assert found.rule.how is How.ASKED
    assert as_read(found)[0] == ("01/02/2024", date(2024, 1, 2))


def test_nothing_is_shown_as_read_while_it_is_open() -> None:
    assert reading(UNDECIDED, "date_order", "date").samples == ()


def test_dates_with_the_year_first_leave_nothing_to_choose() -> None:
    found = reading(sheet(["2024-02-01", "2024-02-13"], ["1", "2"]), "date_order", "date")
    assert (found.rule.how, found.rule.options) == (How.ONE_WAY, ())
    assert as_read(found)[0] == ("2024-02-01", date(2024, 2, 1))


@pytest.mark.parametrize(
    ("remembered", "how", "chosen"), [("mdy", How.REMEMBERED, "mdy"), ("dmy", How.REMEMBERED, "dmy")]
)
def test_a_remembered_order_is_taken_and_named_so(remembered: str, how: How, chosen: str) -> None:
    before = recognise(UNDECIDED).mapping.having(date_order=remembered)
    found = reading(UNDECIDED, "date_order", "date", remembered=before)
    assert (found.rule.how, found.chosen) == (how, chosen)


def test_what_is_proven_wins_over_what_was_remembered() -> None:
    before = recognise(UNDECIDED).mapping.having(date_order="mdy")
    found = reading(PROVEN, "date_order", "date", remembered=before)
    assert (found.rule.how, found.chosen) == (How.PROVEN, "dmy")


def test_what_was_remembered_of_dates_with_dots_wins_over_a_guess() -> None:
    dotted = sheet(["01.02.2024", "03.04.2024"], ["1", "2"])
    assert reading(dotted, "dotted_order", "date").rule.how is How.GUESSED
    before = recognise(dotted).mapping.having(dotted_order="mdy")
    found = reading(dotted, "dotted_order", "date", remembered=before)
    assert (found.rule.how, found.chosen) == (How.REMEMBERED, "mdy")
    assert ("01.02.2024", date(2024, 1, 2)) in as_read(found)


def test_amounts_are_shown_as_read_by_their_decimal_mark() -> None:
    found = reading(UNDECIDED, "decimals", "amount")
    assert (found.rule.how, found.chosen) == (How.PROVEN, ",")
    assert as_read(found) == [("1.234,50", Decimal("1234.50"))]
    wrong = reading(UNDECIDED, "decimals", "amount", decimals={"amount": "."})
    assert (wrong.refused, as_read(wrong)) == (1, [("1.234,50", None)])


def test_a_remembered_mark_wins_where_a_comma_may_be_either() -> None:
    thousands = sheet(["2024-02-01", "2024-02-13"], ["1,234", "2,345"])
    assert reading(thousands, "decimals", "amount").chosen == "."
    before = recognise(thousands).mapping.having(decimals={"amount": ","})
    found = reading(thousands, "decimals", "amount", remembered=before)
    assert (found.rule.how, found.chosen) == (How.REMEMBERED, ",")
    assert as_read(found)[0] == ("1,234", Decimal("1.234"))


REPEATED = raw_table(HEADERS, *[(f"C{at}", f"B{at}", "2024-02-01", "50") for at in (1, 2, 3) for _ in range(2)])


@pytest.mark.parametrize(("level", "amount"), [("line", 100), ("order", 50)])
def test_what_an_order_amounts_to_is_shown_for_both_levels(level: str, amount: int) -> None:
    found = reading(REPEATED, "amount_level", "amount", amount_level=level)
    assert as_read(found)[0] == ("B1: 50 + 50", Decimal(amount))


def test_a_remembered_level_is_no_question_and_can_be_changed() -> None:
    before = recognise(REPEATED).mapping.having(amount_level="order")
    found = recognise(REPEATED, remembered=before)
    assert found.questions == ()
    rule = next(rule for rule in found.rules if rule.choice == "amount_level")
    assert (rule.how, rule.chosen(found.mapping), rule.options) == (How.REMEMBERED, "order", ("line", "order"))


def test_several_currencies_are_options_with_their_lines() -> None:
    rows = [("A", "2024-02-01", "1", "EUR"), ("B", "2024-02-02", "2", "USD"), ("C", "2024-02-03", "3", "USD")]
    raw = raw_table("Customer,Date,Amount,Currency", *rows)
    before = recognise(raw).mapping.having(currency="USD")
    found = reading(raw, "currency", "currency", remembered=before)
    assert (found.rule.how, found.chosen, dict(found.rule.lines)) == (How.REMEMBERED, "USD", {"USD": 2, "EUR": 1})


def test_customers_are_shown_as_compared_and_the_kind_is_remembered() -> None:
    raw = raw_table("Customer,Date,Amount", ("138 0000 0001", "2024-02-01", "1"), ("138 0000 0002", "2024-02-02", "2"))
    found = reading(raw, "customer_kind", "customer", customer_kind="phone", phone_region="CN")
    assert as_read(found)[0] == ("138 0000 0001", "+8613800000001")
    before = recognise(raw).mapping.having(customer_kind="name")
    assert recognise(raw, remembered=before).mapping.customer_kind == "name"


def test_what_was_remembered_of_one_column_does_not_hold_for_another() -> None:
    raw = raw_table(
        "Customer,Order,Date,Shipping date,Amount",
        ("A", "1", "2024-02-01", "01/02/2024", "1"),
        ("B", "2", "2024-02-02", "03/02/2024", "2"),
    )
    before = recognise(raw, chosen={"date": 3}).mapping.having(date_order="mdy")
    assert recognise(raw, remembered=before).questions == ()
    assert recognise(raw, remembered=before, chosen={"date": 3}).mapping.date_order == "mdy"
    other = recognise(raw, remembered=recognise(raw).mapping, chosen={"date": 3})
    assert other.questions == ("DATE_ORDER_UNSURE",)
