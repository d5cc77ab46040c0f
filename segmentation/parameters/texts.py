"""Parameter objects as JSON text, and back."""

from __future__ import annotations

from typing import TypeVar

from pydantic import TypeAdapter

T = TypeVar("T")


def to_json(parameters: object) -> str:
    """Any parameter object as JSON text."""
    return TypeAdapter(type(parameters)).dump_json(parameters).decode()


def from_json(kind: type[T], text: str) -> T:
    """A parameter object from JSON text, checked like a new one."""
    return TypeAdapter(kind).validate_json(text)
