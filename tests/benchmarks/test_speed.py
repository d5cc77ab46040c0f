"""Speed as ratios against what everyone would write, on the same data in the same run (``make bench``)."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import duckdb
import fastexcel
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.csv
import pytest

from segmentation.classifications import value_classes
from segmentation.classifications.cube import totals
from segmentation.classifications.rfm_segments import DEFAULT, segment_of_cells
from segmentation.intake.findings import REFUSED
from segmentation.measures.customers import rfm_measures
from segmentation.packed import PackedTable
from segmentation.parameters import Analysis, ClassLimits, CutChoice, CutMode, ListFilters, Period, Weights
from segmentation.store.file_load import load_prepared, prepare
from segmentation.store.home import Home
from segmentation.store.loading import Incoming, store_sales
from segmentation.store.workspace import Workspace
from segmentation.views.basis import basis, score_basis
from segmentation.views.customer_list import list_view
from segmentation.views.execution import compiled
from tests.benchmarks.generator import sales_batches, sales_lines
from tests.benchmarks.measuring import Ratio, compare, peak_of, seconds, told

pytestmark = pytest.mark.slow

LINES = 10_000_000
QUINTILES, REPEAT = CutChoice(CutMode.QUINTILES), CutChoice(CutMode.REPEAT_AWARE)


@pytest.fixture(scope="module")
def sales() -> pa.Table:
    return sales_lines(LINES)


@pytest.fixture(scope="module")
def shop(sales: pa.Table, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """A shop of 10 million lines and 500,000 customers."""
    home = Home(tmp_path_factory.mktemp("bench"))
    workspace = home.open(home.create("Bench"))
    store_sales(
        workspace, Incoming("bench", "0", "", PackedTable.of(sales), REFUSED.empty_table(), (), sales.num_rows, 0)
    )
    yield workspace
    home.close_all()


@pytest.fixture(scope="module")
def raw(sales: pa.Table) -> Iterator[duckdb.DuckDBPyConnection]:
    """The same lines in a native table, as anyone would have them."""
    with duckdb.connect() as connection:
        connection.register("incoming", sales)
        connection.execute(
            "create table lines as select customer_key, order_number, sold_at, net_revenue from incoming"
        )
        yield connection


@pytest.fixture(scope="module")
def last_day(shop: Workspace) -> date:
    found: date = shop.query("select max(order_date) as last from orders")["last"][0].as_py()
    return found


BASELINE = """
select customer_key, max(sold_at) as last, count(distinct order_number) as frequency, sum(net_revenue) as monetary
from lines where customer_key is not null and sold_at < date '{as_of}' + 1 group by customer_key
"""


def test_1_a_slider_step(shop: Workspace, last_day: date) -> None:
    found = score_basis(shop, Period(last_day), QUINTILES, REPEAT, QUINTILES)
    scores = shop.query_kept(basis(shop, Analysis(Period(last_day))).kept, 'select * from "kept_labelled"')
    with duckdb.connect() as stored:
        stored.register("incoming", scores)
        stored.execute("create table scores as select r_score, f_score, m_score, monetary from incoming")

        def by_sql() -> None:
            w = [random.randint(1, 10) for _ in range(3)]
            stored.execute(
                f"select case when s >= 80 then 'A' when s >= 60 then 'B' when s >= 40 then 'C' else 'D' end as class, "
                f"count(*), sum(monetary) from (select 100.0 * (r_score * {w[0]} + f_score * {w[1]} + m_score * {w[2]}) / "
                f"{5 * sum(w)} as s, monetary from scores) group by 1"
            ).fetchall()

        segments, limits = segment_of_cells(DEFAULT), ClassLimits()

        def by_cube() -> None:
            weights = Weights(*(Decimal(random.randint(1, 10)) for _ in range(3)))
            labels = value_classes.class_of_cells(weights, limits)
            totals(found.cube, labels, value_classes.KEYS)
            totals(found.cube, segments, DEFAULT.keys)

        told(1, "one slider step, 500,000 customers, against SQL on stored scores", compare(by_cube, by_sql), 0.01)


def test_2_measures_for_a_new_day(shop: Workspace, raw: duckdb.DuckDBPyConnection, last_day: date) -> None:
    days = iter(range(1000))

    def ours() -> None:
        # Another day each time: nothing is cached. Compiling is in.
        period = Period(last_day - timedelta(days=next(days)))
        shop.query(f"select count(*), sum(frequency) from ({compiled(rfm_measures, period)})")

    def theirs() -> None:
        raw.execute(f"select count(*), sum(frequency) from ({BASELINE.format(as_of=last_day)})").fetchall()

    told(2, "measures for another day, 10 M lines, against one GROUP BY on the lines", compare(ours, theirs), 0.25)


def test_3_scores_by_cuts(shop: Workspace, last_day: date) -> None:
    measured = shop.query(compiled(rfm_measures, Period(last_day)))
    with duckdb.connect() as stored:
        stored.register("incoming", measured)
        stored.execute("create table measured as select customer_id, recency_days, frequency, monetary from incoming")

        def theirs() -> None:
            stored.execute(
                "create or replace table scored as select *, ntile(5) over (order by recency_days desc) as r, "
                "ntile(5) over (order by frequency) as f, ntile(5) over (order by monetary) as m from measured"
            )

        def ours() -> None:
            score_basis(shop, Period(last_day), QUINTILES, REPEAT, QUINTILES)

        told(3, "scores by cuts, 500,000 customers, against three ntile windows", compare(ours, theirs), 0.25)


def test_4_measures_scores_and_segments_against_pandas(shop: Workspace, sales: pa.Table, last_day: date) -> None:
    frame = sales.select(["customer_key", "order_number", "sold_at", "net_revenue"]).to_pandas()
    frame["net_revenue"] = frame["net_revenue"].astype(float)
    days = iter(range(1000))

    def theirs() -> None:
        known = frame.dropna(subset=["customer_key"])
        rfm = known.groupby("customer_key").agg(
            last=("sold_at", "max"), frequency=("order_number", "nunique"), monetary=("net_revenue", "sum")
        )
        recency = (pd.Timestamp(last_day) - rfm["last"]).dt.days
        r = 5 - pd.qcut(recency.rank(method="first"), 5, labels=False)
        f = pd.qcut(rfm["frequency"].rank(method="first"), 5, labels=False) + 1
        m = pd.qcut(rfm["monetary"].rank(method="first"), 5, labels=False) + 1
        np.select([(r >= 5) & (f >= 4), (r >= 3) & (f >= 4)], ["champions", "loyal"], "rest")
        assert len(m) == len(rfm)

    def ours() -> None:
        found = score_basis(shop, Period(last_day - timedelta(days=next(days))), QUINTILES, REPEAT, QUINTILES)
        totals(found.cube, segment_of_cells(DEFAULT), DEFAULT.keys)

    told(
        4,
        "measures, scores and segments, 10 M lines, against pandas groupby and qcut",
        compare(ours, theirs, rounds=3),
        0.2,
    )


def test_5_loading_online_retail(shared: Path, tmp_path: Path) -> None:
    file = shared / "data" / "online_retail.xlsx"
    home = Home(tmp_path)
    names = iter(range(1000))

    def ours() -> None:
        workspace = home.open(home.create(f"Shop {next(names)}"))
        load_prepared(workspace, prepare(workspace, file, file_name=file.name))

    def theirs() -> None:
        pa.table(fastexcel.read_excel(file).load_sheet(0, header_row=None, dtypes="string"))

    found = compare(ours, theirs, rounds=3)
    home.close_all()
    told(5, "Online Retail xlsx the whole way, against fastexcel reading it as text", found, 2.5)


LOAD_ONE = """
import sys
from pathlib import Path
from segmentation.store.file_load import load_prepared, prepare
from segmentation.store.home import Home
home = Home(Path(sys.argv[2]))
workspace = home.open(home.create("Peak"))
load_prepared(workspace, prepare(workspace, Path(sys.argv[1]), file_name="peak"))
home.close_all()
"""


def test_5_memory_of_loading_online_retail(shared: Path, tmp_path: Path) -> None:
    peak = peak_of(LOAD_ONE, str(shared / "data" / "online_retail.xlsx"), str(tmp_path))
    told(5, "the same: peak memory of all processes, against 1,000 MB", Ratio(peak, 1000), 1)


@pytest.fixture(scope="module")
def big_csv(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("csv") / "five_million.csv"
    with path.open("wb") as file:
        writer = None
        for batch in sales_batches(5_000_000):
            chosen = batch.select(
                ["customer", "order_number", "sold_at", "product", "quantity", "unit_price", "net_revenue", "store"]
            )
            writer = writer or pyarrow.csv.CSVWriter(file, chosen.schema)
            writer.write_batch(chosen)
        assert writer is not None
        writer.close()
    return path


def test_6_loading_a_csv_of_five_million_lines(big_csv: Path, tmp_path: Path) -> None:
    home = Home(tmp_path)
    names = iter(range(1000))

    def ours() -> None:
        workspace = home.open(home.create(f"Shop {next(names)}"))
        load_prepared(workspace, prepare(workspace, big_csv, file_name=big_csv.name))

    def theirs() -> None:
        path = tmp_path / f"plain-{next(names)}.duckdb"
        with duckdb.connect(str(path)) as connection:
            connection.execute(f"create table lines as from read_csv('{big_csv}', header=true)")

    found = compare(ours, theirs, rounds=1)
    home.close_all()
    told(6, "a csv of 5 M lines the whole way, against DuckDB read_csv into a table", found, 4)


def test_6_memory_of_loading_a_csv_of_five_million_lines(big_csv: Path, tmp_path: Path) -> None:
    peak = peak_of(LOAD_ONE, str(big_csv), str(tmp_path))
    told(6, "the same: peak memory of all processes, against 1,500 MB", Ratio(peak, 1500), 1)


def test_14_a_list_of_customers(shop: Workspace, last_day: date) -> None:
    found = basis(shop, Analysis(Period(last_day)))
    filters = ListFilters(segments=frozenset(["champions"]))
    first = seconds(lambda: list_view(shop, found, filters))
    again = seconds(lambda: list_view(shop, found, filters))
    told(14, "a list of 500,000 customers: first view in seconds, against 2", Ratio(first, 2), 1)
    told(14, "the same again, against 0.3", Ratio(again, 0.3), 1)
