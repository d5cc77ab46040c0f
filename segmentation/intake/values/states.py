"""Order states: which lines count as sales, which do not, and which are for the person to decide."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping as Lookup
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

import duckdb

from segmentation.intake.mapping import Mapping
from segmentation.intake.values.text import comparison_key, is_null_word
from segmentation.locale import N_


class StateKind(StrEnum):
    """What an order state means for the figures."""

    FINISHED = "finished"
    OPEN = "open"
    UNPAID = "unpaid"
    CANCELLED = "cancelled"
    RETURN = "return"
    NOTHING = "nothing"
    UNKNOWN = "unknown"

    @property
    def sentence(self) -> str:
        """What the page shows beside the state, as a message id."""
        return _SENTENCES[self]


_SENTENCES = {
    StateKind.FINISHED: N_("Paid and finished: counts."),
    StateKind.OPEN: N_("Paid, not yet finished: counts unless you decide otherwise."),
    StateKind.UNPAID: N_("Not paid: does not count."),
    StateKind.CANCELLED: N_("Called off or given back: does not count."),
    StateKind.RETURN: N_("Goods or money going back: lowers revenue."),
    StateKind.NOTHING: N_("Says nothing: counts."),
    StateKind.UNKNOWN: N_("Not known: counts unless you decide otherwise."),
}
_WEIGHT = (
    StateKind.CANCELLED,
    StateKind.UNPAID,
    StateKind.RETURN,
    StateKind.OPEN,
    StateKind.UNKNOWN,
    StateKind.FINISHED,
)
_MOMENT = re.compile(r"^\d{2,4}[-/.年]\d{1,2}[-/.月]\d{1,4}")
_PUNCTUATION = re.compile(r"[\s_\-.,;:!，。；：、()（）]+")


@dataclass(frozen=True)
class State:
    """One order state as the file writes it: its lines, what it means, and whether they count."""

    text: str
    lines: int
    kind: StateKind
    is_counted: bool


def kind_of(text: str, *, is_second: bool = False) -> StateKind:
    """What a state means. ``is_second``: of a further state column, where a moment says when the order was called off."""
    if is_null_word(text):
        return StateKind.NOTHING
    known = _known()
    plain = _plain(text)
    if plain in known:
        return known[plain]
    if is_second:
        return StateKind.CANCELLED if _MOMENT.match(text.strip()) else StateKind.NOTHING
    parts = [known[part] for part in map(_plain, re.split(r"[,，;；|/]", text)) if part in known]
    return min(parts, key=_WEIGHT.index) if parts and StateKind.NOTHING not in parts else StateKind.UNKNOWN


def counts(kind: StateKind, text: str, choices: Lookup[str, bool], count_open: bool) -> bool:
    """Whether lines of this state count: the person's own choice for the state first, then what the state means."""
    chosen = choices.get(comparison_key(text))
    if chosen is not None:
        return chosen
    if kind is StateKind.OPEN:
        return count_open
    return kind not in (StateKind.UNPAID, StateKind.CANCELLED)


def _plain(text: str) -> str:
    # WooCommerce writes wc-completed in some exports and completed in others.
    return _PUNCTUATION.sub("", comparison_key(text).removeprefix("wc-"))


@cache
def _known() -> dict[str, StateKind]:
    with (Path(__file__).parent / "states.toml").open("rb") as source:
        return {_plain(text): StateKind(kind) for kind, texts in tomllib.load(source).items() for text in texts}


def found_states(connection: duckdb.DuckDBPyConnection, mapping: Mapping) -> tuple[State, ...]:
    """The order states of the sheet, the commonest first; of a further state column only those that mean something."""
    found = []
    for place, index in enumerate(mapping.indexes("status")):
        rows = connection.execute(
            f"select c{index}, count(*) as n from raw where c{index} is not null group by 1 order by n desc, 1"
        ).fetchall()
        for text, lines in rows:
            kind = kind_of(text, is_second=place > 0)
            if kind is not StateKind.NOTHING or place == 0:
                counted = counts(kind, text, mapping.order_states, mapping.count_open)
                found.append(State(text, lines, kind, counted))
    return tuple(found)
