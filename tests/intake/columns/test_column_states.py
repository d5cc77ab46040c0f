"""Order states, currencies and the look of a column."""

from __future__ import annotations

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, settings

from segmentation.intake.values import states
from segmentation.intake.values.currencies import currency_code, currency_in
from segmentation.intake.values.look import look_at

LAWS = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
KIND = "decimal(18, 4)"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("交易成功", "finished"), ("paid", "finished"),
        ("wc-completed", "finished"), ("Shipped - Delivered to Buyer", "finished"),
        ("买家已付款，等待卖家发货", "open"), ("processing", "open"),
        ("等待买家付款", "unpaid"), ("Pending", "unpaid"), ("交易关闭", "cancelled"),
        ("Refunded", "cancelled"), ("CANCELLED", "cancelled"),
        ("partially_refunded", "finished"), ("Refund", "return"), ("退货", "return"),
        ("purple", "unknown"),
    ],
)  # fmt: skip
def test_order_states(text: str, kind: str) -> None:
    assert states.kind_of(text) == kind


def test_a_second_state_column_only_ever_takes_away() -> None:
    assert states.kind_of("2024-05-06 10:00:00 +0800", is_second=True) == "cancelled"
    assert states.kind_of("退款成功", is_second=True) == "cancelled"
    assert states.kind_of("anything else", is_second=True) == "nothing"


def test_every_kind_of_state_has_its_sentence() -> None:
    assert all(kind.sentence for kind in states.StateKind)


def test_currencies_by_code_name_and_sign() -> None:
    assert [currency_code(text) for text in ("gbp", "人民币", "€", "￥", "HK$", "?")] == [
        "GBP",
        "CNY",
        "EUR",
        "CNY",
        "HKD",
        None,
    ]
    assert [currency_in(text) for text in ("¥1,234", "12 EUR", "-$5.00", "1234.50元", "5", "free")] == [
        "CNY",
        "EUR",
        "USD",
        "CNY",
        None,
        None,
    ]


def test_a_look_at_a_column_is_the_same_wherever_its_values_stand() -> None:
    sparse = pa.chunked_array([pa.array([None] * 5000 + ["2024-01-01", "2024-01-02"])])
    look = look_at(sparse)
    assert look.filled == 2
    assert look.date == 1.0
