"""A field's value is its latest change that stands; entered wins over imported; every step can be taken back."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from segmentation.classifications.lenses import LENSES
from segmentation.store import customer_fields
from segmentation.store.customer_fields import FIELDS, FieldKind, define_own_field, forget_own_field
from segmentation.store.customer_records import (
    NoSuchChange,
    NoSuchCustomer,
    change,
    current_values,
    history,
    redo_changes,
    undo_changes,
)
from segmentation.store.loading import store_sales, undo
from segmentation.store.typed_text import typed_line, typed_text
from segmentation.store.workspace import Workspace
from tests.store.sales_lines import incoming, line

ANN = 1


@pytest.fixture
def shop(workspace: Workspace) -> Workspace:
    store_sales(workspace, incoming([line("Ann", 3, 10, "1", name="Ann Lee", phone="138 0000")]))
    return workspace


def import_list(workspace: Workspace, moment: datetime, **values: str | None) -> int:
    """A customer list as a load brings it in; its load's number."""
    with workspace.writing() as cursor:
        ((load,),) = cursor.execute("select max(load_id) + 1 from loads").fetchall()
        cursor.execute(
            "insert into loads (load_id, kind, file_name, sha256, sheet, loaded_at) values (?, 'customers', 'l.csv', ?, '', ?)",
            [load, str(load), moment],
        )
        for field, value in values.items():
            cursor.execute(
                "insert into record_changes select coalesce(max(change_id), 0) + 1, ?, ?, ?, 'imported', ?, null, ?, null "
                "from record_changes",
                [ANN, field, value, load, moment],
            )
    return int(load)


def said(workspace: Workspace) -> dict[str, str]:
    return {field: value.value for field, value in current_values(workspace, ANN).items()}


def test_what_sales_bring_along_stands_until_somebody_says_otherwise(shop: Workspace) -> None:
    assert said(shop) == {"name": "Ann Lee", "phone": "138 0000"}
    change(shop, ANN, {"name": "Anne Lee", "city": "Hangzhou"}, author="Li")
    assert said(shop) == {"name": "Anne Lee", "phone": "138 0000", "city": "Hangzhou"}
    city = current_values(shop, ANN)["city"]
    assert (city.provenance, city.author) == ("entered", "Li")


def test_entered_wins_over_a_list_that_is_loaded_later(shop: Workspace) -> None:
    import_list(shop, datetime(2024, 1, 1), city="Suzhou", occupation="teacher")
    change(shop, ANN, {"city": "Hangzhou"})
    import_list(shop, datetime(2999, 1, 1), city="Ningbo", occupation="lawyer")
    assert (said(shop)["city"], said(shop)["occupation"]) == ("Hangzhou", "lawyer")


def test_a_list_that_is_undone_says_nothing(shop: Workspace) -> None:
    import_list(shop, datetime(2024, 1, 1), city="Suzhou")
    later = import_list(shop, datetime(2024, 2, 1), city="Ningbo", needs="samples")
    undo(shop, later)
    assert said(shop)["city"] == "Suzhou"
    assert "needs" not in said(shop)


def test_a_field_emptied_by_hand_stays_empty_also_when_a_list_fills_it(shop: Workspace) -> None:
    change(shop, ANN, {"phone": "   "})
    import_list(shop, datetime(2999, 1, 1), phone="139")
    assert "phone" not in said(shop)


def test_saying_what_stands_already_is_no_change(shop: Workspace) -> None:
    version = shop.data_version
    assert change(shop, ANN, {"name": "Ann  Lee ", "city": ""}) == ()
    assert (history(shop, ANN), shop.data_version) == ((), version)


def test_undo_of_a_change_in_the_middle_leaves_the_later_one(shop: Workspace) -> None:
    (first,) = change(shop, ANN, {"city": "Suzhou"})
    (second,) = change(shop, ANN, {"city": "Ningbo"})
    undo_changes(shop, [first])
    assert said(shop)["city"] == "Ningbo"
    undo_changes(shop, [second])
    assert "city" not in said(shop)
    redo_changes(shop, [first])
    assert said(shop)["city"] == "Suzhou"
    assert [(one.value, one.is_undone) for one in history(shop, ANN)] == [("Ningbo", True), ("Suzhou", False)]


