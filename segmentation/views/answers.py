"""Answers that take long in a large shop and are no single statement: made ready at a load, else computed when asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

import pyarrow as pa

from segmentation.parameters import from_json, to_json
from segmentation.store.workspace import Workspace

T = TypeVar("T")


@dataclass(frozen=True, eq=False)
class Answer:
    """``stands_on``: what the table depends on beside the sales, in words of ours."""

    workspace: Workspace
    stands_on: str
    compute: Callable[[], pa.Table]

    def table(self) -> pa.Table:
        """The answer, from the shop's file where it is there."""
        stored = self.workspace.stored_answer(self.stands_on)
        return self.compute() if stored is None else stored

    def store(self) -> None:
        """Put it into the shop's file."""
        self.workspace.store_answer(self.stands_on, self.compute)


@dataclass(frozen=True, eq=False)
class ValueAnswer(Generic[T]):
    """The same of one value: ``kind``, a frozen dataclass that ``parameters.to_json`` can write."""

    workspace: Workspace
    stands_on: str
    kind: type[T]
    compute: Callable[[], T]

    def value(self) -> T:
        """The answer, from the shop's file where it is there."""
        stored = self.workspace.stored_answer(self.stands_on)
        return self.compute() if stored is None else from_json(self.kind, stored["value"][0].as_py())

    def store(self) -> None:
        """Put it into the shop's file."""
        self.workspace.store_answer(self.stands_on, lambda: pa.table({"value": [to_json(self.compute())]}))
