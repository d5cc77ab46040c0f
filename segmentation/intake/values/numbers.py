"""Numbers as people and tills write them, under one decimal rule a column: SQL that gives an exact decimal or null."""

from __future__ import annotations

import re
from dataclasses import dataclass

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from segmentation.intake.values.text import Alphabet

_SYMBOL = (
    r"(?:rmb|cny|usd|eur|gbp|jpy|hkd|twd|aud|cad|nzd|sgd|chf|inr|krw|pln|czk|sek|nok|dkk|brl|mxn|clp|zar|try|rub"
    r"|(?:us|au|ca|a|c|s|r|hk|nt|nz|mx)?\$|\p{Sc}|￥|元|圆|圓|块|円|원|kr\.?|zł|kč|fr\.)"
)
_WIDE = "０１２３４５６７８９．，－＋（）％＄　\u2212\u2010\u2011\u2012\u2013"
_ASCII = "0123456789.,-+()%$ -----"
_SPACES_AND_APOSTROPHES = " \u00a0\u2007\u2009\u202f'\u2019\u02bc\uff07`"
_GROUPED = r"^(?:\d{1,3}(?:_\d{2,3})*_\d{3}|\d+)?(?:\.\d*)?(?:e[+-]?\d{1,2})?$"

_PROVES_DOT = r",\d{3},|,\d{3}\.|\.\d*,\d{3}$|^0\.\d+$|^[^.]*\.(?:\d{1,2}|\d{4,})?(?:e[+-]?\d+)?$"
_REFUTES_DOT = r"\.\d{3},|,\d{1,2}$"
_PROVES_COMMA = r"\.\d{3}[.,]|^0,\d+$|^[^,.]*,(?:\d{1,2}|\d{4,})$"
_REFUTES_COMMA = r",\d{3}\.|,\d{3},"


@dataclass(frozen=True)
class NumberRule:
    """How one column writes numbers. ``decimal``: the decimal mark, "." or ","."""

    decimal: str = "."


@dataclass(frozen=True)
class NumberEvidence:
    """What a column's own values say about their decimal mark.

    ``dot`` and ``comma``: cells that can only be read with that mark. ``dot_unsure`` and ``comma_unsure``: cells such as
    1.234 or 1,234, which are a decimal or a thousand.
    """

    dot: int = 0
    comma: int = 0
    dot_unsure: int = 0
    comma_unsure: int = 0

    @property
    def is_proven(self) -> bool:
        """Whether some cell can only be read with one of the marks."""
        return bool(self.dot or self.comma)

    @property
    def is_unsure(self) -> bool:
        """Whether there are cells that both marks can read."""
        return bool(self.dot_unsure or self.comma_unsure)

    def decimal(self, least_majority: float = 2 / 3) -> str | None:
        """The proven mark; null where the column is torn or where every mark could be a thousand's.

        A lone comma before three digits is a thousand's mark unless the column proves otherwise, because no export
        writes exactly three decimals with a comma throughout; a lone dot before three digits may be either.
        """
        proofs = self.dot + self.comma
        if proofs:
            if self.dot >= least_majority * proofs:
                return "."
            return "," if self.comma >= least_majority * proofs else None
        if self.dot_unsure and self.comma_unsure:
            return None
        return None if self.dot_unsure else "."


def evidence(
    connection: duckdb.DuckDBPyConnection, column: str, alphabet: Alphabet, is_workbook: bool
) -> NumberEvidence:
    """What the column proves, over all of its values. In a workbook a dot is a stored number's own decimal mark."""
    if alphabet.is_within("+", "9") and not alphabet.has(",") and (is_workbook or not alphabet.has(".")):
        return NumberEvidence()
    digits = _digits(f"distinct_values.{column}")
    dot, comma, dot_unsure, comma_unsure = connection.execute(
        f"""select count(*) filter (regexp_matches(n, '{_PROVES_DOT}') and not regexp_matches(n, '{_REFUTES_DOT}')),
            count(*) filter (regexp_matches(n, '{_PROVES_COMMA}') and not regexp_matches(n, '{_REFUTES_COMMA}')),
            count(*) filter (regexp_full_match(n, '[1-9]\\d{{0,2}}\\.\\d{{3}}')),
            count(*) filter (regexp_full_match(n, '[1-9]\\d{{0,2}},\\d{{3}}'))
            from (select {digits} as n from (select distinct {column} from raw) as distinct_values)
            where regexp_matches(n, '\\d')"""
    ).fetchall()[0]
    return NumberEvidence(dot, comma, dot_unsure, comma_unsure)


