"""The merge desk's pieces: two customers side by side, the decision, and the decisions so far."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import streamlit as st

from pages.shared import language, messages, state
from pages.shared.language import _
from segmentation.locale import N_, Words
from segmentation.store import merges
from segmentation.store.merges import Decision, Verdict
from segmentation.store.workspace import Workspace
from segmentation.views.duplicate_pairs import SIGNS, Sign
from segmentation.views.duplicates import Suspicion, with_sign
from segmentation.views.merge_effects import MergeEffect, Standing

SHOWN = 5
"""Pairs shown at once, the surest first."""

_SHOWN_DECISIONS = 50

HOW_IT_IS_COUNTED = N_(
    "Suspected are customers with the same phone, however it is written; with the same e-mail; or with nearly the same name, "
    "unless their phones or e-mails say otherwise or many customers have that name. A phone or an e-mail that more than "
    "five customers share is taken for a company's. As one person: all orders of both, scored with today's cuts and limits. "
    "Orders of both with the same number, or on one day without a number, become one order. Notes stay where they were "
    "written. A decision can be taken back at any time; later loads follow it."
)


def sign(every: tuple[Suspicion, ...]) -> Sign | None:
    """Which of the suspected pairs are shown; None = all."""
    words = language.words()
    names = {"all": _("All ({n})").format(n=words.number(len(every)))}
    for one in Sign:
        count = len(with_sign(every, one))
        if count:
            names[one.value] = _("{name} ({customers})").format(name=_(SIGNS[one]), customers=words.number(count))
    chosen = st.segmented_control(
        _("Show"),
        list(names),
        format_func=lambda key: names.get(key, names["all"]),
        default="all",
        required=True,
        key=state.MERGE_SIGN,
        persist_state="session",
        label_visibility="collapsed",
    )
    return Sign(chosen) if chosen in names and chosen != "all" else None


def side_by_side(workspace: Workspace, pair: Suspicion, effect: MergeEffect) -> None:
    """Both customers, what they would be as one, and the two answers."""
    kept, merged = pair.kept, pair.merged
    names = {person.customer_id: person.customer for person in (kept, merged)}
    with st.container(border=True, gap="small"):
        with st.container(horizontal=True, gap="xsmall"):
            for shared in pair.signs:
                st.badge(_(SIGNS[shared]), icon=":material/link:")
        table = _table(pair, effect, language.words())
        st.dataframe(
            table,
            hide_index=True,
            height="content",
            column_config={
                "what": st.column_config.TextColumn("", width="small"),
                "kept": st.column_config.TextColumn(_("First customer"), width="medium"),
                "merged": st.column_config.TextColumn(_("Second customer"), width="medium"),
                "together": st.column_config.TextColumn(_("As one person"), width="medium"),
            },
            key=f"merge.table.{pair.key}",
        )
        stays = st.radio(
            _("Customer who stays"),
            list(names),
            format_func=lambda customer_id: messages.as_text(names.get(customer_id, "")),
            horizontal=True,
            key=f"merge.stays.{pair.key}",
        )
        goes = merged.customer_id if stays == kept.customer_id else kept.customer_id
        with st.container(horizontal=True):
            st.button(
                _("One person"),
                type="primary",
                on_click=_decide,
                args=(merges.accept, workspace, stays, goes),
                key=f"merge.same.{pair.key}",
            )
            st.button(
                _("Two people"),
                on_click=_decide,
                args=(merges.reject, workspace, kept.customer_id, merged.customer_id),
                key=f"merge.different.{pair.key}",
                help=_("They are not suspected again, until you take the decision back."),
            )


def _decide(decision: Callable[[Workspace, int, int], int], workspace: Workspace, one: int, other: int) -> None:
    with messages.shown():
        decision(workspace, one, other)


def _take_back(workspace: Workspace, merge_id: int) -> None:
    with messages.shown():
        merges.undo(workspace, merge_id)


def _table(pair: Suspicion, effect: MergeEffect, words: Words) -> list[dict[str, str]]:
    """A line a fact: its name, the first, the second, and both as one person."""
    people, standings = (pair.kept, pair.merged), (effect.kept, effect.merged, effect.together)
    facts: list[tuple[str, list[str]]] = [
        (_("Customer"), [person.customer for person in people]),
        (_("Name"), [person.name or "–" for person in people]),
        (_("Phone"), [person.phone or "–" for person in people]),
        (_("E-mail"), [person.email or "–" for person in people]),
        (_("First order"), _days([person.first_date for person in people], words, min)),
        (_("Last order"), _days([person.last_date for person in people], words, max)),
        (_("Purchases"), [words.number(one.frequency) if one else words.number(0) for one in standings]),
        (_("Revenue"), [_money(one, words) for one in standings]),
        (_("Segment"), [_(one.segment.name) if one else "–" for one in standings]),
        (_("Stage"), [_(one.stage.name) if one else "–" for one in standings]),
        (_("VIP level by rule"), [_(one.vip_level.name) if one else "–" for one in standings]),
    ]
    return [
        {"what": what, "kept": values[0], "merged": values[1], "together": values[2] if len(values) > 2 else ""}
        for what, values in facts
    ]


def _money(one: Standing | None, words: Words) -> str:
    return words.money(one.monetary) if one else "–"


def _days(days: list[date | None], words: Words, both: Callable[[list[date]], date]) -> list[str]:
    known = [day for day in days if day is not None]
    together = [words.date(both(known))] if known else ["–"]
    return [words.date(day) if day else "–" for day in days] + together


def rest(every: tuple[Suspicion, ...], sign: Sign | None) -> None:
    """How many pairs wait behind those shown."""
    waiting = len(with_sign(every, sign)) - SHOWN
    if waiting > 0:
        words = language.words()
        st.caption(
            words.count("{n} more pair comes up as you decide.", "{n} more pairs come up as you decide.", waiting)
        )


def decided(workspace: Workspace) -> None:
    """The decisions that stand, the newest first, each to be taken back."""
    standing = [one for one in merges.decisions(workspace) if not one.is_undone]
    if not standing:
        return
    words = language.words()
    with st.expander(_("Decisions so far ({n})").format(n=words.number(len(standing)))):
        for one in standing[:_SHOWN_DECISIONS]:
            with st.container(horizontal=True, vertical_alignment="center"):
                st.text(_said(one, words), width="stretch")
                st.button(
                    _("Take back"),
                    on_click=_take_back,
                    args=(workspace, one.merge_id),
                    key=f"merge.undo.{one.merge_id}",
                )


def _said(one: Decision, words: Words) -> str:
    message = (
        N_("{merged} is {kept}. Decided {when}.")
        if one.verdict is Verdict.SAME
        else N_("{kept} and {merged} are two people. Decided {when}.")
    )
    return _(message).format(kept=one.kept, merged=one.merged, when=words.moment(one.decided_at_local))
