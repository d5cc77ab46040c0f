"""A lens: one way of sorting the shop's customers, as a pure set of rules on the measured row of each."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from segmentation.classifications.levels import Level
from segmentation.locale import N_


class _Worded(StrEnum):
    """A key with what a person reads of it."""

    sentence: str

    def __new__(cls, key: str, sentence: str = "") -> _Worded:
        member = str.__new__(cls, key)
        member._value_ = key
        member.sentence = sentence
        return member


class Need(_Worded):
    """What a shop must know of a customer before a lens can place them. ``sentence``: how to get it (message id)."""

    SALES = "sales", N_("Sales of known customers.")
    CATEGORY = "category", N_("A category on the sales lines or in a product list.")
    PRICE = "price", N_("A unit price on the sales lines.")
    DISCOUNT = "discount", N_("A discount on the sales lines.")
    SERVICE = "service", N_("A category on the sales lines that the rules name as a service.")
    INTERACTIONS = "interactions", N_("A sheet of contacts: customer, date, kind.")
    FEEDBACK = "feedback", N_("A sheet of feedback with a rating of 5.")
    SATISFACTION = "satisfaction", N_("A sheet of feedback with a satisfaction score of 5.")
    RECOMMENDATION = "recommendation", N_("A sheet of feedback with a recommendation from 0 to 10, or referrals.")
    ENTERED = "entered", N_("What staff enter in the customer file.")


class Provenance(_Worded):
    """Where a level comes from. ``sentence``: what a page says of it (message id)."""

    COMPUTED = "computed", N_("Computed from sales.")
    IMPORTED = "imported", N_("Imported from a sheet.")
    ENTERED = "entered", N_("Entered by hand.")
    UNKNOWN = "unknown", N_("Not known yet.")


@dataclass(frozen=True)
class Lens:
    """One way of sorting customers.

    ``key``: stable. ``name``, ``question``: message ids; the question is what the lens answers. ``levels``: the best first,
    or in their natural order; their keys are all that ``column`` of ``kept_profile`` can hold (null = not known).
    ``rules``: the field of ``Analysis`` whose parameters decide. ``needs``: all of what is named; with ``is_any_enough``,
    sales and any one of the others. ``provenance``: where its levels come from as a rule. ``is_by_cell``: decided by the score
    cell alone, so that weights and limits act on 125 cells; there is no column then but ``cell``. ``is_dimension``: one of
    the ten.
    """

    key: str
    name: str
    question: str
    levels: tuple[Level, ...]
    column: str
    rules: str
    needs: tuple[Need, ...] = (Need.SALES,)
    provenance: Provenance = Provenance.COMPUTED
    is_by_cell: bool = False
    is_dimension: bool = False
    is_any_enough: bool = False

    @property
    def level_keys(self) -> tuple[str, ...]:
        return tuple(level.key for level in self.levels)

    def level(self, key: str) -> Level:
        """The level with that key. Raises ``KeyError``."""
        for level in self.levels:
            if level.key == key:
                return level
        raise KeyError(key)
