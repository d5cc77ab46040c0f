"""A person's own profiles: short files in a folder of theirs, read as data and checked word by word."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any
from zoneinfo import available_timezones

import phonenumbers

from segmentation.intake.findings import Finding
from segmentation.intake.mapping import AMOUNT_LEVELS
from segmentation.intake.profiles import Profile, profile_of
from segmentation.intake.values.currencies import currency_code
from segmentation.intake.values.dates import ORDERS
from segmentation.intake.values.text import comparison_key
from segmentation.locale import N_
from segmentation.schema import FIELDS

CODE = "PROFILE_LEFT_OUT"
KEYS = ("title", "signature", "columns", "choices", "no_customer")

_TOO_LARGE = N_("Your profile {file} was left out: it has more than {limit} kB, and a profile is a few lines.")
_NO_FILE = N_("Your profile {file} was left out: it cannot be opened as a file.")
_NO_TEXT = N_("Your profile {file} was left out: it is not a text in UTF-8.")
_NO_TOML = N_("Your profile {file} was left out: from line {line} on it is not written as TOML.")
_MISSING = N_("Your profile {file} was left out: {key} is missing.")
_UNKNOWN = N_("Your profile {file} was left out: {key} is not known. Known are: {known}.")
_ILLEGAL = N_(
    "Your profile {file} was left out: what it says for {key} has no meaning. data/README.md says what may stand there."
)


@dataclass(frozen=True)
class ProfileLimits:
    """``size``: of one profile, in bytes."""

    size: int = 64 * 1024


@dataclass(frozen=True)
class OwnProfiles:
    """The profiles of a folder by file name, and a finding for each file that is none."""

    profiles: tuple[Profile, ...] = ()
    findings: tuple[Finding, ...] = ()


class _Fault(Exception):
    """Why a file is no profile: a message id and its values."""

    def __init__(self, message: str, **values: str) -> None:
        super().__init__(message)
        self.message, self.values = message, values


def own_profiles(folder: Path, limits: ProfileLimits | None = None) -> OwnProfiles:
    """The profiles in ``*.toml`` of a folder; none where there is no such folder. Nothing in them is ever executed."""
    limits = limits or ProfileLimits()
    found: list[Profile] = []
    findings: list[Finding] = []
    for path in sorted(folder.glob("*.toml")):
        try:
            found.append(_profile(path, limits))
        except _Fault as fault:
            values = MappingProxyType({"file": path.name, **fault.values})
            findings.append(Finding(CODE, fault.message, 1, values=values))
    return OwnProfiles(tuple(found), tuple(findings))


def _profile(path: Path, limits: ProfileLimits) -> Profile:
    text = _text(path, limits)
    try:
        table = tomllib.loads(text)
    except (ValueError, RecursionError) as fault:  # also numbers and days that TOML allows and Python has not
        at = re.search(r"line (\d+)", str(fault))
        raise _Fault(_NO_TOML, line=at.group(1) if at else str(text.count("\n") + 1)) from fault
    _known("", table, KEYS)
    for key in ("title", "signature", "columns"):
        if key not in table:
            raise _Fault(_MISSING, key=key)
    if not isinstance(table["title"], str) or not table["title"].strip():
        raise _Fault(_ILLEGAL, key="title")
    if not _are_names(table["signature"]):
        raise _Fault(_ILLEGAL, key="signature")
    if not isinstance(table.get("no_customer", False), bool):
        raise _Fault(_ILLEGAL, key="no_customer")
    columns, choices = table["columns"], table.get("choices", {})
    for key, section, known in (("columns", columns, FIELDS), ("choices", choices, tuple(_CHOICES))):
        if not isinstance(section, dict):
            raise _Fault(_ILLEGAL, key=key)
        _known(f"{key}.", section, known)
    for name, headers in columns.items():
        if not _are_names(headers):
            raise _Fault(_ILLEGAL, key=f"columns.{name}")
    for name, value in choices.items():
        if not _CHOICES[name](value):
            raise _Fault(_ILLEGAL, key=f"choices.{name}")
    if "order_states" in choices:
        states = {comparison_key(state): counts for state, counts in choices["order_states"].items()}
        table["choices"] = {**choices, "order_states": states}
    return profile_of(path.stem, table)


def _text(path: Path, limits: ProfileLimits) -> str:
    try:
        if not path.is_file():  # a folder, or something that could be waited for without end
            raise _Fault(_NO_FILE)
        with path.open("rb") as source:
            content = source.read(limits.size + 1)
    except OSError as fault:
        raise _Fault(_NO_FILE) from fault
    if len(content) > limits.size:
        raise _Fault(_TOO_LARGE, limit=str(limits.size // 1024))
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as fault:
        raise _Fault(_NO_TEXT) from fault


def _known(place: str, table: dict[str, Any], known: tuple[str, ...]) -> None:
    for key in table:
        if key not in known:
            raise _Fault(_UNKNOWN, key=f"{place}{key}", known=", ".join(known))


def _are_names(value: object) -> bool:
    """Whether it is a list of headers, of which each may be a list of headers itself."""
    if not isinstance(value, list) or not value:
        return False
    return all(
        _is_name(each) or (isinstance(each, list) and len(each) > 0 and all(map(_is_name, each))) for each in value
    )


def _is_name(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_one_of(*legal: str) -> Callable[[object], bool]:
    return lambda value: isinstance(value, str) and value in legal


def _is_table(value: object, keys: Callable[[str], bool], values: Callable[[object], bool]) -> bool:
    return isinstance(value, dict) and all(keys(key) and values(each) for key, each in value.items())


_CHOICES: dict[str, Callable[[Any], bool]] = {
    "amount_level": _is_one_of(*AMOUNT_LEVELS),
    "date_order": _is_one_of(*ORDERS),
    "decimals": lambda value: _is_table(value, lambda name: name in FIELDS, _is_one_of(".", ",")),
    "count_open": lambda value: isinstance(value, bool),
    "order_states": lambda value: _is_table(value, _is_name, lambda counts: isinstance(counts, bool)),
    "currency": lambda value: isinstance(value, str) and currency_code(value) == value,
    "phone_region": lambda value: isinstance(value, str) and value in phonenumbers.SUPPORTED_REGIONS,
    "time_zone": lambda value: isinstance(value, str) and value in available_timezones(),
}
"""What a profile may say of reading its values: name → whether a value has a meaning."""
