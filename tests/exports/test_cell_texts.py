import re
import unicodedata

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from segmentation.exports.cell_text import cell_text, cell_texts, cut_to, utf16_length
from segmentation.exports.description import Column, FactsSheet, Kind, TableSheet, WorkbookDescription
from tests.exports.written_books import cells, decoded, opened, texts_by_calamine, written

LEADS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "＝1",
    "http://a.b",
    "{=1}",
    "#N/A",
    "TRUE",
    "00012",
    "_x0041_",
    "",
]
ANY_TEXT = st.one_of(st.text(max_size=40), st.builds(str.__add__, st.sampled_from(LEADS), st.text(max_size=10)))


def wanted(text: str) -> str | None:
    """The rule, told another way: line breaks as one, then every control and unpaired half left out."""
    unified = "\n".join(re.split("\r\n|\r", text))
    kept = [c for c in unified if c in "\t\n" or not (unicodedata.category(c) in ("Cc", "Cs") or c in "\ufffe\uffff")]
    return "".join(kept) or None


@settings(max_examples=60, deadline=None)
@given(st.lists(ANY_TEXT, min_size=1, max_size=8))
def test_any_text_comes_back_whole_and_never_as_a_formula(texts: list[str]) -> None:
    frame = pa.table({"t": [text.encode("utf-8", "ignore").decode() for text in texts], "n": range(len(texts))})
    sheet = TableSheet("T", (Column("t", "Text"), Column("n", "n", Kind.INTEGER)), frame)
    content = written(WorkbookDescription((FactsSheet("C", texts[0]), sheet)))
    read = opened(content)
    expected = [wanted(text.encode("utf-8", "ignore").decode()) for text in texts]
    rows = list(read["T"].iter_rows(min_row=2))
    assert [row[0].value and decoded(row[0].value) for row in rows] == expected
    assert all(row[0].data_type == "s" for row in rows if row[0].value is not None)
    assert [row[0] for row in texts_by_calamine(content, "T")][1:] == expected
    assert read["C"]["A1"].data_type in ("s", "n")
    assert (read["C"]["A1"].value or "") == (wanted(texts[0]) or "").replace("_x005F_", "_")


@given(st.text(st.characters(exclude_categories=["Cs"])), st.integers(0, 60))
def test_columns_and_single_texts_follow_one_rule(text: str, longest: int) -> None:
    together = cell_texts(pa.array([text, None], pa.large_string()), longest).to_pylist()
    assert together == [cut_to(cell_text(text), longest), None]


@given(st.text(), st.integers(0, 60))
def test_a_cut_text_is_the_longest_beginning_that_fits(text: str, longest: int) -> None:
    clean = cell_text(text)
    cut = cut_to(clean, longest)
    assert clean.startswith(cut)
    assert utf16_length(cut) <= longest
    assert cut == clean or utf16_length(clean[: len(cut) + 1]) > longest


@given(ANY_TEXT)
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    assert cell_text(cell_text(text)) == cell_text(text)


def test_empty_texts_leave_the_cell_empty() -> None:
    sheet = TableSheet("T", (Column("t", "Text"),), pa.table({"t": ["", "\x00", None, "x"]}))
    assert [row[0] for row in cells(opened(written(WorkbookDescription((sheet,))))["T"])] == [
        "Text",
        None,
        None,
        None,
        "x",
    ]
