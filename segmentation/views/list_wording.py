"""A list's rows in the reader's language: names of groups, why a customer is on the list, what to do next."""

from __future__ import annotations

from string import Formatter

import pyarrow as pa
import pyarrow.compute as pc

from segmentation.classifications import eight_types, final_classification, lifecycle, rfm_segments, value_classes, vip
from segmentation.classifications.lens import Lens
from segmentation.classifications.lenses import LENSES
from segmentation.classifications.levels import Level
from segmentation.classifications.rfm_segments import SegmentTable
from segmentation.locale import N_, Words
from segmentation.playbook.segments import play_of
from segmentation.views.column_wording import mapped, numbers
from segmentation.views.lens_filters import FILTER_LENSES
from segmentation.views.playbook import Advice
from segmentation.views.vip_wording import exception_in_words

LEVELS: dict[str, tuple[Level, ...]] = {
    "segment": rfm_segments.DEFAULT.levels,
    "value_class": value_classes.LEVELS,
    "lifecycle_stage": lifecycle.LEVELS,
    "vip_level": vip.LEVELS,
    "eight_type": eight_types.LEVELS,
    "final_class": final_classification.LEVELS,
}
"""The columns that hold keys, and what the keys stand for, in the order shown."""

_EXCEPTION = ("decided_by", "grace_until", "hand_until", "hand_reason")

WHY = N_("{bought}, {last}, {revenue} in all: R {r} F {f} M {m}")


def worded(
    rows: pa.Table,
    words: Words,
    table: SegmentTable = rfm_segments.DEFAULT,
    advice: Advice | None = None,
    types: tuple[Level, ...] = eight_types.LEVELS,
) -> pa.Table:
    """``list_rows`` for a reader: keys become names; vip_note, why and suggested_action are added.

    ``vip_note``: that the VIP level is kept by grace or set by hand; null where the rule decides.

    ``table``: the named segments in use. ``types``: the eight types, named as the shop does. ``advice``: what to do, by one
    of the columns of ``LEVELS``; without it what is built in for the named segments.
    """
    action = _actions(rows, _built_in(table, words) if advice is None else advice)
    why, note = _why(rows, words), _vip_notes(rows, words)
    rows = rows.drop_columns(list(_EXCEPTION)).append_column("vip_note", note)
    for column, levels in (LEVELS | {"segment": table.levels, "eight_type": types}).items():
        names = {level.key: words(level.name) for level in levels}
        rows = rows.set_column(rows.column_names.index(column), column, mapped(rows[column], names.__getitem__))
    for lens in lenses_of(rows):
        names = {level.key: words(level.name) for level in lens.levels}
        shown = pc.fill_null(mapped(rows[lens.key], names.get), words("not known"))
        rows = rows.set_column(rows.column_names.index(lens.key), lens.key, shown)
    return rows.append_column("why", why).append_column("suggested_action", action)


def lenses_of(rows: pa.Table) -> tuple[Lens, ...]:
    """The lenses beside those of ``LEVELS`` that the rows tell the level of."""
    return tuple(lens for lens in FILTER_LENSES if lens.key in rows.column_names)


def level_names(column: str, words: Words, table: SegmentTable = rfm_segments.DEFAULT) -> tuple[str, ...]:
    """The names of a column's levels in the order shown."""
    return tuple(words(level.name) for level in (LEVELS | {"segment": table.levels})[column])


def _why(rows: pa.Table, words: Words) -> pa.Array:
    pieces = {
        "bought": mapped(rows["frequency"], lambda n: words.count("Bought once", "Bought {n} times", n)),
        "last": mapped(rows["recency_days"], lambda n: _last(n, words)),
        "revenue": pa.array(numbers(rows["monetary"], words), pa.string()),
        "r": rows["r_score"].combine_chunks().cast(pa.string()),
        "f": rows["f_score"].combine_chunks().cast(pa.string()),
        "m": rows["m_score"].combine_chunks().cast(pa.string()),
    }
    parts: list[pa.Array | str] = []
    for before, name, _format, _conversion in Formatter().parse(words(WHY)):
        parts.append(before)
        if name is not None:
            parts.append(pieces[name])
    return pc.binary_join_element_wise(*(p if isinstance(p, pa.Array) else pa.scalar(p) for p in parts), "")


def _vip_notes(rows: pa.Table, words: Words) -> pa.Array:
    is_exception = pc.not_equal(rows["decided_by"].combine_chunks(), "rule")
    texts: list[str | None] = [None] * rows.num_rows
    for place, row in zip(
        pc.indices_nonzero(is_exception).to_pylist(),
        rows.select(_EXCEPTION).filter(is_exception).to_pylist(),
        strict=True,
    ):
        texts[place] = exception_in_words(**row, words=words)
    return pa.array(texts, pa.string())


def _last(days: int, words: Words) -> str:
    return words("last today") if days == 0 else words.count("last {n} day ago", "last {n} days ago", days)


def _built_in(table: SegmentTable, words: Words) -> Advice:
    seeds = {key: play_of(key, table) for key in table.keys}
    return Advice(
        LENSES["segment"],
        {key: words(play.action) for key, play in seeds.items()},
        {key: words(play.after_one) for key, play in seeds.items()},
    )


def _actions(rows: pa.Table, advice: Advice) -> pa.Array:
    # A lens's key is its column here; the VIP level is the one in force.
    levels = rows[advice.lens.key]
    once = pc.equal(rows["frequency"].combine_chunks(), 1)
    return pc.if_else(once, mapped(levels, advice.after_one.get), mapped(levels, advice.actions.get))
