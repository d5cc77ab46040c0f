"""Who a line belongs to: ids, e-mails, phones and names made comparable, and what is no customer at all."""

from __future__ import annotations

import re
from dataclasses import dataclass

import phonenumbers

from segmentation.intake.values.text import NULL_WORDS, clean_code, clean_text, comparison_key

GUESTS = frozenset(
    ["0", "guest", "guests", "walk-in", "walk in", "walkin", "walk-in customer", "walk in customer", "cash", "cash customer",
     "cash sale", "anonymous", "anonym", "anonyme", "guest customer", "guest checkout", "no customer", "retail customer",
     "gast", "laufkunde", "laufkundschaft", "barverkauf", "invité", "client de passage", "client comptoir", "invitado",
     "cliente de paso", "consumidor final", "público general", "publico general",
     "散客", "匿名", "匿名用户", "匿名买家", "游客", "路人", "过路客", "零售", "零散客户", "现金客户", "非会员",
     "临时客户", "普通顾客"]
)  # fmt: skip
"""What shops write where nobody was asked for a name, in the form of ``comparison_key``. 0 is a shop program's guest."""

DUMMY = re.compile(r"^(?:0+|9{4,})$")
"""Numbers that tills fill in where a number must stand. 9, 99 and 999 are numbers like any other."""

_EXPONENT = re.compile(r"^\d(?:[.,]\d+)?e\+?\d{1,2}$", re.IGNORECASE)
_PAST_PRECISION = re.compile(r"^-?\d{16,}$")
_MASKED = re.compile(r"\*{2,}|＊{2,}|•{2,}|^[#$]{2}|[xX]{4,}\d|\d[xX]{4,}|^.\*$|^.\*.$")
_CHINESE_MOBILE = re.compile(r"^(?:\+?86[- ]?|0086)?(1[3-9]\d)[- ]?(\d{4})[- ]?(\d{4})$")
_EMAIL = re.compile(r"^[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>.]{2,}$")


@dataclass(frozen=True)
class Customer:
    """One way a file writes a customer.

    ``shown`` and ``key`` are null for nobody; ``note`` says why: "masked" or "damaged" (digits lost to 1.38E+10).
    """

    shown: str | None
    key: str | None
    note: str | None = None


NOBODY = Customer(None, None)


def customer(value: str, kind: str = "id", region: str | None = None, *, is_stored_number: bool = False) -> Customer:
    """The customer behind one cell. ``kind``: "id", "email", "phone" or "name"; ``region``: of phones without a country.

    ``is_stored_number``: the column's ids were numbers in a workbook, which keeps 15 digits of them.
    """
    shown = clean_text(value) if kind == "name" else clean_code(value)
    if shown is None:
        return NOBODY
    key = comparison_key(shown)
    if not key or key in NULL_WORDS or key in GUESTS or DUMMY.match(key):
        return NOBODY
    if is_damaged(shown, is_stored_number=is_stored_number):
        return Customer(None, None, "damaged")
    if _MASKED.search(shown):
        return Customer(None, None, "masked")
    if kind == "phone":
        return Customer(shown, phone_key(shown, region))
    return Customer(shown, key)


def is_guest(name: str) -> bool:
    """Whether a name is a walk-in's word."""
    return comparison_key(name) in GUESTS


def phone(value: str) -> str | None:
    """A phone as it is shown: the file's own spelling; null where its digits were lost or it says nothing."""
    shown = clean_code(value)
    if shown is None or comparison_key(shown) in NULL_WORDS or _EXPONENT.match(shown) or not re.search(r"\d", shown):
        return None
    return shown


def phone_key(value: str, region: str | None = None) -> str:
    """The number in E.164 where it is a valid one, else its digits: what two spellings of one phone share."""
    value = comparison_key(value)
    chinese = _CHINESE_MOBILE.match(value)
    if chinese and region in (None, "CN"):
        return "+86" + "".join(chinese.groups())
    try:
        parsed = phonenumbers.parse(value, region)
    except phonenumbers.NumberParseException:
        parsed = None
    if parsed is not None and phonenumbers.is_possible_number(parsed):
        return str(phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164))
    digits = re.sub(r"\D", "", value)
    return ("+" + digits if value.startswith("+") else digits) or value


def is_email(value: str) -> bool:
    """Whether the text has the form of one e-mail address."""
    return bool(_EMAIL.match(value.strip()))


def is_phone(value: str) -> bool:
    """Whether the text is surely a phone: a Chinese mobile, or a number with its country."""
    value = value.strip().lstrip("'")
    if _CHINESE_MOBILE.match(value.removesuffix(".0")):
        return True
    return value.startswith("+") and 8 <= len(re.sub(r"\D", "", value)) <= 15


def is_masked(value: str) -> bool:
    """Whether a platform has hidden the text: stars or ciphertext."""
    return bool(_MASKED.search(value.strip()))


def is_damaged(value: str, *, is_stored_number: bool = False) -> bool:
    """Whether a spreadsheet has rounded the number: 1.38E+10, or 16 digits and more where they were stored as a number."""
    value = value.strip()
    return bool(_EXPONENT.match(value)) or (is_stored_number and bool(_PAST_PRECISION.match(value)))
