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
_OFFSET = r"(:\d\d(?:[.,]\d+)?)\s*(?:z|utc|gmt|(?:utc|gmt)?[+-]\d\d(?::?\d\d)?)$"
_PARTS = r"^(\d{1,2})([-/. ])\s*(\d{1,2})[-/. ]\s*(\d{4}|\d{2})(?:\D|$)"
_TIMES = ("", " %H:%M:%S", " %H:%M", " %I:%M:%S %p", " %I:%M %p")
_NAMED = [
    day + time
    for day in ("%d %b %Y", "%b %d %Y", "%d %B %Y", "%B %d %Y", "%Y %b %d", "%d %b %y", "%b %d %y")
    for time in _TIMES
]


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
        if self.short_years:
            return None
        if self.day_first and not self.month_first:
            return "dmy"
        return "mdy" if self.month_first and not self.day_first else None

    @property
    def is_unsure(self) -> bool:
        """Whether there are dates whose order must be asked."""
        return self.parted > 0 and self.order is None

    @property
    def dotted_order(self) -> str:
        return "mdy" if self.dotted_month_first and not self.dotted_day_first else "dmy"


def evidence(connection: duckdb.DuckDBPyConnection, column: str) -> DateEvidence:
    """What the column proves, over all of its values."""
    plain, filled = connection.execute(
        f"""select count(*) filter (strlen({column}) <= 19 and {_is_year_first(column)}
            and try_cast({column} as timestamp) is not null), count({column}) from raw"""
    ).fetchall()[0]
    if plain == filled:
        return DateEvidence()
    text = _text(f"distinct_values.{column}")
    parts = connection.execute(
        f"""with days as (select distinct regexp_extract({text}, '{_PARTS}', ['a', 'mark', 'b', 'c']) as p
                from (select distinct {column} from raw) as distinct_values),
            numbers as (select p.mark = '.' as dotted, try_cast(p.a as int) as a, try_cast(p.b as int) as b, p.c as c
                from days where p.a <> '')
            select dotted, count(*), count(*) filter (a > 12 and b <= 12), count(*) filter (b > 12 and a <= 12),
                count(*) filter (strlen(c) = 2) from numbers group by dotted"""
    ).fetchall()
    found = {bool(dotted): counts for dotted, *counts in parts}
    parted, day_first, month_first, short_years = found.get(False, (0, 0, 0, 0))
    dotted, dotted_day, dotted_month, _ = found.get(True, (0, 0, 0, 0))
    return DateEvidence(parted, day_first, month_first, short_years, dotted, dotted_month, dotted_day)


def quick_sql(column: str, rule: DateRule) -> str:
    """SQL for the cells that are year first, as most are; null for all others, which ``timestamp_sql`` may still read."""
    if rule.time_zone:
        return "null::timestamp"
    is_offset = f"regexp_full_match(substr({column}, 20), '(?:\\.\\d+)? ?(?:Z|[+-]\\d\\d:?\\d\\d)')"
    return f"""case when not {_is_year_first(column)} then null when strlen({column}) <= 19 then try_cast({column} as timestamp)
        when substr({column}, 17, 1) = ':' and {is_offset} then try_cast(left({column}, 19) as timestamp) end"""


