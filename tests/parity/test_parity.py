"""Every expression gives the same rows on DuckDB and on Sail: money and counts exactly, floats to 1e-9."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from types import ModuleType
from typing import Any

import ibis
import ibis.expr.types as ir
import pyarrow as pa
import pytest

from segmentation import classifications, measures
from segmentation.classifications.lifecycle import lifecycle_stage
from segmentation.measures.buying_style import buying_style, service_spending
from segmentation.measures.customers import rfm_measures
from segmentation.measures.said import last_answers, recent_contacts
from segmentation.parameters import CutChoice, CutMode, FinalRules, LifecycleRules, Scoring, VipRules
from segmentation.store.same_customers import CHANGES_OF_PERSONS
from segmentation.views.basis import basis, labelled
from segmentation.views.execution import (
    LABELLED,
    MEASURED,
    RFM,
    WINDOW,
    kept_table,
    measured_with_units,
    rfm_with_units,
    window_with_units,
    with_window,
)
from segmentation.views.profile_basis import PROFILE
from segmentation.views.profiled import CHANGES, LOYALTY, SERVICES, STYLE, loyalty, profiled
from tests.parity.engines import TwoEngines, differences
from tests.parity.expressions import (
    CLASSIFICATIONS,
    DIMENSION_LEVELS,
    MEASURES,
    OF_CATEGORIES,
    SUMMED,
    TABLES,
    VIP,
    periods,
)

WINDOWS = [
    ("demo shop", "whole history"),
    ("demo shop", "last year"),
    ("demo shop", "a quarter back then"),
    ("Online Retail", "whole history"),
]


def _name(run: Any) -> str:
    return f"{run.__module__.rpartition('.')[2]}.{run.__name__}" if callable(run) else ""


@pytest.mark.parametrize(("shop", "window"), WINDOWS, indirect=["shop"])
@pytest.mark.parametrize("measure", MEASURES, ids=_name)
def test_a_measure_is_the_same_on_both_engines(shop: TwoEngines, measure: Callable[..., ir.Table], window: str) -> None:
    period = periods(shop.analysis.period)[window]
    runs = MEASURES[measure]
    for parameters in runs(shop.profile) if callable(runs) else runs:
        expression = _fewer_rows(measure, measure(period, *parameters))
        ours = shop.on_duckdb(expression, {})
        assert ours.num_rows > 0 or (measure in OF_CATEGORIES and not shop.profile.dimensions.prices)
        assert differences(ours, shop.on_sail(expression))[:5] == []


def _fewer_rows(measure: Callable[..., ir.Table], rows: ir.Table) -> ir.Table:
    if measure not in SUMMED:
        return rows
    return rows.group_by(*SUMMED[measure]).aggregate(
        lines=rows.count(), net_revenue=rows.net_revenue.sum(), quantity=rows.quantity.sum()
    )


@pytest.fixture
def measured(shop: TwoEngines) -> ir.Table:
    """The measured customers under the name the views keep them by, on Sail too."""
    period = shop.analysis.period
    shop.keep_on_sail(RFM, rfm_with_units(period))
    shop.keep_on_sail(MEASURED, measured_with_units(period))
    shop.keep_on_sail(WINDOW, window_with_units(period, VIP))
    return with_window(period, VIP)


def test_the_customers_that_the_views_keep_are_the_same(shop: TwoEngines) -> None:
    period = shop.analysis.period
    for expression in (rfm_with_units(period), measured_with_units(period), window_with_units(period, VIP)):
        assert differences(shop.on_duckdb(expression, {}), shop.on_sail(expression))[:5] == []


@pytest.mark.parametrize("classification", CLASSIFICATIONS, ids=_name)
def test_a_classification_is_the_same_on_both_engines(
    shop: TwoEngines, measured: ir.Table, classification: Callable[..., Any]
) -> None:
    rows = measured.mutate(lifecycle_stage=lifecycle_stage(measured, shop.found.limits.rhythm, LifecycleRules()))
    columns = CLASSIFICATIONS[classification](classification, rows, shop.found)
    expression = rows.select("customer_id", **columns)
    ours = shop.on_duckdb(expression, shop.found.kept)
    assert ours.num_rows == shop.found.scores.cube.customer_count
    assert differences(ours, shop.on_sail(expression))[:5] == []


@pytest.mark.parametrize("table", TABLES, ids=_name)
def test_a_table_of_scores_ranks_or_records_is_the_same_on_both_engines(
    shop: TwoEngines, measured: ir.Table, table: Callable[..., ir.Table]
) -> None:
    expression = TABLES[table](table, measured, shop.found)
    ours = shop.on_duckdb(expression, shop.found.kept)
    assert ours.num_rows > 0
    assert differences(ours, shop.on_sail(expression))[:5] == []


FIXED = Scoring(
    r=CutChoice(CutMode.FIXED, (Decimal(365), Decimal("182.5"), None, Decimal(31))),
    f=CutChoice(CutMode.QUINTILES),
    m=CutChoice(CutMode.FIXED, (Decimal("99.99"), Decimal("0.0001"), Decimal(5000), Decimal("12345.6789"))),
)


@pytest.fixture
def profiled_customers(shop: TwoEngines, measured: ir.Table) -> ir.Table:
    """Labelled customers with their traits and what they said, under the names the views keep them by."""
    analysis, found, profile = shop.analysis, shop.found, shop.profile
    a_labelled = (
        analysis.period, analysis.vip, analysis.lifecycle, analysis.final,
        found.scores.cuts, found.eight_type_limits, found.limits,
    )  # fmt: skip
    rules = analysis.dimensions
    of_loyalty = (analysis.period, rules.regular_purchase_days)
    own = profile.dimensions
    of_style = (analysis.period, own.prices, own.discount_loads)
    of_services = (analysis.period, own.services)
    shop.keep_on_sail(LABELLED, labelled(*a_labelled))
    shop.keep_on_sail(LOYALTY, loyalty(*of_loyalty))
    shop.keep_on_sail(STYLE, buying_style(*of_style))
    shop.keep_on_sail(SERVICES, service_spending(*of_services))
    shop.rows_on_sail(CHANGES, CHANGES_OF_PERSONS)
    table = kept_table(LABELLED, labelled, *a_labelled)
    for part in (
        kept_table(LOYALTY, loyalty, *of_loyalty),
        kept_table(STYLE, buying_style, *of_style),
        kept_table(SERVICES, service_spending, *of_services),
        recent_contacts(analysis.period, rules),
        last_answers(analysis.period, rules),
    ):
        table = table.left_join(part, "customer_id").drop("customer_id_right")
    return table


@pytest.mark.parametrize("dimension", DIMENSION_LEVELS, ids=_name)
def test_a_dimension_is_the_same_on_both_engines(
    shop: TwoEngines, profiled_customers: ir.Table, dimension: Callable[..., Any]
) -> None:
    level = DIMENSION_LEVELS[dimension](dimension, profiled_customers, shop.profile)
    expression = profiled_customers.select("customer_id", level=level)
    ours = shop.on_duckdb(expression, shop.profile.kept)
    assert ours.num_rows == shop.found.scores.cube.customer_count
    assert differences(ours, shop.on_sail(expression))[:5] == []


def test_every_customers_profile_is_the_same_on_both_engines(shop: TwoEngines, profiled_customers: ir.Table) -> None:
    found, profile = shop.found, shop.profile
    expression = profiled(shop.analysis, found.scores.cuts, found.eight_type_limits, found.limits, profile.dimensions)
    ours = shop.workspace.query_kept(profile.kept, f'from "{PROFILE}"')
    assert set(ours["feedback_provenance"].to_pylist()) == {"entered", "imported", "unknown"}
    assert differences(ours, shop.on_sail(expression))[:5] == []


CHOICES: dict[str, dict[str, Any]] = {
    "the default rules": {},
    "fixed limits, totals and days by hand": {
        "scoring": FIXED,
        "final": FinalRules(by_total=True),
        "lifecycle": LifecycleRules(overdue_days=30, lost_days=60, new_days=0),
        "vip": VipRules(spending_limit=Decimal("500.5"), window_days=120, purchase_days=1),
    },
    "a rhythm not known": {"lifecycle": LifecycleRules(enough_returning=10**6)},
}


@pytest.mark.parametrize("choice", CHOICES)
def test_the_one_scored_table_is_the_same_on_both_engines(shop: TwoEngines, choice: str) -> None:
    analysis = replace(shop.analysis, **CHOICES[choice])
    found = basis(shop.workspace, analysis)
    shop.keep_on_sail(MEASURED, measured_with_units(analysis.period))
    shop.keep_on_sail(WINDOW, window_with_units(analysis.period, analysis.vip))
    expression = labelled(
        analysis.period, analysis.vip, analysis.lifecycle, analysis.final,
        found.scores.cuts, found.eight_type_limits, found.limits,
    )  # fmt: skip
    ours = shop.workspace.query_kept(found.kept, f'from "{LABELLED}"')
    assert {"r_score", "cell", "lifecycle_stage", "eight_type", "final_class", "vip_level"} <= set(ours.column_names)
    assert ours.num_rows == found.scores.cube.customer_count
    assert differences(ours, shop.on_sail(expression))[:5] == []


# Ibis' way back goes through pyspark-client 4.2.0's pandas, which asks pandas 3 for what pandas 4 will no longer have.
@pytest.mark.filterwarnings("ignore::pandas.errors.Pandas4Warning")
def test_an_expression_runs_through_ibis_on_the_second_engine_too(shop: TwoEngines) -> None:
    engine = ibis.pyspark.connect(shop.sail)
    expression = rfm_measures(shop.analysis.period)
    assert differences(shop.on_duckdb(expression, {}), engine.to_pyarrow(expression))[:5] == []


def _public_expressions(package: ModuleType) -> list[Callable[..., Any]]:
    """Functions that say that they give an Ibis table or column."""
    return [
        found
        for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}.")
        for name, found in inspect.getmembers(importlib.import_module(module.name), inspect.isfunction)
        if found.__module__ == module.name
        and not name.startswith("_")
        and str(found.__annotations__.get("return", "")).startswith("ir.")
    ]


@pytest.mark.parametrize("package", [measures, classifications], ids=lambda package: package.__name__)
def test_every_public_expression_is_compared(package: ModuleType) -> None:
    public = _public_expressions(package)
    assert public
    assert [
        _name(each) for each in public if each not in {*MEASURES, *CLASSIFICATIONS, *DIMENSION_LEVELS, *TABLES}
    ] == []


def test_a_difference_between_the_engines_is_noticed() -> None:
    ours = pa.table({"id": [1, 2], "money": [Decimal("1.10"), Decimal("2.20")], "days": [1.0, None]})
    assert differences(ours, ours.take([1, 0])) == []
    for column, wrong in (
        ("money", [Decimal("1.10"), Decimal("2.21")]),
        ("money", [1.1, 2.2]),
        ("days", [1.0 + 1e-6, None]),
        ("days", [1.0, 0.0]),
        ("id", [1, 3]),
    ):
        changed = ours.set_column(ours.column_names.index(column), column, pa.array(wrong))
        assert differences(ours, changed) != []
    assert differences(ours, ours.slice(1)) != []
