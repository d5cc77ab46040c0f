"""Currencies: codes, names and signs, as ISO 4217 codes."""

from __future__ import annotations

import re

from segmentation.intake.values.text import comparison_key

_NAMES = {
    "rmb": "CNY", "cny": "CNY", "人民币": "CNY", "元": "CNY", "¥": "CNY", "块": "CNY", "cnh": "CNY", "yuan": "CNY", "圆": "CNY",
    "$": "USD", "us$": "USD", "usd": "USD", "美元": "USD", "dollar": "USD", "dollars": "USD",
    "€": "EUR", "eur": "EUR", "euro": "EUR", "欧元": "EUR", "£": "GBP", "gbp": "GBP", "英镑": "GBP", "pound": "GBP",
    "円": "JPY", "日元": "JPY", "yen": "JPY", "hk$": "HKD", "港币": "HKD", "港元": "HKD", "nt$": "TWD", 
    "台币": "TWD", "新台币": "TWD",
    "₹": "INR", "₩": "KRW", "원": "KRW", "₽": "RUB", "zł": "PLN", "kč": "CZK", "a$": "AUD", "au$": "AUD", "c$": "CAD", 
    "ca$": "CAD",
    "s$": "SGD", "r$": "BRL", "฿": "THB", "₫": "VND", "₺": "TRY",
}  # fmt: skip
_REGIONS = {
    "CNY": "CN", "GBP": "GB", "USD": "US", "JPY": "JP", "HKD": "HK", "TWD": "TW", "AUD": "AU", "CAD": "CA", "CHF": "CH",
    "INR": "IN", "KRW": "KR", "PLN": "PL", "CZK": "CZ", "SEK": "SE", "NOK": "NO", "DKK": "DK", "BRL": "BR", "MXN": "MX",
    "CLP": "CL", "SGD": "SG", "NZD": "NZ", "ZAR": "ZA", "TRY": "TR", "RUB": "RU", "THB": "TH", "VND": "VN",
}  # fmt: skip
_MARK = re.compile(r"^[\s(+\-−]*([^\d\s().,+\-−]{1,4})\s*[\d(.,+\-−]|\d[\d.,\s]*\s*([^\d\s().,+\-−]{1,4})[\s)\-−]*$")
_CODE = re.compile(r"^[A-Za-z]{3}$")


def currency_code(text: str) -> str | None:
    """The ISO code of a currency's code, name or sign; null for anything else. ¥ is the renminbi's, $ the US dollar's."""
    name = comparison_key(text)
    if name in _NAMES:
        return _NAMES[name]
    return name.upper() if _CODE.match(name) else None


def currency_in(amount: str) -> str | None:
    """The currency of the sign beside an amount; null where there is none or it is not known."""
    found = _MARK.search(amount.translate({0xFFE5: "¥", 0xFF04: "$"}))
    mark = comparison_key(found.group(1) or found.group(2)) if found else ""
    return _NAMES.get(mark) or (mark.upper() if mark.upper() in _REGIONS or mark == "chf" else None)


def region_of(currency: str | None) -> str | None:
    """The country whose phones a shop of this currency writes without a country code; null where several share it."""
    return _REGIONS.get(currency or "")


_SHARED_SIGNS = (
    frozenset(["USD", "CAD", "AUD", "NZD", "HKD", "TWD", "SGD", "MXN", "CLP", "ARS", "COP"]),
    frozenset(["CNY", "JPY"]),
)
"""Currencies that are written with one sign: $ and ¥."""


def share_a_sign(one: str, other: str) -> bool:
    """Whether the two are written with the same sign, each in its own country."""
    return any(one in sharing and other in sharing for sharing in _SHARED_SIGNS)
