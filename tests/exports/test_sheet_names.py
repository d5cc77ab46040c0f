import pytest
from hypothesis import given
from hypothesis import strategies as st

from segmentation.exports.cell_text import utf16_length
from segmentation.exports.description import FactsSheet, WorkbookDescription
from segmentation.exports.sheet_names import SheetNames
from tests.exports.written_books import opened, written


@pytest.mark.parametrize(
    ("wanted", "given_"),
    [
        ("Champions", "Champions"),
        ("can't lose", "can't lose"),
        ("'quoted'", "quoted"),
        ("a[b]c:d*e?f/g\\h", "a b c d e f g h"),
        ("History", "History (2)"),
        ("HISTORY", "HISTORY (2)"),
        ("", "Sheet"),
        ("\x00\n", "Sheet"),
        ("重要价值客户", "重要价值客户"),
        ("x" * 40, "x" * 31),
        ("😀" * 20, "😀" * 15),
    ],
)
def test_wanted_names_become_legal(wanted: str, given_: str) -> None:
    assert SheetNames().take(wanted) == given_


def test_names_that_differ_only_by_case_get_a_number() -> None:
    names = SheetNames()
    assert [names.take(name) for name in ("List", "LIST", "list")] == ["List", "LIST (2)", "list (3)"]


def test_a_long_name_keeps_room_for_its_number() -> None:
    names = SheetNames()
    names.take("y" * 31)
    assert names.take("y" * 35) == "y" * 27 + " (2)"


@given(st.lists(st.text(max_size=40), max_size=12))
def test_all_names_of_a_book_are_legal_and_differ(wanted: list[str]) -> None:
    names = SheetNames()
    taken = [names.take(name) for name in wanted]
    assert len({name.casefold() for name in taken}) == len(taken)
    for name in taken:
        assert 0 < utf16_length(name) <= 31
        assert not set(name) & set("[]:*?/\\")
        assert not name.startswith("'")
        assert not name.endswith("'")
        assert name.casefold() != "history"


def test_excels_readers_accept_the_names() -> None:
    wanted = ["a/b", "A:B", "'x'", "History", "😀" * 31]
    content = written(WorkbookDescription(tuple(FactsSheet(name, "t") for name in wanted)))
    assert opened(content).sheetnames == ["a b", "A B (2)", "x", "History (2)", "😀" * 15]
