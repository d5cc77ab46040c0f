"""The named groups of a classification."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Level:
    """One named group.

    ``key``: stable, what tables, files and the command line say. ``name``: what a person reads (English message id).
    ``rule``: the sentence that says who belongs to it (English message id).
    """

    key: str
    name: str
    rule: str
