"""The one check behind every parameter object."""

from __future__ import annotations

from segmentation.errors import IllegalParameter


def require(is_legal: bool, name: str, value: object, rule: str) -> None:
    """Raises ``IllegalParameter`` unless legal. ``rule``: the sentence that says what would be (message id)."""
    if not is_legal:
        raise IllegalParameter(name=name, value=value, rule=rule)
