"""Single cells of customer lists and feedback: gender, consent, tags, and scores on their scales."""

from __future__ import annotations

import re
from decimal import Decimal

from segmentation.intake.values.text import clean_text, comparison_key

_FEMALE = frozenset("女 女士 小姐 女性 f female woman w weiblich frau femme mme mujer femenino ms mrs miss".split())
_MALE = frozenset("男 先生 男性 m male man männlich mann herr homme monsieur hombre masculino mr".split())
_YES = frozenset("1 true yes y 是 同意 已同意 已订阅 接受 有 √ ✓ ja oui sí si subscribed opted-in optin t".split())
_NO = frozenset(
    "0 false no n 否 不同意 未同意 未订阅 拒绝 不接受 × ✗ nein non unsubscribed not_subscribed opted-out f".split()
)
_TAG_MARKS = re.compile(r"[,，;；、|]+")
_STARS = re.compile(r"^[★⭐☆\s]+$")
_SCORE = re.compile(r"^(\d+(?:[.,]\d+)?)\s*(?:/\s*(\d+)|分|星|stars?|points?)?$", re.IGNORECASE)


def gender(value: str) -> str | None:
    """female or male where the cell says so in a known word, else the cell as it is."""
    key = comparison_key(value).rstrip(".")
    if key in _FEMALE:
        return "female"
    return "male" if key in _MALE else clean_text(value)


def consent(value: str) -> bool | None:
    """Yes or no; None for any other word."""
    key = comparison_key(value).removesuffix(".0")
    return True if key in _YES else False if key in _NO else None


def tags(value: str) -> str | None:
    """The tags parted by commas, each once, in their order."""
    found = (clean_text(part) for part in _TAG_MARKS.split(value))
    return ", ".join(dict.fromkeys(tag for tag in found if tag)) or None


def score(value: str, lowest: int, highest: int) -> Decimal | None:
    """A score on its scale, such as 4, 4.5, 4/5, 4星 or ★★★★; None where it is on no such scale."""
    text = comparison_key(value)
    if _STARS.match(text):
        number = Decimal(text.count("★") + text.count("⭐"))
    else:
        found = _SCORE.match(text)
        if found is None or (found.group(2) and int(found.group(2)) != highest):
            return None
        number = Decimal(found.group(1).replace(",", "."))
    return number.quantize(Decimal("0.01")) if lowest <= number <= highest else None
