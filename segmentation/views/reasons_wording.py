"""Why customers stand where they stand, a sentence each, with their own numbers beside the limits in use."""

from __future__ import annotations

from functools import cache, reduce

import pyarrow as pa
import pyarrow.compute as pc

from segmentation.classifications.cell_levels import levels_in_use
from segmentation.classifications.explanation import Unit
from segmentation.classifications.lens import Lens
from segmentation.classifications.lens_wording import value_in_words, with_limits
from segmentation.classifications.reasons import REASONS, Held, Number, Phrase
from segmentation.locale import N_, Words
from segmentation.views.column_wording import mapped, money, numbers

_REASON = N_("{level}: {why}.")
_PHRASES = N_("{phrase}, {next}")

# Stands around the name of a column in a sentence until the customers' numbers are put in; nobody can type it.
_MARK = "\0"


def reasons(rows: pa.Table, lens: Lens, level: str, held: Held, words: Words) -> pa.Array:
    """A sentence a row: the level in the lens and what it rests on.

    ``rows``: the columns of ``reason_numbers``, and ``level``, the column with the key of the level in this lens.
    """
    given = REASONS[lens.key]
    names = {each.key: words(each.name) for each in levels_in_use(lens, held.rules.analysis)}
    grounds = rows.select([level, *given.grounds]).rename_columns(["level", *given.grounds])
    places = pa.array(range(rows.num_rows), pa.int64())
    groups = (
        grounds.append_column("places", places)
        .group_by(["level", *given.grounds], use_threads=False)
        .aggregate([("places", "list")])
    )

    @cache
    def texts(column: str, unit: str) -> pa.Array:
        return _texts(rows[column], Unit(unit), words)

    parts, order = [], []
    for at, ground in enumerate(groups.drop_columns(["places_list"]).to_pylist()):
        members = groups["places_list"][at].values
        said = reduce(
            lambda phrase, following: words(_PHRASES).format(phrase=phrase, next=following),
            (_phrase(phrase, words) for phrase in given.phrases(ground, held)),
        )
        title = words(given.title).format(level=names[ground["level"]])
        pieces: list[pa.Array | pa.Scalar] = [pa.repeat("", len(members))]
        for place, piece in enumerate(words(_REASON).format(level=title, why=said).split(_MARK)):
            column, _, unit = piece.partition(" ")
            pieces.append(texts(column, unit).take(members) if place % 2 else pa.scalar(piece))
        parts.append(pc.binary_join_element_wise(*pieces, ""))
        order.append(members)
    if not parts:
        return pa.array([], pa.string())
    return pa.concat_arrays(parts).take(pc.sort_indices(pa.concat_arrays(order)))


def _phrase(phrase: Phrase, words: Words) -> str:
    shown = words(phrase.text).format(**{name: _number(number, words) for name, number in phrase.numbers.items()})
    limits = [f"{words(name)} {_number(limit, words)}" for name, limit in phrase.limits if limit.is_there]
    return with_limits(shown, limits, words)


def _number(number: Number, words: Words) -> str:
    if number.column is None:
        return value_in_words(number.value, number.unit, words)
    return f"{_MARK}{number.column} {number.unit}{_MARK}"


def _texts(values: pa.ChunkedArray, unit: Unit, words: Words) -> pa.Array:
    """As ``value_in_words`` writes each; "none" where there is none."""
    if unit is Unit.MONEY:
        return pa.array(money(values, words), pa.string())
    if unit is Unit.COUNT:
        return pa.array(numbers(values, words, decimals=0), pa.string())
    if pa.types.is_floating(values.type):
        # Fewer distinct values; nothing is shown with more decimals.
        values = pc.round(values, 1 if unit is Unit.DAYS else 2)
    return mapped(values, lambda value: value_in_words(value, unit, words))
