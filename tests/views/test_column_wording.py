from __future__ import annotations

from decimal import Decimal

import pyarrow as pa
import pytest

from segmentation.locale import LANGUAGES, Words
from segmentation.views.column_wording import money, numbers

AMOUNTS = [Decimal(text) for text in ("0", "-0.001", "0.005", "0.015", "1234.5", "-9876543.215", "12000000")]


@pytest.mark.parametrize("currency", [None, "CNY", "EUR", "JPY", "CHF"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_column_of_money_reads_as_each_amount_does(language: str, currency: str | None) -> None:
    words = Words(language, currency)
    column = pa.chunked_array([pa.array(AMOUNTS, pa.decimal128(18, 4))])
    assert money(column, words) == [words.money(amount) for amount in AMOUNTS]
    assert money(pa.chunked_array([], pa.decimal128(18, 4)), words) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_column_of_counts_reads_as_each_count_does(language: str) -> None:
    words = Words(language)
    counts = [0, 7, 1234, 98_765_432]
    assert numbers(pa.chunked_array([counts]), words, decimals=0) == [words.number(count) for count in counts]
