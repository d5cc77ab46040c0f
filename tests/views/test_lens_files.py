"""The lists of the profile and of the disagreements, taken away: who is in them, and that nothing in them is a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pytest

from segmentation.classifications.lenses import LENSES
from segmentation.exports.lens_list import Commission, LensFile, asking_file, disagreement_file, pair_file
from segmentation.locale import LANGUAGES, Words
from segmentation.parameters import Analysis, Period
from segmentation.schema import SALES
from segmentation.store.customer_records import change
from segmentation.store.home import Home
from segmentation.store.workspace import Workspace
from segmentation.views.basis import Basis, basis
from segmentation.views.disagreements import disagreement_counts, disagreement_list
from segmentation.views.disagreements_wording import worded_rows
from segmentation.views.lens_levels import lens_cross
from segmentation.views.lens_lists import contacts_of
from segmentation.views.profile import QUESTIONS, pair_list, profile
from segmentation.views.profile_basis import PROFILE, ProfileBasis, profile_basis
from tests.conftest import make_home

WORDS = Words("en", "CNY")
FORMULA, PHONE = '=HYPERLINK("http://x.example")', "+8613800138000"


@pytest.fixture(scope="module")
def tea_profile(tea_house: Workspace, tea_house_basis: Basis) -> ProfileBasis:
    return profile_basis(tea_house, tea_house_basis)


@pytest.fixture(scope="module")
def commission(tea_house: Workspace, tea_profile: ProfileBasis) -> Commission:
    return Commission(tea_house, tea_profile, WORDS, "=1+1 Tea", "Best *friends*", datetime(2026, 7, 1, 9, 30))


@pytest.fixture
def odd_names(tmp_path: Path) -> Iterator[Commission]:
    """Two customers, one called like a formula and one like a phone's plus sign."""
    empty = {field.name: None for field in SALES} | {"is_counted": True}
    lines = [
        empty
        | {
            "row_number": 2 + at,
            "customer": customer,
            "customer_key": customer.lower(),
            "name": name,
            "phone": PHONE,
            "order_number": str(at),
            "sold_at": datetime(2024, 3, 20) - timedelta(days=at),
            "net_revenue": Decimal(40),
        }
        for at, (customer, name) in enumerate((("@1", FORMULA), ("-2", "＝cmd|x")))
    ]
    home = Home(make_home(tmp_path / "odd", "Corner shop", pa.Table.from_pylist(lines, schema=SALES)))
    workspace = home.open(home.shops()[0].id)
    found = basis(workspace, Analysis(Period(date(2024, 3, 20))))
    yield Commission(workspace, found, WORDS, "Corner shop", "=list", datetime(2024, 3, 21))
    home.close_all()


def _csv(made: LensFile) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(made.csv().decode("utf-8-sig"), newline="")))


def _book(made: LensFile) -> Any:
    return openpyxl.load_workbook(io.BytesIO(made.workbook()))


def _cover(book: Any) -> dict[str, Any]:
    return {row[0]: row[1] for row in book.worksheets[0].iter_rows(values_only=True, max_col=2) if row[0] is not None}


def _listed(book: Any) -> list[dict[str, Any]]:
    heading, *rows = book.worksheets[-1].iter_rows(values_only=True)
    return [dict(zip(heading, row, strict=True)) for row in rows]


@pytest.mark.parametrize("pair", [("value", "loyalty"), ("satisfaction", "buying"), ("value", "value")], ids=" × ".join)
def test_the_files_of_a_pair_hold_everybody_the_cross_counts(
    commission: Commission, tea_profile: ProfileBasis, pair: tuple[str, str]
) -> None:
    rows, columns = (LENSES[key] for key in pair)
    cross = lens_cross(commission.workspace, tea_profile, rows, columns)
    found = 0
    for at in ((row, column) for row in range(cross.customers.shape[0]) for column in range(cross.customers.shape[1])):
        table, _ = pair_file(commission, tea_profile, rows, columns, at).shown()
        shown = pair_list(commission.workspace, tea_profile, rows, columns, at)
        assert table.num_rows == cross.customers[at]
        assert table["customer"].to_pylist()[:500] == shown.rows["customer"].to_pylist()
        assert sum(table["monetary"].to_pylist()) == shown.revenue
        found += table.num_rows
    assert found == tea_profile.scores.cube.customer_count


def test_workbook_and_csv_hold_the_same_customers_and_the_cover_says_who(
    commission: Commission, tea_profile: ProfileBasis
) -> None:
    made = pair_file(commission, tea_profile, LENSES["value"], LENSES["loyalty"], (0, 0))
    shown = pair_list(commission.workspace, tea_profile, LENSES["value"], LENSES["loyalty"], (0, 0))
    book = _book(made)
    cover = _cover(book)
    listed = _listed(book)

    assert shown.customers > 100
    assert [row["Customer"] for row in _csv(made)] == [row["Customer"] for row in listed]
    assert cover["Customers in this list"] == len(listed) == shown.customers
    assert cover["Revenue of this list"] == pytest.approx(float(shown.revenue))
    assert (cover["Shop"], cover["List"]) == ("=1+1 Tea", "Best *friends*")
    assert (cover["Value"], cover["Loyalty"]) == ("High", "High")
    assert {"Value: High", "Loyalty: High", "Revenue", "Purchases"} <= cover.keys()
    assert "R, F, M score" not in cover
    assert not any("{" in str(text) for text in cover.values())


