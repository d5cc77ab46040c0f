"""Dates as people, tills and spreadsheets write them, under one order of day and month a column: SQL that gives a time or null.

A time is what the file's own clock showed: an offset such as +0800 is dropped, unless a time zone was chosen.
"""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

ORDERS = ("dmy", "mdy", "ymd")
"""Orders of day, month and year in dates like 1/2/2024 or 24/1/2."""

_WIDE = "０１２３４５６７８９－／：．，　\u2010\u2011\u2012\u2013\u2212\u00a0\u202f\u2009"
_ASCII = "0123456789-/:., -----   "
_OFFSET = r"(:\d\d(?:[.,]\d+)?)\s*(z|utc|gmt|(?:utc|gmt)?[+-]\d\d(?::?\d\d)?)$"
_PARTS = r"^(\d{1,2})([-/. ])\s*(\d{1,2})[-/. ]\s*(\d{4}|\d{2})(?:\D|$)"
_TIMES = ("", " %H:%M:%S", " %H:%M", " %I:%M:%S %p", " %I:%M %p")
_NAMED = [day + time for day in ("%d %b %Y", "%b %d %Y", "%d %B %Y", "%B %d %Y", "%Y %b %d") for time in _TIMES]


_MONTHS = {
    "jan": "januar|jänner|jän|janvier|janv|enero|ene",
    "feb": "februar|février|fevrier|févr|fév|febrero",
    "mar": "märz|mär|maerz|mars|marzo",
    "apr": "avril|avr|abril|abr",
    "may": "mai|mayo",
    "jun": "juni|juin|junio",
    "jul": "juli|juillet|juil|julio",
    "aug": "août|aout|agosto|ago",
    "sep": "sept|septembre|septiembre|setiembre",
    "oct": "oktober|okt|octobre|octubre",
    "nov": "novembre|noviembre",
    "dec": "dezember|dez|décembre|decembre|déc|diciembre|dic",
}
"""What German, French and Spanish call the months, as DuckDB knows them."""


def _in_english(text: str) -> str:
    """SQL for the text with the months by their English names, and without the "de" between the parts of a Spanish date."""
    for english, others in _MONTHS.items():
        text = f"regexp_replace({text}, '(^|[^a-zà-ÿ])(?:{others})([^a-zà-ÿ]|$)', '\\1{english}\\2')"
    return f"regexp_replace({text}, '\\s+de[l]?\\s+', ' ', 'g')"


_TEXTS = f"""
    narrow as (select v, lower(trim(translate(v, '{_WIDE}', '{_ASCII}'), E' \\t\\r\\n')) as t from cells),
    western as (select v, case when regexp_matches(v, '[年月日号號时時点點上下午]') then
            regexp_replace(regexp_replace(regexp_replace(t, '\\s*[年月]\\s*', '-', 'g'), '\\s*[日号號]\\s*', ' ', 'g'),
                '\\s*[时時点點分]\\s*', ':', 'g') else t end as t from narrow),
    halves as (select v, case when regexp_matches(v, '[上下午早晚凌中秒:]') then
            regexp_replace(regexp_replace(replace(t, '秒', ''), '(?:上午|早上|凌晨)\\s*([0-9:]+)', '\\1 am'),
                '(?:下午|晚上|中午)\\s*([0-9:]+)', '\\1 pm') else t end as t from western),
    wholes as (select v, trim(regexp_replace(t, '(:\\d\\d?):(\\s|$)', '\\1\\2')) as t from halves),
    texts as (select case when regexp_matches(v, '[A-Za-z]') then
            regexp_replace(regexp_replace({_in_english("t")}, '^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*[.,]?\\s+', ''),
                '(\\d)\\s*([ap])\\.?m\\.?$', '\\1 \\2m') else t end as t from wholes)"""
"""Steps from cells (v) to lower case ASCII (t), - between the parts of a Chinese date and : between those of its time.

Each step is a query of its own, because DuckDB would otherwise plan and evaluate the first ones many times over.
"""


@dataclass(frozen=True)
class DateRule:
    """How one column writes dates.

    ``order``: of slashed and dashed dates whose year is not first; null where the column has none. ``dotted``: the same
    for 05.03.2024, day first unless the column proves otherwise. ``time_zone``: an IANA name; times with an offset are
    shown by that clock. ``stated_zone``: the zone of times that carry no offset where the header names one, e.g. UTC.
    """

    order: str | None = None
    dotted: str = "dmy"
    is_1904: bool = False
    time_zone: str | None = None
    stated_zone: str | None = None