def timestamp_sql(column: str, rule: DateRule) -> str:
    """SQL that gives the cell as a naive timestamp, or null where the rule cannot read it.

    Read: year-month-day in any of the usual marks and in Chinese, 20240305, Excel serials, English month names, clock
    times with seconds, AM and PM, offsets. Nothing is read in part: a date with other words in it is null.
    """
    text = _text(column)
    bare = f"regexp_replace({text}, '{_OFFSET}', '\\1')"
    offset = f"nullif(regexp_extract({text}, '{_OFFSET.replace('(?:z|', '(z|', 1)}', 2), '')"
    day = _year_first(bare, rule)
    spelled = f"regexp_replace(replace(replace({bare}, ',', ' '), '-', ' '), '[. ]+', ' ', 'g')"
    named = ", ".join(f"'{form}'" for form in _NAMED)
    origin = "1904-01-01" if rule.is_1904 else "1899-12-30"
    serial = f"try_cast({bare} as double)"
    rules = f"""case
        when regexp_matches({bare}, '[ap]m$') and regexp_matches({bare}, '^\\d')
            then coalesce(try_strptime({day}, ['%Y-%m-%d %I:%M:%S %p', '%Y-%m-%d %I:%M %p', '%Y-%m-%d %I %p']),
                 try_strptime(trim({spelled}), [{named}]))
        when regexp_matches({bare}, '[a-z]{{3}}') then try_strptime(trim({spelled}), [{named}])
        when regexp_full_match({bare}, '\\d{{8}}') then try_strptime({bare}, '%Y%m%d')
        when regexp_full_match({bare}, '\\d{{12}}|\\d{{14}}') then try_strptime({bare}, ['%Y%m%d%H%M%S', '%Y%m%d%H%M'])
        when regexp_full_match({bare}, '\\d{{1,6}}(\\.\\d+)?')
            then timestamp '{origin}' + to_microseconds(cast(round({serial} * 86400) as bigint) * 1000000)
        when {_is_year_first(day)} then try_cast({day} as timestamp) end"""
    return _moved(rules, offset, rule)


def time_sql(column: str) -> str:
    """SQL that gives a clock time alone as a time of day, or null."""
    text = _text(column)
    last = f"regexp_extract({text}, '(\\d{{1,2}}:\\d{{2}}(?::\\d{{2}})?(?:\\.\\d+)?)$')"
    return (
        f"coalesce(try_cast({last} as time), "
        f"try_cast(try_strptime({text}, ['%I:%M:%S %p', '%I:%M %p', '%I:%M:%S%p', '%I:%M%p']) as time))"
    )


def _is_year_first(column: str) -> str:
    # DuckDB would read 5/3/24 as the year 5.
    return f"substr({column}, 5, 1) in ('-', '/')"


def _moved(moment: str, offset: str, rule: DateRule) -> str:
    """The moment by the chosen clock, where one was chosen and the file tells which clock it used."""
    if rule.time_zone is None:
        return moment
    zone = rule.time_zone.replace("'", "''")
    hours = f"try_cast(left(regexp_replace({offset}, '^(z|utc|gmt)', ''), 3) as int)"
    minutes = f"try_cast(substr(replace(regexp_replace({offset}, '^(z|utc|gmt)', ''), ':', ''), 4, 2) as int)"
    east = (
        f"coalesce({hours}, 0) * 60 + coalesce({minutes}, 0) * case when starts_with({offset}, '-') then -1 else 1 end"
    )
    utc = f"({moment}) - to_minutes({east})"
    stated = f"timezone('{zone}', timezone('{rule.stated_zone}', {moment}))" if rule.stated_zone else moment
    return f"case when {offset} is null then {stated} else timezone('{zone}', timezone('UTC', {utc})) end"


def _text(column: str) -> str:
    """Lower case ASCII with - between the parts of a Chinese date and : between those of a Chinese time."""
    text = f"lower(trim(translate({column}, '{_WIDE}', '{_ASCII}')))"
    chinese = (
        f"regexp_replace(regexp_replace(regexp_replace({text}, '\\s*[年月]\\s*', '-', 'g'), '\\s*[日号號]\\s*', ' ', 'g'), "
        f"'\\s*[时時点點分]\\s*', ':', 'g')"
    )
    half_days = (
        f"regexp_replace(regexp_replace({chinese}, '(?:上午|早上|凌晨)\\s*([0-9:]+)', '\\1 am'), "
        f"'(?:下午|晚上|中午)\\s*([0-9:]+)', '\\1 pm')"
    )
    seconds = f"regexp_replace(replace({half_days}, '秒', ''), '(:\\d\\d?):(\\s|$)', '\\1\\2')"
    chinese_only = (
        f"case when regexp_matches({column}, '[年月日号號时時点點上下午]') then trim({seconds}) else {text} end"
    )
    weekday = "^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*[.,]?\\s+"
    letters = f"regexp_replace({chinese_only}, '{weekday}', '')"
    meridiem = f"regexp_replace({letters}, '(\\d)\\s*([ap])\\.?m\\.?$', '\\1 \\2m')"
    return f"case when regexp_matches({column}, '[A-Za-z]') then {meridiem} else {chinese_only} end"


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
