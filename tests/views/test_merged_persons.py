"""Customers found to be one person have one file, one level and one place in every list; taking it back leaves all as it was."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from segmentation.parameters import Analysis, ListFilters, Period
from segmentation.store.contacts import CONTACTS, contacts_stamp
from segmentation.store.customer_records import change, current_values, history, undo_changes
from segmentation.store.home import Home
from segmentation.store.loading import store_sales
from segmentation.store.merges import CannotMerge, accept, undo
from segmentation.store.notes import add_note, notes
from segmentation.store.vip_levels import grants, set_level
from segmentation.store.workspace import Workspace
from segmentation.views.basis import basis
from segmentation.views.customer_file import customer_file
from segmentation.views.customer_list import list_rows
from segmentation.views.customer_search import customer_index, search
from segmentation.views.profile_basis import PROFILE, profile_basis
from segmentation.views.vip import customers_like, log_of_moves, record_levels
from tests.store.sales_lines import incoming, line

DAY = date(2024, 1, 31)
PEOPLE = {"Ann": ("Ann Lee", "138 0000"), "Anne": ("Anne Lee", "139 1111"), "Bob": (None, None), "Cid": ("Cid", None)}
NUMBERS = {name: number for number, name in enumerate(PEOPLE, start=1)}
ANN, ANNE, BOB, CID = NUMBERS.values()


def filled(folder: Path) -> Home:
    home = Home(folder)
    shop = home.open(home.create("Corner shop"))
    lines = [
        line(who, day, 10 * number, f"{number}-{day}", name=PEOPLE[who][0], phone=PEOPLE[who][1])
        for who, number in NUMBERS.items()
        for day in (number, 20 + number)
    ]
    store_sales(shop, incoming(lines))
    return home


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Workspace]:
    home = filled(tmp_path / "shops")
    yield home.open(home.shops()[0].id)
    home.close_all()


def seen(workspace: Workspace) -> dict[str, Any]:
    """All that anybody reads of each customer, wherever they read it."""
    found = basis(workspace, Analysis(Period(DAY)))
    files = {
        number: (
            current_values(workspace, number),
            [one.change_id for one in history(workspace, number)],
            [one.text for one in notes(workspace, number, with_removed=True)],
            customer_file(workspace, found, number, DAY).measures,
        )
        for number in NUMBERS.values()
    }
    index = customer_index(workspace)
    return {
        "files": files,
        "list": list_rows(workspace, found, ListFilters()).to_pylist(),
        "grants": grants(workspace, DAY),
        "log": log_of_moves(workspace).to_pylist(),
        "search": {
            typed: [hit.customer_id for hit in search(workspace, index, typed).hits] for typed in ("ann", "lee", "139")
        },
        "by hand": customers_like(workspace, "ann"),
    }


def test_all_of_the_merged_one_is_seen_under_the_one_that_is_kept(shop: Workspace) -> None:
    change(shop, ANNE, {"city": "Hangzhou", "phone": "139 2222"})
    add_note(shop, ANNE, "likes oolong")
    add_note(shop, ANN, "no sugar")
    set_level(shop, ANNE, "VIP", reason="a friend", until=DAY, counted_up_to=DAY)
    record_levels(shop, basis(shop, Analysis(Period(DAY))))
    before = seen(shop)
    stamp = contacts_stamp(shop)

    merge = accept(shop, ANN, ANNE)

    now = seen(shop)
    values, changes, texts, measures = now["files"][ANN]
    said = {key: value.value for key, value in values.items()}
    # Her own name stays; a phone entered by hand stands above one that came with the sales.
    assert said == {"name": "Ann Lee", "phone": "139 2222", "city": "Hangzhou"}
    assert (sorted(changes), texts) == ([1, 2], ["no sugar", "likes oolong"])
    assert (measures.vip.hand_reason, measures.levels["vip_level"].key) == ("a friend", "VIP")
    assert [(one.customer_id, one.customer) for one in now["grants"]] == [(ANN, "Ann")]
    assert {row["customer"] for row in now["log"]} <= {"Ann", "Bob", "Cid"}
    assert [(row["name"], row["phone"]) for row in now["list"] if row["customer"] == "Ann"] == [("Ann Lee", "139 2222")]
    assert "Anne" not in {row["customer"] for row in now["list"]}
    assert now["search"] == {"ann": [ANN], "lee": [ANN], "139": [ANN]}
    assert list(now["by hand"]) == [ANN]
    assert contacts_stamp(shop) != stamp
    assert customer_file(shop, None, ANN, DAY).also == ("Anne",)

    undo(shop, merge)
    assert seen(shop) == before


def test_no_level_moves_because_two_became_one(shop: Workspace) -> None:
    # All by hand, because two who are one may move the limits of the rule.
    for customer, level in ((BOB, "non-VIP"), (ANN, "VIP"), (CID, "VIP"), (ANNE, "VIP")):
        set_level(shop, customer, level, reason="a", until=DAY, counted_up_to=DAY)
    assert record_levels(shop, basis(shop, Analysis(Period(DAY)))) == 3
    accept(shop, BOB, ANNE)

    assert record_levels(shop, basis(shop, Analysis(Period(DAY)))) == 0


def test_what_is_emptied_of_the_merged_one_empties_nothing_of_the_kept_one(shop: Workspace) -> None:
    change(shop, ANNE, {"phone": ""})
    accept(shop, ANN, ANNE)
    assert current_values(shop, ANN)["phone"].value == "138 0000"
    (emptied,) = change(shop, ANN, {"phone": ""})
    assert "phone" not in current_values(shop, ANN)
    undo_changes(shop, [emptied])
    assert current_values(shop, ANN)["phone"].value == "138 0000"


def test_what_is_entered_after_a_merge_stays_with_the_one_that_is_kept(shop: Workspace) -> None:
    merge = accept(shop, BOB, ANNE)
    assert current_values(shop, BOB)["name"].value == "Anne Lee"
    change(shop, BOB, {"name": "Bob Ray"})
    undo(shop, merge)
    assert current_values(shop, BOB)["name"].value == "Bob Ray"
    assert current_values(shop, ANNE)["name"].value == "Anne Lee"


customers = st.sampled_from(sorted(NUMBERS.values()))
texts = st.sampled_from(["", "x", "y"])
steps = st.one_of(
    st.tuples(st.just("change"), customers, st.sampled_from(["name", "phone", "city"]), texts),
    st.tuples(st.just("note"), customers, st.just(""), st.just("said")),
    st.tuples(st.just("level"), customers, st.sampled_from(["VIP", "non-VIP"]), st.just("why")),
)


def take(workspace: Workspace, step: tuple[str, int, str, str]) -> None:
    kind, customer, field, text = step
    if kind == "change":
        change(workspace, customer, {field: text})
    elif kind == "note":
        add_note(workspace, customer, text)
    else:
        set_level(workspace, customer, field, reason=text, until=DAY, counted_up_to=DAY)


@settings(max_examples=8, deadline=None)
@given(st.lists(steps, max_size=6), st.lists(st.tuples(customers, customers), min_size=1, max_size=3), st.randoms())
def test_merges_taken_back_in_any_order_leave_every_file_as_it_was(drawn, pairs, random) -> None:
    with TemporaryDirectory() as folder:
        home = filled(Path(folder))
        try:
            shop = home.open(home.shops()[0].id)
            for step in drawn:
                take(shop, step)
            record_levels(shop, basis(shop, Analysis(Period(DAY))))
            before, made = seen(shop), []
            for kept, merged in pairs:
                try:
                    made.append(accept(shop, kept, merged))
                except CannotMerge:
                    continue
                # What the file says is what every list says.
                shown = {row["customer_id"]: row for row in shop.query(CONTACTS).to_pylist()}
                for number in NUMBERS.values():
                    values = current_values(shop, number)
                    for field in ("name", "phone", "email"):
                        assert shown[number][field] == (values[field].value if field in values else None)
            random.shuffle(made)
            for merge in made:
                undo(shop, merge)
            assert seen(shop) == before
        finally:
            home.close_all()


def test_what_was_entered_for_a_merged_customer_reaches_the_lenses(shop: Workspace) -> None:
    def influence(customer: int) -> tuple[str | None, str] | None:
        found = profile_basis(shop, basis(shop, Analysis(Period(DAY))))
        rows = shop.query_kept(
            found.kept, f'select influence, influence_provenance from "{PROFILE}" where customer_id = ?', [customer]
        ).to_pylist()
        return (rows[0]["influence"], rows[0]["influence_provenance"]) if rows else None

    change(shop, ANNE, {"influence": "celebrity"}, author="Me")
    assert (influence(ANN), influence(ANNE)) == ((None, "unknown"), ("celebrity", "entered"))
    merge = accept(shop, ANN, ANNE)
    assert (influence(ANN), influence(ANNE)) == (("celebrity", "entered"), None)
    own = change(shop, ANN, {"influence": "reviewer"}, author="Me")
    assert influence(ANN) == ("reviewer", "entered")
    undo_changes(shop, own)
    assert influence(ANN) == ("celebrity", "entered")
    undo(shop, merge)
    assert (influence(ANN), influence(ANNE)) == ((None, "unknown"), ("celebrity", "entered"))