@dataclass(frozen=True)
class DateEvidence:
    """What a column's own values say about their order of day and month.

    ``parted``: dates such as 1/2/2024; ``day_first`` and ``month_first``: those of them that allow only that order;
    ``short_years``: those with a year of two digits, which may also stand first. ``dotted…``: likewise with dots.
    """

    parted: int = 0
    day_first: int = 0
    month_first: int = 0
    short_years: int = 0
    dotted: int = 0
    dotted_month_first: int = 0
    dotted_day_first: int = 0

    @property
    def order(self) -> str | None:
        """The proven order; null where nothing proves it, or where the column contradicts itself."""
        if self.day_first and not self.month_first:
            # 13/1/24 may be the 24th of January 2013; 1/13/24 has its month in front, wherever the year stands.
            return None if self.short_years else "dmy"
        return "mdy" if self.month_first and not self.day_first else None

    @property
    def is_unsure(self) -> bool:
        """Whether there are dates whose order must be asked."""
        return self.parted > 0 and self.order is None

    @property
    def dotted_proofs(self) -> int:
        """Dates with dots that allow only one order."""
        return self.dotted_month_first + self.dotted_day_first

    @property
    def dotted_order(self) -> str:
        return "mdy" if self.dotted_month_first and not self.dotted_day_first else "dmy"


def evidence(connection: duckdb.DuckDBPyConnection, column: str) -> DateEvidence:
    """What the column of table raw proves, over all of its values."""
    plain, filled = connection.execute(
        f"""select count(*) filter ({_is_plain(column)} and {_is_year_first(column)}
            and try_cast({column} as timestamp) is not null), count({column}) from raw"""
    ).fetchall()[0]
    if plain == filled:
        return DateEvidence()
    parts = connection.execute(
        f"""with cells as (select distinct {column} as v from raw), {_TEXTS},
            days as (select distinct regexp_extract(t, '{_PARTS}', ['a', 'mark', 'b', 'c']) as p from texts),
            numbers as (select p.mark = '.' as dotted, try_cast(p.a as int) as a, try_cast(p.b as int) as b, p.c as c
                from days where p.a <> '')
            select dotted, count(*), count(*) filter (a > 12 and b <= 12), count(*) filter (b > 12 and a <= 12),
                count(*) filter (strlen(c) = 2) from numbers group by dotted"""
    ).fetchall()
    found = {bool(dotted): counts for dotted, *counts in parts}
    parted, day_first, month_first, short_years = found.get(False, (0, 0, 0, 0))
    dotted, dotted_day, dotted_month, _ = found.get(True, (0, 0, 0, 0))
    return DateEvidence(parted, day_first, month_first, short_years, dotted, dotted_month, dotted_day)


def quick_query(rule: DateRule) -> str:
    """A query for the cells that are year first, as most are; null for all others, which ``slow_query`` may still read."""
    if rule.time_zone:
        return "select null::timestamp as v from cells"
    is_offset = "regexp_full_match(substr(v, 20), ' ?(?:Z|[+-]\\d\\d:?\\d\\d)')"
    return f"""select case when not {_is_year_first("v")} then null when {_is_plain("v")} then try_cast(v as timestamp)
        when substr(v, 17, 1) = ':' and {is_offset} then try_cast(left(v, 19) as timestamp) end as v from cells"""


