"""What to do for each level, under every way of sorting customers, and the page where the shop writes its own."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from types import MappingProxyType

import streamlit as st

from pages.shared import language, messages, navigation, state
from pages.shared.cache import Shop
from pages.shared.language import _
from segmentation.classifications.lens import Lens
from segmentation.classifications.lenses import LENSES
from segmentation.parameters import Analysis
from segmentation.views.disagreements import Disagreement
from segmentation.views.lens_levels import LensCross
from segmentation.views.playbook import LONGEST_ACTION, Play, order_in_words, plays, write_action

_EVERY_LEVEL: Mapping[str, Collection[str]] = MappingProxyType({})


def what_to_do(
    shop: Shop, analysis: Analysis, *lenses: str, levels: Mapping[str, Collection[str]] = _EVERY_LEVEL
) -> None:
    """What to do for each level of these lenses (keys), folded, with the way to the shop's playbook.

    ``levels``: lens → the keys of its levels that matter here; all of them where it is not named.
    """
    with st.expander(_("What to do for each")):
        for lens in (LENSES[key] for key in lenses):
            for play in _plays(shop, analysis, lens):
                if lens.key not in levels or play.level.key in levels[lens.key]:
                    name = _(play.level.name)
                    if len(lenses) > 1:
                        name = _("{name}: {value}").format(name=_(lens.name), value=name)
                    st.markdown(f"**{messages.as_text(name)}**  \n{messages.as_text(play.text)}")
            if lens.key == "segment":
                st.caption(
                    _("In lists, who bought once has a second-purchase offer, unless the shop wrote its own words.")
                )
            to_playbook(lens.key, is_one_of_several=len(lenses) > 1)


def what_to_do_of_both(shop: Shop, analysis: Analysis, each: Disagreement) -> None:
    """What to do by both sides of a disagreement."""
    levels = {side.lens: side.levels for side in (each.high, each.low)}
    what_to_do(shop, analysis, *levels, levels=levels)


def what_to_do_at(shop: Shop, analysis: Analysis, found: LensCross, at: tuple[int, int]) -> None:
    """What to do by both lenses where a pair of levels is picked; nothing for a level that is not known."""
    sides = ((found.rows, found.row_levels, at[0]), (found.columns, found.column_levels, at[1]))
    levels = {lens.key: (known[place].key,) for lens, known, place in sides if place < len(known)}
    if levels:
        what_to_do(shop, analysis, *levels, levels=levels)


def to_playbook(lens: str, *, is_one_of_several: bool = False) -> None:
    """The way to the page where the shop writes what to do for the levels of a lens (key)."""
    label = _("Write what to do")
    if is_one_of_several:
        label = _("{name}: {value}").format(name=_(LENSES[lens].name), value=label)
    navigation.link(navigation.PLAYBOOK, label, {state.PLAYBOOK_ASKED: lens}, icon="✏️")


def _plays(shop: Shop, analysis: Analysis, lens: Lens) -> tuple[Play, ...]:
    return plays(state.workspace(shop), analysis, lens, language.words())


def chosen() -> Lens:
    """For whose levels it is written: the lens a link asks for, or the one chosen here."""
    asked = st.query_params.get(state.PLAYBOOK_ASKED)
    if asked is not None:
        # Only the way in: from now on the choice on the page counts.
        del st.query_params[state.PLAYBOOK_ASKED]
        if asked in LENSES:
            st.session_state[state.PLAYBOOK_LENS] = asked
    key: str = st.selectbox(
        _("What to do for the levels of"),
        list(LENSES),
        format_func=lambda lens: _(LENSES[lens].name),
        key=state.PLAYBOOK_LENS,
        persist_state="session",
    )
    return LENSES[key]


def editor(shop: Shop, analysis: Analysis, lens: Lens) -> None:
    """What to do for each level of a lens, in the shop's own words where it wrote some."""
    saves = st.session_state.get(state.PLAYBOOK_SAVES, 0)
    found = _plays(shop, analysis, lens)
    with st.form(f"playbook.{lens.key}.{shop.id}.{saves}", border=False):
        typed = {
            play.level.key: st.text_area(
                messages.as_text(_(play.level.name)),
                value=play.text,
                max_chars=LONGEST_ACTION,
                height=80,
                key=f"playbook.{lens.key}.{play.level.key}.{shop.id}.{saves}.{language.words().language}",
            )
            for play in found
        }
        is_saved = st.form_submit_button(_("Save"), type="primary")
    st.caption(_("An empty field brings the built-in sentence back."))
    if own := [_(play.level.name) for play in found if play.is_own]:
        st.caption(messages.as_text(_("Your own words: {levels}").format(levels=", ".join(own))))
    if is_saved:
        for play in found:
            text = typed[play.level.key]
            if text != play.text:
                write_action(state.workspace(shop), lens.key, play.level.key, text)
        st.session_state[state.PLAYBOOK_SAVES] = saves + 1
        st.rerun()


def where_shown() -> None:
    """Where these sentences stand, and which one a list takes."""
    said = _(
        "Pages show these sentences under the levels, and a customer's file shows them for each level. A list and its files "
        "take those of the group it is chosen by; of several, the first of: {order}, then the other ways. "
        "Without one, those of the named segment."
    )
    st.caption(messages.as_text(said.format(order=order_in_words(language.words()))))
