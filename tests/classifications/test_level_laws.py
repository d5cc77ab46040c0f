"""Every lens puts every customer with its data in exactly one level: any customers in memory under any legal rules."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import duckdb
import ibis
import ibis.expr.types as ir
import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from segmentation.classifications import dimensions, eight_types, final_classification, lifecycle, vip
from segmentation.classifications.cell_levels import level_of_cells, levels_in_use
from segmentation.classifications.cube import CELLS
from segmentation.classifications.cuts import score_cuts
from segmentation.classifications.dimensions import DimensionLimits
from segmentation.classifications.lenses import LENSES
from segmentation.classifications.one_customer import BY_SALES, RulesAsValues, level_of, scores_of
from segmentation.classifications.scores import scored
from segmentation.parameters import Analysis, CutChoice, CutMode, EightTypeRules, Period, Scoring, VipRules
from tests.classifications import dimension_twins
from tests.classifications.drawn_customers import COLUMNS, LAST, SHOPS, TABLE, UNITS, Customer, row, shop
from tests.parameters.drawn_rules import anywhere, near

analyses = st.one_of(near(st.just(Period(LAST))), anywhere(st.just(Period(LAST))))


def limits_of(customers: list[Customer], analysis: Analysis) -> tuple[RulesAsValues, DimensionLimits]:
    """What the customers come to under the rules, by the library's own functions."""
    states = [customer.state(analysis.period, analysis.vip) for customer in customers]
    measured = {
        name: np.array([getattr(state, name) for state in states], dtype=np.int64)
        for name in ("recency_days", "frequency", "monetary_units")
    }
    gaps, counts = np.unique([gap for customer in customers for gap in customer.gaps], return_counts=True)
    returning = sum(state.purchase_days >= 2 for state in states)
    spent = [state.window_units for state in states if state.window_units is not None]
    totals = measured["monetary_units"]
    amounts = totals if analysis.final.by_total else totals.astype(np.float64) / measured["frequency"]
    value = dimensions.value_limits(totals, analysis.dimensions)
    rules = RulesAsValues(
        analysis=analysis,
        cuts=score_cuts(analysis.scoring, **measured),
        eight_types=eight_types.limits_in_use(eight_types.mean_limits(**measured), analysis.eight_types),
        rhythm=lifecycle.shop_rhythm(gaps.astype(np.int64), counts, returning, analysis.lifecycle),
        vip_limit=vip.spending_limit(np.array(spent, dtype=np.int64), analysis.vip),
        thirds=final_classification.third_limits(amounts),
        value=value,
    )
    points = np.array([customer.told["loyalty_points"] for customer in customers], dtype=np.int64)
    has_contacts = any(customer.told["contact_count"] for customer in customers)
    return rules, DimensionLimits(value, dimensions.loyalty_limits(points), (), (), (), has_contacts)


def labelled(rules: RulesAsValues, limits: DimensionLimits) -> ir.Table:
    """The expressions of every lens on the customers' rows; those by cell as the cell."""
    analysis, chosen = rules.analysis, rules.analysis.dimensions
    table = scored(TABLE, rules.cuts)
    table = table.mutate(lifecycle_stage=lifecycle.lifecycle_stage(table, rules.rhythm, analysis.lifecycle))
    return table.select(
        "cell",
        "lifecycle_stage",
        eight_type=eight_types.eight_type(table, rules.eight_types),
        vip_level=vip.vip_level(table, rules.vip_limit, analysis.vip),
        first=final_classification.first_class(table, rules.thirds, analysis.final),
        second=final_classification.buying_rhythm(table, rules.rhythm),
        final_class=final_classification.final_class(table, rules.thirds, rules.rhythm, analysis.final),
        value=dimensions.value_level(table, limits.value),
        buying=dimensions.buying_level(table, rules.rhythm),
        interaction=dimensions.interaction_level(table, limits, chosen),
        feedback=dimensions.feedback_level(table, chosen),
        life_cycle=dimensions.life_cycle_level(table),
        preference=dimensions.preference_level(table, chosen),
        psychology=dimensions.psychology_level(table, chosen),
        loyalty=dimensions.loyalty_level(table, limits.loyalty),
        satisfaction=dimensions.satisfaction_level(table, chosen),
        recommendation=dimensions.recommendation_level(table, chosen),
    )


def of_cells(analysis: Analysis) -> dict[str, dict[int, str]]:
    """Lens decided by the score cell → cell → key of its level."""
    found = {}
    for key, lens in LENSES.items():
        if lens.is_by_cell:
            keys = [level.key for level in levels_in_use(lens, analysis)]
            found[key] = {cell: keys[place] for cell, place in zip(CELLS, level_of_cells(lens, analysis), strict=True)}
    return found


