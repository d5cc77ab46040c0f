"""The pieces of the page where lenses disagree: how many each pair concerns, the pair that is picked, its reason."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from pages.shared import cache, language, messages, state, table_columns
from pages.shared.cache import Shop
from pages.shared.language import _
from segmentation.classifications.lenses import LENSES
from segmentation.parameters import Analysis
from segmentation.views.disagreements import DisagreementCount, DisagreementList
from segmentation.views.disagreements_wording import worded_rows

IN_WORDS = 20
"""So many customers' reasons stand below the table as text."""


def most_first(found: Sequence[DisagreementCount]) -> list[DisagreementCount]:
    """The pairs that concern most customers first."""
    return sorted(found, key=lambda one: -one.customers)


def counts(found: Sequence[DisagreementCount]) -> None:
    """Each pair that concerns somebody with its customers and their revenue; below them the others, and every reason."""
    concerned = [one for one in found if one.customers]
    text, number = st.column_config.TextColumn, st.column_config.NumberColumn
    if concerned:
        st.dataframe(
            {
                "name": [_(one.disagreement.name) for one in concerned],
                "customers": [one.customers for one in concerned],
                "revenue": [float(one.revenue) for one in concerned],
            },
            hide_index=True,
            column_config={
                "name": text(_("Disagreement"), pinned=True),
                "customers": number(_("Customers"), format="localized"),
                "revenue": table_columns.money(_("Revenue")),
            },
            height="content",
            key="disagreements.table",
        )
    _others([one for one in found if not one.customers])
    # Sentences are cut in a table's cells.
    with st.expander(_("Why both are right")):
        for one in found:
            name, why = messages.as_text(_(one.disagreement.name)), messages.as_text(_(one.disagreement.reason))
            st.markdown(f"**{name}**  \n{why}")


def _others(found: Sequence[DisagreementCount]) -> None:
    """The pairs without customers: those that concern nobody, and apart from them those that cannot be told."""
    if nobody := [_(one.disagreement.name) for one in found if one.is_told]:
        st.caption(messages.as_text(_("Nobody: {pairs}").format(pairs=" · ".join(nobody))))
    for one in found:
        if one.absent:
            said = _("Cannot be told, because your own segment table has no {segments}: {pair}.").format(
                segments=_(", ").join(_(name) for name in one.absent), pair=_(one.disagreement.name)
            )
            st.warning(messages.as_text(said))
    if untold := [one for one in found if one.unknown and not one.absent]:
        lenses = dict.fromkeys(lens for one in untold for lens in one.unknown)
        said = _(
            "Cannot be told: {pairs}. Nothing is known yet of: {lenses}. Load it, or enter it in the customer file."
        ).format(
            pairs=" · ".join(_(one.disagreement.name) for one in untold),
            lenses=_(", ").join(_(LENSES[lens].name) for lens in lenses),
        )
        st.warning(messages.as_text(said))


def choice(found: Sequence[DisagreementCount]) -> str | None:
    """The pair whose customers are listed; only those that concern somebody are offered."""
    words = language.words()
    offered = {one.disagreement.key: one for one in found if one.customers}
    if not offered:
        if not all(one.is_told for one in found):
            st.info(_("As far as it can be told, no customer counts for much by one lens and for little by another."))
        else:
            st.info(_("The lenses agree: no customer counts for much by one and for little by another."))
        return None
    if st.session_state.get(state.DISAGREEMENT) not in offered:
        st.session_state[state.DISAGREEMENT] = next(iter(offered))
    chosen: str = st.selectbox(
        _("Whose customers"),
        list(offered),
        format_func=lambda key: _("{name} ({customers})").format(
            name=_(offered[key].disagreement.name), customers=words.number(offered[key].customers)
        ),
        key=state.DISAGREEMENT,
        persist_state="session",
    )
    return chosen


def title(found: DisagreementList) -> str:
    """The pair's name."""
    return _(found.disagreement.name)


def reason(found: DisagreementList) -> None:
    """Why both lenses can be right."""
    st.info(messages.as_text(_(found.disagreement.reason)))


def worded(shop: Shop, rules: Analysis, found: DisagreementList) -> Any:
    """The rows in the reader's language, each with the reason."""
    return worded_rows(found, cache.profile_basis(shop, rules), language.words())


def reasons(rows: Any) -> None:
    """The first customers' reasons as text: on a narrow screen a table shows a part of a sentence only."""
    first = rows.slice(0, IN_WORDS).to_pylist()
    words = language.words()
    with st.expander(
        words.count("Why, in full: the first customer", "Why, in full: the first {n} customers", len(first))
    ):
        for row in first:
            who = " · ".join(row[key] for key in ("customer", "name") if row[key])
            why = [messages.as_text(sentence) for sentence in row["why"].splitlines()]
            st.markdown("  \n".join([f"**{messages.as_text(who)}**", *why]))
