"""Parameter objects as JSON text, and back. The text tells its format, so that a later program still knows what it means."""

from __future__ import annotations

import json
from typing import Any, TypeVar

from pydantic import TypeAdapter

from segmentation.errors import SegmentationError
from segmentation.locale import N_

T = TypeVar("T")

FORMAT = 1
"""The newest format that is known here. A text without one is of format 1."""

_FORMAT = "format"


class RulesTooNew(SegmentationError):
    message = N_(
        "Something saved in this shop has format {found}; this program knows up to {known}. "
        "Use the newer program that saved it."
    )
    code = "RULES_TOO_NEW"


_READERS: dict[Any, TypeAdapter[Any]] = {}
"""One a kind of parameters: building it takes 25 to 50 ms."""


def _reader(kind: Any) -> TypeAdapter[Any]:
    if kind not in _READERS:
        _READERS[kind] = TypeAdapter(kind)
    return _READERS[kind]


def to_json(parameters: object) -> str:
    """Any parameter object as JSON text."""
    said = json.loads(_reader(type(parameters)).dump_json(parameters))
    return json.dumps({_FORMAT: FORMAT, **said}, ensure_ascii=False, separators=(",", ":"))


def from_json(kind: type[T], text: str) -> T:
    """A parameter object from JSON text, checked like a new one. Raises ``RulesTooNew``."""
    said = json.loads(text)
    number = said.pop(_FORMAT, 1)
    if not isinstance(number, int) or number > FORMAT:
        raise RulesTooNew(found=number, known=FORMAT)
    found: T = _reader(kind).validate_json(json.dumps(said))
    return found
