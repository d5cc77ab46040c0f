"""Which customers of a shop share a phone or an e-mail, or have nearly the same name: all columns at a time."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from rapidfuzz import fuzz, process

from segmentation.intake.values.customers import phone_key
from segmentation.intake.values.text import comparison_key, folded
from segmentation.locale import N_

Places = npt.NDArray[np.int64]


class Sign(StrEnum):
    """What two customers share."""

    PHONE = "phone"
    EMAIL = "email"
    NAME = "name"


SIGNS = {Sign.PHONE: N_("Same phone"), Sign.EMAIL: N_("Same e-mail"), Sign.NAME: N_("Similar name")}
"""What a person reads of each sign (message ids)."""

PAIRS = pa.schema([("one", pa.int64()), ("other", pa.int64()), *((sign.value, pa.bool_()) for sign in Sign)])
"""Two customers by their places (the lower first), and which signs they share."""


@dataclass(frozen=True)
class DuplicateLimits:
    """When two customers are suspected.

    ``name_ratio``: rapidfuzz's ratio of the two names, words sorted, from 0 to 100. ``common_name``: a name that more customers
    than this have says nothing by itself. ``shared_contact``: a phone or an e-mail that more customers than this have is the
    shop's or a company's. ``shortest_name``: characters below which a name only counts when it is exactly the same.
    ``neighbours``: with how many names next in order each is compared. ``phone_digits``: last digits that two spellings of a
    phone share for sure. ``region``: of phones without a country; None = Chinese mobiles and digits as they are.
    """

    name_ratio: float = 90.0
    common_name: int = 3
    shared_contact: int = 5
    shortest_name: int = 6
    neighbours: int = 8
    phone_digits: int = 7
    region: str | None = None


def suspected_pairs(contacts: pa.Table, limits: DuplicateLimits) -> pa.Table:
    """``PAIRS`` among rows with the texts name, phone and email (null = not known), in no order.

    A similar name is no sign by itself where both have a phone, or both an e-mail, and it is another one.
    """
    n = contacts.num_rows
    phones = _codes(_phone_keys(contacts["phone"], limits))
    emails = _codes(_email_keys(contacts["email"]))
    by_sign = {
        Sign.PHONE: _sharing(phones, limits.shared_contact, n),
        Sign.EMAIL: _sharing(emails, limits.shared_contact, n),
    }
    sure = np.union1d(by_sign[Sign.PHONE], by_sign[Sign.EMAIL])
    near = _near_names(contacts["name"], limits, n)
    one, other = near // max(n, 1), near % max(n, 1)
    differs = [(keys[one] >= 0) & (keys[other] >= 0) & (keys[one] != keys[other]) for keys in (phones, emails)]
    by_sign[Sign.NAME] = near[np.isin(near, sure) | ~(differs[0] | differs[1])]
    every = np.union1d(sure, by_sign[Sign.NAME])
    return pa.table(
        [every // max(n, 1), every % max(n, 1), *(np.isin(every, by_sign[sign]) for sign in Sign)], schema=PAIRS
    )


def likeness(one: str | None, other: str | None) -> float | None:
    """How alike two names are, 0 to 100, words sorted; None where one is missing."""
    if not one or not other:
        return None
    return fuzz.ratio(_sorted_words(comparison_key(one)), _sorted_words(comparison_key(other)))


def _sorted_words(name: str) -> str:
    return " ".join(sorted(re.sub(r"[\W_]+", " ", name).split()))


def _codes(keys: pa.Array) -> Places:
    """A number a key; -1 for an empty one."""
    encoded = keys.dictionary_encode()
    codes = np.asarray(encoded.indices.to_numpy(zero_copy_only=False), dtype=np.int64)
    empty = encoded.dictionary.index("").as_py()
    return np.where(codes == empty, -1, codes)


def _texts(column: pa.ChunkedArray) -> pa.Array:
    return pc.fill_null(column.cast(pa.string()), "").combine_chunks()


def _phone_keys(column: pa.ChunkedArray, limits: DuplicateLimits) -> pa.Array:
    """Each one's phone as spellings share it. Only those that can match at all are parsed, which is what takes time."""
    plain = folded(_texts(column))
    tails = pc.utf8_slice_codeunits(pc.replace_substring_regex(plain, r"\P{Nd}+", ""), start=-limits.phone_digits)
    encoded = tails.dictionary_encode()
    often = np.bincount(encoded.indices.to_numpy(), minlength=len(encoded.dictionary))[encoded.indices.to_numpy()]
    may_match = pa.array(often > 1)
    may_match = pc.and_(may_match, pc.equal(pc.utf8_length(tails), limits.phone_digits))
    parsed = [phone_key(phone, limits.region) for phone in plain.filter(may_match).to_pylist()]
    return pc.replace_with_mask(plain, may_match, pa.array(parsed, plain.type))


