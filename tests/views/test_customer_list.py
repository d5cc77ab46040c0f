from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from segmentation.classifications import eight_types, final_classification, lifecycle, rfm_segments, value_classes, vip
from segmentation.parameters import Analysis, Between, Days, ListFilters, ListOrder, Period, from_json, to_json
from segmentation.store.workspace import Workspace
from segmentation.views.basis import Basis, basis
from segmentation.views.customer_list import SCREEN_ROWS, list_cube, list_rows, list_view
from segmentation.views.list_filters import condition
from tests.reference.measures import RFM, RHYTHM, on

Customers = list[dict[str, Any]]

SEGMENTS = {  # R, F → name: the table of the definitions, section 4, written out
    **{(r, f): "hibernating" for r in (1, 2) for f in (1, 2)},
    **{(r, f): "at risk" for r in (1, 2) for f in (3, 4)},
    **{(r, 5): "can't lose" for r in (1, 2)},
    **{(3, f): "about to sleep" for f in (1, 2)},
    (3, 3): "need attention",
    **{(r, f): "loyal" for r in (3, 4) for f in (4, 5)},
    (4, 1): "promising",
    (5, 1): "new",
    **{(r, f): "potential loyalist" for r in (4, 5) for f in (2, 3)},
    **{(5, f): "champions" for f in (4, 5)},
}


def _score(value: Any, limits: tuple[Any, ...], *, falling: bool = False) -> int:
    return 1 + sum(1 for limit in limits if limit is not None and (value <= limit if falling else value >= limit))


@pytest.fixture(scope="module")
def everybody(tea_house: Workspace, tea_house_basis: Basis) -> Customers:
    """All customers by plain SQL, scored and named by hand."""
    as_of, cuts = tea_house_basis.analysis.period.as_of, tea_house_basis.scores.cuts
    sql = f"""
        select customer, name, phone, email, rfm.*, purchase_days,
               (select list(distinct category) from lines join products using (product_id)
                where lines.customer_id = rfm.customer_id and is_active and is_counted and net_revenue > 0) as categories,
               (select list(distinct product_id) from lines
                where lines.customer_id = rfm.customer_id and is_active and is_counted and net_revenue > 0) as products,
               (select list(distinct staff) from orders where orders.customer_id = rfm.customer_id) as staff,
               (select list(distinct channel) from orders where orders.customer_id = rfm.customer_id) as channels
        from ({on(RFM, as_of)}) as rfm join ({on(RHYTHM, as_of)}) as rhythm using (customer_id)
        join customers using (customer_id) order by monetary desc, customer_id"""
    found: Customers = tea_house.query(sql).to_pylist()
    for row in found:
        row["r"] = _score(row["recency_days"], cuts.r, falling=True)
        row["f"] = _score(row["frequency"], cuts.f)
        row["m"] = _score(row["monetary"], cuts.m)
        row["weighted"] = Decimal(4 * row["r"] + 8 * row["f"] + 8 * row["m"]) * 100 / (5 * 20)
        row["average"] = row["monetary"] / row["frequency"]
    return found


