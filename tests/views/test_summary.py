"""The summary of the real shop is the published one; and how the file is written changes nothing in it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from segmentation.intake.raw import RawTable
from segmentation.packed import PackedTable
from segmentation.parameters import Analysis, Period
from segmentation.store.file_load import Prepared, load_prepared, prepare, recognised
from segmentation.store.home import Home
from segmentation.store.workspace import Workspace
from segmentation.views.basis import basis, last_order_date
from segmentation.views.execution import LABELLED
from segmentation.views.summary import json_ready, summary
from tests.reference import levels
from tests.reference.published import differing_figures, published_figures
from tests.views.labelled_customers import STORED_LINES, of_each_customer

# Columns of Online Retail in the order of its sheet.
QUANTITY, DATE, CUSTOMER = "c3", "c4", "c6"


def analysis_of(workspace: Workspace) -> Analysis:
    last = last_order_date(workspace)
    assert last is not None
    return Analysis(Period(last))


@pytest.fixture(scope="module")
def online_retail(online_retail_home: Path) -> Iterator[Workspace]:
    """The real shop, open. Only to be read."""
    home = Home(online_retail_home)
    yield home.open(home.shops()[0].id)
    home.close_all()


@pytest.fixture(scope="module")
def found(online_retail: Workspace) -> dict[str, Any]:
    return summary(online_retail, analysis_of(online_retail))


def test_every_figure_is_the_published_one(found: dict[str, Any], shared: Path) -> None:
    published = published_figures(shared)
    assert len(published) > 25
    assert differing_figures(json_ready(found), published) == {}


def test_another_figure_than_the_published_one_is_noticed(found: dict[str, Any], shared: Path) -> None:
    published = published_figures(shared)
    ready = json_ready(found)
    for wrong in (
        {"customers": 4339},
        {"net_all": 9747747.94},
        {"gini": 0.704269},
        {"segments": ready["segments"] | {"new": 68}},
        {"segment_revenue": ready["segment_revenue"] | {"new": 23026.12}},
        {"gap_median": None},
    ):
        assert set(differing_figures(ready | wrong, published)) == set(wrong)
    assert "vip_limit" in differing_figures({key: one for key, one in ready.items() if key != "vip_limit"}, published)


def test_money_is_exact_until_it_is_written(found: dict[str, Any]) -> None:
    assert found["net_all"] == Decimal("9747747.934")
    assert found["monetary"] == Decimal("8310477.054")
    assert sum(found["segment_revenue"].values()) == found["monetary"]


def test_a_summary_goes_into_json_and_back(found: dict[str, Any]) -> None:
    assert json.loads(json.dumps(json_ready(found))) == json_ready(found)


def test_every_customer_of_the_real_shop_is_where_plain_sql_puts_them(online_retail: Workspace) -> None:
    expected = levels.of_each_customer(levels.shop(online_retail.query(STORED_LINES)))
    assert of_each_customer(online_retail, basis(online_retail, analysis_of(online_retail))) == expected


def scores(workspace: Workspace) -> dict[str, int]:
    """Customer key → R, F and M score as one number."""
    found = basis(workspace, analysis_of(workspace))
    rows = workspace.query_kept(
        found.kept, f'select customer_key, cell from "{LABELLED}" join customers using (customer_id)'
    )
    return dict(zip(rows["customer_key"].to_pylist(), rows["cell"].to_pylist(), strict=True))


def shuffled(raw: RawTable) -> RawTable:
    order = np.random.default_rng(3).permutation(raw.cells.num_rows)
    cells = raw.cells.table().take(order)
    place, field = cells.column_names.index("row_number"), cells.schema.field("row_number")
    return replace(raw, cells=PackedTable.of(cells.set_column(place, field, raw.cells.column("row_number"))))


def split_in_three(raw: RawTable) -> RawTable:
    """Three lines with a part of the quantity each, whole pieces, where one line stood."""
    pieces = pc.cast(raw.cells.column(QUANTITY), pa.int64())
    third = pc.divide(pieces, 3)
    rest = pc.subtract(pieces, pc.multiply(third, 2))
    place = raw.cells.column_names.index(QUANTITY)
    parts = [raw.cells.table().set_column(place, QUANTITY, part.cast(pa.string())) for part in (third, third, rest)]
    cells = pa.concat_tables(parts)
    numbers = pa.chunked_array([pa.array(np.arange(2, cells.num_rows + 2))])
    place, field = cells.column_names.index("row_number"), cells.schema.field("row_number")
    return replace(raw, cells=PackedTable.of(cells.set_column(place, field, numbers)))


def renamed(raw: RawTable) -> RawTable:
    """Other ids, which sort in another order."""
    place = raw.cells.column_names.index(CUSTOMER)
    ids = pa.chunked_array([new_ids(raw.cells.column(CUSTOMER))])
    return replace(raw, cells=PackedTable.of(raw.cells.table().set_column(place, CUSTOMER, ids)))


def new_ids(old: pa.ChunkedArray) -> pa.Array:
    numbers = pc.cast(old, pa.int64())
    mixed = pc.bit_wise_and(pc.multiply(numbers, 40503), 0xFFFF)  # an odd factor: each id keeps one of its own
    return pc.binary_join_element_wise("K", pc.cast(mixed, pa.string()), "").combine_chunks()


def new_id(old: str) -> str:
    return f"k{int(old) * 40503 & 0xFFFF}"


def text_typed(raw: RawTable) -> RawTable:
    """As a sheet whose cells are all text gives them: ids with ``.0``, thousands marks, another way of writing days."""
    cells = raw.cells.table()
    for name, column in (
        (CUSTOMER, pc.binary_join_element_wise(cells[CUSTOMER], ".0", "")),
        (DATE, pc.strftime(pc.strptime(cells[DATE], "%Y-%m-%d %H:%M:%S", "s"), "%d.%m.%Y %H:%M:%S")),
    ):
        cells = cells.set_column(cells.column_names.index(name), name, column)
    return replace(raw, cells=PackedTable.of(cells))


WAYS: dict[str, tuple[Callable[[RawTable], RawTable], Callable[[str], str], int]] = {
    "rows shuffled": (shuffled, str, 1),
    "lines split in three": (split_in_three, str, 3),
    "customers renamed": (renamed, new_id, 1),
    "cells typed as text": (text_typed, str, 1),
}


@pytest.mark.parametrize("way", WAYS)
def test_how_the_same_sales_are_written_changes_no_score(
    way: str, online_retail_read: Prepared, online_retail: Workspace, found: dict[str, Any], tmp_path: Path
) -> None:
    written, name, times = WAYS[way]
    home = Home(tmp_path / "shops")
    workspace = home.open(home.create(way))
    report = load_prepared(workspace, recognised(None, written(online_retail_read.raw)))
    assert (report.read, report.refused, report.duplicates) == (541_909 * times, 0, 0)

    other = summary(workspace, analysis_of(workspace))
    per_line = {"lines": found["lines"] * times, "lines_without_customer": found["lines_without_customer"] * times}
    assert other == found | per_line
    assert scores(workspace) == {name(key): cell for key, cell in scores(online_retail).items()}
    home.close_all()


def test_a_workbook_of_text_cells_gives_the_same_scores(
    online_retail_read: Prepared, shared: Path, tmp_path: Path
) -> None:
    """One in fifty customers as a real workbook twice: once typed, once with every cell as text."""
    from openpyxl import Workbook

    raw = online_retail_read.raw
    some = pc.is_in(pc.utf8_slice_codeunits(raw.cells.column(CUSTOMER), -2), value_set=pa.array(["07", "47"]))
    rows = raw.cells.table().filter(some).to_pylist()
    results = []
    for is_text in (False, True):
        book = Workbook(write_only=True)
        sheet = book.create_sheet("Sales")
        sheet.append(raw.headers)
        for row in rows:
            cells = [row[f"c{place}"] for place in range(8)]
            sheet.append(
                cells if is_text else [*cells[:3], int(cells[3]), *cells[4:5], float(cells[5]), int(cells[6]), cells[7]]
            )
        file = tmp_path / f"{is_text}.xlsx"
        book.save(file)
        home = Home(tmp_path / f"shops {is_text}")
        workspace = home.open(home.create("Sales"))
        load_prepared(workspace, prepare(workspace, file, file_name=file.name))
        results.append((summary(workspace, analysis_of(workspace)), scores(workspace)))
        home.close_all()
    assert results[0] == results[1]
    assert len(results[0][1]) > 60


def test_an_earlier_day_counts_nothing_that_came_later(online_retail: Workspace) -> None:
    day = last_order_date(online_retail)
    assert day is not None
    earlier = Analysis(Period(day.replace(month=6, day=30)))
    expected = levels.shop(online_retail.query(STORED_LINES), as_of=earlier.period.as_of)
    found = summary(online_retail, earlier)
    assert found["lifecycle"] == dict.fromkeys(found["lifecycle"], 0) | levels.counts(expected, "from stages")
    assert found["vip_levels"] == levels.counts(expected, levels.VIP)
    assert found["lines"] < 541_909
    assert found["as_of"] == earlier.period.as_of


def test_a_shop_of_one_purchase_has_a_summary(one_customer_home: Path) -> None:
    home = Home(one_customer_home)
    workspace = home.open(home.shops()[0].id)
    found = summary(workspace, analysis_of(workspace))
    home.close_all()
    assert (found["customers"], found["purchases"], found["monetary"]) == (1, 1, Decimal("12.5"))
    assert (found["repeat_rate"], found["gap_median"], found["rhythm_known"]) == (0.0, None, False)
    assert found["purchase_funnel"] == [1]
    assert found["lifecycle"]["new"] == 1
    assert found["eight_types"]["111"] == 1
    json.dumps(json_ready(found))
