"""What reading one file may cost, and how the reading process binds itself to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

try:
    import resource as _resource
except ImportError:  # Windows has no resource limits; the wall clock and the gate still hold there
    resource: Any = None
else:
    resource = _resource


@dataclass(frozen=True)
class ReadingLimits:
    """Bytes, seconds and counts that no file may exceed. They are chosen, not measured: see docs/trust.md.

    ``memory_bytes`` is what a process may write to, reserved or used, so it binds before the machine's memory does. A
    ratio of inflated to packed bytes above ``inflation_ratio`` is refused once ``ratio_from_bytes`` have been inflated.
    ``cell_characters`` is Excel's own limit; ``field_bytes`` is the longest cell of a csv; ``ragged_share`` is the share
    of lines with the wrong number of cells above which the separator must be wrong.
    """

    memory_bytes: int = 1_500_000_000
    cpu_seconds: int = 300
    wall_seconds: float = 600.0
    parts: int = 1_000
    inflated_bytes: int = 1 << 30
    inflation_ratio: int = 100
    ratio_from_bytes: int = 50_000_000
    rows: int = 1_048_576
    columns: int = 500
    field_bytes: int = 2_000_000
    cell_characters: int = 32_767
    ragged_share: float = 0.5


LIMITS = ReadingLimits()
# Libraries, the file itself where it is mapped, and stacks that are reserved but never touched
_SHARED_BYTES = 500_000_000


def bind_this_process(limits: ReadingLimits = LIMITS) -> tuple[str, ...]:
    """From here on this process has no more memory and time than ``limits`` and leaves no core dump.

    The names of limits that the system refuses to set come back (macOS refuses those of memory): the wall clock and the
    checks before parsing hold all the same, and no file is to blame.
    """
    return _bound(
        RLIMIT_DATA=(limits.memory_bytes, limits.memory_bytes),
        RLIMIT_AS=(limits.memory_bytes + _SHARED_BYTES,) * 2,
        # The signal at the soft limit tells "too slow" apart from the kill at the hard one
        RLIMIT_CPU=(limits.cpu_seconds, limits.cpu_seconds + 5),
        RLIMIT_CORE=(0, 0),
    )


def forbid_files() -> tuple[str, ...]:
    """From here on this process writes no file. Apart, because Python keeps compiled modules as files.

    As for ``bind_this_process``, the names of limits that could not be set come back.
    """
    return _bound(RLIMIT_FSIZE=(0, 0))


def _bound(**limits: tuple[int, int]) -> tuple[str, ...]:
    """Set these limits of the module ``resource``, soft and hard, but none above what holds already; those that cannot be."""
    refused = []
    for name, wanted in limits.items():
        try:
            kind = getattr(resource, name)
            most = resource.getrlimit(kind)[1]
            soft, hard = (limit if most == resource.RLIM_INFINITY else min(limit, most) for limit in wanted)
            resource.setrlimit(kind, (soft, hard))
        except (AttributeError, OSError, ValueError):
            refused.append(name)
    return tuple(refused)
