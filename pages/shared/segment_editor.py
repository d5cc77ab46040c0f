"""The segment table's editor: one row a block of cells, checked on all 125 cells while it is changed."""

from __future__ import annotations

from typing import Any

import streamlit as st

from pages.shared import charts, language, messages, state
from pages.shared.cache import Shop
from pages.shared.language import _
from segmentation.classifications.cube import ScoreCube
from segmentation.classifications.rfm_segments import table_in_use
from segmentation.figures.segment_check import checked_cells
from segmentation.locale import Words
from segmentation.parameters import SegmentRule, SegmentRules, to_json
from segmentation.parameters.checks import LONGEST_NAME
from segmentation.views.segment_draft import DraftRow, SegmentCheck, drafted, segment_check

_SCORES = ("r", "f", "m")
_MOST_ROWS = 40
_SHOWN_CELLS = 12
_SHOWN_COLLISIONS = 6
_NAME_WIDTH, _RANGE_WIDTH = 180, 84
"""Pixels."""
_KEEP: dict[str, Any] = {"persist_state": "session"}


def _key(shop: Shop, name: str) -> str:
    return state.key_of(shop, f"{state.RULES}.segments.{name}")


def begin(shop: Shop, in_use: SegmentRules) -> None:
    """Lay the table in use where nothing was changed yet, or where another was taken into use since."""
    mark, now = _key(shop, "of"), to_json(in_use)
    if st.session_state.get(mark) != now:
        st.session_state[mark] = now
        lay(shop, in_use)


def lay(shop: Shop, rules: SegmentRules) -> None:
    """Put the rules' table into the rows."""
    table = table_in_use(rules)
    names = {level.key: _(level.name) for level in table.levels}
    st.session_state[_key(shop, "rows")] = []
    for box in table.rules:
        _put_row(shop, box.key, names[box.key], box)


def _put_row(shop: Shop, key: str, name: str, box: SegmentRule) -> None:
    """A row at the end. Its number is new, so that no widget takes it for a row there was before."""
    number = st.session_state.get(_key(shop, "next"), 0)
    st.session_state[_key(shop, "next")] = number + 1
    st.session_state[_key(shop, f"name.{number}")] = name
    for score in _SCORES:
        st.session_state[_key(shop, f"{score}.{number}")] = getattr(box, score)
    st.session_state[_key(shop, "rows")] = [*st.session_state[_key(shop, "rows")], (number, key)]


def _take_row(shop: Shop, number: int) -> None:
    rows = st.session_state[_key(shop, "rows")]
    st.session_state[_key(shop, "rows")] = [row for row in rows if row[0] != number]


def typed(shop: Shop, cube: ScoreCube) -> SegmentRules | None:
    """Draw the rows and what the linter says of them. The rules come back; None while they cannot be used."""
    editor, picture = st.columns([3, 2], gap="large")
    with editor:
        st.caption(
            _(
                "Each row gives a name to the customers whose scores lie in its ranges: R recency, F frequency, M monetary "
                "value, each from 1 (worst) to 5 (best). Rows with the same name are one segment. Every possible trio of "
                "scores, a cell, needs one name and only one."
            )
        )
        rows, slots = [], []
        for number, key in st.session_state[_key(shop, "rows")]:
            rows.append(_row(shop, number, key))
            slots.append(st.empty())
        if len(rows) < _MOST_ROWS:
            st.button(
                _("Add a row"),
                key=_key(shop, "add"),
                on_click=_put_row,
                args=(shop, "", _("New name"), SegmentRule("")),
                help=_("A row with the name of another row adds a block of cells to that segment."),
            )
    if not rows:
        st.error(_("There are no rows. Add one, or reset to the default."))
        return None
    rules = drafted(rows)
    check = segment_check(cube, rules)
    _marks(check, slots)
    with picture:
        _verdict(check)
    return rules if check.is_sound else None