def test_a_disagreements_files_hold_all_its_customers_with_both_levels_and_why(
    commission: Commission, tea_profile: ProfileBasis
) -> None:
    counted = disagreement_counts(commission.workspace, tea_profile)
    assert sum(one.customers > 0 for one in counted) > 3
    for one in counted:
        table, columns = disagreement_file(commission, tea_profile, one.disagreement).shown()
        whole = disagreement_list(commission.workspace, tea_profile, one.disagreement, most=None)
        assert table["customer"].to_pylist() == whole.rows["customer"].to_pylist()
        assert (table.num_rows, sum(table["monetary"].to_pylist())) == (one.customers, one.revenue)
        assert [column.heading for column in columns][-2:] == ["High here", "Low there"]
    most = max(counted, key=lambda one: one.customers)
    made = disagreement_file(commission, tea_profile, most.disagreement)
    book = _book(made)
    whole = disagreement_list(commission.workspace, tea_profile, most.disagreement, most=None)
    why = worded_rows(whole, tea_profile, WORDS, between=" ")["why"].to_pylist()
    assert all(len(text) > 20 for text in why)
    assert [row["Why"] for row in _listed(book)] == [row["Why"] for row in _csv(made)] == why
    cover = _cover(book)
    assert cover["Disagreement"] == most.disagreement.name
    assert cover["Why both are right"] == most.disagreement.reason


def test_whom_to_ask_is_everybody_of_whom_something_asked_is_not_known(
    commission: Commission, tea_profile: ProfileBasis
) -> None:
    view = profile(commission.workspace, tea_profile)
    listed = _listed(_book(asking_file(commission, tea_profile, view.questions)))
    columns = {asked.lens.column: QUESTIONS[asked.lens.key] for asked in view.questions}
    plain = commission.workspace.query_kept(
        tea_profile.kept,
        f"""select customer, {", ".join(f"{column} is null as no_{column}" for column in columns)}
            from "{PROFILE}" join customers using (customer_id) where coalesce({", ".join(columns)}) is null
               or {" or ".join(f"{column} is null" for column in columns)}""",
    ).to_pylist()
    expected = {row["customer"]: {text for column, text in columns.items() if row[f"no_{column}"]} for row in plain}

    assert len(listed) == len(expected) > 0
    for row in listed:
        said = {text for text in columns.values() if text in row["What to ask"]}
        assert said == expected[row["Customer"]]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_name_is_a_formula_in_any_file(odd_names: Commission, language: str) -> None:
    made_for = Commission(
        odd_names.workspace, odd_names.found, Words(language), "=shop", odd_names.list_name, odd_names.made_at
    )
    value, buying = LENSES["value"], LENSES["buying"]
    found = profile_basis(made_for.workspace, made_for.found)
    cross = lens_cross(made_for.workspace, found, value, buying)
    pairs = [(row, column) for row, column in zip(*cross.customers.nonzero(), strict=True)]
    files = [
        *(pair_file(made_for, found, value, buying, (int(row), int(column))) for row, column in pairs),
        asking_file(made_for, found, profile(made_for.workspace, found).questions),
    ]
    names: set[str] = set()
    for made in files:
        for row in _csv(made):
            texts = list(row.values())
            names |= {text for text in texts if "HYPERLINK" in text or "cmd" in text}
            assert not [text for text in texts if text.startswith(("=", "@", "+", "＝"))]
            assert next(iter(row.values())).startswith("'")
        assert not [cell for sheet in _book(made) for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    assert names == {f"'{FORMULA}", "'＝cmd|x"}


def test_nobody_is_asked_where_there_is_no_question(commission: Commission, tea_profile: ProfileBasis) -> None:
    table, _ = asking_file(commission, tea_profile, ()).shown()
    assert table.num_rows == 0


def test_files_hold_names_and_phones_as_they_stand_now(odd_names: Commission) -> None:
    workspace = odd_names.workspace
    ids = workspace.query("select customer_id from customers order by customer")["customer_id"]
    change(workspace, ids[1].as_py(), {"name": "Ann Lee", "phone": ""})
    found = profile_basis(workspace, odd_names.found)
    listed, _ = asking_file(odd_names, found, profile(workspace, found).questions).shown()
    held = {row["customer"]: row for row in listed.to_pylist()}
    assert (held["@1"]["name"], held["@1"]["phone"]) == ("Ann Lee", None)
    assert held["-2"]["phone"] == PHONE
    assert contacts_of(workspace, ids).to_pylist() == [
        {"name": held[customer]["name"], "phone": held[customer]["phone"], "email": None} for customer in ("-2", "@1")
    ]
