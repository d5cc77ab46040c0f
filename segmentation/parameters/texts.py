"""Parameter objects as JSON text, and back."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, TypeVar

from pydantic import TypeAdapter

T = TypeVar("T")


@lru_cache(maxsize=64)
def _reader(kind: Any) -> TypeAdapter[Any]:
    # Building one takes 25 to 50 ms.
    return TypeAdapter(kind)


def to_json(parameters: object) -> str:
    """Any parameter object as JSON text."""
    return _reader(type(parameters)).dump_json(parameters).decode()


def from_json(kind: type[T], text: str) -> T:
    """A parameter object from JSON text, checked like a new one."""
    found: T = _reader(kind).validate_json(text)
    return found