CASES: dict[str, tuple[ListFilters, Callable[[dict[str, Any]], bool]]] = {
    "all": (ListFilters(), lambda c: True),
    "cells": (ListFilters(cells=frozenset({555, 111})), lambda c: (c["r"], c["f"], c["m"]) in ((5, 5, 5), (1, 1, 1))),
    "segments": (
        ListFilters(segments=frozenset({"champions", "can't lose"})),
        lambda c: SEGMENTS[c["r"], c["f"]] in ("champions", "can't lose"),
    ),
    "value classes": (ListFilters(value_classes=frozenset({"B"})), lambda c: 60 <= c["weighted"] < 80),
    "scores": (
        ListFilters(r_score=Between(high=Decimal(2)), m_score=Between(Decimal(4), Decimal(5))),
        lambda c: c["r"] <= 2 and c["m"] >= 4,
    ),
    "weighted score": (
        ListFilters(weighted_score=Between(Decimal(60), Decimal(84))),
        lambda c: 60 <= c["weighted"] <= 84,
    ),
    "recency": (
        ListFilters(recency_days=Between(Decimal(31), Decimal(90))),
        lambda c: 31 <= c["recency_days"] <= 90,
    ),
    "frequency": (ListFilters(frequency=Between(Decimal(3))), lambda c: c["frequency"] >= 3),
    "purchase days": (ListFilters(purchase_days=Between(high=Decimal(1))), lambda c: c["purchase_days"] == 1),
    "tenure": (ListFilters(tenure_days=Between(Decimal(700))), lambda c: c["tenure_days"] >= 700),
    "revenue": (
        ListFilters(monetary=Between(Decimal("99.99"), Decimal(1000))),
        lambda c: Decimal("99.99") <= c["monetary"] <= 1000,
    ),
    "average order": (
        ListFilters(average_order_value=Between(Decimal(120), Decimal(300))),
        lambda c: 120 * c["frequency"] <= c["monetary"] <= 300 * c["frequency"],
    ),
    "last purchase": (
        ListFilters(last_purchase=Days(date(2025, 1, 1), date(2025, 12, 31))),
        lambda c: c["last_purchase_date"].year == 2025,
    ),
    "first purchase": (
        ListFilters(first_purchase=Days(last=date(2023, 12, 31))),
        lambda c: c["first_purchase_date"].year <= 2023,
    ),
    "category": (
        ListFilters(categories=frozenset({"绿茶 Green tea"})),
        lambda c: "绿茶 Green tea" in (c["categories"] or ()),
    ),
    "products": (ListFilters(products=frozenset({1, 2})), lambda c: bool({1, 2} & set(c["products"] or ()))),
    "contact": (
        ListFilters(has_phone=True, has_email=False),
        lambda c: bool(c["phone"]) and not c["email"],
    ),
    "several at once": (
        ListFilters(
            segments=frozenset({"loyal"}), monetary=Between(Decimal(500)), categories=frozenset({"茶具 Tea ware"})
        ),
        lambda c: SEGMENTS[c["r"], c["f"]] == "loyal" and c["monetary"] >= 500 and "茶具 Tea ware" in c["categories"],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_a_filter_finds_whom_plain_sql_finds(
    tea_house: Workspace, tea_house_basis: Basis, everybody: Customers, case: str
) -> None:
    filters, belongs = CASES[case]
    wanted = [customer for customer in everybody if belongs(customer)]

    view = list_view(tea_house, tea_house_basis, filters)

    assert wanted
    assert list_rows(tea_house, tea_house_basis, filters)["customer"].to_pylist() == [c["customer"] for c in wanted]
    assert view.customer_count == len(wanted)
    assert view.revenue == sum(c["monetary"] for c in wanted)
    assert view.customer_share == len(wanted) / len(everybody)
    assert view.rows["customer"].to_pylist() == [c["customer"] for c in wanted[:SCREEN_ROWS]]


@pytest.mark.parametrize("field", ["staff", "channels"])
def test_whoever_sold_or_delivered_any_order_counts(
    tea_house: Workspace, tea_house_basis: Basis, everybody: Customers, field: str
) -> None:
    name = next(name for customer in everybody for name in customer[field] if name)
    wanted = {c["customer"] for c in everybody if name in (c[field] or ())}

    rows = list_rows(tea_house, tea_house_basis, ListFilters(**{field: frozenset({name})}))  # type: ignore[arg-type] # one of two fields, both sets of texts

    assert set(rows["customer"].to_pylist()) == wanted


def test_the_figures_of_a_row_are_the_customers_own(
    tea_house: Workspace, tea_house_basis: Basis, everybody: Customers
) -> None:
    rows = list_rows(tea_house, tea_house_basis, ListFilters()).to_pylist()

    for row, customer in zip(rows, everybody, strict=True):
        assert (row["r_score"], row["f_score"], row["m_score"]) == (customer["r"], customer["f"], customer["m"])
        assert row["weighted_score"] == pytest.approx(float(customer["weighted"]))
        assert row["segment"] == SEGMENTS[customer["r"], customer["f"]]
        assert abs(row["average_order_value"] - customer["average"]) < Decimal("0.0001")
        for column in ("name", "phone", "email", "last_purchase_date", "recency_days", "frequency", "monetary"):
            assert row[column] == customer[column]


@pytest.mark.parametrize(
    ("field", "keys"),
    [
        ("segments", rfm_segments.DEFAULT.keys),
        ("value_classes", value_classes.KEYS),
        ("lifecycle_stages", lifecycle.KEYS),
        ("eight_types", eight_types.KEYS),
        ("final_classes", final_classification.KEYS),
        ("vip_levels", vip.KEYS),
    ],
)
def test_the_lists_of_a_classification_share_out_all_customers(
    tea_house: Workspace, tea_house_basis: Basis, field: str, keys: tuple[str, ...]
) -> None:
    cubes = [list_cube(tea_house, tea_house_basis, ListFilters(**{field: frozenset({key})})) for key in keys]  # type: ignore[arg-type] # sets of texts, all of them

    assert sum(cube.customer_count for cube in cubes) == tea_house_basis.scores.cube.customer_count
    assert sum(cube.revenue for cube in cubes) == tea_house_basis.scores.cube.revenue


@pytest.mark.parametrize(
    ("order", "column", "falls"),
    [
        (ListOrder.MOST_REVENUE, "monetary", True),
        (ListOrder.HIGHEST_SCORE, "weighted_score", True),
        (ListOrder.MOST_PURCHASES, "frequency", True),
        (ListOrder.LARGEST_ORDERS, "average_order_value", True),
        (ListOrder.LATEST_PURCHASE, "recency_days", False),
        (ListOrder.LONGEST_AWAY, "recency_days", True),
    ],
)
def test_a_limited_list_holds_the_first_in_its_order(
    tea_house: Workspace, tea_house_basis: Basis, order: ListOrder, column: str, falls: bool
) -> None:
    whole = list_rows(tea_house, tea_house_basis, ListFilters(order=order))
    limited = list_view(tea_house, tea_house_basis, ListFilters(order=order, limit=40))

    values = whole[column].to_pylist()
    assert values == sorted(values, reverse=falls)
    assert (
        limited.rows.equals(whole.slice(0, 40).combine_chunks()) or limited.rows.to_pylist() == whole.to_pylist()[:40]
    )
    assert limited.customer_count == 40
    assert limited.revenue == sum(limited.rows["monetary"].to_pylist())


def test_a_list_that_nobody_meets_is_empty(tea_house: Workspace, tea_house_basis: Basis) -> None:
    view = list_view(tea_house, tea_house_basis, ListFilters(monetary=Between(Decimal(10) ** 40)))

    assert (view.customer_count, view.revenue, view.rows.num_rows) == (0, 0, 0)


@pytest.mark.parametrize("text", ["'); drop table customers; --", '" or 1=1 --', "x' or '1'='1", "{}", "%"])
def test_a_typed_text_is_never_read_as_sql(tea_house: Workspace, tea_house_basis: Basis, text: str) -> None:
    filters = ListFilters(
        categories=frozenset({text}),
        stores=frozenset({text}),
        staff=frozenset({text}),
        channels=frozenset({text}),
        lifecycle_stages=frozenset({text}),
    )
    before = tea_house.query("select count(*) as n from customers")["n"][0].as_py()

    for field in ("categories", "stores", "staff", "channels", "lifecycle_stages", "segments"):
        only = ListFilters(**{field: frozenset({text})})  # type: ignore[arg-type] # sets of texts, all of them
        assert list_cube(tea_house, tea_house_basis, only).customer_count == 0

    asked = condition(filters, tea_house_basis.analysis)
    assert text == "{}" or text not in asked.text
    assert sum(value == [text] for value in asked.values) == 5
    assert tea_house.query("select count(*) as n from customers")["n"][0].as_py() == before


def test_a_window_counts_only_what_lies_in_it(tea_house: Workspace, tea_house_basis: Basis) -> None:
    last = tea_house_basis.analysis.period.as_of
    found = basis(tea_house, Analysis(Period(last, window_days=90)))
    category = "绿茶 Green tea"
    wanted = tea_house.query(
        """select count(distinct customer_id) as n from lines join products using (product_id)
           where is_active and is_counted and net_revenue > 0 and category = ? and sold_at::date > ?::date - 90""",
        [category, last],
    )["n"][0].as_py()

    assert 0 < list_view(tea_house, found, ListFilters(categories=frozenset({category}))).customer_count <= wanted
    assert wanted < list_view(tea_house, tea_house_basis, ListFilters(categories=frozenset({category}))).customer_count


ranges = st.builds(
    lambda ends: Between(*sorted(ends)) if None not in ends else Between(*ends),
    st.tuples(*[st.none() | st.decimals(0, 2000, places=1, allow_nan=False)] * 2),
)
any_filters = st.builds(
    ListFilters,
    segments=st.frozensets(st.sampled_from(rfm_segments.DEFAULT.keys)),
    value_classes=st.frozensets(st.sampled_from(value_classes.KEYS)),
    vip_levels=st.frozensets(st.sampled_from(vip.KEYS)),
    recency_days=ranges,
    monetary=ranges,
    categories=st.frozensets(st.text(max_size=5), max_size=2),
    products=st.frozensets(st.integers(1, 40), max_size=3),
    has_phone=st.none() | st.booleans(),
    order=st.sampled_from(ListOrder),
    limit=st.none() | st.integers(1, 50),
)


@settings(max_examples=30, deadline=None)  # the first example also builds the reader of JSON
@given(filters=any_filters)
def test_filters_come_back_from_json_as_they_were(filters: ListFilters) -> None:
    assert from_json(ListFilters, to_json(filters)) == filters


def test_the_screen_shows_the_first_rows_only(tea_house: Workspace, tea_house_basis: Basis) -> None:
    view = list_view(tea_house, tea_house_basis, ListFilters())

    assert view.rows.num_rows == SCREEN_ROWS < view.customer_count
    assert not view.is_whole_on_screen
    assert isinstance(view.rows, pa.Table)
