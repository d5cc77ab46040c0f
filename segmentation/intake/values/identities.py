"""Who each line belongs to where a sheet has several identities: number, phone and e-mail, line by line."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa
import pyarrow.compute as pc

from segmentation.intake.values.columns import CustomerColumns


def identities(
    own: CustomerColumns, others: Sequence[tuple[CustomerColumns, bool]], walk_ins: pa.ChunkedArray | None
) -> CustomerColumns:
    """The customers with lines that have no number given to the number that shares their phone or e-mail, else to these.

    ``others``: further identities, the surest first, each with whether it is a number (a phone) or not. A column of one
    value is the shop's own and tells nobody apart; hidden values tell nothing. ``walk_ins``: lines beside a walk-in's word,
    whose numbers are nobody's.
    """
    shown, key = own.shown, own.key
    nobody = pc.fill_null(walk_ins, False) if walk_ins is not None else None
    empty = pa.scalar(None, pa.string())
    if nobody is not None:
        shown, key = pc.if_else(nobody, empty, shown), pc.if_else(nobody, empty, key)
    hidden = pc.or_(own.masked, own.damaged)
    if not pc.any(pc.and_not(key.is_null(), hidden)).as_py():
        return CustomerColumns(shown, key, own.masked, own.damaged)
    for other, is_number in others:
        if pc.count_distinct(other.key).as_py() < 2:
            continue
        theirs_shown, theirs = other.shown, other.key
        if is_number and nobody is not None:
            theirs_shown, theirs = pc.if_else(nobody, empty, theirs_shown), pc.if_else(nobody, empty, theirs)
        linked = _linked(key, shown, theirs)
        free = pc.and_not(key.is_null(), hidden)
        key, shown = (
            pc.if_else(free, pc.coalesce(link, instead), now)
            for link, instead, now in ((linked[0], theirs, key), (linked[1], theirs_shown, shown))
        )
    return CustomerColumns(shown, key, own.masked, own.damaged)


def _linked(key: pa.ChunkedArray, shown: pa.ChunkedArray, theirs: pa.ChunkedArray) -> tuple[pa.Array, pa.Array]:
    """For each line the one number beside the same phone or e-mail elsewhere; null where there are none or several."""
    seen = pa.table({"theirs": theirs, "key": key, "shown": shown}).drop_null()
    pairs = seen.group_by("theirs").aggregate([("key", "count_distinct"), ("key", "min"), ("shown", "min")])
    pairs = pairs.filter(pc.equal(pairs["key_count_distinct"], 1))
    at = pc.index_in(theirs, value_set=pairs["theirs"].combine_chunks())
    at = pc.if_else(theirs.is_null(), pa.scalar(None, at.type), at).combine_chunks()
    return pairs["key_min"].combine_chunks().take(at), pairs["shown_min"].combine_chunks().take(at)