def slow_query(rule: DateRule) -> str:
    """A query for the cells as naive timestamps; null where the rule cannot read one. Both queries read column v of cells.

    Read: year-month-day in any of the usual marks and in Chinese, 20240305, Excel serials, names of months, clock
    times with seconds, AM and PM, offsets. Nothing is read in part: a date with other words in it is null.
    """
    named = ", ".join(f"'{form}'" for form in _NAMED)
    origin = "1904-01-01" if rule.is_1904 else "1899-12-30"
    return f"""with {_TEXTS},
        offsets as (select regexp_replace(t, '{_OFFSET}', '\\1') as t,
            nullif(regexp_extract(t, '{_OFFSET}', 2), '') as zone from texts),
        days as (select t, zone, {_year_first("t", rule)} as day,
            regexp_replace(trim(regexp_replace(translate(t, ',-/', '   '), '[. ]+', ' ', 'g')),
                '^(\\d{{1,2}} [a-z]+|[a-z]+ \\d{{1,2}}) (\\d\\d)( |$)', '\\1 20\\2\\3') as spelled from offsets),
        moments as (select zone, case
            when regexp_matches(t, '[ap]m$') and regexp_matches(t, '^\\d')
                then coalesce(try_strptime(day, ['%Y-%m-%d %I:%M:%S %p', '%Y-%m-%d %I:%M %p', '%Y-%m-%d %I %p']),
                    try_strptime(spelled, [{named}]))
            when regexp_matches(t, '[a-z]{{3}}') and regexp_matches(t, '\\d') then try_strptime(spelled, [{named}])
            when regexp_full_match(t, '\\d{{8}}') then try_strptime(t, '%Y%m%d')
            when regexp_full_match(t, '\\d{{12}}|\\d{{14}}') then try_strptime(t, ['%Y%m%d%H%M%S', '%Y%m%d%H%M'])
            when regexp_full_match(t, '\\d{{1,6}}(\\.\\d+)?')
                then timestamp '{origin}' + to_microseconds(cast(round(try_cast(t as double) * 86400) as bigint) * 1000000)
            when {_is_year_first("day")} then try_cast(day as timestamp) end as moment from days)
        select {_moved(rule)} as v from moments"""


def time_query() -> str:
    """A query for the cells as clock times alone, null where there is none."""
    forms = "['%I:%M:%S %p', '%I:%M %p', '%I:%M:%S%p', '%I:%M%p']"
    return f"""with {_TEXTS} select coalesce(
        try_cast(regexp_extract(t, '(\\d{{1,2}}:\\d{{2}}(?::\\d{{2}})?(?:\\.\\d+)?)$') as time),
        try_cast(try_strptime(t, {forms}) as time)) as v from texts"""


def _is_year_first(column: str) -> str:
    # DuckDB would read 5/3/24 as the year 5, and 8/10/24 and 10/1/24 have a mark in the fifth place too.
    first, second, third = (f"substr({column}, {place}, 1) in ('-', '/')" for place in (2, 3, 5))
    return f"({third} and not ({first} or {second}))"


def _is_plain(column: str) -> str:
    """No longer than a date and a clock time; parts of a second may follow, an offset not."""
    # Much quicker than a pattern or translate over millions of rows
    fraction = f"substr({column}, 20, 1) = '.' and try_cast(substr({column}, 21) as ubigint) is not null"
    return f"(strlen({column}) <= 19 or ({fraction}))"


def _moved(rule: DateRule) -> str:
    """The moment by the chosen clock, where one was chosen and the file tells which clock it used."""
    if rule.time_zone is None:
        return "moment"
    zone = rule.time_zone.replace("'", "''")
    digits = "replace(regexp_replace(zone, '^(z|utc|gmt)', ''), ':', '')"
    minutes = f"coalesce(try_cast(substr({digits}, 2, 2) as int), 0) * 60 + coalesce(try_cast(substr({digits}, 4, 2) as int), 0)"
    utc = f"moment - to_minutes(({minutes}) * case when contains(zone, '-') then -1 else 1 end)"
    stated = f"timezone('{zone}', timezone('{rule.stated_zone}', moment))" if rule.stated_zone else "moment"
    return f"case when zone is null then {stated} else timezone('{zone}', timezone('UTC', {utc})) end"


def _year_first(text: str, rule: DateRule) -> str:
    """The date rewritten year-month-day, its time behind one space."""
    day = f"regexp_replace({text}, '^(\\d{{4}})[-/. ](\\d{{1,2}})[-/. ](\\d{{1,2}})(?:[t, ]+|$)', '\\1-\\2-\\3 ')"
    for marks, order in (("-/ ", rule.order), (".", rule.dotted)):
        if order is None:
            continue
        places = {"dmy": "\\3-\\2-\\1 ", "mdy": "\\3-\\1-\\2 ", "ymd": "20\\1-\\2-\\3 "}[order]
        mark = f"[{marks}]\\s*"
        tail = "(?:[t, ]+|$)"
        if order == "ymd":
            day = f"regexp_replace({day}, '^(\\d{{2}}){mark}(\\d{{1,2}}){mark}(\\d{{2}}){tail}', '{places}')"
            continue
        day = f"regexp_replace({day}, '^(\\d{{1,2}}){mark}(\\d{{1,2}}){mark}(\\d{{4}}){tail}', '{places}')"
        day = f"regexp_replace({day}, '^(\\d{{1,2}}){mark}(\\d{{1,2}}){mark}(\\d{{2}}){tail}', '20{places}')"
    return f"trim({day})"
