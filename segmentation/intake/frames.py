"""How the reading process hands over: frames of a kind, a length and a payload, on its standard output."""

from __future__ import annotations

import io
import json
import struct
from typing import IO, Any

import pyarrow as pa

PROGRESS, SCHEMA, BATCH, REFUSED, DONE, REFUSAL, FAULT, UNBOUND = b"P", b"S", b"B", b"R", b"D", b"E", b"F", b"U"
"""Message and share · columns of the batches that follow, which replace all before · one batch · refused rows · description ·
refusal's name and values · kind and place of a fault in the reading itself · names of limits that this system refuses to set."""
_HEAD = struct.Struct(">cQ")


def write(stream: IO[bytes], kind: bytes, payload: bytes | pa.Buffer = b"") -> None:
    """One frame, flushed, so that the other side sees progress at once."""
    stream.write(_HEAD.pack(kind, len(payload)))
    stream.write(memoryview(payload))
    stream.flush()


def write_json(stream: IO[bytes], kind: bytes, value: Any) -> None:
    """One frame whose payload is JSON."""
    write(stream, kind, json.dumps(value, ensure_ascii=True).encode())


def read(stream: io.BufferedIOBase) -> tuple[bytes, pa.Buffer] | None:
    """The next frame's kind and payload, None where the other side has ended, whether it had finished or not."""
    head = stream.read(_HEAD.size)
    if len(head) < _HEAD.size:
        return None
    kind, length = _HEAD.unpack(head)
    payload = pa.allocate_buffer(length)
    view, at = memoryview(payload), 0
    while at < length:
        count = stream.readinto(view[at:])
        if not count:
            return None
        at += count
    return kind, payload
