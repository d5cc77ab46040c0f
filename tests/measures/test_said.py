"""Answers, contacts and entered values: which row counts, by literal rows."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import duckdb
import ibis
import ibis.expr.types as ir
import pytest

from segmentation.measures.said import entered_values, last_answers, recent_contacts
from segmentation.parameters import DimensionRules, Period
from segmentation.store.migrations import STEPS
from tests.measures.conftest import AS_OF

RULES = DimensionRules()
NOON = datetime.combine(AS_OF, datetime.min.time()) + timedelta(hours=12)
UNDONE = datetime(2024, 1, 2)

Rows = list[dict[str, Any]]


def rows(expression: ir.Table, **tables: Rows) -> dict[int, dict[str, Any]]:
    """The expression's rows by customer, on a shop's empty tables with these rows put in."""
    with duckdb.connect() as connection:
        for step in STEPS:
            connection.execute(step)
        connection.execute("insert into loads (load_id, undone_at) values (1, null), (2, ?)", [UNDONE])
        for table, put_in in tables.items():
            for row in put_in:
                places = ", ".join("?" for _ in row)
                connection.execute(f"insert into {table} ({', '.join(row)}) values ({places})", list(row.values()))
        sql = str(ibis.to_sql(expression, dialect="duckdb"))
        return {row["customer_id"]: row for row in connection.sql(sql).to_arrow_table().to_pylist()}


def said(days_ago: int, load_id: int | None = 1, **answers: Any) -> dict[str, Any]:
    return {"customer_id": 7, "load_id": load_id, "given_at": NOON - timedelta(days=days_ago), **answers}


@pytest.mark.parametrize(
    ("feedback", "expected"),
    [
        ([said(9, rating=5), said(2, rating=3)], 3),
        ([said(2, rating=3), said(9, rating=5)], 3),
        ([said(2, rating=4), said(2, rating=1)], 1),  # at one moment the lower counts
        ([said(9, rating=5), said(2, load_id=2, rating=1)], 5),  # taken back with its load
        ([said(9, rating=5), said(-1, rating=1)], 5),  # after the last day
        ([said(9, rating=5), said(2, satisfaction=1)], 5),  # not asked of again
    ],
)
def test_the_last_rating_counts(feedback: Rows, expected: float) -> None:
    assert rows(last_answers(Period(AS_OF), RULES), feedback=feedback)[7]["last_rating"] == expected


@pytest.mark.parametrize(
    ("feedback", "interactions", "expected"),
    [
        ([said(5, recommendation=3)], [], 3),
        ([said(5, recommendation=3, kind="老带新")], [], 10),
        ([said(5, recommendation=3)], [{"customer_id": 7, "happened_at": NOON, "kind": "Referral"}], 10),
        ([said(0, recommendation=3)], [{"customer_id": 7, "happened_at": NOON - timedelta(9), "kind": "REFERRED"}], 3),
    ],
)
def test_a_referral_is_a_recommendation_of_ten_on_its_day(feedback: Rows, interactions: Rows, expected: float) -> None:
    found = rows(last_answers(Period(AS_OF), RULES), feedback=feedback, interactions=interactions)
    assert found[7]["last_recommendation"] == expected


def test_an_answer_typed_in_is_told_from_an_imported_one() -> None:
    found = rows(
        last_answers(Period(AS_OF), RULES), feedback=[said(9, rating=5), said(2, load_id=None, satisfaction=4)]
    )[7]
    assert (found["rating_is_entered"], found["satisfaction_is_entered"]) == (0, 1)
    assert (found["last_recommendation"], found["recommendation_is_entered"]) == (None, None)


def test_contacts_count_from_the_day_after_the_window_opens_to_the_last_day() -> None:
    met = [
        {"customer_id": 7, "load_id": load, "happened_at": NOON - timedelta(days=days), "kind": "call"}
        for load, days in ((1, 0), (None, 89), (1, 90), (1, -1), (2, 3))
    ]
    found = rows(recent_contacts(Period(AS_OF), RULES), interactions=met)[7]
    assert (found["contact_count"], found["contacts_entered"]) == (2, 1)


def change(number: int, value: str | None, provenance: str = "entered", **more: Any) -> dict[str, Any]:
    return {
        "change_id": number, "customer_id": 7, "field": "influence", "value": value, "provenance": provenance,
        "changed_at": NOON + timedelta(minutes=number), **more,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ([change(1, "reviewer"), change(2, "celebrity")], ("celebrity", "entered")),
        ([change(1, "reviewer"), change(2, "celebrity", undone_at=NOON)], ("reviewer", "entered")),
        ([change(1, "reviewer"), change(2, "celebrity", "imported", load_id=1)], ("reviewer", "entered")),
        ([change(2, "celebrity", "imported", load_id=1)], ("celebrity", "imported")),
        ([change(2, "celebrity", "imported", load_id=2)], None),
        ([change(1, "reviewer"), change(2, "")], None),  # emptied
        ([change(1, "celebrity", "imported", load_id=1), change(2, None)], None),
    ],
)
def test_the_latest_change_that_is_not_undone_stands(changes: Rows, expected: tuple[str, str] | None) -> None:
    found = rows(entered_values(("influence", "psychology")), record_changes=changes).get(7)
    assert (found and (found["entered_influence"], found["influence_source"])) == expected
    assert found is None or found["entered_psychology"] is None