def quick_sql(column: str, rule: NumberRule, kind: str) -> str:
    """SQL for the cells that a cast reads rightly; null for all others, which ``decimal_sql`` may still read."""
    marks = ("_",) if rule.decimal == "." else ("_", ".")
    # DuckDB reads 1_000 as a thousand; no till writes that.
    foreign = " or ".join(f"contains({column}, '{mark}')" for mark in marks)
    return f"case when not ({foreign}) then try_cast({column} as {kind}) end"


def decimal_sql(column: str, rule: NumberRule, kind: str) -> str:
    """SQL that gives the cell as an exact decimal, or null where the rule cannot read it.

    Read: thousands marks in groups, currency signs, full-width digits, -5, 5-, (5), 1.2E3. Rounded half away from zero
    to the kind's decimals.
    """
    thousands = "," if rule.decimal == "." else "."
    marks = _SPACES_AND_APOSTROPHES.replace("'", "''")
    grouped = (
        f"translate({_digits(column)}, '{thousands}{rule.decimal}{marks}', '_.{'_' * len(_SPACES_AND_APOSTROPHES)}')"
    )
    text = f"replace(regexp_extract({grouped}, '{_GROUPED}'), '_', '')"
    sign = f"case when {_is_negative(column)} then -1 else 1 end"
    return f"case when not contains({column}, '_') then try_cast(try_cast({text} as {kind}) * ({sign}) as {kind}) end"


def quick_query(rule: NumberRule, kind: str) -> str:
    """``quick_sql`` over column v of table cells."""
    return f"select {quick_sql('v', rule, kind)} as v from cells"


def slow_query(rule: NumberRule, kind: str) -> str:
    """``decimal_sql`` over column v of table cells."""
    return f"select {decimal_sql('v', rule, kind)} as v from cells"


def _ascii(column: str) -> str:
    return f"lower(trim(translate({column}, '{_WIDE}', '{_ASCII}')))"


def _bare(column: str) -> str:
    """Without currency signs and the spaces beside them."""
    symbols = f"^([-+(]?){{0,1}}\\s*{_SYMBOL}\\s*|\\s*{_SYMBOL}([-)]?)$"
    return f"trim(regexp_replace({_ascii(column)}, '{symbols}', '\\1\\2', 'g'))"


def _is_negative(column: str) -> str:
    return f"regexp_matches({_bare(column)}, '^\\s*-|-\\s*$|^\\(.*\\)$')"


def _digits(column: str) -> str:
    """Without signs: what is left is digits and marks."""
    return f"trim(regexp_replace({_bare(column)}, '^\\(\\s*(.*?)\\s*\\)$|^[-+]\\s*(.*)$|^(.*?)\\s*-$', '\\1\\2\\3'))"


_BAR_CODE = re.compile(r"(\d{8}|\d{12,14})(?:\.0)?")
_FEWEST_BAR_CODES = 5
"""So many different numbers with a right check digit are no accident: each has it by chance once in ten."""
_LEAST_BAR_CODES = 0.8
"""Share of the filled cells. A till's column of bar codes has a few goods without one, a total or a nought."""
_FIRST_CELLS = 1_000


def bar_code_in(texts: pa.ChunkedArray) -> str | None:
    """One of the column's values where nearly every one is a bar code and there are several different ones; else None.

    A bar code has 8, 12, 13 or 14 digits, the last of which checks the others. Source: GS1 General Specifications, 7.9.
    """
    filled = texts.drop_null()
    if _share(filled.slice(0, _FIRST_CELLS)) < _LEAST_BAR_CODES or _share(filled) < _LEAST_BAR_CODES:
        return None
    codes = [text for text in pc.unique(filled).to_pylist() if _is_bar_code(text)]
    return str(codes[0]) if len(codes) >= _FEWEST_BAR_CODES else None


def _share(texts: pa.ChunkedArray) -> float:
    """Of these lines those with a bar code."""
    counted = pc.value_counts(texts).to_pylist()
    found: int = sum(one["counts"] for one in counted if _is_bar_code(one["values"]))
    return found / max(len(texts), 1)


def _is_bar_code(text: str) -> bool:
    found = _BAR_CODE.fullmatch(text.strip())
    if found is None:
        return False
    *digits, check = map(int, found.group(1))
    return (sum(digits[-1::-2]) * 3 + sum(digits[-2::-2]) + check) % 10 == 0
