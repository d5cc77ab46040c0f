"""Real files the whole way into a shop: overlapping exports, the same file twice, the next file of a known shape."""

from __future__ import annotations

from pathlib import Path

import pytest

from segmentation.errors import SegmentationError
from segmentation.intake.cleaning import AmountsAreBarCodes
from segmentation.intake.mapping import MissingColumn
from segmentation.store.errors import AlreadyLoaded
from segmentation.store.file_load import MustAsk, load_prepared, prepare
from segmentation.store.home import Home
from segmentation.store.loading import LoadReport, undo
from segmentation.store.remembered_mappings import remembered_mapping
from segmentation.store.workspace import Workspace
from tests.store.sales_lines import active_lines, orders, state


def load(workspace: Workspace, file: Path) -> LoadReport:
    return load_prepared(workspace, prepare(workspace, file, file_name=file.name))


@pytest.fixture
def corpus(shared: Path) -> Path:
    return shared / "corpus"


def test_p3_an_overlapping_export_adds_only_what_is_new(corpus: Path, workspace: Workspace, home: Home) -> None:
    first = load(workspace, corpus / "000_plain_ok.xlsx")
    assert (first.read, first.kept, first.duplicates) == (20, 20, 0)
    second = load(workspace, corpus / "002_overlap_half.xlsx")
    assert (second.read, second.kept, second.refused, second.duplicates) == (20, 10, 0, 10)

    alone = home.open(home.create("The later export alone"))
    load(alone, corpus / "002_overlap_half.xlsx")
    assert orders(workspace) == orders(workspace) | orders(alone)
    assert sum(orders(workspace).values()) == 30
    both = sum(order[3] for order in orders(workspace).elements())
    assert both < first.net_revenue + second.net_revenue
    assert both == sum(key[3] for key in active_lines(workspace).elements())


def test_p3_the_same_bytes_under_another_name_are_recognised(corpus: Path, workspace: Workspace) -> None:
    load(workspace, corpus / "000_plain_ok.xlsx")
    before = state(workspace)
    with pytest.raises(AlreadyLoaded, match="000_plain_ok"):
        load(workspace, corpus / "001_plain_ok_again.xlsx")
    assert state(workspace) == before


def test_undoing_the_later_export_restores_the_earlier(corpus: Path, workspace: Workspace) -> None:
    load(workspace, corpus / "000_plain_ok.xlsx")
    counted = orders(workspace)
    load(workspace, corpus / "002_overlap_half.xlsx")
    undo(workspace, 2)
    assert orders(workspace) == counted


def test_a_csv_of_the_same_sales_adds_nothing(corpus: Path, workspace: Workspace, tmp_path: Path) -> None:
    """The same lines saved again as csv, with other bytes: recognised line by line."""
    file = corpus / "000_plain_ok.xlsx"
    prepared = prepare(workspace, file, file_name=file.name)
    first = load_prepared(workspace, prepared)
    cells = prepared.raw.cells.table().drop_columns(["row_number"]).to_pylist()
    written = [",".join(prepared.raw.headers)] + [",".join(f'"{cell or ""}"' for cell in row.values()) for row in cells]
    copy = tmp_path / "saved again.csv"
    copy.write_text("\n".join(written) + "\n", encoding="utf-8")
    report = load(workspace, copy)
    assert (report.read, report.kept, report.duplicates) == (20, 0, 20)
    assert sum(order[3] for order in orders(workspace).elements()) == first.net_revenue


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("040_zero_byte.xlsx", "EMPTY_FILE"),
        ("053_png_named_xlsx.xlsx", "NOT_A_SPREADSHEET"),
        ("050_encrypted.xlsx", "PASSWORD_PROTECTED"),
    ],
)
def test_p4_a_file_that_cannot_be_read_leaves_the_shop_as_it_was(
    corpus: Path, workspace: Workspace, name: str, code: str
) -> None:
    load(workspace, corpus / "000_plain_ok.xlsx")
    before = state(workspace)
    with pytest.raises(SegmentationError) as refusal:
        load(workspace, corpus / name)
    assert refusal.value.code == code
    assert "{" not in refusal.value.sentence()
    assert state(workspace) == before


def test_p4_a_file_without_a_customer_column_names_the_columns_it_has(workspace: Workspace, tmp_path: Path) -> None:
    file = tmp_path / "till.csv"
    file.write_text("Datum,Ware,Preis\n2024-01-03,Tee,4.50\n2024-01-04,Tasse,9.00\n", encoding="utf-8")
    before = state(workspace)
    with pytest.raises(MissingColumn, match="Datum, Ware, Preis"):
        load(workspace, file)
    assert state(workspace) == before


AMBIGUOUS = "Customer,Date,Amount\nAnn,03/04/2024,10\nBob,05/06/2024,20\n"


