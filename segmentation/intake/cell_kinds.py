"""What a cell's text looks like, as far as finding headers, totals and footers needs it. Values are read elsewhere."""

from __future__ import annotations

import re
import unicodedata

_NUMBER = re.compile(
    r"[(\-+−]*\s*(?:[¥$€£₩₽]|rmb|cny|usd|eur|gbp|nt\$|hk\$|us\$)?\s*[-+−]?\.?\d[\d.,'’\s]*(?:e[+-]?\d+)?"
    r"\s*(?:%|元|円|圆|€|\$|£|[a-z]{3})?\s*\)?\s*-?",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"\d{4}\s*[-/年]\s*\d{1,2}(?:\s*[-/月]\s*\d{1,2})?\b.*|\d{4}\.\d{1,2}\.\d{1,2}\b.*|\d{4}年.*|"
    r"\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}\b.*|\d{1,2}:\d{2}(?::\d{2})?.*"
    r"|\d{1,2}[\s\-./]*(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[\s\-.,/]*\d{2,4}.*"
    r"|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[\s.]+\d{1,2},?\s+\d{4}.*",
    re.IGNORECASE | re.DOTALL,
)
_MAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
_CODE = re.compile(r"(?=.*\d{3})[\w#./\-*=\"']+", re.ASCII)

TOTAL_WORDS = (
    r"(?:(?:grand|sub|report|page|daily|monthly|sum)?[\s\-]*totals?|sum|(?:zwischen|gesamt)?summe|gesamt(?:betrag)?|totaal|"
    r"(?:sous[\s\-]*)?total\s+g[eé]n[eé]ral|итого|всего|"
    r"(?:本页|本月|本日|当日|当页|当月|全部|以上|订单|销售|金额|数量)?(?:[合总小共累]\s*[计計]|總\s*計|总和|總和|汇总|总额))"
)
"""What a total's first cell says, whole or up to a colon or bracket. RE2 and Python read it alike."""
TOTAL_PATTERN = rf"(?i)^[\s\x{{3000}}\x{{FEFF}}]*{TOTAL_WORDS}[\s\x{{3000}}]*(?:[(:：（\[].*)?$"
"""The same for Arrow (RE2), on a cell's raw text."""
_TOTAL = re.compile(rf"\s*{TOTAL_WORDS}\s*(?:[(:\[].*)?", re.IGNORECASE | re.DOTALL)


def plain(text: str | None) -> str:
    """NFKC, without white space and invisible characters at both ends; "" for an empty cell."""
    if not text:
        return ""
    return (
        unicodedata.normalize("NFKC", text)
        .strip()
        .strip("\ufeff\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e")
        .strip()
    )


def kind(text: str | None) -> str:
    """``"blank"``, ``"number"``, ``"date"``, ``"mail"``, ``"code"`` (an id with three digits in a row) or ``"text"``."""
    value = plain(text)[:200]
    if not value:
        return "blank"
    if _DATE.fullmatch(value):
        return "date"
    if _NUMBER.fullmatch(value):
        return "number"
    if _MAIL.fullmatch(value):
        return "mail"
    return "code" if _CODE.fullmatch(value) else "text"


def is_value(text: str | None) -> bool:
    """Whether the cell looks like data rather than like a name or a sentence."""
    return kind(text) in ("number", "date", "mail", "code")


def is_total(text: str | None) -> bool:
    """Whether the cell begins a row of totals."""
    return bool(_TOTAL.fullmatch(plain(text)[:200]))
