"""The shop's stored tables beside sales, as unbound expressions, and which of their rows count."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

LOADS: ir.Table = ibis.table({"load_id": "int32", "undone_at": "timestamp"}, name="loads")
"""One row a loaded file; ``undone_at`` null = it counts."""

FEEDBACK: ir.Table = ibis.table(
    {
        "load_id": "int32",
        "customer_id": "int32",
        "given_at": "timestamp",
        "rating": "decimal(4, 2)",
        "satisfaction": "decimal(4, 2)",
        "recommendation": "int32",
        "kind": "string",
    },
    name="feedback",
)
"""One row a thing said; load_id null = entered by hand."""

INTERACTIONS: ir.Table = ibis.table(
    {"load_id": "int32", "customer_id": "int32", "happened_at": "timestamp", "kind": "string"}, name="interactions"
)
"""One row a contact; load_id null = entered by hand."""

RECORD_CHANGES: ir.Table = ibis.table(
    {
        "change_id": "int64",
        "customer_id": "int32",
        "field": "string",
        "value": "string",
        "provenance": "string",
        "load_id": "int32",
        "changed_at": "timestamp",
        "undone_at": "timestamp",
    },
    name="record_changes",
)
"""One row a change of one field of a customer's file; the latest that is not undone stands."""


def not_undone(rows: ir.Table, loads: ir.Table = LOADS) -> ir.Table:
    """The rows entered by hand, and those of loads that are not undone. ``rows``: needs load_id."""
    live = loads.filter(loads.undone_at.isnull()).select(live_load="load_id")
    joined = rows.left_join(live, rows.load_id == live.live_load)
    return joined.filter(joined.load_id.isnull() | joined.live_load.notnull()).drop("live_load")
