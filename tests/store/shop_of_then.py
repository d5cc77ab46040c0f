"""The sales of the shop whose file was written by the program of every format (``formats``), to load them anew."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

Line = dict[str, Any]


def _line(customer: str | None, sold_at: datetime, amount: str, number: str | None = None, **more: Any) -> Line:
    return {
        "customer": customer,
        "customer_key": customer and customer.casefold(),
        "order_number": number,
        "sold_at": sold_at,
        "net_revenue": Decimal(amount),
        "is_counted": True,
    } | more


_NOON = datetime(2024, 3, 1, 12)
_TEA = {"product": "Tea", "product_code": "T-1", "category": "Drinks", "quantity": Decimal(2)}

MARCH = [
    # One customer with an order of two lines, two purchases on one day, and a first purchase more than a year ago.
    _line("Ann", _NOON - timedelta(days=500), "12.5", "A0", **_TEA),
    _line("Ann", _NOON, "30", "A1", staff="Li", store="North", channel="web", **_TEA),
    _line("Ann", _NOON + timedelta(seconds=1), "-3.0001", "A1", discount=Decimal("0.5")),
    _line("Ann", _NOON + timedelta(hours=3), "7", "A2"),
    _line("Ann", _NOON + timedelta(days=11), "8", "A3"),
    # Nobody known, with and without an order number.
    _line(None, _NOON + timedelta(days=1), "5", "N1"),
    _line(None, _NOON + timedelta(days=1), "6"),
    # Chinese with a phone, and the same person written otherwise.
    _line("王芳", _NOON + timedelta(days=2), "888.8888", "W1", name="王芳", phone="13800000001", product="乌龙茶"),
    _line("王 芳", _NOON + timedelta(days=9), "66", "W2", name="王 芳", phone="13800000001"),
    # A quote in the name; equal lines without an order number are one order.
    _line("O'Brien; 2", _NOON + timedelta(days=3), "4"),
    _line("O'Brien; 2", _NOON + timedelta(days=3), "4"),
    # All given back; a cancelled order; a gift.
    _line("Bob", _NOON + timedelta(days=4), "20", "B1"),
    _line("Bob", _NOON + timedelta(days=6), "-20", "B2"),
    _line("Cem", _NOON + timedelta(days=5), "70", "C1", status="cancelled", is_counted=False),
    _line("Dia", _NOON + timedelta(days=5), "0", "D1"),
]
APRIL = [
    # An order of March as it stands now, and what is new.
    _line("Bob", _NOON + timedelta(days=4), "25", "B1"),
    _line("Dia", _NOON + timedelta(days=40), "99999.9999", "D2"),
]
MAY = [_line("Eve", _NOON + timedelta(days=70), "1000000", "E1"), _line("Ann", _NOON + timedelta(days=71), "1", "A9")]
"""Loaded, and undone."""