def run(expression: ir.Table, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    with duckdb.connect() as connection:
        connection.register("customers", pa.Table.from_pylist(rows, schema=COLUMNS))
        found: list[dict[str, Any]] = (
            connection.sql(str(ibis.to_sql(expression, dialect="duckdb"))).to_arrow_table().to_pylist()
        )
    return found


@settings(max_examples=80)
@given(st.sampled_from(SHOPS), st.integers(0, 10**6), analyses)
def test_every_customer_is_in_the_one_level_that_the_rules_say(kind: str, seed: int, analysis: Analysis) -> None:
    customers = shop(kind, seed)
    rules, limits = limits_of(customers, analysis)
    states = [customer.state(analysis.period, analysis.vip) for customer in customers]
    everyone = [customer.told["loyalty_points"] for customer in customers]
    found = run(labelled(rules, limits), [row(*pair) for pair in zip(states, customers, strict=True)])
    by_cell = of_cells(analysis)

    assert len(found) == len(customers)
    for state, customer, levels in zip(states, customers, found, strict=True):
        cell = levels.pop("cell")
        levels |= {key: of_cell[cell] for key, of_cell in by_cell.items()}
        assert levels == {key: level_of(key, state, rules) for key in BY_SALES} | dimension_twins.levels(
            customer.told, analysis.dimensions, limits.has_contacts, everyone
        )
        r, f, m = scores_of(state, rules)
        assert cell == 100 * r + 10 * f + m in CELLS
        for key, level in levels.items():
            assert level is None or level in {one.key for one in levels_in_use(LENSES[key], analysis)}
        assert all(levels[key] is not None for key in BY_SALES)


def test_the_laws_hold_for_every_lens_but_what_is_only_entered() -> None:
    rules, limits = limits_of(shop("mixed", 0), Analysis(Period(LAST)))
    by_cell = {key for key, lens in LENSES.items() if lens.is_by_cell}
    assert {*labelled(rules, limits).columns, *by_cell} - {"cell"} == set(LENSES) - {"influence"}


@settings(max_examples=150)
@given(analyses)
def test_each_of_the_125_cells_has_the_one_level_that_the_rules_say(analysis: Analysis) -> None:
    found = of_cells(analysis)
    weights, limits, stars = analysis.scoring.weights, analysis.scoring.class_limits, analysis.stars
    named = analysis.segments.boxes
    for cell in CELLS:
        r, f, m = (int(digit) for digit in str(cell))
        points = Fraction(weights.r) * r + Fraction(weights.f) * f + Fraction(weights.m) * m
        score = 100 * points / (5 * Fraction(weights.total))
        expected = "A" if score >= limits.a else "B" if score >= limits.b else "C" if score >= limits.c else "D"
        assert found["value_class"][cell] == expected
        mean = Fraction(
            stars.frequency_weight * f + stars.amount_weight * m, stars.frequency_weight + stars.amount_weight
        )
        assert found["performance"][cell] == str(int(mean + Fraction(1, 2)))
        if named:
            assert {box.key for box in named if box.has(cell)} == {found["segment"][cell]}


@pytest.mark.parametrize(("limit", "is_reached"), [("10", True), ("10.00001", False), ("-9.99995", True)])
def test_a_limit_finer_than_any_amount_is_reached_from_the_next_amount_on(limit: str, is_reached: bool) -> None:
    customer = Customer(((LAST, 10 * UNITS),), shop("silent", 0)[0].told)
    amount = Decimal(limit)
    analysis = Analysis(
        Period(LAST),
        eight_types=EightTypeRules(monetary=amount),
        vip=VipRules(spending_limit=max(amount, Decimal(0)), purchase_days=1, quasi_spending_share=Decimal(1)),
        scoring=Scoring(m=CutChoice(CutMode.FIXED, (amount, None, None, None))),
    )
    rules, limits = limits_of([customer], analysis)
    state = customer.state(analysis.period, analysis.vip)
    (found,) = run(labelled(rules, limits), [row(state, customer)])
    expected = {"eight_type": f"11{int(is_reached)}", "vip_level": "VIP" if is_reached else "non-VIP"}
    assert {key: found[key] for key in expected} == expected
    assert {key: level_of(key, state, rules) for key in expected} == expected
    assert found["cell"] % 10 == 1 + is_reached


@pytest.mark.parametrize("kind", SHOPS)
def test_the_drawn_shops_are_what_they_are_called(kind: str) -> None:
    drawn = [shop(kind, seed) for seed in range(30)]
    states = [[one.state(Period(LAST), Analysis(Period(LAST)).vip) for one in customers] for customers in drawn]
    everyone = [state for of_shop in states for state in of_shop]
    said = ("contact_count", "last_rating", "last_satisfaction", "last_recommendation")
    if kind == "one customer":
        assert {len(customers) for customers in drawn} == {1}
    elif kind == "all alike":
        assert all(len(set(of_shop)) == 1 < len(of_shop) for of_shop in states)
    elif kind == "one day":
        assert {state.tenure_days for state in everyone} == {0}
    elif kind == "mostly returns":
        assert sum(state.monetary_units < 0 for state in everyone) > len(everyone) / 4
    elif kind == "once each":
        assert {state.purchase_days for state in everyone} == {1}
    elif kind == "silent":
        assert all(one.told[name] is None for customers in drawn for one in customers for name in said)
    elif kind == "spoken for":
        assert all(one.told[name] is not None for customers in drawn for one in customers for name in said)
    else:
        assert {state.purchase_days for state in everyone} >= {1, 2, 3}
