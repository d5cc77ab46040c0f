"""docs/definitions.md: the sections that the code cites, the README's terms, and the defaults as they are.

``python -m tests.house.test_definitions_page`` writes the table of defaults anew.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields
from decimal import Decimal

from segmentation.parameters import (
    DimensionRules,
    LifecycleRules,
    ParetoRules,
    StarRules,
    StoreStageRules,
    VipRules,
)
from segmentation.parameters.scoring import ClassLimits, Weights
from tests.conftest import PROJECT

FILE = PROJECT / "docs" / "definitions.md"
RULES = (Weights, ClassLimits, LifecycleRules, VipRules, ParetoRules, DimensionRules, StarRules, StoreStageRules)
CITED = re.compile(r"definitions(?:\.md)?,? sections? ((?:\d+(?:, | and | to )?)+)")


def defaults() -> Iterator[tuple[str, str]]:
    for rules in RULES:
        made = rules()
        for field in fields(rules):
            value = getattr(made, field.name)
            shown = ", ".join(value) if isinstance(value, tuple) else "none" if value is None else str(value)
            yield f"{rules.__name__}.{field.name}", shown


def table() -> str:
    return "".join(f"| `{name}` | {value} |\n" for name, value in defaults())


def test_the_table_of_defaults_is_the_programs() -> None:
    assert FILE.read_text(encoding="utf-8").split("| rule | default |\n|---|---|\n")[1] == table()


def test_every_section_that_the_code_cites_is_there() -> None:
    there = set(re.findall(r"^## (\d+)\. ", FILE.read_text(encoding="utf-8"), re.M))
    cited = {
        number
        for folder in ("segmentation", "pages", "tests")
        for path in (PROJECT / folder).rglob("*.py")
        for found in CITED.findall(path.read_text(encoding="utf-8"))
        for number in re.findall(r"\d+", found)
    }
    assert len(cited) > 7
    assert cited <= there


def test_every_term_of_the_readmes_glossary_is_defined() -> None:
    page = FILE.read_text(encoding="utf-8").casefold()
    glossary = (PROJECT / "README.md").read_text(encoding="utf-8").split("## Glossary\n")[1].split("\n## ")[0]
    terms = [row.split("|")[1].strip() for row in glossary.splitlines() if row.startswith("| ")][1:]
    assert len(terms) > 15
    assert [term for term in terms if term.casefold() not in page] == []


def test_numbers_in_the_text_are_the_defaults() -> None:
    text = FILE.read_text(encoding="utf-8")
    life, vip = LifecycleRules(), VipRules()
    assert f"O = {life.overdue_factor} × rhythm" in text
    assert f"{life.unknown_overdue_days}, L = {life.unknown_lost_days}" in text
    assert f"at most {life.new_days} days ago" in text
    assert f"{vip.grace_days} days of grace" in text
    assert f"A window of {vip.window_days} days" in text
    assert f"the {Decimal(100) * life.lost_percentile:.0f}th percentile" in text


if __name__ == "__main__":
    head = FILE.read_text(encoding="utf-8").split("| rule | default |\n|---|---|\n")[0]
    FILE.write_text(f"{head}| rule | default |\n|---|---|\n{table()}", encoding="utf-8")
