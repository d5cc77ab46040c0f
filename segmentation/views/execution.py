"""Expressions into rows: each is compiled once a parameter set, and its text runs on the shop's own engine."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from segmentation.classifications.scores import money_units
from segmentation.measures.customers import rfm_measures
from segmentation.measures.profile import customer_measures
from segmentation.measures.settled import is_settled, settled_measures, settled_rfm, settled_window
from segmentation.measures.window_spending import window_spending
from segmentation.parameters import Period, VipRules
from segmentation.store.kept_results import renamed
from segmentation.store.workspace import Workspace

RFM = "kept_rfm"
MEASURED = "kept_measured"
WINDOW = "kept_window"
LABELLED = "kept_labelled"


@lru_cache(maxsize=64)
def _built(expression: Callable[..., ir.Table], *parameters: Any) -> ir.Table:
    return expression(*parameters)


@lru_cache(maxsize=512)
def compiled(expression: Callable[..., ir.Table], *parameters: Any) -> str:
    """DuckDB's text of ``expression(*parameters)``; building and compiling takes from 20 to 300 ms, so it is done once."""
    return str(ibis.to_sql(_built(expression, *parameters), dialect="duckdb", pretty=False))


@lru_cache(maxsize=64)
def kept_table(name: str, expression: Callable[..., ir.Table], *parameters: Any) -> ir.Table:
    """An expression's rows as a table to build on, under the name that ``Workspace.query_kept`` replaces."""
    return ibis.table(_built(expression, *parameters).schema(), name=name)


def rfm_with_units(period: Period) -> ir.Table:
    """``rfm_measures`` with monetary_units (int64, ten-thousandths)."""
    measured = settled_rfm(period) if is_settled(period) else rfm_measures(period)
    return measured.mutate(monetary_units=money_units(measured.monetary))


def measured_with_units(period: Period) -> ir.Table:
    """``customer_measures`` with monetary_units (int64, ten-thousandths)."""
    measured = settled_measures(period) if is_settled(period) else customer_measures(period)
    return measured.mutate(monetary_units=money_units(measured.monetary))


def window_with_units(period: Period, vip: VipRules) -> ir.Table:
    """``window_spending`` with window_units (int64, ten-thousandths)."""
    spent = settled_window(period, vip) if is_settled(period) else window_spending(period, vip)
    return spent.mutate(window_units=money_units(spent.window_spending))


def with_window(period: Period, vip: VipRules) -> ir.Table:
    """The measured customers with what they did in the VIP window, null where nothing was bought in it.

    By themselves, so that other windows leave the other measures as they are.
    """
    measured = kept_table(MEASURED, measured_with_units, period)
    window = kept_table(WINDOW, window_with_units, period, vip)
    return measured.left_join(window, "customer_id").drop("customer_id_right")


def kept_measures(period: Period, vip: VipRules) -> dict[str, str]:
    """For ``Workspace.query_kept``: what ``with_window`` stands on."""
    return {MEASURED: compiled(measured_with_units, period), WINDOW: compiled(window_with_units, period, vip)}


def under_other_names(kept: Mapping[str, str], mark: str) -> dict[str, str]:
    """The same results with the mark behind each name, so that they can stand beside others of the same names."""
    marked = {name: f"{name}{mark}" for name in kept}
    quoted = {name: f'"{other}"' for name, other in marked.items()}
    return {marked[name]: renamed(statement, quoted) for name, statement in kept.items()}


def kept_rows(workspace: Workspace, kept: dict[str, str]) -> pa.Table:
    """The rows of the last of these results, which stays with the shop until its data change."""
    return workspace.query_kept(kept, f'select * from "{list(kept)[-1]}"')


def rows(workspace: Workspace, expression: Callable[..., ir.Table], *parameters: Any) -> pa.Table:
    """The rows of an expression on the stored tables."""
    return workspace.query(compiled(expression, *parameters))
