"""Notes keep what was typed, with author and moment; a removed one can be brought back."""

from __future__ import annotations

import pytest

from segmentation.store.customer_records import NoSuchCustomer
from segmentation.store.loading import store_sales
from segmentation.store.notes import EmptyNote, NoSuchNote, NoteKind, add_note, notes, remove_note, restore_note
from segmentation.store.workspace import Workspace
from tests.store.sales_lines import incoming, line


@pytest.fixture
def shop(workspace: Workspace) -> Workspace:
    store_sales(workspace, incoming([line("Ann", 3, 10, "1"), line("Bob", 4, 20, "2")]))
    return workspace


def test_notes_stand_newest_first_each_with_its_customer(shop: Workspace) -> None:
    add_note(shop, 1, "Likes Longjing.\nNo sugar.", author=" Li ")
    add_note(shop, 1, "The tin was dented.", kind=NoteKind.COMPLAINT)
    add_note(shop, 2, "Moves in May.")
    assert [(note.kind, note.author, note.text) for note in notes(shop, 1)] == [
        (NoteKind.COMPLAINT, None, "The tin was dented."),
        (NoteKind.NOTE, "Li", "Likes Longjing.\nNo sugar."),
    ]


def test_a_removed_note_is_out_of_sight_until_it_is_brought_back(shop: Workspace) -> None:
    number = add_note(shop, 1, "Allergic to nuts.")
    remove_note(shop, number)
    assert notes(shop, 1) == ()
    assert [note.is_removed for note in notes(shop, 1, with_removed=True)] == [True]
    with pytest.raises(NoSuchNote):
        remove_note(shop, number)
    restore_note(shop, number)
    assert [note.text for note in notes(shop, 1)] == ["Allergic to nuts."]


def test_nothing_and_nobody_are_refused(shop: Workspace) -> None:
    with pytest.raises(EmptyNote):
        add_note(shop, 1, " \n\u200b")
    with pytest.raises(NoSuchCustomer):
        add_note(shop, 9, "hello")
    assert shop.query("select * from notes").num_rows == 0
