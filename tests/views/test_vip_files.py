"""The lists of the VIP page, taken away."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from segmentation.exports.lens_list import Commission, LensFile
from segmentation.exports.vip_list import distance_file, kept_file, moves_file
from segmentation.locale import LANGUAGES, Words
from segmentation.store.home import Home
from segmentation.store.workspace import Workspace
from segmentation.views.basis import Basis
from segmentation.views.latest import latest_basis
from segmentation.views.vip import SCREEN_ROWS, Near, distances, kept_otherwise, log_of_moves, record_levels, vip_view
from segmentation.views.vip_by_hand import set_by_hand


def _commission(workspace: Workspace, found: Basis, language: str = "en") -> Commission:
    return Commission(workspace, found, Words(language, "CNY"), "Tea", "Close", datetime(2026, 7, 1))


def _customers(made: LensFile) -> list[str]:
    """Of the csv, which must be those of the workbook."""
    listed = [row[0] for row in csv.reader(io.StringIO(made.csv().decode("utf-8-sig"), newline=""))]
    sheet = openpyxl.load_workbook(io.BytesIO(made.workbook())).worksheets[-1]
    assert [row[0] for row in sheet.iter_rows(values_only=True)] == listed
    return listed[1:]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("near", Near)
def test_who_is_near_the_next_level_is_taken_away_whole(
    tea_house: Workspace, tea_house_basis: Basis, near: Near, language: str
) -> None:
    rows = distances(tea_house, tea_house_basis, near)
    made = distance_file(_commission(tea_house, tea_house_basis, language), near)
    assert _customers(made) == rows["customer"].to_pylist()
    assert vip_view(tea_house, tea_house_basis).near_count(near) == rows.num_rows > 7
    assert distances(tea_house, tea_house_basis, near, 7).equals(rows.slice(0, 7))
    assert Words(language)("Missing to the next level") in [column.heading for column in made.shown()[1]]


def test_whose_level_is_not_the_rules_is_taken_away_with_the_reason(
    tea_house: Workspace, tea_house_basis: Basis
) -> None:
    made = kept_file(_commission(tea_house, tea_house_basis))
    on_page = kept_otherwise(tea_house, tea_house_basis)
    view = vip_view(tea_house, tea_house_basis)

    assert _customers(made) == on_page["customer"].to_pylist()
    assert on_page.num_rows == view.kept_by_grace + view.set_by_hand > 0
    headings = [column.heading for column in made.shown()[1]]
    assert {"Phone", "Level in force", "Level by rule", "Why", "Grace until"} <= set(headings)
    # Nobody's level was set by hand.
    assert "Reason" not in headings


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_change_of_level_is_taken_away_with_its_reason(demo_home: Path, language: str) -> None:
    home, words = Home(demo_home), Words(language, "CNY")
    workspace = home.open(home.shops()[0].id)
    found = latest_basis(workspace)
    assert found is not None
    written = record_levels(workspace, found)
    day = date(2026, 6, 30)
    set_by_hand(workspace, 1, "VIP", reason="=friend", until=day, counted_up_to=day)
    set_by_hand(workspace, 1, "non-VIP", reason="moved away", until=day, counted_up_to=day)

    made = moves_file(_commission(workspace, found, language))
    every = log_of_moves(workspace, None)
    assert every.num_rows >= written + 1 > SCREEN_ROWS == log_of_moves(workspace).num_rows
    assert _customers(made) == every["customer"].to_pylist()
    headings = [column.heading for column in made.shown()[1]]
    asked = ("Customer", "Name", "Day", "Before", "Now", "Reason", "Written down on")
    assert headings == [words(heading) for heading in asked]
    latest = next(csv.DictReader(io.StringIO(made.csv().decode("utf-8-sig"), newline="")))
    assert latest[words("Now")] == words("Non-VIP")
    assert latest[words("Reason")].endswith("moved away")
    # The rows are changes, not customers, and the cover calls them so.
    cover = openpyxl.load_workbook(io.BytesIO(made.workbook())).worksheets[0]
    facts = {row[0]: row[1] for row in cover.iter_rows(values_only=True)}
    assert facts[words("Changes in this list")] == every.num_rows
    assert words("Customers in this list") not in facts
    assert words("Share of customers") not in facts
    home.close_all()
