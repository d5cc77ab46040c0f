"""A rectangle cut into areas of given sizes, each as near to a square as it comes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Area:
    """A rectangle by its lower left corner, its width and its height."""

    left: float
    bottom: float
    width: float
    height: float


def areas(sizes: Sequence[float], width: float, height: float) -> list[Area]:
    """One area a size, in the order of ``sizes``, which fall and are above 0; the largest lies at the top left.

    The squarified layout (Bruls, Huizing, van Wijk 2000, 10.1007/978-3-7091-6783-0_4): a row along the shorter side is
    filled as long as that brings its areas nearer to squares.
    """
    scale = width * height / sum(sizes) if sizes else 0.0
    waiting = [size * scale for size in sizes]
    free = Area(0.0, 0.0, width, height)
    placed: list[Area] = []
    while waiting:
        side = min(free.width, free.height)
        taken = 1
        while taken < len(waiting) and _flatness(waiting[: taken + 1], side) <= _flatness(waiting[:taken], side):
            taken += 1
        row, free = _row(waiting[:taken], free)
        placed += row
        waiting = waiting[taken:]
    return placed


def _flatness(row: Sequence[float], side: float) -> float:
    """The largest ratio of sides among the areas of a row along ``side``; 1 is a square."""
    depth = sum(row) / side
    return max(max(part / depth**2, depth**2 / part) for part in row)


def _row(row: Sequence[float], free: Area) -> tuple[list[Area], Area]:
    total, placed = sum(row), []
    if free.width >= free.height:
        depth, top = total / free.height, free.bottom + free.height
        for part in row:
            placed.append(Area(free.left, top - part / depth, depth, part / depth))
            top -= part / depth
        return placed, Area(free.left + depth, free.bottom, free.width - depth, free.height)
    depth, left = total / free.width, free.left
    for part in row:
        placed.append(Area(left, free.bottom + free.height - depth, part / depth, depth))
        left += part / depth
    return placed, Area(free.left, free.bottom, free.width, free.height - depth)
