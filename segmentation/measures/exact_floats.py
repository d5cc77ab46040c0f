"""Floats that mean the same number to every engine."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir


def exact_float(value: float) -> ir.FloatingValue:
    """A float64 column value that is exactly ``value``.

    Written bare, as Ibis writes it, ``145714.2857142857`` is a decimal to Spark and its kin, and a customer who stands right
    on a limit falls on the other side.
    """
    return ibis.literal(repr(float(value))).cast("float64")
