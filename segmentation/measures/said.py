"""What customers said, how often there was contact, and what staff entered of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import ibis
import ibis.expr.types as ir

from segmentation.measures.record_tables import FEEDBACK, INTERACTIONS, LOADS, RECORD_CHANGES, not_undone
from segmentation.parameters import DimensionRules, Period

REFERRED = 10
"""What bringing somebody counts as in recommendation, from 0 to 10."""


def recent_contacts(
    period: Period, rules: DimensionRules, interactions: ir.Table = INTERACTIONS, loads: ir.Table = LOADS
) -> ir.Table:
    """Contacts after ``as_of`` − ``contact_days``, up to ``as_of``.

    One row a customer with such a contact: customer_id, contact_count (int64, ≥ 1), contacts_entered (of them entered by
    hand, int32).
    """
    counted = not_undone(interactions, loads)
    counted = counted.mutate(day=counted.happened_at.date())
    opening = period.as_of - timedelta(days=rules.contact_days)
    counted = counted.filter(
        counted.customer_id.notnull(),
        counted.day <= ibis.literal(period.as_of, "date"),
        counted.day > ibis.literal(opening, "date"),
    )
    return counted.group_by("customer_id").aggregate(
        contact_count=counted.count(),
        contacts_entered=ibis.cases((counted.load_id.isnull(), 1), else_=0).sum().cast("int32"),
    )


def _has_word(kind: ir.StringValue, words: Sequence[str]) -> ir.BooleanValue:
    found = ibis.literal(False)
    for word in words:
        found = found | kind.lower().contains(word.lower())
    return ibis.coalesce(found, False)


def answers(
    period: Period,
    rules: DimensionRules,
    feedback: ir.Table = FEEDBACK,
    interactions: ir.Table = INTERACTIONS,
    loads: ir.Table = LOADS,
) -> ir.Table:
    """Every answer up to ``as_of``, one row each: customer_id, question, value (float), at, is_entered.

    ``question``: rating, satisfaction or recommendation. A referral is a recommendation of 10 on its day.
    """
    said, met = not_undone(feedback, loads), not_undone(interactions, loads)

    def part(rows: ir.Table, question: str, value: ir.NumericValue, at: str) -> ir.Table:
        return rows.select(
            "customer_id",
            question=ibis.literal(question),
            value=value.cast("float64"),
            at=rows[at],
            is_entered=rows.load_id.isnull(),
        )

    referred = ibis.cases((_has_word(said.kind, rules.referral_words), REFERRED), else_=said.recommendation)
    brought = met.filter(_has_word(met.kind, rules.referral_words))
    every = ibis.union(
        part(said, "rating", said.rating, "given_at"),
        part(said, "satisfaction", said.satisfaction, "given_at"),
        part(said, "recommendation", referred, "given_at"),
        part(brought, "recommendation", ibis.literal(REFERRED), "happened_at"),
    )
    return every.filter(
        every.value.notnull(), every.customer_id.notnull(), every.at.date() <= ibis.literal(period.as_of, "date")
    )


def last_answers(
    period: Period,
    rules: DimensionRules,
    feedback: ir.Table = FEEDBACK,
    interactions: ir.Table = INTERACTIONS,
    loads: ir.Table = LOADS,
) -> ir.Table:
    """The last answer to each question; of two at one moment the lower counts.

    One row a customer with an answer: customer_id, and for each of rating, satisfaction and recommendation
    ``last_<question>`` (float, null = none) and ``<question>_is_entered`` (int, 1 = by hand).
    """
    every = answers(period, rules, feedback, interactions, loads)
    latest_first = ibis.window(
        group_by=[every.customer_id, every.question], order_by=[every.at.desc(), every.value, every.is_entered]
    )
    last = every.mutate(age=ibis.row_number().over(latest_first))
    last = last.filter(last.age == 0)
    columns: dict[str, ir.Value] = {}
    for question in ("rating", "satisfaction", "recommendation"):
        is_this = last.question == question
        columns[f"last_{question}"] = ibis.cases((is_this, last.value)).max()
        columns[f"{question}_is_entered"] = ibis.cases((is_this & last.is_entered, 1), (is_this, 0)).max().cast("int32")
    return last.group_by("customer_id").aggregate(**columns)


def entered_values(fields: tuple[str, ...], changes: ir.Table = RECORD_CHANGES, loads: ir.Table = LOADS) -> ir.Table:
    """What the customer file says in these fields: the latest change that is not undone, an entered one before an imported.

    One row a customer with a value in one of them: customer_id, and for each field ``entered_<field>`` (null = nothing) and
    ``<field>_source`` (imported or entered). A later change to nothing takes the value away.
    """
    standing = not_undone(changes, loads)
    standing = standing.filter(standing.undone_at.isnull(), standing.field.isin(fields))
    latest_first = ibis.window(
        group_by=[standing.customer_id, standing.field],
        order_by=[
            ibis.cases((standing.provenance == "entered", 0), else_=1),
            standing.changed_at.desc(),
            standing.change_id.desc(),
        ],
    )
    last = standing.mutate(age=ibis.row_number().over(latest_first))
    last = last.filter(last.age == 0, last.value.notnull(), last.value != "")
    source = ibis.cases((last.provenance == "imported", "imported"), else_="entered")
    columns: dict[str, ir.Value] = {}
    for field in fields:
        columns[f"entered_{field}"] = ibis.cases((last.field == field, last.value)).max()
        columns[f"{field}_source"] = ibis.cases((last.field == field, source)).max()
    return last.group_by("customer_id").aggregate(**columns)