def test_what_is_undone_cannot_be_undone_again_and_nothing_else_is_either(shop: Workspace) -> None:
    first, second = change(shop, ANN, {"city": "Suzhou", "needs": "samples"})
    undo_changes(shop, [first])
    with pytest.raises(NoSuchChange):
        undo_changes(shop, [first, second])
    assert said(shop)["needs"] == "samples"


@pytest.mark.parametrize(
    ("field", "typed", "code"),
    [
        ("shoe_size", "42", "UNKNOWN_FIELD"),
        ("birthday", "31.12.1990", "NOT_A_DAY"),
        ("influence", "huge", "NOT_A_CHOICE"),
    ],
)
def test_what_a_field_cannot_hold_is_refused_with_all_that_came_with_it(
    shop: Workspace, field: str, typed: str, code: str
) -> None:
    with pytest.raises(customer_fields.SegmentationError) as refusal:
        change(shop, ANN, {"city": "Suzhou", field: typed})
    assert refusal.value.code == code
    assert history(shop, ANN) == ()


def test_a_customer_that_is_not_there_has_no_file(shop: Workspace) -> None:
    with pytest.raises(NoSuchCustomer):
        current_values(shop, 99)
    with pytest.raises(NoSuchCustomer):
        change(shop, 99, {"city": "Suzhou"})


def test_a_field_of_the_shops_own_is_typed_shown_and_undone_like_any_other(shop: Workspace) -> None:
    with pytest.raises(customer_fields.IllegalOwnField):
        define_own_field(shop, "Cup", FieldKind.CHOICE, ["small"])
    cup = define_own_field(shop, " Cup ", FieldKind.CHOICE, ["small", "large", "small"])
    assert customer_fields.own_fields(shop) == (cup,)
    (made,) = change(shop, ANN, {cup.key: "large"})
    assert said(shop)["own:Cup"] == "large"
    undo_changes(shop, [made])
    assert "own:Cup" not in said(shop)
    redo_changes(shop, [made])
    forget_own_field(shop, "Cup")
    assert customer_fields.own_fields(shop) == ()
    define_own_field(shop, "Cup", FieldKind.LINE)
    assert said(shop)["own:Cup"] == "large"


@pytest.mark.parametrize(
    "key", ["influence", "psychology", "feedback", "interaction", "satisfaction", "recommendation"]
)
def test_levels_that_staff_may_enter_are_those_of_the_lens(key: str) -> None:
    (field,) = [field for field in FIELDS if field.key == key]
    assert {choice for choice, _ in field.choices} == set(LENSES[key].level_keys)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Ann\t Lee ", "Ann Lee"),
        ("a\u202eb\u200b", "ab"),
        ("\u200b", None),
        ("Cafe\u0301", "Café"),
        ("x" * 900, "x" * 500),
    ],
)
def test_a_line_is_kept_composed_visible_and_short(typed: str, kept: str | None) -> None:
    assert typed_line(typed) == kept


def test_a_text_keeps_its_lines() -> None:
    assert typed_text("\n likes tea \r\n\r\n no sugar\n\n") == "likes tea\n\n no sugar"


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.tuples(st.sampled_from("cux"), st.integers(0, 5)), max_size=12))
def test_any_run_of_changes_and_undos_leaves_the_latest_that_stands(
    shop: Workspace, steps: list[tuple[str, int]]
) -> None:
    with shop.writing() as cursor:
        cursor.execute("delete from record_changes")
    made: list[tuple[int, str]] = []
    undone: set[int] = set()
    for what, pick in steps:
        if what == "c":
            value = f"city {pick} {len(made)}"
            made.append((change(shop, ANN, {"city": value})[0], value))
        elif made:
            number = made[pick % len(made)][0]
            if what == "u" and number not in undone:
                undo_changes(shop, [number])
                undone.add(number)
            elif what == "x" and number in undone:
                redo_changes(shop, [number])
                undone.discard(number)
    standing = [value for number, value in made if number not in undone]
    assert said(shop).get("city") == (standing[-1] if standing else None)
