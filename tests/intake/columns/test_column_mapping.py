"""A mapping as it is kept: as JSON, by the header's fingerprint, with the names people type."""

from __future__ import annotations

import pytest

from segmentation.intake.headings import recognise
from segmentation.intake.mapping import (
    DamagedMapping,
    Mapping,
    UnknownColumn,
    UnknownField,
    column_named,
    fingerprint,
)
from tests.intake.columns.sheets import PLAIN


def test_a_mapping_survives_json() -> None:
    mapping = recognise(PLAIN).mapping.having(
        order_states={"offen": False}, columns={"customer": (2, 3), "date": 1}, currency="EUR"
    )
    assert Mapping.from_json(mapping.to_json()) == mapping


def test_damaged_json_is_said_so() -> None:
    with pytest.raises(DamagedMapping):
        Mapping.from_json("{")
    with pytest.raises(DamagedMapping):
        Mapping.from_json("[]")


def test_fingerprints_are_of_the_header_alone() -> None:
    assert fingerprint(["A ", "ｂ"]) == fingerprint(["a", "B"])
    assert fingerprint(["a", "b"]) != fingerprint(["ab", ""])
    assert recognise(PLAIN).fingerprint == fingerprint(PLAIN.headers)


def test_columns_are_named_by_people() -> None:
    assert column_named(("Datum", "Betrag"), " betrag") == 1
    with pytest.raises(UnknownColumn, match="Datum, Betrag"):
        column_named(("Datum", "Betrag"), "Kunde")
    with pytest.raises(UnknownField, match="order"):
        Mapping({"colour": 1})
