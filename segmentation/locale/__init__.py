"""Words, numbers, dates and money in the reader's language. English message ids are the catalog's keys."""

from __future__ import annotations

import gettext
import io
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

from babel import Locale
from babel.dates import format_date, format_datetime
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import (
    format_compact_currency,
    format_compact_decimal,
    format_currency,
    format_decimal,
    format_percent,
    get_currency_name,
)

LANGUAGES = {"en": "English", "zh_CN": "简体中文"}
"""Language code → its own name, as the switch shows it."""

_CATALOGS = Path(__file__).parent


def N_(message: str) -> str:
    """The message itself, marked for the catalog: for words kept as data and translated where they are shown."""
    return message


@lru_cache(maxsize=len(LANGUAGES))
def _translations(language: str) -> gettext.NullTranslations:
    path = _CATALOGS / language / "LC_MESSAGES" / "regulars.po"
    if not path.exists():
        return gettext.NullTranslations()
    with path.open("rb") as source:
        catalog = read_po(source, locale=language)
    compiled = io.BytesIO()
    write_mo(compiled, catalog)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


class Words:
    """One reader's language: call it on a message id; the methods show numbers, dates and money.

    ``currency`` is an ISO 4217 code, or None for plain numbers.
    """

    def __init__(self, language: str = "en", currency: str | None = None) -> None:
        self.language = language if language in LANGUAGES else "en"
        self.currency = currency
        self._locale = Locale.parse(self.language)
        self._catalog = _translations(self.language)

    def __call__(self, message: str) -> str:
        """The message in the reader's language; a message without a translation comes back as it is."""
        return self._catalog.gettext(message) if message else ""

    def count(self, singular: str, plural: str, n: int, **values: object) -> str:
        """``{n}`` filled in with thousands marks, in the form that the number asks for."""
        return self._catalog.ngettext(singular, plural, n).format(n=self.number(n), **values)

    def number(self, value: float | Decimal, decimals: int = 0) -> str:
        """With thousands marks and a fixed number of decimals."""
        pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
        return format_decimal(value, format=pattern, locale=self._locale)

    def compact(self, value: float | Decimal) -> str:
        """Short, for tiles and axes: 8.3M, 831万."""
        return format_compact_decimal(value, locale=self._locale, fraction_digits=1)

    def compact_money(self, value: float | Decimal) -> str:
        """As ``compact``, in the shop's currency: CN¥200K, ¥20万."""
        if self.currency is None:
            return self.compact(value)
        return str(format_compact_currency(value, self.currency, locale=self._locale, fraction_digits=1))

    def money(self, value: float | Decimal, decimals: int = 2) -> str:
        """In the shop's currency, or a plain number where it has none."""
        if self.currency is None:
            return self.number(value, decimals)
        pattern = "¤#,##0" + ("." + "0" * decimals if decimals else "")
        return format_currency(value, self.currency, format=pattern, locale=self._locale, currency_digits=False)

    def currency_name(self, code: str) -> str:
        """A currency's name, such as euro or 人民币."""
        return str(get_currency_name(code, locale=self._locale))

    def percent(self, share: float | Decimal, decimals: int = 1) -> str:
        """A share from 0 to 1, shown out of a hundred."""
        pattern = "#,##0" + ("." + "0" * decimals if decimals else "") + "%"
        return format_percent(share, format=pattern, locale=self._locale)

    def exact_percent(self, share: Decimal | int) -> str:
        """A share that a person set, out of a hundred, with the decimals that it has: 12.5% is not shown as 13%."""
        return format_percent(share, format="#,##0.####%", locale=self._locale)

    def date(self, value: date) -> str:
        """A calendar day, the language's medium form."""
        return format_date(value, format="medium", locale=self._locale)

    def moment(self, value: datetime) -> str:
        """A day and a clock time, without a zone."""
        return format_datetime(value, format="short", locale=self._locale)