def test_what_nothing_proves_is_asked_and_not_guessed(workspace: Workspace, tmp_path: Path) -> None:
    file = tmp_path / "days.csv"
    file.write_text(AMBIGUOUS, encoding="utf-8")
    before = state(workspace)
    prepared = prepare(workspace, file, file_name=file.name)
    assert prepared.questions
    with pytest.raises(MustAsk, match=prepared.questions[0]):
        load_prepared(workspace, prepared)
    assert state(workspace) == before

    mapping = prepared.recognition.mapping.having(date_order="mdy")
    load_prepared(workspace, prepared, mapping=mapping, answered=prepared.questions)
    assert {key[2].month for key in active_lines(workspace)} == {3, 5}


def test_the_next_file_of_that_shape_needs_no_answer(workspace: Workspace, tmp_path: Path) -> None:
    for place, text in enumerate((AMBIGUOUS, AMBIGUOUS.replace("2024", "2023"))):
        file = tmp_path / f"days {place}.csv"
        file.write_text(text, encoding="utf-8")
        prepared = prepare(workspace, file, file_name=file.name)
        if place == 0:
            mapping = prepared.recognition.mapping.having(date_order="mdy")
            load_prepared(workspace, prepared, mapping=mapping, answered=prepared.questions)
        else:
            assert prepared.questions == ()
            load_prepared(workspace, prepared)
    assert remembered_mapping(workspace, prepared.raw.headers) == mapping
    assert {(key[2].year, key[2].month) for key in active_lines(workspace)} == {
        (2023, 3),
        (2023, 5),
        (2024, 3),
        (2024, 5),
    }


def test_progress_only_goes_forward_and_ends_at_one(corpus: Path, workspace: Workspace) -> None:
    file, shares = corpus / "000_plain_ok.xlsx", []
    prepared = prepare(workspace, file, file_name=file.name)
    load_prepared(workspace, prepared, on_progress=lambda step, share: shares.append(share))
    assert shares == sorted(shares)
    assert shares[-1] == 1.0


def test_p5_what_was_read_adds_up_over_the_corpus(corpus: Path, home: Home) -> None:
    for name in (
        "081_total_row_en.xlsx",
        "105_error_cells.xlsx",
        "100_mixed_dates.xlsx",
        "210_ragged_short.csv",
        "115_returns_zero_huge.xlsx",
    ):
        workspace = home.open(home.create(name))
        prepared = prepare(workspace, corpus / name, file_name=name)
        report = load_prepared(workspace, prepared, answered=prepared.questions)
        assert report.read == report.kept + report.refused + report.duplicates, name
        stored = workspace.query(
            "select (select count(*) from lines), (select count(*) from refused_lines)"
        ).to_pylist()
        assert list(stored[0].values()) == [report.kept, report.refused], name
        assert (
            report.net_revenue
            == workspace.query("select coalesce(sum(net_revenue), 0) as m from orders")["m"][0].as_py()
        )


def bar_code(number: int) -> str:
    digits = f"690123{number:06d}"
    return digits + str(-sum(int(digit) * weight for digit, weight in zip(digits, (1, 3) * 6, strict=True)) % 10)


def test_bar_codes_have_the_check_digit_of_a_printed_one() -> None:
    assert bar_code(456789)[:12] == "690123456789"
    assert bar_code(456789)[12] == "2"


@pytest.mark.parametrize("ending", ["", ".0"])
def test_a_bar_code_taken_for_the_amount_is_refused_with_its_column(
    workspace: Workspace, tmp_path: Path, ending: str
) -> None:
    lines = "".join(f"Ann,2024-03-{n:02d},{bar_code(n)}{ending}\n" for n in range(1, 29))
    (tmp_path / "till.csv").write_text("Customer,Date,Total\n" + lines, encoding="utf-8")
    before = state(workspace)
    with pytest.raises(AmountsAreBarCodes) as refused:
        load(workspace, tmp_path / "till.csv")
    assert refused.value.values["column"] == "Total"
    assert state(workspace) == before


@pytest.mark.parametrize("other", ["12.50", "0", "1001"])
def test_bar_codes_are_known_although_some_goods_have_none(workspace: Workspace, tmp_path: Path, other: str) -> None:
    cells = [other if n in (1, 9, 20) else bar_code(n) for n in range(1, 29)]
    lines = "".join(f"Ann,2024-03-{n:02d},{cell}\n" for n, cell in enumerate(cells, 1))
    (tmp_path / "till.csv").write_text("Customer,Date,Total\n" + lines, encoding="utf-8")
    before = state(workspace)
    with pytest.raises(AmountsAreBarCodes) as refused:
        load(workspace, tmp_path / "till.csv")
    assert refused.value.values["column"] == "Total"
    assert state(workspace) == before


def test_large_round_amounts_are_no_bar_codes(workspace: Workspace, tmp_path: Path) -> None:
    lines = "".join(f"Ann,2024-03-{n:02d},{n}0000000\n" for n in range(1, 29))
    (tmp_path / "till.csv").write_text("Customer,Date,Total\n" + lines, encoding="utf-8")
    assert load(workspace, tmp_path / "till.csv").kept == 28
