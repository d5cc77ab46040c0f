"""How a person says, in writing, that values are to be read: ``date_order=mdy``."""

from __future__ import annotations

from collections.abc import Iterable

from segmentation.errors import SegmentationError
from segmentation.intake.headings import Recognition
from segmentation.intake.mapping import Mapping
from segmentation.locale import N_

RULES_SAID: dict[str, frozenset[str]] = {
    "date_order": frozenset(["date_order", "dotted_order"]),
    "decimal": frozenset(["decimals"]),
    "amount_level": frozenset(["amount_level"]),
    "currency": frozenset(["currency"]),
    "customer_kind": frozenset(["customer_kind"]),
}
"""The name that is written → the choices of the mapping that it decides, for all columns they concern."""


class NoSuchReading(SegmentationError):
    message = N_("Values cannot be read by {said}. What can be said: {rules}.")
    code = "NO_SUCH_READING"


def mapping_as_said(found: Recognition, said: Iterable[str]) -> tuple[Mapping, tuple[str, ...]]:
    """The recognised mapping with what was said, each as RULE=OPTION, and the codes of the questions that it answers.

    A rule of which the sheet leaves nothing to choose changes nothing, so that one command serves many files.

    Raises
    ------
    NoSuchReading : the rule is unknown, or this sheet cannot have that option; what can be said is named.
    """
    mapping, decided = found.mapping, set[str]()
    for pair in said:
        name, _, option = (part.strip() for part in pair.partition("="))
        choices = RULES_SAID.get(name, frozenset())
        rules = [rule for rule in found.rules if rule.choice in choices and rule.options]
        if not choices or any(option not in rule.options for rule in rules):
            raise NoSuchReading(said=pair, rules="; ".join(_legal(found)))
        for rule in rules:
            mapping = mapping.having(**rule.changed(mapping, option))
        decided |= choices
    return mapping, tuple(dict.fromkeys(asked.code for asked in found.asked if asked.choice in decided))


def _legal(found: Recognition) -> list[str]:
    legal: dict[str, tuple[str, ...]] = {}
    for name, choices in RULES_SAID.items():
        for rule in found.rules:
            if rule.choice in choices and rule.options:
                legal[name] = rule.options
    return [f"{name}={' / '.join(options)}" for name, options in legal.items()]
