"""Known exports: one short file each, so that a person can add their own. A profile says which columns are ours, by name.

``title``: what a person sees. ``signature``: headers that are all there in such a file and hardly together elsewhere; a list
among them needs one of its own. ``[columns]``: field → headers in order of preference, the first that is there is taken; a
list among them takes several columns together. ``[choices]``: fields of ``Mapping`` that this export always has. A profile
with ``no_customer = true`` knows that the export names no buyer.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

Names = tuple[str | tuple[str, ...], ...]


@dataclass(frozen=True)
class Profile:
    """One known export. Headers are compared by the key that ``fit`` is given."""

    name: str
    title: str
    signature: Names
    columns: dict[str, Names]
    choices: dict[str, Any] = field(default_factory=dict)
    no_customer: bool = False

    def fits(self, headers: set[str], key: Callable[[str], str]) -> bool:
        """Whether all of the signature's headers are there."""
        return all(
            key(each) in headers if isinstance(each, str) else any(key(other) in headers for other in each)
            for each in self.signature
        )

    def found(self, headers: list[str], key: Callable[[str], str]) -> dict[str, int | tuple[int, ...]]:
        """The columns of a file that fits, by field."""
        columns: dict[str, int | tuple[int, ...]] = {}
        for name, choices in self.columns.items():
            for choice in choices:
                wanted = (choice,) if isinstance(choice, str) else choice
                indexes = tuple(headers.index(key(each)) for each in wanted if key(each) in headers)
                if indexes and (isinstance(choice, str) or len(indexes) > 1):
                    columns[name] = indexes[0] if len(indexes) == 1 else indexes
                    break
        return columns


def profiles(own: Iterable[Profile] = ()) -> tuple[Profile, ...]:
    """A person's own profiles, which win, then the built-in ones; those with longer signatures first."""
    return (*_by_length(own), *_built_in())


def _by_length(found: Iterable[Profile]) -> list[Profile]:
    return sorted(found, key=lambda profile: -len(profile.signature))


@cache
def _built_in() -> tuple[Profile, ...]:
    return tuple(_by_length(_read(Path(__file__).parent)))


def _read(folder: Path) -> list[Profile]:
    return [
        profile_of(path.stem, tomllib.loads(path.read_text(encoding="utf-8"))) for path in sorted(folder.glob("*.toml"))
    ]


def profile_of(name: str, text: dict[str, Any]) -> Profile:
    """The profile that a file's parsed text is. The text has been checked, or is ours."""

    def names(values: list[Any]) -> Names:
        return tuple(value if isinstance(value, str) else tuple(value) for value in values)

    return Profile(
        name=name,
        title=text["title"],
        signature=names(text["signature"]),
        columns={field: names(values) for field, values in text["columns"].items()},
        choices=text.get("choices", {}),
        no_customer=text.get("no_customer", False),
    )