def _row(shop: Shop, number: int, key: str) -> DraftRow:
    # On a telephone the ranges go below the name, side by side.
    row = st.container(horizontal=True, vertical_alignment="bottom", gap="small")
    name = row.text_input(
        _("Name of the segment"), max_chars=LONGEST_NAME, key=_key(shop, f"name.{number}"), width=_NAME_WIDTH, **_KEEP
    )
    beside = row.container(horizontal=True, vertical_alignment="bottom", width="content")
    ranges = [
        beside.slider(score.upper(), 1, 5, key=_key(shop, f"{score}.{number}"), width=_RANGE_WIDTH, **_KEEP)
        for score in _SCORES
    ]
    beside.button(
        "✕",
        key=_key(shop, f"remove.{number}"),
        help=_("Remove this row"),
        on_click=_take_row,
        args=(shop, number),
    )
    return DraftRow(key, name, SegmentRule(key, *ranges))


def _verdict(check: SegmentCheck) -> None:
    words = language.words()
    report = check.report
    if check.is_sound:
        st.success(_("Every one of the 125 cells has one name, and every name a cell. This table can be used."))
    else:
        st.error(_("This table cannot be saved yet. Mend what is said below first."))
    if report.holes:
        said = _("{cells} without a name.").format(cells=_counted(report.holes, words))
        st.error(messages.as_text(f"{said} {_affected(report.holes, check.customers_in_holes, words)}"))
    names = _names(check)
    for one in check.collisions[:_SHOWN_COLLISIONS]:
        said = _("{one} and {other} both claim {cells}.").format(
            one=names[one.first], other=names[one.second], cells=_counted(one.cells, words)
        )
        st.error(messages.as_text(f"{said} {_affected(one.cells, one.customers, words)}"))
    if (more := len(check.collisions) - _SHOWN_COLLISIONS) > 0:
        st.error(words.count("{n} more pair of names collides.", "{n} more pairs of names collide.", more))
    for key in report.unreachable:
        said = _("{name} is never reached: rows above it have all its cells.").format(name=names[key])
        st.error(messages.as_text(said))
    if not all(level.name for level in check.table.levels):
        st.error(_("A row has no name. Type one."))
    if len(check.pictures) > 1:
        st.caption(_("In this table M changes names, so there is a picture for each M."))
    charts.show(
        checked_cells(check, words, charts.scheme()), key="rules.segments.cells", title=_("Which cell has which name")
    )


def _names(check: SegmentCheck) -> dict[str, str]:
    """Segments' names by key; one that has none yet is called so."""
    return {level.key: _(level.name) if level.name else _("(no name)") for level in check.table.levels}


def _marks(check: SegmentCheck, slots: list[Any]) -> None:
    """Below each row at fault, with whom it collides, and whether its name is never reached."""
    words, names = language.words(), _names(check)
    for row, slot in enumerate(slots):
        lines = []
        if rivals := check.rivals(row):
            listed = (
                _("{name}: {value}").format(name=names[key], value=words.count("{n} cell", "{n} cells", cells))
                for key, cells in rivals.items()
            )
            lines.append(_("▲ Of this row's cells others claim: {rivals}").format(rivals=_(", ").join(listed)))
        if check.table.rules[row].key in check.report.unreachable:
            lines.append(_("▲ Rows above have all its cells: this name is never reached."))
        if lines:
            slot.markdown("  \n".join(f":red[{messages.as_text(line)}]" for line in lines))


def _counted(cells: tuple[int, ...], words: Words) -> str:
    return words.count("{n} cell", "{n} cells", len(cells))


def _affected(cells: tuple[int, ...], customers: int, words: Words) -> str:
    """The customers and the cells, as scores of R, F and M: "12 customers in them (R F M: 551, 552 …)"."""
    listed = ", ".join(map(str, cells[:_SHOWN_CELLS])) + (" …" if len(cells) > _SHOWN_CELLS else "")
    affected = words.count("{n} customer in them", "{n} customers in them", customers)
    return _("{customers} (R F M: {cells})").format(customers=affected, cells=listed)