def _email_keys(column: pa.ChunkedArray) -> pa.Array:
    keys = pc.utf8_trim_whitespace(folded(_texts(column)))
    return pc.if_else(pc.match_substring(keys, "@"), keys, "")


def _name_keys(column: pa.ChunkedArray) -> pa.Array:
    """Names with their words in order, each different name looked at once."""
    encoded = _texts(column).dictionary_encode()
    words = folded(encoded.dictionary).to_pylist()
    return pa.array([_sorted_words(name) for name in words], pa.string()).take(encoded.indices)


def _groups(codes: Places) -> tuple[Places, Places, Places]:
    """Places ordered by code, where each code begins among them, and how many have it; places with -1 are left out."""
    order = np.argsort(codes, kind="stable")
    order = order[codes[order] >= 0]
    starts = np.flatnonzero(np.diff(codes[order], prepend=-1))
    return order, starts, np.diff(starts, append=len(order))


def _sharing(codes: Places, most: int, n: int) -> Places:
    """Pairs (one · n + other) of places with the same code, of codes that not more than ``most`` share; -1 = no code."""
    order, starts, sizes = _groups(codes)
    found = [np.empty(0, dtype=np.int64)]
    for size in range(2, most + 1):
        groups = order[starts[sizes == size][:, None] + np.arange(size)]
        one, other = np.triu_indices(size, k=1)
        found.append((groups[:, one] * n + groups[:, other]).ravel())
    return np.concatenate(found)


def _near_names(column: pa.ChunkedArray, limits: DuplicateLimits, n: int) -> Places:
    """Pairs of places with nearly the same name; names that many have are left out."""
    encoded = _name_keys(column).dictionary_encode()
    names, codes = encoded.dictionary.to_pylist(), np.asarray(encoded.indices.to_numpy(), dtype=np.int64)
    often = np.bincount(codes, minlength=len(names))
    is_rare = (often <= limits.common_name) & np.array([len(name) > 1 for name in names], dtype=bool)
    codes = np.where(is_rare[codes] if len(names) else False, codes, -1)
    rare = np.flatnonzero(is_rare)
    first, second = _alike([names[at] for at in rare.tolist()], limits)
    # Who has each of the rare names: as many columns as a name has customers at the most.
    who = np.full((len(names), limits.common_name), -1, dtype=np.int64)
    order, starts, sizes = _groups(codes)
    rank = np.arange(len(order)) - np.repeat(starts, sizes)
    who[codes[order], rank] = order
    one, other = (who[rare[at]] for at in (first, second))
    one, other = (side.ravel() for side in np.broadcast_arrays(one[:, :, None], other[:, None, :]))
    one, other = (side[(one >= 0) & (other >= 0)] for side in (one, other))
    across = np.minimum(one, other) * n + np.maximum(one, other)
    return np.union1d(_sharing(codes, limits.common_name, n), across)


def _alike(names: Sequence[str], limits: DuplicateLimits) -> tuple[Places, Places]:
    """Places of names that are nearly the same, each pair once.

    Different names are put in order, and each is compared with the next few: once by their beginnings and once by their
    ends, so that one odd letter anywhere leaves them neighbours in one of the two. That takes 2 · ``neighbours`` comparisons
    a name, however many there are.
    """
    long = [at for at, name in enumerate(names) if len(name) >= limits.shortest_name]
    found = [np.empty(0, dtype=np.int64)]
    for in_order in (sorted(long, key=names.__getitem__), sorted(long, key=lambda at: names[at][::-1])):
        texts, places = [names[at] for at in in_order], np.array(in_order, dtype=np.int64)
        for step in range(1, min(limits.neighbours, len(texts) - 1) + 1):
            ratios: np.ndarray[Any, Any] = process.cpdist(
                texts[:-step], texts[step:], scorer=fuzz.ratio, score_cutoff=limits.name_ratio, workers=1
            )
            near = np.flatnonzero(ratios >= limits.name_ratio)
            one, other = places[near], places[near + step]
            found.append(np.minimum(one, other) * len(names) + np.maximum(one, other))
    pairs = np.unique(np.concatenate(found))
    return pairs // max(len(names), 1), pairs % max(len(names), 1)
