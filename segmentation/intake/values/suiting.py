"""Whether a column's values could be a field's, whatever its heading says."""

from __future__ import annotations

from segmentation.intake.values.look import Look
from segmentation.intake.values.names import MatchLimits

_NUMERIC = frozenset(["quantity", "unit_price", "amount", "discount", "refunded"])


def suits(name: str, look: Look, limits: MatchLimits) -> bool:
    """Whether the values could be the field's. A column that says nothing suits any."""
    if not look.filled:
        return True
    if name in _NUMERIC:
        return look.number >= limits.some and look.date < limits.most and look.phone < limits.most
    if name == "date":
        return look.date >= limits.some or (
            look.number >= limits.some and look.phone < limits.some and look.fraction < limits.some
        )
    if name == "time":
        return look.time >= limits.some or look.date >= limits.some
    if name == "email":
        return look.email >= limits.some
    if name in ("customer", "name", "product", "category", "store", "staff"):
        return (look.date < limits.some or look.number == 1.0) and not (name != "customer" and look.email > limits.some)
    return True
