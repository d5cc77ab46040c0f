"""Lenses in words: the rule of a level with its own numbers, a figure beside its limits, a way up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from decimal import Decimal

from segmentation.classifications.explanation import Figure, Unit, Value
from segmentation.classifications.lens import Lens
from segmentation.classifications.levels import Level
from segmentation.classifications.ways import Way
from segmentation.locale import N_, Words
from segmentation.parameters import Analysis

_SHARES = ("value_high", "value_middle")


def rule_in_words(lens: Lens, level: Level, analysis: Analysis, words: Words) -> str:
    """Who belongs to the level, with the limits in use; empty where a shop's own segment has no sentence."""
    sentence = words(level.rule)
    if lens.key == "segment":
        # A person may have written it, braces and all.
        return sentence
    rules = getattr(analysis, lens.rules)
    if lens.rules == "scoring":
        rules = rules.class_limits
    return sentence.format(
        **{field.name: _plain(field.name, getattr(rules, field.name), words) for field in fields(rules)}
    )


def _plain(name: str, value: object, words: Words) -> str:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return str(value)
    if name.endswith("_share") or name in _SHARES:
        return words.exact_percent(value)
    return _number(value, words)


def _number(value: float | Decimal, words: Words, most: int = 2) -> str:
    """With as many decimals as it has, ``most`` at the most."""
    rounded = round(Decimal(str(value)), most)
    exponent = rounded.normalize().as_tuple().exponent
    return words.number(rounded, max(0, -exponent) if isinstance(exponent, int) else 0)


def value_in_words(value: Value, unit: Unit, words: Words) -> str:
    """A figure or a limit as a person reads it; "none" where there is none."""
    if value is None:
        return words(N_("none"))
    if isinstance(value, str):
        return words(value)
    if unit is Unit.MONEY:
        return words.money(value)
    if unit is Unit.SHARE:
        return words.percent(value)
    if unit is Unit.PURCHASES:
        return words.count("{n} purchase", "{n} purchases", int(value))
    if unit is Unit.DAYS:
        n = round(float(value), 1)
        return (
            words.count("{n} day", "{n} days", int(n))
            if n == int(n)
            else words(N_("{n} days")).format(n=words.number(n, 1))
        )
    return _number(value, words)


def figure_in_words(figure: Figure, words: Words) -> str:
    """ "Spent in the window: 420 (VIP from 1,751, quasi-VIP from 875.50)"."""
    shown = words(N_("{name}: {value}")).format(
        name=words(figure.name), value=value_in_words(figure.value, figure.unit, words)
    )
    limits = [
        f"{words(name)} {value_in_words(limit, figure.unit, words)}"
        for name, limit in figure.limits
        if limit is not None
    ]
    return with_limits(shown, limits, words)


def with_limits(shown: str, limits: Sequence[str], words: Words) -> str:
    """ "420 (VIP from 1,751)"; without limits what is shown alone."""
    if not limits:
        return shown
    return words(N_("{figure} ({limits})")).format(figure=shown, limits=words(N_(", ")).join(limits))


def way_in_words(way: Way, level_name: str, words: Words) -> str:
    """ "VIP: 1 more visit with 444 spent, by 3 May 2024". ``level_name``: of the level reached, in the reader's language."""
    visits = words.count("{n} more visit", "{n} more visits", way.visits)
    if way.amount is None:
        need = words(N_("{visits}, any amount")).format(visits=visits)
    else:
        money = words.money(way.amount, 0 if way.amount == way.amount.to_integral_value() else 2)
        need = words(N_("{visits} with {amount} in all")).format(visits=visits, amount=money)
    if way.until is None:
        return words(N_("{level}: {need}")).format(level=level_name, need=need)
    return words(N_("{level}: {need}, by {date}")).format(level=level_name, need=need, date=words.date(way.until))
