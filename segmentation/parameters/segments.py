"""The shop's own table of named segments, and its own limits of the eight types."""

from __future__ import annotations

from dataclasses import dataclass, fields
from decimal import Decimal

from segmentation.locale import N_
from segmentation.parameters.checks import is_whole, require, require_counts, require_days, require_money, require_names

Range = tuple[int, int]
ANY: Range = (1, 5)


@dataclass(frozen=True)
class SegmentRule:
    """A box of cells with one name: from and to, both included, of each score."""

    key: str
    r: Range = ANY
    f: Range = ANY
    m: Range = ANY

    def __post_init__(self) -> None:
        for name in ("r", "f", "m"):
            low, high = getattr(self, name)
            is_legal = is_whole(low, 1, 5) and is_whole(high, 1, 5) and low <= high
            require(is_legal, name, f"{low}-{high}", N_("Scores go from 1 to 5, the lower one first."))

    def has(self, cell: int) -> bool:
        scores = (cell // 100, cell // 10 % 10, cell % 10)
        return all(low <= score <= high for score, (low, high) in zip(scores, (self.r, self.f, self.m), strict=True))


@dataclass(frozen=True)
class SegmentName:
    """What a segment of the shop's own is called, and the sentence that says who belongs to it."""

    key: str
    name: str
    rule: str = ""


@dataclass(frozen=True)
class SegmentRules:
    """The shop's own table: boxes, and names in the order shown. Without boxes the built-in table is meant.

    A name that is missing is the built-in one of that key. Whether every cell has one name is the linter's question
    (``classifications.rfm_segments.lint``), so that a table can be looked at while it is being made.
    """

    boxes: tuple[SegmentRule, ...] = ()
    names: tuple[SegmentName, ...] = ()

    def __post_init__(self) -> None:
        keys = [name.key for name in self.names]
        require(len(keys) == len(set(keys)), "names", ", ".join(keys), N_("Each segment is named once."))


@dataclass(frozen=True)
class EightTypeRules:
    """From where a value is high, by hand; None = the mean over the customers.

    ``recency_days``: at most so many days; ``frequency`` (purchases) and ``monetary`` (currency): at least so much.
    ``name_111`` … ``name_000``: what the shop calls the type with these R, F and M (1 = high); empty = the built-in name.
    """

    recency_days: int | None = None
    frequency: int | None = None
    monetary: Decimal | None = None
    name_111: str = ""
    name_011: str = ""
    name_101: str = ""
    name_001: str = ""
    name_110: str = ""
    name_010: str = ""
    name_100: str = ""
    name_000: str = ""

    def __post_init__(self) -> None:
        require_names(self, [field.name for field in fields(self) if field.name.startswith("name_")])
        own = [name.casefold() for name in self.names.values()]
        require(
            len(own) == len(set(own)), "names", ", ".join(self.names.values()), N_("Each type has a name of its own.")
        )
        require_days(self, ["recency_days"], may_be_none=True)
        require_counts(self, ["frequency"], least=1, may_be_none=True)
        require_money(self, ["monetary"], may_be_negative=True)

    @property
    def names(self) -> dict[str, str]:
        """Key of a type → the shop's own name for it."""
        found = {field.name: str(getattr(self, field.name)) for field in fields(self) if field.name.startswith("name_")}
        return {name.removeprefix("name_"): value for name, value in found.items() if value}
