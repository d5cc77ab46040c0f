"""What is taken away is what the screen shows."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import openpyxl
import pytest

from segmentation.exports.customer_list import CONTACTS, ListFile, shown
from segmentation.exports.description import Column, Kind
from segmentation.intake import archive_gate
from segmentation.locale import Words
from segmentation.parameters import Between, ListFilters
from segmentation.store.workspace import Workspace
from segmentation.views.basis import Basis
from segmentation.views.customer_list import list_view
from segmentation.views.list_filters_worded import filters_in_words

WORDS = Words("en", "CNY")
FILTERS = ListFilters(segments=frozenset({"champions", "loyal"}), monetary=Between(Decimal(3000)), limit=300)


@pytest.fixture(scope="module")
def made(tea_house: Workspace, tea_house_basis: Basis) -> ListFile:
    return ListFile(
        workspace=tea_house,
        found=tea_house_basis,
        filters=FILTERS,
        words=WORDS,
        shop_name="=1+1 Tea",
        list_name="Best *friends*",
        made_at=datetime(2026, 7, 1, 9, 30),
    )


@pytest.fixture(scope="module")
def book(made: ListFile) -> Any:
    return openpyxl.load_workbook(io.BytesIO(made.workbook()))


def _on_screen(made: ListFile) -> tuple[list[list[Any]], tuple[Column, ...]]:
    view = list_view(made.workspace, made.found, made.filters)
    assert view.is_whole_on_screen
    table, columns = shown(view.rows, view.contacts, made.words)
    return [list(row.values()) for row in table.select([column.key for column in columns]).to_pylist()], columns


def _as_shown(value: Any, column: Column) -> Any:
    if isinstance(value, datetime) and column.kind is Kind.DATE:
        return value.date()
    return None if value is None else pytest.approx(value, abs=1e-9) if isinstance(value, int | float) else value


def test_the_workbook_holds_the_screens_rows(made: ListFile, book: Any) -> None:
    rows, columns = _on_screen(made)
    sheet = list(book.worksheets[-1])

    assert [cell.value for cell in sheet[0]] == [column.heading for column in columns]
    assert len(sheet) - 1 == len(rows)
    for written, on_screen in zip(sheet[1:], rows, strict=True):
        for cell, value, column in zip(written, on_screen, columns, strict=True):
            value = float(value) if isinstance(value, Decimal) else value
            assert value == _as_shown(cell.value, column)


def _cover(book: Any) -> dict[str, Any]:
    return {row[0]: row[1] for row in book["Cover"].iter_rows(values_only=True, max_col=2) if row[0] is not None}


def test_the_cover_says_what_the_screen_says(made: ListFile, book: Any) -> None:
    view, cover = list_view(made.workspace, made.found, made.filters), _cover(book)

    assert cover["Shop"] == "=1+1 Tea"
    assert cover["List"] == "Best *friends*"
    assert cover["As of"].date() == made.found.analysis.period.as_of
    assert cover["Customers in this list"] == view.customer_count
    assert cover["Revenue of this list"] == pytest.approx(float(view.revenue))
    assert cover["Share of customers"] == pytest.approx(view.customer_share)
    assert cover["Share of revenue"] == pytest.approx(view.revenue_share)
    assert cover["Rows in all"] == view.customer_count
    assert set(filters_in_words(made.workspace, FILTERS, WORDS)) <= set(
        book["Cover"].iter_rows(values_only=True, max_col=2)
    )
    assert (cover["R weight"], cover["F weight"], cover["M weight"]) == (4, 8, 8)
    assert cover["Segment · Champions"] == "Bought lately and most often: R 5 and F 4-5."
    assert cover["Value class · A key"] == "Weighted score of 80 or more."
    assert cover["VIP level · Quasi-VIP"] == "Bought on 3 or more days lately, or spent 50% of the limit."
    assert not any("{" in str(text) for text in cover.values())


def test_the_cuts_on_the_cover_are_those_in_use(made: ListFile, book: Any) -> None:
    cover, cuts = _cover(book), made.found.scores.cuts

    for label, limits in (("R (days)", cuts.r), ("F (purchases)", cuts.f)):
        for score, limit in enumerate(limits, start=2):
            part = next(part for part in cover[label].split(" · ") if part.startswith(f"{score}: "))
            assert part.endswith("nobody") or part.split()[-1] == WORDS.number(limit)


def test_no_cell_is_a_formula(book: Any) -> None:
    assert not [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]


def test_a_sheet_a_segment_holds_every_customer_once(made: ListFile) -> None:
    parted = openpyxl.load_workbook(io.BytesIO(replace(made, group_by="segment").workbook()))

    rows, _columns = _on_screen(made)
    customers = [
        row[0] for name in ("Champions", "Loyal") for row in parted[name].iter_rows(min_row=2, values_only=True)
    ]
    assert parted.sheetnames == ["Cover", "Summary", "Champions", "Loyal"]
    assert sorted(customers) == sorted(row[0] for row in rows)


def test_a_sheet_a_life_cycle_stage_can_be_asked_for(made: ListFile) -> None:
    parted = openpyxl.load_workbook(io.BytesIO(replace(made, group_by="lifecycle_stage").workbook()))

    assert set(parted.sheetnames[2:]) <= {"New", "Waiting for the second purchase", "Growing", "Mature", "Returned",
                                          "At risk", "Lost"}  # fmt: skip
    assert (
        sum(parted[name].max_row - 1 for name in parted.sheetnames[2:])
        == list_view(made.workspace, made.found, made.filters).customer_count
    )


def test_the_csv_holds_the_screens_rows(made: ListFile) -> None:
    rows, columns = _on_screen(made)
    content = made.csv()
    written = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))

    assert content.startswith(b"\xef\xbb\xbf")
    assert written[0] == [column.heading for column in columns]
    for line, row in zip(written[1:], rows, strict=True):
        for text, value in zip(line, row, strict=True):
            if isinstance(value, date):
                assert text == value.isoformat()
            elif isinstance(value, int | float | Decimal):
                assert float(text) == pytest.approx(float(value))
            else:
                assert text.removeprefix("'") == (value or "")


def test_contacts_that_nobody_has_are_left_out(made: ListFile) -> None:
    rows = list_view(made.workspace, made.found, made.filters).rows

    assert not {column.key for column in shown(rows, (), WORDS)[1]} & set(CONTACTS)
    assert {column.key for column in shown(rows, ("phone",), WORDS)[1]} & set(CONTACTS) == {"phone"}


def test_the_clients_own_template_is_filled(made: ListFile) -> None:
    template = openpyxl.Workbook()
    sheet = template.active
    assert sheet is not None
    sheet["A1"], sheet["B1"] = "{{shop}}", "{{customers}}"
    for column, text in enumerate(("{{rows}}", "{{customer}}", "{{monetary}}", "{{why}}"), start=1):
        sheet.cell(3, column, text)
    target = io.BytesIO()
    template.save(target)

    made.filled(target.getvalue(), gate=archive_gate.walk, most=0)
    filled = openpyxl.load_workbook(io.BytesIO(made.filled(target.getvalue(), gate=archive_gate.walk))).worksheets[0]

    rows, columns = _on_screen(made)
    at = {column.key: i for i, column in enumerate(columns)}
    assert (filled["A1"].value, filled["A1"].data_type, filled["B1"].value) == ("=1+1 Tea", "s", len(rows))
    written = [[cell.value for cell in line] for line in filled.iter_rows(min_row=3, max_row=2 + len(rows), max_col=4)]
    assert [line[0] for line in written] == list(range(1, len(rows) + 1))
    assert [line[1] for line in written] == [row[at["customer"]] for row in rows]
    assert [line[2] for line in written] == [pytest.approx(float(row[at["monetary"]])) for row in rows]
    assert [line[3] for line in written] == [row[at["why"]] for row in rows]
