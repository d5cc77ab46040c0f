"""Parameter objects as JSON text, and back."""

from __future__ import annotations

from typing import Any, TypeVar

from pydantic import TypeAdapter

T = TypeVar("T")


_READERS: dict[Any, TypeAdapter[Any]] = {}
"""One a kind of parameters: building it takes 25 to 50 ms."""


def _reader(kind: Any) -> TypeAdapter[Any]:
    if kind not in _READERS:
        _READERS[kind] = TypeAdapter(kind)
    return _READERS[kind]


def to_json(parameters: object) -> str:
    """Any parameter object as JSON text."""
    return _reader(type(parameters)).dump_json(parameters).decode()


def from_json(kind: type[T], text: str) -> T:
    """A parameter object from JSON text, checked like a new one."""
    found: T = _reader(kind).validate_json(text)
    return found
